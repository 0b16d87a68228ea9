"""Reading a store while somebody holds its lock and does not let go of it.

A window that was stopped, as by Ctrl+Z or a debugger, may hold it for days. To read takes no lock:
files are only added to or replaced whole, and whatever moment a kill leaves behind is one that can
be read. What is read over a while must be of one moment, though, so it is read again when
something has changed meanwhile.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from so_tui.storage.errors import StoreError, StoreInUse
from so_tui.storage.files import names_in

T = TypeVar("T")

PATIENCE = 0.5
"""Seconds that a reader waits for the lock; it is held for milliseconds."""
_TRIES, _PAUSE = 50, 0.02
_PLACES = ("journal", "drafts", "backups")

_Picture = list[tuple[str, int, int, int]]


def at_one_moment(folder: Path, read: Callable[[], T]) -> T:
    """Return what is read of a data directory in a moment in which nothing in it changes.

    Args:
        folder: The data directory.
        read: Reads it, and can be called again.

    Raises:
        StoreInUse: It changes all the time, or is just being locked or unlocked.
        StoreError: What `read` raises, in a moment in which nothing changes.
        OSError: The same, or the system does not let us look.
    """
    from so_tui.storage.vault import LOCKING

    for _ in range(_TRIES):
        before = _picture(folder)
        if os.path.lexists(folder / LOCKING):  # some of its files are sealed and some are not
            break
        try:
            found = read()
        except (StoreError, OSError):
            if _picture(folder) == before:
                raise
        else:
            if _picture(folder) == before:
                return found
        time.sleep(_PAUSE)
    raise StoreInUse.because("busy")


def _picture(folder: Path) -> _Picture:
    """Return what tells whether a file of the store was added to, replaced, made or removed."""
    return [_look(folder / name) for name in names_in(folder)] + [
        _look(folder / place / name) for place in _PLACES for name in names_in(folder / place)
    ]


def _look(path: Path) -> tuple[str, int, int, int]:
    try:
        status = os.stat(path, follow_symlinks=False)
    except FileNotFoundError:
        return str(path), 0, 0, 0
    return str(path), status.st_ino, status.st_size, status.st_mtime_ns
