"""The lock that writers take briefly in turn, and the entry numbers stored in it."""

import errno
import fcntl
import os
import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from so_tui.storage.disk.files import close_quietly, open_plain
from so_tui.storage.documents.journal_entries import IMPLAUSIBLE
from so_tui.storage.errors import StoreInUse

PATIENCE = 5.0
"""Seconds to wait for the lock. It is held for milliseconds, unless its holder was stopped."""

_PAUSE = 0.0005

_TURN, _SAVED, _KEY = b"turn ", b"saved", b"key  "
_SLOT = 31
"""Bytes of each slot: its name, a number of 15 digits, the checksum of both, a newline."""
_TURNS = 10**15
_OLD = re.compile(rb"(\d{15})\n(?:(\d{15})\n)?")
"""Format of versions up to schema 2: the newest number and the newest saved one, no checksum."""


class StoreLock:
    """The lock file shared by all writers of a store; it is never deleted or replaced.

    It holds numbers, each with its own checksum. `turn` changes before each write, so one short
    read tells whether there may be anything new. `saved` is the number of the newest durable
    journal entry, so that lost entries are noticed. `key_sum` is the checksum of the recovery key
    file. Nothing else depends on them: content and numbering come from the entries.

    Every call but `close` raises OSError if the file cannot be read or written.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open the lock file; create it if missing, unless read-only.

        Raises:
            StoreDamaged: It is not a plain file of ours.
            OSError: It cannot be opened.
        """
        self._path = path
        flags = os.O_RDONLY if read_only else os.O_RDWR | os.O_CREAT
        self._descriptor = open_plain(path, flags)
        self._shared = read_only
        self._in_process = threading.Lock()

    @contextmanager
    def hold(self, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the lock during the block; not reentrant. Patience is in seconds.

        Raises:
            StoreInUse: It could not be taken in time.
            FileNotFoundError: The directory or the file was removed or replaced.
        """
        deadline = time.monotonic() + patience
        with self.alone(patience):
            self._take(deadline)
            try:
                self.check()
                yield
            finally:
                if self._descriptor >= 0:
                    fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    @contextmanager
    def alone(self, patience: float = PATIENCE) -> Iterator[None]:
        """Keep the other threads of this process out during the block. Patience is in seconds.

        Raises:
            StoreInUse: Another thread did not release it in time.
        """
        if not self._in_process.acquire(timeout=patience):
            raise StoreInUse("storage.busy")
        try:
            yield
        finally:
            self._in_process.release()

    def _take(self, deadline: float) -> None:
        self._must_be_open()
        kind = fcntl.LOCK_SH if self._shared else fcntl.LOCK_EX
        while True:
            try:
                return fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise StoreInUse("storage.busy") from None
                time.sleep(random.uniform(_PAUSE, 4 * _PAUSE))

    def check(self) -> None:
        """Make sure that the open file is still the lock of its directory.

        Raises:
            FileNotFoundError: The directory, or the lock in it, was removed or replaced.
        """
        self._must_be_open()
        status = os.stat(self._path, follow_symlinks=False)
        if not os.path.samestat(os.fstat(self._descriptor), status):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    def _must_be_open(self) -> None:
        if self._descriptor < 0:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    @property
    def turn(self) -> int:
        """A number that changes with each write; -1 if unreadable."""
        return self._read(_TURN, 0)

    @property
    def saved(self) -> int:
        """Number of the newest saved entry, as far as this file knows; -1 if not."""
        if old := _OLD.fullmatch(self._content):
            newest, saved = int(old[1]), int(old[2] or 0)
            return saved if saved <= newest < IMPLAUSIBLE else -1
        saved = self._read(_SAVED, _SLOT)
        return saved if saved < IMPLAUSIBLE else -1

    @property
    def key_sum(self) -> int:
        """Checksum of the recovery key file; -1 if not known.

        Nothing else tells whether that file is intact until the recovery key is needed.
        """
        return self._read(_KEY, 2 * _SLOT)

    @property
    def is_sound(self) -> bool:
        """Whether the file holds valid content, if any."""
        content = self._content
        if not content or self.is_old:
            return True
        numbers = (self.turn, self.saved, self.key_sum)
        slots, remainder = divmod(len(content), _SLOT)
        return not remainder and slots <= len(numbers) and min(numbers[:slots]) >= 0

    @property
    def is_old(self) -> bool:
        """Whether the file has the format of versions up to schema 2."""
        return _OLD.fullmatch(self._content) is not None

    @property
    def _content(self) -> bytes:
        self._must_be_open()
        return os.pread(self._descriptor, 4 * _SLOT, 0)

    def _read(self, name: bytes, place: int) -> int:
        slot = self._content[place : place + _SLOT]
        number = slot[len(name) + 1 : -10]
        return int(number) if number.isdigit() and slot == _slot(name, int(number)) else -1

    def next_turn(self, previous: int) -> int:
        """Announce a write to the other writers; return the turn after the one read before it."""
        turn = (previous + 1) % _TURNS if previous >= 0 else random.randrange(_TURNS)
        self._write(_TURN, turn, 0)
        return turn

    def note_saved(self, number: int) -> None:
        """Store the number of the newest saved entry, after it was saved."""
        self._write(_SAVED, number, _SLOT)

    def note_key(self, content: bytes) -> None:
        """Store the checksum of the recovery key file, in the current format."""
        if self.is_old:
            self.make_sound(max(0, self.saved))
        self._write(_KEY, crc32(content), 2 * _SLOT)

    def make_sound(self, saved: int) -> None:
        """Rewrite the file, durably, with the number of the newest saved entry."""
        key_sum = self.key_sum
        os.ftruncate(self._descriptor, 2 * _SLOT)
        self.next_turn(self.turn)
        self.note_saved(saved)
        if key_sum >= 0:
            self._write(_KEY, key_sum, 2 * _SLOT)
        os.fsync(self._descriptor)

    def _write(self, name: bytes, number: int, place: int) -> None:
        content = _slot(name, number)
        if os.pwrite(self._descriptor, content, place) != len(content):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        descriptor, self._descriptor = self._descriptor, -1
        close_quietly(descriptor)


def _slot(name: bytes, number: int) -> bytes:
    body = b"%s %015d" % (name, number)
    return b"%s %08x\n" % (body, crc32(body))


def try_to_own(descriptor: int) -> bool:
    """Lock a writer's own file; False if that writer is alive."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_owned(descriptor: int) -> bool:
    """Return whether the writer that owns this file is alive."""
    if not try_to_own(descriptor):
        return True
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    return False
