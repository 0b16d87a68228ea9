"""Reading the journals: one append-only file of records a session, locked while it lives."""

import json
import os
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Any

from so_tui.storage.files import (
    close_quietly,
    names_in,
    open_plain,
)
from so_tui.storage.lines import Place, read_lines
from so_tui.storage.lock import is_owned
from so_tui.storage.records import BadRecord, Record, read_record
from so_tui.storage.seal import Seal
from so_tui.values import dataclass

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
        self._untold: list[Record] = []

    def leave_out(self, name: str) -> None:
        """Do not read this file: it is our own."""
        self._own.add(name)

    def news(self) -> list[Record]:
        """Return in order what was appended since `told` was called.

        Raises:
            StoreDamaged: There is something else in place of a file.
            OSError: A file cannot be read.
        """
        names = [n for n in names_in(self.folder) if n.endswith(SUFFIX) and n not in self._own]
        for gone in self.files.keys() - set(names):
            self.files.pop(gone).close()
        for name in names:
            self._untold.extend(self._read(name))
        return sorted(self._untold, key=lambda record: record.number)

    def told(self) -> None:
        """Forget what `news` has returned: it is folded in, and need not be told again."""
        self._untold.clear()

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
