"""Loading a store: the snapshot or the newest good backup, and the journal entries after it."""

import contextlib
import os
from collections.abc import Mapping
from datetime import datetime

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
from so_tui.storage.disk.inventory import FILE, JOURNAL, OLD_PREVIOUS, is_strange
from so_tui.storage.disk.paths import command_for
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import Ledger, Tables
from so_tui.storage.documents.schema import CHECKED, SCHEMA
from so_tui.storage.engine.found import Found
from so_tui.storage.errors import StoreDamaged, notice
from so_tui.storage.journal.journal import JournalFile, Journals, writer_of
from so_tui.storage.seals.seal import PLAIN, DataDirectory
from so_tui.storage.seals.vault_keys import has_locked_files
from so_tui.storage.snapshot.backups import newest_good, read_backup
from so_tui.storage.snapshot.snapshot import CONTEXT, dump, parse, schema_of
from so_tui.storage.snapshot.stock_write import stock_write


def understand(
    home: DataDirectory,
    content: bytes | None,
    signature: Signature | None,
    entries: list[JournalEntry],
    saved: int = -1,
) -> Found:
    """Combine the bytes of the snapshot with the journal entries.

    Args:
        content: The bytes of the snapshot file, or None if there is none.
        signature: Of that file.
        entries: The entries in the journals, in order.
        saved: Number of the newest saved entry, as far as known; -1 if not.

    Raises:
        StoreDamaged: The snapshot cannot be read, and there is no good backup.
        OSError: The directory cannot be read.
    """
    tables: Tables | None = None
    trouble: StoreDamaged | None = None
    try:
        if content is not None:
            tables = parse(content, home.snapshot, home.seal, TABLES)
    except StoreDamaged as error:
        trouble = error
    stock = stock_write(content, home) if content and trouble is not None else None
    found = Found(Ledger(), content=content, bad=trouble is not None and not stock, stock=stock)
    if tables is None:
        tables = _fall_back(home, found, trouble, entries)
    else:
        found.signature = signature
    if tables is not None:
        found.begin(tables)
        if found.signature is not None:
            found.number = found.ledger.number
    found.take_in(entries, saved)
    if found.gaps and found.number >= 0:
        found = _more_complete(home, found, entries, saved)
    for gap in found.gaps:
        found.doubt(gap.found)
    if home.seal is PLAIN and has_locked_files(home.path):
        found.notices.append(notice("noticed.not_locked", folder=home.path))
    return found


def _more_complete(
    home: DataDirectory, found: Found, entries: list[JournalEntry], saved: int
) -> Found:
    """Return the result from a newer backup and the entries, if it has fewer gaps."""
    backup = newest_good(home)
    if backup is None or schema_of(backup[1]) > SCHEMA:
        return found
    other = Found(Ledger(), signature=found.signature, content=found.content, older=True)
    other.begin(backup[1])
    other.take_in(entries, saved)
    if other.missing >= found.missing:
        return found
    day = f"{backup[0].at:%Y-%m-%d %H:%M}"
    other.notices.append(notice("noticed.older", file=home.snapshot, day=day))
    return other


def _fall_back(
    home: DataDirectory,
    found: Found,
    trouble: StoreDamaged | None,
    entries: list[JournalEntry],
) -> Tables | None:
    """Return the tables of the newest good backup; None if nothing was ever saved."""
    # Listed first: another writer may be writing the very first backup.
    copies = [name for name in names_in(home.backups) if name.startswith("store-")]
    backup = newest_good(home)
    if found.stock is not None:
        backup = found.stock.on_top_of(backup)
    if backup is not None:
        day = f"{backup[0].at:%Y-%m-%d %H:%M}"
        code = "noticed.gone" if trouble is None else "noticed.fell_back"
        if copies and found.stock is None:
            found.notices.append(notice(code, file=home.snapshot, day=day))
        return backup[1]
    previous = home / OLD_PREVIOUS
    if os.path.lexists(previous):
        tables = read_backup(previous, home.seal)
        if tables is not None:
            found.notices.append(notice("noticed.fell_back", file=home.snapshot, day="?"))
            return tables
        raise _for_good(home, trouble)
    if any(not name.endswith("tmp") for name in copies):
        raise _for_good(home, trouble)
    if trouble is not None:
        raise trouble
    if entries and entries[0].number > 1 and entries[0].after < 0:
        found.doubt(notice("noticed.incomplete", file=home.snapshot))
    return None


def _for_good(home: DataDirectory, trouble: StoreDamaged | None) -> StoreDamaged:
    """Return the error for a snapshot and backups that are all damaged or missing."""
    code = "storage.missing" if trouble is None else "storage.damaged_for_good"
    command = command_for(home.path, "restore", "FILE", "--replace")
    return StoreDamaged(code, file=home.snapshot, command=command)


def put_right(home: DataDirectory, found: Found, journals: Journals) -> None:
    """Set aside what cannot be read.

    Call while the lock is held, as a writer.

    Raises:
        OSError: A file could not be moved or written; nothing is lost.
    """
    if found.bad:
        place = set_aside(home.snapshot, home.damaged)
        found.notices.append(notice("noticed.set_aside", file=place))
    if found.older and found.content is not None:
        keep_aside(found.content, FILE, home.damaged)
    say_left_out(home, found, journals.files, keep=True)


def say_left_out(
    home: DataDirectory, found: Found, files: Mapping[str, JournalFile], *, keep: bool = False
) -> None:
    """Add notices about what was not loaded of our journals, and where it is.

    Args:
        keep: Whether to keep a copy of such a journal aside first.

    Raises:
        OSError: It could not be written.
    """
    for name, file in files.items():
        place = home / JOURNAL / name
        past, torn = writer_of(name) in found.past, file.torn and not file.alive
        if not (past or torn or file.damaged) or is_strange(place, JOURNAL):
            continue
        if keep:
            place = keep_aside(read_plain_file(place) or b"", name, home.damaged)
        if past:
            found.doubt(notice("noticed.past", file=place), lost=False)
        if file.damaged:
            found.miss(notice("noticed.damaged_lines", file=place))
        elif torn:
            found.notices.append(notice("noticed.torn", file=place))


def keep_before_migration(home: DataDirectory, found: Found) -> None:
    """Keep all documents from before a migration, and the previous save of schema 1.

    They are kept in their own schema, the entries of its journals included.

    Raises:
        OSError: They could not be kept.
    """
    content = found.content if found.schema < CHECKED else None
    if content is None and found.before is not None:
        content = home.seal.seal(dump(found.before), CONTEXT)
    if content is None or found.schema >= SCHEMA:
        return
    home.backups.mkdir(mode=0o700, exist_ok=True)
    name = f"before-schema-{found.schema + 1}-{datetime.now():%Y%m%dT%H%M%S}.json"
    replace_file(free_name(home.backups / name), content)
    with contextlib.suppress(FileNotFoundError):
        os.rename(home / OLD_PREVIOUS, free_name(home.backups / OLD_PREVIOUS))
