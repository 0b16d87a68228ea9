"""Writing our own journal: one line per entry, durable on return."""

import contextlib
import json
import os
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from so_tui.storage.disk.files import add_to, close_quietly, open_plain, sync_data, sync_directory
from so_tui.storage.disk.inventory import JOURNAL
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.journal.journal import SUFFIX
from so_tui.storage.journal.lines import to_line
from so_tui.storage.journal.lock import try_to_own
from so_tui.storage.seals.seal import DataDirectory


class Finished(NamedTuple):
    """A file of this writer that is no longer written.

    Attributes:
        descriptor: Open, so that its writer counts as alive.
        size: Number of bytes written.
        newest: Number of its newest entry; -1 for none.
    """

    descriptor: int
    size: int
    newest: int


class JournalWriter:
    """The journal of this writer: one file at a time, a new one if that cannot be trusted.

    Every call but `close` must be made while the lock of the store is held, and raises OSError if a
    file cannot be examined, written or removed.

    Attributes:
        finished: The writer's earlier files, which a snapshot makes redundant.
        writers: Ids in its entries: its own, and those of files that were taken in.
    """

    def __init__(self, home: DataDirectory, writer_id: str, head: dict[str, Any]) -> None:
        self.folder = home / JOURNAL
        self.id = writer_id
        self.finished: dict[str, Finished] = {}
        self.writers = {writer_id}
        self._seal = home.seal
        self._head = {"session": writer_id, "schema": SCHEMA, **head}
        self._name = ""
        self._descriptor = -1
        self._size = 0
        self._newest = -1
        self._broken = False
        self._files = 0

    def begin(self) -> None:
        """Create a new file; the previous one is finished."""
        if not self.folder.is_dir():
            self.folder.mkdir(mode=0o700)
            sync_directory(self.folder.parent)
        self._files += 1
        name = f"{self.id}.{self._files}{SUFFIX}"
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND
        descriptor = open_plain(self.folder / name, flags)
        try_to_own(descriptor)
        line = self._head_line(name, 0)
        try:
            add_to(descriptor, line, 0)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(self.folder / name)
            close_quietly(descriptor)
            raise
        self.finish()
        self._name, self._descriptor, self._size = name, descriptor, len(line)
        self._broken = False

    def finish(self) -> None:
        """Finish the current file; `begin` makes the next one."""
        if self._name:
            self.finished[self._name] = Finished(self._descriptor, self._size, self._newest)
        self._name, self._descriptor, self._newest = "", -1, -1

    def _head_line(self, name: str, offset: int) -> bytes:
        body = json.dumps(self._head, separators=(",", ":")).encode("ascii")
        return to_line(body, self._seal, name, offset)

    @property
    def holds_entries(self) -> bool:
        """Whether entries were appended to the file."""
        return self._newest >= 0

    @property
    def usable(self) -> bool:
        """Whether `examine` found the file as it was left; otherwise `begin` a new one."""
        return self._descriptor >= 0 and not self._broken

    def examine(self) -> int:
        """Look whether another program has removed, replaced, truncated or extended a file.

        Returns:
            The highest entry number written to a file that has lost bytes; -1 for none.
        """
        files = self.finished.items()
        gone = [f.newest for name, f in files if self._left_of(name, f.descriptor) < f.size]
        if self._name:
            left = self._left_of(self._name, self._descriptor)
            self._broken = self._broken or left != self._size
            if left < self._size:
                gone.append(self._newest)
        return max(gone, default=-1)

    def _left_of(self, name: str, descriptor: int) -> int:
        """Return the length of one of our files; -1 if it is gone."""
        try:
            status = os.stat(f"{self.folder}/{name}", follow_symlinks=False)
        except (FileNotFoundError, NotADirectoryError):
            return -1
        return status.st_size if os.path.samestat(os.fstat(descriptor), status) else -1

    def append(self, entries: Sequence[JournalEntry]) -> None:
        """Append the entries in one write; on return they are durable.

        Raises:
            OSError: They could not be written, or it is unknown whether they were. What was written
                was truncated again as far as possible.
        """
        content = b""
        for entry in entries:
            self.writers.add(entry.writer)
            offset = self._size + len(content)
            content += to_line(entry.to_bytes(), self._seal, self._name, offset)
        self._add(content)
        try:
            sync_data(self._descriptor)
            if not self.holds_entries:
                sync_directory(self.folder)
        except OSError:
            # After a failed sync the system may mark as clean what never reached the disk.
            self._cut_off()
            self._broken = True
            raise
        self._size += len(content)
        self._newest = entries[-1].number

    def _add(self, content: bytes) -> None:
        try:
            add_to(self._descriptor, content, self._size)
        except OSError:
            self._cut_off()
            raise

    def _cut_off(self) -> None:
        try:
            # Shorter than we left it: another program truncated it, and we must not pad it with
            # zeros.
            if os.fstat(self._descriptor).st_size < self._size:
                self._broken = True
            else:
                os.ftruncate(self._descriptor, self._size)
        except OSError:
            self._broken = True

    def update_head(self, **fields: str) -> None:
        """Append a new head line about the writer; it need not be durable."""
        self._head |= fields
        self.examine()
        if self.usable:
            line = self._head_line(self._name, self._size)
            self._add(line)
            self._size += len(line)

    def remove_finished(self, names: Iterable[str]) -> None:
        """Remove finished files: a durable snapshot holds their content."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)
            if name in self.finished:
                close_quietly(self.finished.pop(name).descriptor)

    def close(self) -> None:
        """Close all files, which lets other writers take over their content."""
        self.finish()
        for file in self.finished.values():
            close_quietly(file.descriptor)
        self.finished.clear()
