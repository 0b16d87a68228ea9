"""One session at a time: a lock that the system takes back when its holder dies."""

import errno
import fcntl
import os
from pathlib import Path

from so_tui.storage.errors import StoreInUse, cannot_write


class Lock:
    """The lock of a store, held from `take` until `release`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, path: Path) -> "Lock":
        """Take the lock without waiting.

        The file is never deleted: a second holder could then lock a file of the same name.

        Raises:
            StoreInUse: Another process holds it.
            StoreError: The file cannot be made.
        """
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        try:
            descriptor = os.open(path, flags, 0o600)
        except OSError as error:
            raise cannot_write(error, path.parent) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.fchmod(descriptor, 0o600)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        except BlockingIOError:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise StoreInUse.because("in_use", holder=holder or "?") from None
        except OSError as error:
            os.close(descriptor)
            raise cannot_write(error, path.parent) from error
        return cls(path, descriptor)

    def check(self) -> None:
        """Make sure that the lock still stands for the directory it was taken in.

        Raises:
            FileNotFoundError: The directory, or the lock in it, was removed or replaced.
        """
        if self._descriptor is not None:
            here = self._path.stat()
            if os.path.samestat(os.fstat(self._descriptor), here):
                return
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))

    def release(self) -> None:
        """Give the lock back; a second call does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)
