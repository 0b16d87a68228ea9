"""Opening a store read-only: nothing on disk is changed or created."""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TypeVar

from so_tui.domain.dataclass import dataclass
from so_tui.domain.state import TABLES
from so_tui.storage.disk.files import Signature, names_in, read_plain_file, signature_of
from so_tui.storage.disk.inventory import DRAFTS, LOCKING, strange_files
from so_tui.storage.documents.codec import field_names
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import HISTORY, ORPHANS, TRASH
from so_tui.storage.documents.reading import plain
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.documents.tables import no_collecting
from so_tui.storage.documents.views import Views
from so_tui.storage.drafts.draft_writer import Drafts
from so_tui.storage.drafts.drafts import draft_files
from so_tui.storage.engine.checkpoint import Checkpoints
from so_tui.storage.engine.found import Found
from so_tui.storage.engine.loading import say_left_out, understand
from so_tui.storage.engine.notices import entry_words
from so_tui.storage.engine.pending import Pending
from so_tui.storage.engine.writers import all_drafts
from so_tui.storage.errors import (
    Notice,
    StoreDamaged,
    StoreError,
    StoreInUse,
    cannot_read,
    notice,
)
from so_tui.storage.journal.journal import JournalFile, Journals
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.seals.seal import PLAIN, AgeSeal, DataDirectory
from so_tui.storage.seals.vault_keys import IDENTITY, RECOVERY
from so_tui.storage.snapshot.stock_write import read_settled

_KNOWN_TABLES = {*TABLES, TRASH, HISTORY, ORPHANS}


@dataclass(slots=True)
class Opened:
    """An open store.

    Attributes:
        found: What was found in the data directory.
        log: The unsaved entries.
        checkpoints: Those of its writer; None if it is read-only.
        refusal: Why it is read-only, if it was to be opened for writing.
        standing: The notice that says so.
    """

    home: DataDirectory
    found: Found
    views: Views
    drafts: Drafts
    log: Pending
    checkpoints: Checkpoints | None = None
    refusal: StoreError | None = None
    standing: Notice | None = None


def look(home: DataDirectory) -> Opened:
    """Open a store read-only; nothing on disk is changed or created.

    Raises:
        StoreDamaged: It cannot be read, and there is no good backup.
        StoreError: A file cannot be read.
    """
    saved, was_written, in_use = -1, False, False
    try:
        with ExitStack() as stack:
            try:
                lock = StoreLock(home.lock, read_only=True)
                stack.callback(lock.close)
                saved = lock.saved  # later saves do no harm; a missed one would
                stack.enter_context(lock.hold(PATIENCE))
                saved, was_written = lock.saved, lock.turn >= 0
            except (FileNotFoundError, NotADirectoryError, PermissionError):
                pass  # no store yet, or read-only access
            except StoreInUse:
                in_use = was_written = True

            gather = partial(_read_all, home, stack)
            read = at_one_moment(home.path, gather) if in_use else gather()
        with no_collecting():
            found = understand(home, read.content, read.signature, read.entries, saved)
            found.show_stock(home.snapshot)
            doubt(home, found, saved, was_written, read.journals)
            note_newer(found, read.journals)
            say_left_out(home, found, read.journals)
            drafts = Drafts(home / DRAFTS / "none", read_only=True, seal=home.seal)
            unfinished, damaged = all_drafts(read.drafts, home.seal, found.ledger)
            drafts.take_over(unfinished)
            for path in damaged:
                found.miss(notice("noticed.damaged_drafts", file=path))
            name_strange(home, found)
            views = views_of(home, found)
    except OSError as error:
        raise cannot_read(error, home.path) from error
    return Opened(home, found, views, drafts, Pending(found.ledger))


@dataclass(slots=True)
class _Read:
    """Files as read from disk, not yet interpreted."""

    content: bytes | None
    signature: Signature | None
    entries: list[JournalEntry]
    journals: Mapping[str, JournalFile]
    drafts: Mapping[Path, bytes]


def _read_all(home: DataDirectory, stack: ExitStack) -> _Read:
    journals = Journals(home)
    stack.callback(journals.close)
    content, signature, entries = gather_files(home, journals)
    journals.look_who_lives()
    drafts = {path: read_plain_file(path) or b"" for path in draft_files(home.path)}
    return _Read(content, signature, entries, dict(journals.files), drafts)


def gather_files(
    home: DataDirectory, journals: Journals
) -> tuple[bytes | None, Signature | None, list[JournalEntry]]:
    """Read all files; interpreted later, because the lock is held."""
    must_fit(home)
    signature = signature_of(home.snapshot)
    content, entries = read_settled(home.snapshot), journals.read_new()
    journals.mark_folded()
    return content, signature, entries


def must_fit(home: DataDirectory) -> None:
    """Make sure that the store was not locked or unlocked since it was last checked.

    Raises:
        StoreInUse: It was.
    """
    keys = [name for name in (IDENTITY, RECOVERY) if os.path.lexists(home / name)]
    plain = home.seal is PLAIN
    if IDENTITY in keys if plain else isinstance(home.seal, AgeSeal) and not keys:
        raise StoreInUse("lock.locked_now")


def doubt(
    home: DataDirectory,
    found: Found,
    saved: int,
    was_written: bool,
    journals: Mapping[str, JournalFile],
) -> None:
    """Add a notice if it is uncertain whether the last changes are present.

    The lock tells the number of the newest entry, -1 if not known, and whether any was written.
    """
    has_entries = any(file.newest >= 0 for file in journals.values())
    has_content = found.content is not None or (has_entries and not was_written)
    if saved < 0 and has_content and found.checked:
        at = found.ledger.at[:16].replace("T", " ")
        untold = notice("noticed.untold", file=home.lock)
        since = notice("noticed.untold_since", file=home.lock, time=at)
        found.doubt(since if at else untold, sure=not has_entries)


def note_newer(found: Found, journals: Mapping[str, JournalFile]) -> None:
    """Raise the schema of what was found to the newest one in the journals."""
    newest = max((file.schema for file in journals.values()), default=0)
    if newest > SCHEMA:
        found.schema = max(found.schema, newest)


def name_strange(home: DataDirectory, found: Found) -> None:
    """Add notices about files with our names but no readable content."""
    for path in strange_files(home.path):
        found.miss(notice("noticed.strange", file=path))


def views_of(home: DataDirectory, found: Found) -> Views:
    """Return the entities that can be read, and add notices about the others."""
    views = Views(found.ledger)
    found.ledger.readable = found.checked and not views.unread
    for table, number in views.unread:
        if not found.checked:
            kind = notice(f"noticed.entry.{table}")
            raise StoreDamaged("storage.damaged_entry", file=home.snapshot, entry=kind)
        found.miss(notice("noticed.damaged_entry", entry=entry_words(found.ledger, table, number)))
    _say_unknown(found)
    return views


def _say_unknown(found: Found) -> None:
    """Add a notice about entries that this version does not know, or only in part."""
    tables = found.ledger.tables
    entries = sum(len(table) for name, table in tables.items() if name not in _KNOWN_TABLES)
    parts = 0
    if found.schema > SCHEMA:
        for name, kind in TABLES.items():
            fields = set(field_names(kind))
            documents = map(plain, tables.get(name, {}).values())
            parts += sum(not document.keys() <= fields for document in documents)
    found.unknown = entries + parts
    if parts:
        found.miss(notice("noticed.unknown_parts", entries=entries, parts=parts))
    elif entries:
        found.miss(notice("noticed.unknown", entries=entries))


T = TypeVar("T")

PATIENCE = 0.5
"""Seconds that a reader waits for the lock, which is held for milliseconds."""
_TRIES, _PAUSE = 50, 0.02
_PLACES = ("journal", "drafts", "backups")


def at_one_moment(folder: Path, read: Callable[[], T]) -> T:
    """Return what is read from a data directory while nothing in it changes.

    A stopped window, as by Ctrl+Z or a debugger, may hold the lock for days. Reading needs none:
    files are only appended to or replaced whole, and every state that a kill leaves behind is
    readable. But what is read must be consistent: it is read again while files change.

    Raises:
        StoreInUse: It keeps changing, or is being locked or unlocked.
        StoreError: Raised by `read` while nothing changes.
        OSError: The same, or the directory cannot be read.
    """
    for _ in range(_TRIES):
        before = _picture(folder)
        if os.path.lexists(folder / LOCKING):  # some files are sealed and some are not
            break
        try:
            result = read()
        except (StoreError, OSError):
            if _picture(folder) == before:
                raise
        else:
            if _picture(folder) == before:
                return result
        time.sleep(_PAUSE)
    raise StoreInUse("storage.busy")


def _picture(folder: Path) -> list[tuple[Path, Signature | None]]:
    """Return a fingerprint of the files that shows any append, replacement, creation or removal."""
    places = (folder, *(folder / name for name in _PLACES))
    paths = [place / name for place in places for name in names_in(place)]
    return [(path, signature_of(path)) for path in paths]
