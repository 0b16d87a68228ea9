"""Loading a store: the snapshot or the newest good backup, and the journal entries after it."""

import contextlib
import os
from datetime import datetime
from pathlib import Path

from so_tui.domain.state import TABLES
from so_tui.storage.disk.files import (
    Signature,
    free_name,
    keep_aside,
    names_in,
    read_plain_file,
    replace_file,
    set_aside,
)
from so_tui.storage.disk.inventory import BACKUPS, DAMAGED, FILE, JOURNAL, OLD_PREVIOUS, is_strange
from so_tui.storage.disk.paths import command_for
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import Ledger, Tables
from so_tui.storage.documents.migrations import CHECKED, SCHEMA
from so_tui.storage.engine.found import Found
from so_tui.storage.engine.lock_traces import has_locked_files
from so_tui.storage.errors import StoreDamaged, notice
from so_tui.storage.journal.journal import JournalFile, Journals, writer_of
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.snapshot.backups import newest_good, read_backup
from so_tui.storage.snapshot.snapshot import CONTEXT, dump, parse, schema_of
from so_tui.storage.snapshot.stock_write import stock_write


def understand(
    folder: Path,
    content: bytes | None,
    signature: Signature | None,
    entries: list[JournalEntry],
    seal: Seal,
    saved: int = -1,
) -> Found:
    """Combine the bytes of the snapshot with the journal entries.

    Args:
        folder: The data directory.
        content: The bytes of the snapshot file, or None if there is none.
        signature: Of that file.
        entries: The entries in the journals, in order.
        seal: Opens sealed bytes.
        saved: Number of the newest saved entry, as far as known; -1 if not.

    Raises:
        StoreDamaged: The snapshot cannot be read, and there is no good backup.
        OSError: The directory cannot be read.
    """
    path = folder / FILE
    tables: Tables | None = None
    trouble: StoreDamaged | None = None
    try:
        if content is not None:
            tables = parse(content, path, seal, TABLES)
    except StoreDamaged as error:
        trouble = error
    stock = stock_write(content, folder, seal) if content and trouble is not None else None
    found = Found(Ledger(), content=content, bad=trouble is not None and not stock, stock=stock)
    if tables is None:
        tables = _fall_back(folder, seal, found, trouble, entries)
    else:
        found.signature = signature
    if tables is not None:
        found.begin(tables)
        if found.signature is not None:
            found.number = found.ledger.number
    found.take_in(entries, saved)
    if found.gaps and found.number >= 0:
        found = _more_complete(folder, seal, found, entries, saved)
    found.say_missing()
    if seal is PLAIN and has_locked_files(folder):
        found.tell(notice("noticed.not_locked", folder=folder))
    return found


def _more_complete(
    folder: Path, seal: Seal, found: Found, entries: list[JournalEntry], saved: int
) -> Found:
    """Return the result from a newer backup and the entries, if it has fewer gaps."""
    backup = newest_good(folder, seal)
    if backup is None or schema_of(backup[1]) > SCHEMA:
        return found
    other = Found(Ledger(), signature=found.signature, content=found.content, older=True)
    other.begin(backup[1])
    other.take_in(entries, saved)
    if other.missing >= found.missing:
        return found
    day = f"{backup[0].at:%Y-%m-%d %H:%M}"
    other.tell(notice("noticed.older", file=folder / FILE, day=day))
    return other


def _fall_back(
    folder: Path,
    seal: Seal,
    found: Found,
    trouble: StoreDamaged | None,
    entries: list[JournalEntry],
) -> Tables | None:
    """Return the tables of the newest good backup; None if nothing was ever saved."""
    # Listed first: another writer may be writing the very first backup.
    copies = [name for name in names_in(folder / BACKUPS) if name.startswith("store-")]
    backup = newest_good(folder, seal)
    if found.stock is not None:
        backup = found.stock.on_top_of(backup)
    if backup is not None:
        day = f"{backup[0].at:%Y-%m-%d %H:%M}"
        code = "noticed.gone" if trouble is None else "noticed.fell_back"
        if copies and found.stock is None:
            found.tell(notice(code, file=folder / FILE, day=day))
        return backup[1]
    previous = folder / OLD_PREVIOUS
    if os.path.lexists(previous):
        tables = read_backup(previous, seal)
        if tables is not None:
            found.tell(notice("noticed.fell_back", file=folder / FILE, day="?"))
            return tables
        raise _for_good(folder, trouble)
    if copies and any(not name.endswith("tmp") for name in copies):
        raise _for_good(folder, trouble)
    if trouble is not None:
        raise trouble
    if entries and entries[0].number > 1 and entries[0].after < 0:
        found.doubt(notice("noticed.incomplete", file=folder / FILE))
    return None


def _for_good(folder: Path, trouble: StoreDamaged | None) -> StoreDamaged:
    """Return the error for a snapshot and backups that are all damaged or missing."""
    code = "storage.missing" if trouble is None else "storage.damaged_for_good"
    command = command_for(folder, "restore", "FILE", "--replace")
    return StoreDamaged(code, file=folder / FILE, command=command)


def put_right(folder: Path, found: Found, journals: Journals) -> None:
    """Set aside what cannot be read.

    Call while the lock is held, as a writer.

    Raises:
        OSError: A file could not be moved or written; nothing is lost.
    """
    if found.bad:
        place = set_aside(folder / FILE, folder / DAMAGED)
        found.tell(notice("noticed.set_aside", file=place))
    if found.older and found.content is not None:
        keep_aside(found.content, FILE, folder / DAMAGED)
    for name, file in journals.files.items():
        if is_left_out(journals.folder / name, file, found):
            content = read_plain_file(journals.folder / name) or b""
            place = keep_aside(content, name, folder / DAMAGED)
            say_left_out(name, file, found, place)


def is_left_out(path: Path, file: JournalFile, found: Found) -> bool:
    """Return whether one of our journals holds something that was not loaded."""
    past = writer_of(path.name) in found.past
    left_out = file.damaged or past or (file.torn and not file.alive)
    return bool(left_out) and not is_strange(path, JOURNAL)


def say_left_out(name: str, file: JournalFile, found: Found, place: Path) -> None:
    """Add a notice about the part of a journal that was not loaded.

    Args:
        name: Its name.
        file: How far it was read.
        found: Receives the notices.
        place: Where the unreadable part can be found.
    """
    if writer_of(name) in found.past:
        found.doubt(notice("noticed.past", file=place), lost=False)
    if file.damaged:
        found.miss(notice("noticed.damaged_lines", file=place))
    elif file.torn and not file.alive:
        found.tell(notice("noticed.torn", file=place))


def keep_before_migration(folder: Path, found: Found, seal: Seal) -> None:
    """Keep all documents from before a migration, and the previous save of schema 1.

    They are kept in their own schema, the entries of its journals included.

    Raises:
        OSError: They could not be kept.
    """
    content = found.content if found.schema < CHECKED else None
    if content is None and found.before is not None:
        content = seal.seal(dump(found.before), CONTEXT)
    if content is None or found.schema >= SCHEMA:
        return
    backups = folder / BACKUPS
    backups.mkdir(mode=0o700, exist_ok=True)
    name = f"before-schema-{found.schema + 1}-{datetime.now():%Y%m%dT%H%M%S}.json"
    replace_file(free_name(backups / name), content)
    with contextlib.suppress(FileNotFoundError):
        os.rename(folder / OLD_PREVIOUS, free_name(backups / OLD_PREVIOUS))
