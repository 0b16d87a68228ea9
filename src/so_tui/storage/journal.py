"""The journals: one append-only file of records for each session, locked while it lives."""

import contextlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from so_tui.storage.files import (
    add_to,
    close_quietly,
    names_in,
    open_plain,
    sync_data,
    sync_directory,
)
from so_tui.storage.lines import Place, read_lines, to_line
from so_tui.storage.lock import is_owned, try_to_own
from so_tui.storage.records import BadRecord, Record, read_record
from so_tui.storage.seal import Seal
from so_tui.storage.snapshot import SCHEMA

FOLDER = "journal"
SUFFIX = ".jsonl"


@dataclass(slots=True)
class JournalFile:
    """One file of a journal, and how far we have read it.

    Attributes:
        descriptor: Open for as long as we look at it.
        inode: Tells it from another file of the same name.
        end: How many bytes we have read.
        torn: Whether it ended, when last read, with something that has no end.
        damaged: Where it holds lines that cannot be read.
        head: What its newest line about the session itself says.
        alive: Whether its session lived when last looked at.
    """

    descriptor: int
    inode: int
    end: int = 0
    torn: bool = False
    damaged: list[Place] = field(default_factory=list)
    head: dict[str, Any] = field(default_factory=dict)
    alive: bool = True

    def close(self) -> None:
        """Close it; a second call does nothing."""
        descriptor, self.descriptor = self.descriptor, -1
        close_quietly(descriptor)


def session_of(name: str) -> str:
    """Return the id of the session whose journal has this name."""
    return name.partition(".")[0]


class Journals:
    """What the sessions have written, read piece by piece.

    Every call must be made while the lock of the store is held.
    """

    def __init__(self, folder: Path, seal: Seal) -> None:
        self.folder = folder / FOLDER
        self.files: dict[str, JournalFile] = {}
        self._seal = seal
        self._own: set[str] = set()

    def leave_out(self, name: str) -> None:
        """Do not read this file: it is our own."""
        self._own.add(name)

    def news(self) -> list[Record]:
        """Return what was appended since the last call, in order.

        Raises:
            StoreDamaged: There is something else in place of a file.
            OSError: A file cannot be read.
        """
        names = [n for n in names_in(self.folder) if n.endswith(SUFFIX) and n not in self._own]
        for gone in self.files.keys() - set(names):
            self.files.pop(gone).close()
        records = [record for name in names for record in self._read(name)]
        return sorted(records, key=lambda record: record.number)

    def _read(self, name: str) -> Iterator[Record]:
        file = self._look_at(name)
        size = os.fstat(file.descriptor).st_size
        content = os.pread(file.descriptor, size - file.end, file.end) if size > file.end else b""
        found = read_lines(content, self._seal, name, file.end)
        file.end, file.torn = found.end, found.torn
        file.damaged += found.damaged
        for body in found.bodies:
            try:
                held = json.loads(body)
                if "number" in held:
                    yield read_record(held)
                else:
                    file.head |= held
            except (BadRecord, ValueError, TypeError, RecursionError):
                # Its checksum is right, so this was never a record of this version.
                file.damaged.append((0, file.end))

    def _look_at(self, name: str) -> JournalFile:
        path = self.folder / name
        inode = os.stat(path, follow_symlinks=False).st_ino
        file = self.files.get(name)
        if file is None or file.inode != inode:
            if file is not None:
                file.close()
            file = self.files[name] = JournalFile(open_plain(path, os.O_RDONLY), inode)
        return file

    def look_who_lives(self) -> None:
        """Find out which of the files belong to sessions that live."""
        for file in self.files.values():
            file.alive = file.alive and is_owned(file.descriptor)

    def sessions_alive(self) -> set[str]:
        """Return the ids of the other sessions that live now, of unread files too.

        Raises:
            StoreDamaged: There is something else in place of a file.
            OSError: The system does not let us look.
        """
        self.look_who_lives()
        alive = {session_of(name) for name, file in self.files.items() if file.alive}
        for name in names_in(self.folder):
            if name.endswith(SUFFIX) and name not in self._own and name not in self.files:
                descriptor = open_plain(self.folder / name, os.O_RDONLY)
                if is_owned(descriptor):
                    alive.add(session_of(name))
                os.close(descriptor)
        return alive

    def close(self) -> None:
        """Close all files."""
        for file in self.files.values():
            file.close()
        self.files.clear()


class Writer:
    """The journal of this session: one file at a time, a new one when that cannot be trusted.

    Every call but `close` must be made while the lock of the store is held.

    Attributes:
        finished: The session's earlier files, which a snapshot makes needless.
    """

    def __init__(self, folder: Path, session: str, seal: Seal, head: dict[str, Any]) -> None:
        self.folder = folder / FOLDER
        self.session = session
        self.finished: dict[str, int] = {}
        self._seal = seal
        self._head = {"session": session, "schema": SCHEMA, **head}
        self._name = ""
        self._descriptor = -1
        self._size = 0
        self._named = False
        self._broken = False
        self._files = 0

    def begin(self) -> str:
        """Make a new file and return its name; what was written before is finished.

        Raises:
            OSError: It cannot be made.
        """
        if not self.folder.is_dir():
            self.folder.mkdir(mode=0o700)
            sync_directory(self.folder.parent)
        self._files += 1
        name = f"{self.session}.{self._files}{SUFFIX}"
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND
        descriptor = open_plain(self.folder / name, flags)
        try_to_own(descriptor)
        line = self._line(self._head, name, 0)
        try:
            add_to(descriptor, line, 0)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(self.folder / name)
            close_quietly(descriptor)
            raise
        if self._name:
            self.finished[self._name] = self._descriptor
        self._name, self._descriptor, self._size = name, descriptor, len(line)
        self._named = self._broken = False
        return name

    def _line(self, held: dict[str, Any], name: str, offset: int) -> bytes:
        body = json.dumps(held, separators=(",", ":")).encode("ascii")
        return to_line(body, self._seal, name, offset)

    @property
    def holds_records(self) -> bool:
        """Whether records were appended to the file."""
        return self._named

    @property
    def usable(self) -> bool:
        """Whether the file can be appended to; otherwise `begin` a new one."""
        if self._descriptor < 0 or self._broken:
            return False
        try:
            here = os.stat(self.folder / self._name, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return os.path.samestat(os.fstat(self._descriptor), here)

    def append(self, records: Sequence[Record]) -> None:
        """Append the records in one piece; on return they are durable.

        Raises:
            OSError: They could not be written, or it is not known whether they were. What was
                written of them was cut off again as far as that was possible.
        """
        content = b""
        for record in records:
            offset = self._size + len(content)
            content += to_line(record.to_bytes(), self._seal, self._name, offset)
        try:
            add_to(self._descriptor, content, self._size)
        except OSError:
            self._cut_off()
            raise
        try:
            sync_data(self._descriptor)
            if not self._named:
                sync_directory(self.folder)
        except OSError:
            # After a failed sync the system may call clean what never reached the disk.
            self._cut_off()
            self._broken = True
            raise
        self._named = True
        self._size += len(content)

    def _cut_off(self) -> None:
        try:
            os.ftruncate(self._descriptor, self._size)
        except OSError:
            self._broken = True

    def say(self, **words: str) -> None:
        """Append words about the session itself; they need not be durable.

        Raises:
            OSError: They could not be written.
        """
        self._head |= words
        if self.usable:
            line = self._line(self._head, self._name, self._size)
            try:
                add_to(self._descriptor, line, self._size)
            except OSError:
                self._cut_off()
                raise
            self._size += len(line)

    def remove_finished(self) -> None:
        """Remove the finished files: a durable snapshot holds all that is in them.

        Raises:
            OSError: One of them could not be removed.
        """
        for name, descriptor in list(self.finished.items()):
            (self.folder / name).unlink(missing_ok=True)
            del self.finished[name]
            close_quietly(descriptor)

    def finish(self) -> None:
        """Write no more into the file; `begin` makes the next one."""
        if self._name:
            self.finished[self._name] = self._descriptor
        self._name, self._descriptor = "", -1

    def close(self) -> None:
        """Close all files, which lets others take over what is in them."""
        self.finish()
        for descriptor in self.finished.values():
            close_quietly(descriptor)
        self.finished.clear()
