"""Finding what was kept: the snapshot or the newest good backup, and the records after it."""

import contextlib
import os
from dataclasses import field
from datetime import datetime
from pathlib import Path

from so_tui.state import TABLES
from so_tui.storage.backups import FOLDER as BACKUPS
from so_tui.storage.backups import newest_good, read_backup
from so_tui.storage.errors import StoreDamaged, notice
from so_tui.storage.files import (
    free_name,
    keep_aside,
    names_in,
    read_plain_file,
    replace_file,
    set_aside,
)
from so_tui.storage.journal import Journals
from so_tui.storage.ledger import Ledger, Tables
from so_tui.storage.lock_traces import has_locked_files
from so_tui.storage.migrations import migrate
from so_tui.storage.records import Record
from so_tui.storage.seal import PLAIN, Seal
from so_tui.storage.snapshot import FILE, SCHEMA, parse, schema_of
from so_tui.values import dataclass

DAMAGED = "damaged"
OLD_PREVIOUS = "store.json.1"
"""Where schema 1 kept the save before the newest one."""

Signature = tuple[int, int, int]
"""Tells whether a file is the one that was looked at: inode, size, time of change in ns."""


@dataclass(slots=True)
class Found:
    """What lies in a data directory.

    Attributes:
        ledger: Everything, the journals folded in.
        number: Number of the newest record in the snapshot; -1 when there is no good one.
        signature: Of the snapshot's file, if it is good.
        schema: Schema of the documents on disk.
        bad: Whether the snapshot is there but cannot be read.
        content: The bytes of the snapshot's file.
        notices: Sentences for the user.
        checked: Whether a checksum vouches for the documents.
        missing: How many of the records that were saved last may be gone.
    """

    ledger: Ledger
    number: int = -1
    signature: Signature | None = None
    schema: int = SCHEMA
    bad: bool = False
    content: bytes | None = None
    notices: list[str] = field(default_factory=list)
    checked: bool = True
    missing: int = 0


def signature_of(path: Path) -> Signature | None:
    """Return the signature of a file, or None when there is none.

    Raises:
        OSError: The system does not let us look.
    """
    try:
        status = os.stat(path, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def understand(
    folder: Path,
    content: bytes | None,
    signature: Signature | None,
    records: list[Record],
    seal: Seal,
) -> Found:
    """Return what the snapshot's bytes and the records come to.

    Args:
        folder: The data directory.
        content: The bytes of the snapshot's file, or None when there is none.
        signature: Of that file.
        records: What the journals hold, in order.
        seal: What opens sealed bytes.

    Raises:
        StoreDamaged: The snapshot cannot be read, and there is no good backup.
        OSError: The system does not let us look.
    """
    path = folder / FILE
    tables: Tables | None = None
    trouble: StoreDamaged | None = None
    try:
        if content is not None:
            tables = parse(content, path, seal, TABLES)
    except StoreDamaged as error:
        trouble = error
    found = Found(Ledger(), content=content, bad=trouble is not None)
    if tables is None:
        tables = _fall_back(folder, seal, found, trouble, records)
    else:
        found.signature = signature
    if tables is not None:
        found.schema = schema_of(tables)
        found.checked = found.schema >= 2
        found.ledger = Ledger(migrate(tables) if found.schema < SCHEMA else tables)
        if found.signature is not None:
            found.number = found.ledger.number
    for record in records:
        found.ledger.fold(record)
    if seal is PLAIN and has_locked_files(folder):
        found.notices.append(notice("not_locked", folder=folder))
    return found


def _fall_back(
    folder: Path,
    seal: Seal,
    found: Found,
    trouble: StoreDamaged | None,
    records: list[Record],
) -> Tables | None:
    """Return the tables of the newest good backup; None when nothing was ever saved."""
    # Listed first: another session may just be making the first copy of all.
    copies = [name for name in names_in(folder / BACKUPS) if name.startswith("store-")]
    backup = newest_good(folder, seal)
    if backup is not None:
        day = f"{backup[0].at:%Y-%m-%d %H:%M}"
        reason = "gone" if trouble is None else "fell_back"
        if copies:
            found.notices.append(notice(reason, file=folder / FILE, day=day))
        return backup[1]
    previous = folder / OLD_PREVIOUS
    if os.path.lexists(previous):
        tables = read_backup(previous, seal)
        if tables is not None:
            found.notices.append(notice("fell_back", file=folder / FILE, day="?"))
            return tables
        raise trouble or StoreDamaged.because("missing", file=folder / FILE)
    if trouble is not None:
        raise trouble
    if any(not name.endswith("tmp") for name in copies):
        raise StoreDamaged.because("missing", file=folder / FILE)
    if records and records[0].number > 1:
        found.notices.append(notice("incomplete", file=folder / FILE))
    return None


def put_right(folder: Path, found: Found, journals: Journals) -> None:
    """Set aside what cannot be read and keep what a migration changes.

    To be called while the lock is held, by a session that may write.

    Raises:
        OSError: It could not be done; nothing is lost by that.
    """
    if found.bad:
        place = set_aside(folder / FILE, folder / DAMAGED)
        found.notices.append(notice("set_aside", file=place))
    if found.schema < SCHEMA and found.content is not None:
        keep_before_migration(folder, found.content, found.schema)
    for name, file in journals.files.items():
        if file.damaged or (file.torn and not file.alive):
            content = read_plain_file(journals.folder / name) or b""
            place = keep_aside(content, name, folder / DAMAGED)
            reason = "damaged_lines" if file.damaged else "torn"
            found.notices.append(notice(reason, file=place))


def keep_before_migration(folder: Path, content: bytes, schema: int) -> None:
    """Keep the snapshot as it was before a migration, and the save before it of schema 1.

    Raises:
        OSError: It could not be kept.
    """
    backups = folder / BACKUPS
    backups.mkdir(mode=0o700, exist_ok=True)
    name = f"before-schema-{schema + 1}-{datetime.now():%Y%m%dT%H%M%S}.json"
    replace_file(free_name(backups / name), content)
    with contextlib.suppress(FileNotFoundError):
        os.rename(folder / OLD_PREVIOUS, free_name(backups / OLD_PREVIOUS))
