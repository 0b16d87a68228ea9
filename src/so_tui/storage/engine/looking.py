"""Opening a store read-only: nothing on disk is changed or created."""

import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.domain.state import TABLES
from so_tui.storage.disk.files import Signature, signature_of
from so_tui.storage.disk.inventory import DRAFTS, FILE, JOURNAL, strange_files
from so_tui.storage.documents.codec import field_names
from so_tui.storage.documents.entry_words import entry_words
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import HISTORY, ORPHANS, TRASH
from so_tui.storage.documents.migrations import SCHEMA
from so_tui.storage.documents.reading import plain
from so_tui.storage.documents.tables import no_collecting
from so_tui.storage.documents.views import Views
from so_tui.storage.drafts.draft_writer import Drafts
from so_tui.storage.engine import unlocked
from so_tui.storage.engine.found import Found
from so_tui.storage.engine.loading import is_left_out, say_left_out, understand
from so_tui.storage.engine.opened import Opened
from so_tui.storage.engine.writers import all_drafts, draft_contents
from so_tui.storage.errors import StoreDamaged, StoreInUse, cannot_read, notice
from so_tui.storage.journal.journal import JournalFile, Journals
from so_tui.storage.journal.lock import LOCK, StoreLock
from so_tui.storage.seals.age_seal import AgeSeal
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.seals.vault_keys import IDENTITY, RECOVERY
from so_tui.storage.snapshot.stock_write import read_settled

_KNOWN_TABLES = {*TABLES, TRASH, HISTORY, ORPHANS}


def look(folder: Path, seal: Seal) -> Opened:
    """Open a store read-only; nothing on disk is changed or created.

    Raises:
        StoreDamaged: It cannot be read, and there is no good backup.
        StoreError: A file cannot be read.
    """
    saved, was_written, in_use = -1, False, False
    try:
        with ExitStack() as stack:
            try:
                lock = StoreLock(folder / LOCK, read_only=True)
                stack.callback(lock.close)
                saved = lock.saved  # later saves do no harm; a missed one would
                stack.enter_context(lock.hold(unlocked.PATIENCE))
                saved, was_written = lock.saved, lock.turn >= 0
            except (FileNotFoundError, NotADirectoryError, PermissionError):
                pass  # no store yet, or read-only access
            except StoreInUse:
                in_use = was_written = True

            def gather() -> _Read:
                return _read_all(folder, seal, stack)

            read = unlocked.at_one_moment(folder, gather) if in_use else gather()
        with no_collecting():
            found = understand(folder, read.content, read.signature, read.entries, seal, saved)
            found.show_stock(folder / FILE)
            doubt(folder, found, saved, was_written, read.entries, read.journals)
            note_newer(found, read.journals)
            for name, file in read.journals.items():
                path = folder / JOURNAL / name
                if is_left_out(path, file, found):
                    say_left_out(name, file, found, path)
            drafts = Drafts(folder / DRAFTS / "none", read_only=True, seal=seal)
            unfinished, damaged = all_drafts(read.drafts, seal, found.ledger)
            drafts.take_over(unfinished)
            for path in damaged:
                found.miss(notice("noticed.damaged_drafts", file=path))
            name_strange(folder, found)
            views = views_of(folder, found)
    except OSError as error:
        raise cannot_read(error, folder) from error
    return Opened(folder, seal, found, views, drafts)


@dataclass(slots=True)
class _Read:
    """Files as read from disk, not yet interpreted.

    Attributes:
        content: The bytes of the snapshot, or None if there is none.
        signature: Of its file.
        entries: The entries in the journals, in order.
        journals: Their files by name.
        drafts: The bytes of the draft files.
    """

    content: bytes | None
    signature: Signature | None
    entries: list[JournalEntry]
    journals: Mapping[str, JournalFile]
    drafts: Mapping[Path, bytes]


def _read_all(folder: Path, seal: Seal, stack: ExitStack) -> _Read:
    journals = Journals(folder, seal)
    stack.callback(journals.close)
    content, signature, entries = gather_files(folder, seal, journals)
    journals.look_who_lives()
    return _Read(content, signature, entries, dict(journals.files), draft_contents(folder))


def gather_files(
    folder: Path, seal: Seal, journals: Journals
) -> tuple[bytes | None, Signature | None, list[JournalEntry]]:
    """Read all files; interpreted later, because the lock is held."""
    must_fit(folder, seal)
    signature = signature_of(folder / FILE)
    content, entries = read_settled(folder / FILE), journals.read_new()
    journals.mark_folded()
    return content, signature, entries


def must_fit(folder: Path, seal: Seal) -> None:
    """Make sure that the store was not locked or unlocked since it was last checked.

    Raises:
        StoreInUse: It was.
    """
    keys = [name for name in (IDENTITY, RECOVERY) if os.path.lexists(folder / name)]
    if IDENTITY in keys if seal is PLAIN else isinstance(seal, AgeSeal) and not keys:
        raise StoreInUse("lock.locked_now")


def doubt(
    folder: Path,
    found: Found,
    saved: int,
    was_written: bool,
    entries: list[JournalEntry],
    journals: Mapping[str, JournalFile],
) -> None:
    """Add a notice if it is uncertain whether the last changes are present.

    Args:
        folder: The data directory.
        found: What was found.
        saved: The newest saved entry number in the lock; -1 if not known.
        was_written: Whether the lock shows that something was written.
        entries: The entries in the journals.
        journals: Their files by name.
    """
    has_content = found.content is not None or bool(entries and not was_written)
    if saved < 0 and has_content and found.checked:
        at = found.ledger.at[:16].replace("T", " ")
        no_entries = not any(file.newest >= 0 for file in journals.values())
        untold = notice("noticed.untold", file=folder / LOCK)
        since = notice("noticed.untold_since", file=folder / LOCK, time=at)
        found.doubt(since if at else untold, sure=no_entries)


def note_newer(found: Found, journals: Mapping[str, JournalFile]) -> None:
    """Raise the schema of what was found to the newest one in the journals."""
    heads = [file.head.get("schema", 0) for file in journals.values()]
    newest = max((schema for schema in heads if isinstance(schema, int)), default=0)
    if newest > SCHEMA:
        found.schema = max(found.schema, newest)


def name_strange(folder: Path, found: Found) -> None:
    """Add notices about files with our names but no readable content."""
    for path in strange_files(folder):
        found.miss(notice("noticed.strange", file=path))


def views_of(folder: Path, found: Found) -> Views:
    """Return the entities that can be read, and add notices about the others."""
    views = Views(found.ledger)
    found.ledger.readable = found.checked and not views.unread
    for table, number in views.unread:
        if not found.checked:
            kind = notice(f"noticed.entry.{table}")
            raise StoreDamaged("storage.damaged_entry", file=folder / FILE, entry=kind)
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
