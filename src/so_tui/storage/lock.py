"""The lock that sessions take in turn for a moment, and the number of the last record."""

import errno
import fcntl
import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from so_tui.storage.errors import StoreInUse
from so_tui.storage.files import close_quietly, open_plain

PATIENCE = 5.0
"""Seconds to wait for the lock. It is held for milliseconds, unless its holder was stopped."""

_LENGTH = 16
"""Bytes of each number and its newline."""
_PAUSE = 0.0005


class Lock:
    """The file that all sessions of a store lock in turn; it is never deleted or replaced.

    It holds the number of the newest record, so that one short read tells whether there is
    anything new, and the number of the newest one that is surely saved, so that records that
    have vanished are missed. Both are hints: the records themselves are what counts.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open the lock file, made when missing unless only to read.

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
        """Hold the lock during the block; not to be nested.

        Args:
            patience: Seconds to wait for it.

        Raises:
            StoreInUse: It could not be had in time.
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
        """Keep the other threads of this process out during the block.

        Args:
            patience: Seconds to wait for them.

        Raises:
            StoreInUse: One of them did not let go of it in time.
        """
        if not self._in_process.acquire(timeout=patience):
            raise StoreInUse.because("busy")
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
                    raise StoreInUse.because("busy") from None
                time.sleep(random.uniform(_PAUSE, 4 * _PAUSE))

    def check(self) -> None:
        """Make sure that the file still stands for the directory it was opened in.

        Raises:
            FileNotFoundError: The directory, or the lock in it, was removed or replaced.
        """
        self._must_be_open()
        here = os.stat(self._path, follow_symlinks=False)
        if not os.path.samestat(os.fstat(self._descriptor), here):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    def _must_be_open(self) -> None:
        if self._descriptor < 0:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))

    @property
    def newest(self) -> int:
        """The number of the newest record, as far as this file knows; -1 if it does not.

        Raises:
            OSError: It cannot be read.
        """
        return self._number_at(0)

    @property
    def saved(self) -> int:
        """The number of the newest record that was saved, as far as this file knows; -1 if not.

        Raises:
            OSError: It cannot be read.
        """
        saved = self._number_at(_LENGTH)
        return saved if saved <= self.newest else -1

    def _number_at(self, place: int) -> int:
        self._must_be_open()
        written = os.pread(self._descriptor, _LENGTH, place)
        whole = len(written) == _LENGTH and written[:-1].isdigit()
        return int(written[:-1]) if whole else -1

    def note_newest(self, number: int) -> None:
        """Write down the number of the newest record, before it is written itself.

        Raises:
            OSError: It cannot be written.
        """
        self._write(number, 0)

    def note_saved(self, number: int) -> None:
        """Write down the number of the newest record that is saved, after it was.

        Raises:
            OSError: It cannot be written.
        """
        self._write(number, _LENGTH)

    def _write(self, number: int, place: int) -> None:
        content = b"%0*d\n" % (_LENGTH - 1, number)
        if os.pwrite(self._descriptor, content, place) != len(content):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        descriptor, self._descriptor = self._descriptor, -1
        close_quietly(descriptor)


def try_to_own(descriptor: int) -> bool:
    """Take the lock of a session's own file; False when its session lives."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_owned(descriptor: int) -> bool:
    """Return whether the session of this file lives."""
    if not try_to_own(descriptor):
        return True
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    return False
