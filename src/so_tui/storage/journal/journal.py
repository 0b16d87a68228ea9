"""Reading the journals: append-only files of entries, each locked by its writer while alive."""

import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import field
from pathlib import Path
from typing import Any

from so_tui.domain.dataclass import dataclass
from so_tui.storage.disk.files import close_quietly, names_in, open_plain
from so_tui.storage.disk.inventory import JOURNAL, LOCK, is_named_ours
from so_tui.storage.documents.journal_entries import BadEntry, JournalEntry, read_entry
from so_tui.storage.errors import StoreInUse, cannot_write
from so_tui.storage.journal.lines import Place, read_lines
from so_tui.storage.journal.lock import StoreLock, is_owned
from so_tui.storage.seals.seal import DataDirectory

SUFFIX = ".jsonl"


@dataclass(slots=True)
class JournalFile:
    """One journal file, and how far it has been read.

    Attributes:
        descriptor: Open as long as the file is followed.
        inode: Distinguishes it from another file of the same name.
        end: Number of bytes read.
        torn: Whether it ended, when last read, in an incomplete line.
        damaged: Where it has unreadable lines.
        head: Its newest line about the writer itself.
        newest: Number of its newest entry; -1 for none.
        writers: Ids in its entries: its writer's, and those of files that were taken in.
        alive: Whether its writer was alive when last checked.
    """

    descriptor: int
    inode: int
    end: int = 0
    torn: bool = False
    damaged: list[Place] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)
    newest: int = -1
    writers: set[str] = field(default_factory=set)
    alive: bool = True

    def is_still(self, status: os.stat_result) -> bool:
        """Return whether this is the status of the file that was read, and it was not truncated."""
        return status.st_ino == self.inode and status.st_size >= self.end

    @property
    def schema(self) -> int:
        """Schema of the documents that its entries change; 0 if not known."""
        schema = self.head.get("schema")
        return schema if type(schema) is int else 0

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        descriptor, self.descriptor = self.descriptor, -1
        close_quietly(descriptor)


def journal_names(folder: Path) -> list[str]:
    """Return the sorted names of the journals in their directory.

    Raises:
        StoreDamaged: It is a link, not a directory, or another user's.
        OSError: It cannot be read.
    """
    return [name for name in names_in(folder) if is_named_ours(name, JOURNAL)]


def read_body(body: bytes, schema: int = 0) -> JournalEntry | dict[str, Any]:
    """Parse a line: a journal entry, or a head with facts about the writer.

    The schema is that of the documents that the entry changes; 0 if not known.

    Raises:
        BadEntry: It is neither.
    """
    try:
        parsed = json.loads(body)
        if "number" in parsed:
            return read_entry(parsed, schema)
        return dict(parsed)
    except (ValueError, TypeError, RecursionError):
        raise BadEntry from None


def writer_of(name: str) -> str:
    """Return the writer id in a journal's file name."""
    return name.partition(".")[0]


class Journals:
    """The journals of the other writers, read incrementally.

    Every call must be made while the lock of the store is held, and raises OSError if a file or the
    directory cannot be read, StoreDamaged if one of them is not plain.

    Attributes:
        files: What was read of each, by name.
        own: Id of the writer whose own journal is left out.
    """

    def __init__(self, home: DataDirectory) -> None:
        self.folder = home / JOURNAL
        self.files: dict[str, JournalFile] = {}
        self.own = ""
        self._seal = home.seal
        self._unfolded: list[JournalEntry] = []
        self._gone = -1

    def _names(self) -> list[str]:
        return [name for name in journal_names(self.folder) if writer_of(name) != self.own]

    def read_new(self) -> list[JournalEntry]:
        """Return, in order, the entries appended since `mark_folded` was called."""
        names = self._names()
        for gone in self.files.keys() - set(names):
            self._forget(gone)
        for name in names:
            self._unfolded.extend(self._read(name))
        return sorted(self._unfolded, key=lambda entry: entry.number)

    def mark_folded(self) -> None:
        """Forget the entries that `read_new` returned: they are folded in."""
        self._unfolded.clear()

    def _read(self, name: str) -> Iterator[JournalEntry]:
        file = self._look_at(name)
        size = os.fstat(file.descriptor).st_size
        content = os.pread(file.descriptor, size - file.end, file.end) if size > file.end else b""
        scan = read_lines(content, self._seal, name, file.end)
        file.end, file.torn = scan.end, scan.torn
        file.damaged += scan.damaged
        for body in scan.bodies:
            try:
                parsed = read_body(body, file.schema)
            except BadEntry:
                # Its checksum is right, so this version never wrote it as an entry.
                file.damaged.append((0, file.end))
            else:
                if isinstance(parsed, JournalEntry):
                    file.newest = max(file.newest, parsed.number)
                    file.writers.add(parsed.writer)
                    yield parsed
                else:
                    file.head |= parsed

    def _look_at(self, name: str) -> JournalFile:
        path = self.folder / name
        status = os.stat(path, follow_symlinks=False)
        file = self.files.get(name)
        if file is None or not file.is_still(status):
            if file is not None:
                self._forget(name)
            file = self.files[name] = JournalFile(open_plain(path, os.O_RDONLY), status.st_ino)
        return file

    def _forget(self, name: str) -> None:
        file = self.files.pop(name)
        self._gone = max(self._gone, file.newest)
        file.close()

    @property
    def writers(self) -> set[str]:
        """Ids of the writers whose entries are in these journals, or may come."""
        names, files = map(writer_of, self.files), self.files.values()
        return set(names).union(*(file.writers for file in files))

    def newest_gone(self) -> int:
        """Return the highest entry number read from a file that has since disappeared; -1 for none.

        That is normal if a snapshot holds the entry.
        """
        gone = self._gone
        for name, file in self.files.items():
            try:
                status = os.stat(self.folder / name, follow_symlinks=False)
            except (FileNotFoundError, NotADirectoryError):
                gone = max(gone, file.newest)
            else:
                gone = gone if file.is_still(status) else max(gone, file.newest)
        return gone

    def look_who_lives(self) -> None:
        """Update which files belong to living writers."""
        for file in self.files.values():
            file.alive = file.alive and is_owned(file.descriptor)

    def writers_alive(self) -> set[str]:
        """Return the ids of the other living writers, including those with unread files."""
        self.look_who_lives()
        alive = {writer_of(name) for name, file in self.files.items() if file.alive}
        unread = (name for name in self._names() if name not in self.files)
        return alive.union(writer_of(name) for name in unread if _is_alive(self.folder / name))

    def close(self) -> None:
        """Close all files."""
        for file in self.files.values():
            file.close()
        self.files.clear()


@contextmanager
def alone(folder: Path) -> Iterator[StoreLock]:
    """Keep all writers out during the block, and hold the lock.

    Raises:
        StoreInUse: A writer has the store open.
        StoreError: A file cannot be written.
    """
    with held(folder) as lock:
        journals = folder / JOURNAL
        if any(_is_alive(journals / name) for name in journal_names(journals)):
            raise StoreInUse("lock.in_use")
        yield lock


@contextmanager
def held(folder: Path) -> Iterator[StoreLock]:
    """Hold the lock of the store during the block.

    Raises:
        StoreInUse: The lock is not released in time.
        StoreError: A file cannot be written.
    """
    try:
        with closing(StoreLock(folder / LOCK)) as lock, lock.hold():
            yield lock
    except OSError as error:
        raise cannot_write(error, folder) from error


def _is_alive(path: Path) -> bool:
    descriptor = open_plain(path, os.O_RDONLY)
    try:
        return is_owned(descriptor)
    finally:
        os.close(descriptor)
