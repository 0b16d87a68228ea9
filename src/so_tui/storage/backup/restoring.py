"""Restoring a copy atomically: either the old notes are in place or the new ones.

All raise `OSError` if something could not be read or written.
"""

import os
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from so_tui.domain.dataclass import dataclass
from so_tui.domain.state import TABLES
from so_tui.storage.backup.copies import Copy, all_drafts_of, is_entity
from so_tui.storage.backup.copy_files import write_copy
from so_tui.storage.backup.locked_copies import Keys
from so_tui.storage.disk.files import (
    free_name,
    keep_aside,
    names_in,
    put_in_place,
    read_plain_file,
    replace_file,
)
from so_tui.storage.disk.inventory import FILE, FOLDERS, JOURNAL, is_ours
from so_tui.storage.documents.codec import number_of
from so_tui.storage.documents.journal_entries import IMPLAUSIBLE, MOST_ENTRIES
from so_tui.storage.documents.ledger import HISTORY, META, ORPHANS, TRASH, Ledger, Tables
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.drafts.drafts import (
    Draft,
    draft_files,
    drafts_file,
    let_wait,
    place_waiting,
    read_drafts,
)
from so_tui.storage.engine.loading import understand
from so_tui.storage.engine.looking import note_newer
from so_tui.storage.engine.writers import living_writers
from so_tui.storage.errors import StoreDamaged, StoreError, StoreInUse
from so_tui.storage.journal.journal import Journals
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.seals.seal import DataDirectory, Seal
from so_tui.storage.snapshot.backups import backups_in, write_backup
from so_tui.storage.snapshot.database import SnapshotStorage
from so_tui.storage.snapshot.snapshot import parse, plain_tables_of


class Occupied(StoreError):
    """Notes exist, and replacing them was not allowed."""


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restore, and what became of the previous notes.

    Attributes:
        kept: The copy made of them; None if there was nothing to keep.
        before: The content of that copy.
        readable: Whether the notes could be read, and not only the drafts.
        aside: Where their unreadable files are now.
        copy: What was restored.
        unknown: The entries of the copy that were left out because they are not understood.
    """

    kept: Path | None
    before: Copy
    readable: bool
    aside: list[Path]
    copy: Copy
    unknown: list[str]


@dataclass(frozen=True, slots=True)
class _Present:
    """The current notes.

    Attributes:
        copy: The readable part of them.
        number: The highest entry number they ever had, as far as known.
        snapshot: The bytes of the snapshot if it cannot be read.
        complete: Whether the journals hold nothing that the copy lacks.
    """

    copy: Copy
    number: int
    snapshot: bytes | None
    complete: bool


def is_bare(folder: Path) -> bool:
    """Return whether a data directory has never held a store."""
    return not os.path.lexists(folder / FILE) and not any(names_in(folder / n) for n in FOLDERS)


def bring_keys(folder: Path, keys: Keys) -> None:
    """Write the key files of a locked copy into an empty data directory."""
    for name in sorted(keys, reverse=True):  # the one that marks the store as locked comes last
        replace_file(folder / name, keys[name])


def restore(folder: Path, copy: Copy, seal: Seal, now: datetime, *, replace: bool) -> Restored:
    """Make a copy the content of a data directory, durably; nobody else may have it open.

    A single rename does it, drafts included; see `let_wait`. The new snapshot has a higher
    number than all existing journal entries, so no journal of the old notes is ever folded into it.
    If killed at any moment, it leaves the old notes or the new ones.

    Args:
        folder: The data directory, as `paths.data_dir` returns it.
        seal: Seals and opens the files of the directory.
        replace: Whether existing notes may be replaced. They are copied first.

    Raises:
        Occupied: There are notes, and `replace` is false.
        StoreInUse: A writer has them open.
        StoreError: A newer version wrote them, a file is not a plain file, or what was read back
            differs.
    """
    copy, unknown = known_part(copy)
    with ExitStack() as stack:
        home = DataDirectory(folder, seal)
        lock = stack.enter_context(closing(StoreLock(home.lock)))
        stack.enter_context(lock.hold())
        journals = stack.enter_context(closing(Journals(home)))
        place_waiting(folder)
        present = _look_at(home, journals)
        has_notes = not present.copy.empty or not present.complete
        if has_notes and not replace:
            raise Occupied("restore.occupied", folder=folder)
        kept = None
        if not present.copy.empty:  # kept where no retention rule removes it
            home.backups.mkdir(mode=0o700, exist_ok=True)
            kept = free_name(home.backups / f"before-restore-{now:%Y%m%dT%H%M%S}.json")
            write_copy(present.copy, kept, seal)
        aside = _set_aside(home, present, journals)
        number = max(lock.saved, present.number, len(copy.tables.get(HISTORY, {}))) + 1
        counts: dict[str, int] = {}
        for entry in journals.read_new():  # count as folded in, if killed before removal
            counts[entry.writer] = max(entry.count, counts.get(entry.writer, 0))
        tables = _renumbered(copy.tables, min(number, MOST_ENTRIES - 1), counts)
        drafts = _files_of(copy.drafts, seal)

        def place(temporary: Path, content: bytes, tables: Tables) -> None:
            if parse(content, temporary, seal) != tables:
                raise StoreError("backup.not_same", file=home.snapshot)
            let_wait(folder, drafts, content)
            lock.next_turn(lock.turn)
            put_in_place(temporary, home.snapshot)
            lock.make_sound(int(tables[META]["1"]["number"]))

        SnapshotStorage(home.snapshot, seal, mark="restored.", place=place).write(tables)
        place_waiting(folder)
        for name in journals.files:
            if is_ours(journals.folder / name, JOURNAL):
                (journals.folder / name).unlink()
        write_backup(folder, read_plain_file(home.snapshot) or b"", number, now, "restored.")
    return Restored(kept, present.copy, present.complete, aside, copy, unknown)


def _look_at(home: DataDirectory, journals: Journals) -> _Present:
    entries = journals.read_new()
    journals.look_who_lives()
    if living_writers(journals.files.values()):
        raise StoreInUse("restore.in_use")
    numbers = [b.number for b in backups_in(home.path) if b.number < IMPLAUSIBLE]
    numbers += [entry.number for entry in entries]
    content = read_plain_file(home.snapshot)
    try:
        found = understand(home, content, None, entries)
        found.show_stock(home.snapshot)
    except StoreDamaged:
        tables, drafts = plain_tables_of(Ledger()), tuple(all_drafts_of(home.path, home.seal))
        return _Present(Copy(tables, drafts), max(numbers, default=0), content or b"", False)
    note_newer(found, journals.files)
    if found.schema > SCHEMA:
        raise StoreError("restore.newer_here", folder=home.path)
    number = max([found.ledger.number, *numbers])
    drafts = tuple(all_drafts_of(home.path, home.seal, found.ledger.settled_by))
    return _Present(
        Copy(plain_tables_of(found.ledger), drafts), number, content if found.bad else None, True
    )


def _set_aside(home: DataDirectory, present: _Present, journals: Journals) -> list[Path]:
    """Keep the bytes of what cannot be read, and of the journals that depend on it."""
    aside = []
    if present.snapshot is not None:
        aside.append(keep_aside(present.snapshot, FILE, home.damaged))
    for name, file in journals.files.items():
        if file.damaged or file.torn or not present.complete:
            content = read_plain_file(journals.folder / name) or b""
            aside.append(keep_aside(content, name, home.damaged))
    for path in draft_files(home.path):
        content = read_plain_file(path) or b""
        if read_drafts(content, home.seal)[1]:
            aside.append(keep_aside(content, path.name, home.damaged))
    return aside


def _files_of(drafts: tuple[tuple[str, Draft], ...], seal: Seal) -> list[bytes]:
    """Return draft files as writers leave them: each key at most once per file, the newest first.

    There is at least one: it makes the existing drafts obsolete.
    """
    files: list[dict[str, Draft]] = [{}]
    for key, draft in sorted(drafts, key=lambda each: each[1].at, reverse=True):
        if all(key in file for file in files):
            files.append({})
        next(file for file in files if key not in file)[key] = draft
    return [drafts_file(file, seal) for file in files]


def _renumbered(tables: Tables, number: int, counts: dict[str, int]) -> Tables:
    """Return the tables with new numbers: those of a copy might be too high to continue from."""
    meta = {**tables[META]["1"], "number": number, "counts": counts}
    history = sorted(tables.get(HISTORY, {}).values(), key=lambda entry: int(entry["number"]))
    numbered = {str(at): {**entry, "number": at} for at, entry in enumerate(history, 1)}
    return {**tables, META: {"1": meta}, **({HISTORY: numbered} if numbered else {})}


_OF_THE_STORE = (META, HISTORY, ORPHANS)


def known_part(copy: Copy) -> tuple[Copy, list[str]]:
    """Return the part that can be restored, and the names of the entries left out.

    An entry is left out if this version does not know its table, or if it does not decode to the
    entity of its table; entries in the trash likewise.
    """
    unknown: list[str] = []
    tables: Tables = {}
    for name, table in copy.tables.items():
        known = {n: d for n, d in table.items() if _is_known(name, n, d)}
        unknown += [f"{name} {number}" for number in table if number not in known]
        if known:
            tables[name] = known
    return replace(copy, tables=tables), unknown


def _is_known(table: str, number: str, document: Any) -> bool:
    if table == TRASH:
        kind = TABLES.get(document["table"])
        trashed = document["document"]
        return kind is not None and is_entity(kind, number_of(document["id"]), trashed)
    if table in TABLES:
        return is_entity(TABLES[table], number, document)
    return table in _OF_THE_STORE
