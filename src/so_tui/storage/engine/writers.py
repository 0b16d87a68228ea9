"""The other living writers, and what ended ones have left behind."""

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.domain.text import Clean, clean_line
from so_tui.storage.disk.files import keep_aside, read_plain_file, replace_file
from so_tui.storage.disk.inventory import DAMAGED, is_left_by_locking, is_unfinished, own_files
from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.drafts.draft_files import draft_files, place_waiting
from so_tui.storage.drafts.drafts import LINES, Draft, Drafts, drafts_file, read_drafts
from so_tui.storage.engine.lock_traces import is_locked
from so_tui.storage.journal.journal import JournalFile
from so_tui.storage.seals.seal import Seal


@dataclass(frozen=True, slots=True)
class Writer:
    """Another writer that has the store open.

    Attributes:
        id: Its id.
        author: Who types there, or ''.
        since: When it was opened (local time), or None.
        process: Its process id; 0 if not known.
    """

    id: str
    author: Clean
    since: datetime | None
    process: int


def living_writers(files: Iterable[JournalFile]) -> list[Writer]:
    """Return the living writers among the owners of these files, earliest first."""
    writers: dict[str, Writer] = {}
    for file in files:
        head = file.head
        if file.alive and head:
            try:
                since = datetime.fromisoformat(head.get("since", ""))
            except (ValueError, TypeError):
                since = None
            process = head.get("process")
            writer = Writer(
                str(head.get("session", "")),
                clean_line(str(head.get("author", ""))),
                since,
                process if isinstance(process, int) else 0,
            )
            writers[writer.id] = writer
    return sorted(writers.values(), key=lambda w: (w.since or datetime.min, w.id))


def all_drafts(folder: Path, seal: Seal) -> tuple[dict[str, Draft], list[Path]]:
    """Return the drafts of all writers; for each key, the newest.

    Returns:
        The drafts by key, and the files that cannot be read completely.

    Raises:
        StoreError: A file cannot be read.
        OSError: The directory cannot be read.
    """
    found: dict[str, Draft] = {}
    unreadable: list[Path] = []
    for path in draft_files(folder):
        content = read_plain_file(path) or b""
        drafts, damaged = read_drafts(content, seal)
        if damaged and content.endswith(b"\n"):  # otherwise it was never acknowledged
            unreadable.append(path)
        for key, draft in drafts.items():
            if key not in found or found[key].at < draft.at:
                found[key] = draft
    return found, unreadable


def inherit_drafts(
    folder: Path,
    drafts: Drafts,
    alive: Collection[str],
    seal: Seal,
    saved: Callable[[], Ledger] | None = None,
) -> list[Path]:
    """Take over the drafts of writers that have ended.

    Call while the lock is held.

    Args:
        folder: The data directory.
        drafts: Those of this writer.
        alive: The ids of the other living writers.
        seal: Opens the files.
        saved: Returns the durable ledger: text saved in it is not taken over as a draft.

    Returns:
        Where the files that cannot be read completely are now.

    Raises:
        StoreDamaged: A draft file is not a plain file.
        StoreError: A file cannot be read.
        OSError: A file cannot be read or written.
    """
    place_waiting(folder)
    unreadable: list[Path] = []
    ended: list[tuple[Path, dict[str, Draft]]] = []
    ledger: Ledger | None = None
    for path in draft_files(folder):
        if path.stem in alive:
            continue
        content = read_plain_file(path) or b""
        found, damaged = read_drafts(content, seal)
        if damaged:
            place = keep_aside(content, path.name, folder / DAMAGED)
            if content.endswith(b"\n"):  # otherwise it was torn before it was acknowledged
                unreadable.append(place)
        if found and saved is not None:
            ledger = ledger or saved()
            pairs = ((k, _unsaved(k, d, path.stem, ledger)) for k, d in found.items())
            found = {key: draft for key, draft in pairs if draft is not None}
        ended.append((path, found))
    ended.sort(key=lambda item: max((d.at for d in item[1].values()), default=datetime.min))
    leftovers = [(path, drafts.take_over(found)) for path, found in reversed(ended)]
    if leftovers and drafts.flush():
        for path, rest in leftovers:
            _leave(path, rest, seal)
    return unreadable


def _unsaved(key: str, draft: Draft, writer: str, ledger: Ledger) -> Draft | None:
    """Return a draft without what its writer has saved; None if nothing is left.

    The writer may have ended before it could remove that. Of several lines, all but the last were
    finished.
    """
    *finished, last = draft.text.split("\n") if key.startswith(LINES) else [draft.text]
    first = [line for line in finished if not _is_saved(key, line, "", writer, ledger)]
    if _is_saved(key, last, draft.at.isoformat(), writer, ledger):
        return replace(draft, text="\n".join(first)) if first else None
    return replace(draft, text="\n".join([*first, last]))


def _is_saved(key: str, text: str, typed: str, writer: str, ledger: Ledger) -> bool:
    """Return whether a writer saved this text since it was typed.

    The last letters may have been saved without having been flushed as a draft. The same text typed
    again after a save still counts as unsaved.
    """
    words = text.strip()
    about = key.partition(":")[2]
    starts = [words, words[1:].strip()] if words[1:].strip() else [words]  # without its tag
    for entry in ledger.newest_first():
        if entry["session"] == writer and entry["at"] >= typed:
            for kind, table, id_, _ in entry["steps"]:
                saved = ledger.document(table, id_) if kind in ("put", "set") else None
                text = str(saved.get("text", "")) if saved and about in saved.values() else ""
                if any(text.startswith(start) for start in starts):
                    return True
    return False


def _leave(path: Path, rest: Mapping[str, Draft], seal: Seal) -> None:
    if rest:
        replace_file(path, drafts_file(rest, seal))
    else:
        path.unlink()


def sweep(folder: Path, alive: Collection[str]) -> None:
    """Remove the half-written files of writers that have ended.

    Also removes the locking marker if locking was interrupted before it took effect.

    Raises:
        OSError: A file could not be removed.
    """
    unlocked = not is_locked(folder)
    for path, place in own_files(folder):
        is_ours = is_unfinished(path.name, place) or (unlocked and is_left_by_locking(path))
        if is_ours and not any(writer in path.name for writer in alive):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
