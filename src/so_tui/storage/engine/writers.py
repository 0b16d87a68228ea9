"""The other living writers, and what ended ones have left behind."""

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.domain.text import Clean, clean_line
from so_tui.storage.disk.files import keep_aside, read_plain_file, replace_file
from so_tui.storage.disk.inventory import is_left_by_locking, is_unfinished, own_files
from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.drafts.draft_writer import Drafts
from so_tui.storage.drafts.drafts import (
    Draft,
    draft_files,
    drafts_file,
    key_of,
    place_waiting,
    read_drafts,
)
from so_tui.storage.journal.journal import JournalFile
from so_tui.storage.seals.seal import DataDirectory, Seal
from so_tui.storage.seals.vault_keys import is_locked


@dataclass(frozen=True, slots=True)
class Writer:
    """Another writer that has the store open.

    Attributes:
        author: Who types there, or ''.
        since: When it was opened (local time), or None.
    """

    id: str
    author: Clean
    since: datetime | None


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
            key, author = str(head.get("session", "")), clean_line(str(head.get("author", "")))
            writers[key] = Writer(key, author, since)
    return sorted(writers.values(), key=lambda w: (w.since or datetime.min, w.id))


def all_drafts(
    contents: Mapping[Path, bytes], seal: Seal, ledger: Ledger
) -> tuple[dict[str, Draft], list[Path]]:
    """Return the drafts of all writers; for each key, the newest.

    A draft that an entry of its own writer in the ledger saves is left out.

    Returns:
        The drafts by key, and the files that cannot be read completely.
    """
    found: dict[str, Draft] = {}
    unreadable: list[Path] = []
    for path, content in contents.items():
        drafts, damaged = read_drafts(content, seal, ledger.settled_by(path.stem))
        if damaged and content.endswith(b"\n"):  # otherwise it was never acknowledged
            unreadable.append(path)
        for name, draft in drafts.items():
            is_last = key_of(name)[0] == name
            if is_last and (name not in found or found[name].at < draft.at):
                found[name] = draft
    return found, unreadable


class Inheritance:
    """The drafts of writers that have ended, for this writer to take over.

    Their files stay until the drafts are durable in the file of this writer.
    """

    def __init__(self, home: DataDirectory, drafts: Drafts) -> None:
        """Take over into these drafts."""
        self._home = home
        self._drafts = drafts
        self._files: list[tuple[Path, bytes, dict[str, Draft]]] = []

    def take_over(self, alive: Collection[str], saved: Callable[[], Ledger]) -> list[Path]:
        """Take over the drafts of all ended writers, and `release` their files.

        Call while the lock is held.

        Args:
            alive: The ids of the other living writers.
            saved: Returns the durable ledger: a draft that an entry of its own writer there saves
                is not taken over.

        Returns:
            Where the files that cannot be read completely are now.

        Raises:
            StoreDamaged: A draft file is not a plain file.
            StoreError: A file cannot be read.
            OSError: A file cannot be read or written.
        """
        home = self._home
        place_waiting(home.path)
        unreadable: list[Path] = []
        ended: list[tuple[Path, bytes, dict[str, Draft]]] = []
        paths = [path for path in draft_files(home.path) if path.stem not in alive]
        ledger = saved() if paths else Ledger()
        for path in paths:
            content = read_plain_file(path) or b""
            found, damaged = read_drafts(content, home.seal, ledger.settled_by(path.stem))
            if damaged:
                place = keep_aside(content, path.name, home.damaged)
                if content.endswith(b"\n"):  # otherwise it was torn before it was acknowledged
                    unreadable.append(place)
            ended.append((path, content, found))
        ended.sort(key=lambda file: max((d.at for d in file[2].values()), default=datetime.min))
        for path, content, found in reversed(ended):
            self._files.append((path, content, self._drafts.take_over(found)))
        self.release()
        return unreadable

    def release(self) -> None:
        """Remove from their files what was taken over, once it is durable here.

        Call while the lock is held, and before an entry saves what was taken over: otherwise it
        would come back as unfinished.

        Raises:
            StoreError: A file cannot be read.
            OSError: A file could not be written or removed.
        """
        if self._files and self._drafts.flush():
            while self._files:
                path, content, rest = self._files[-1]
                if read_plain_file(path) == content:  # else another writer has taken it over
                    if rest:
                        replace_file(path, drafts_file(rest, self._home.seal))
                    else:
                        path.unlink()
                self._files.pop()


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
