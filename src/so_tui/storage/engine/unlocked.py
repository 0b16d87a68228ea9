"""Reading a store while another process holds its lock and does not release it.

A stopped window, as by Ctrl+Z or a debugger, may hold it for days. Reading needs no lock: files
are only appended to or replaced whole, and every state that a kill leaves behind is readable. But
what is read must be consistent, so it is read again if something has changed meanwhile.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from so_tui.storage.disk.files import names_in
from so_tui.storage.errors import StoreError, StoreInUse

T = TypeVar("T")

PATIENCE = 0.5
"""Seconds that a reader waits for the lock, which is held for milliseconds."""
_TRIES, _PAUSE = 50, 0.02
_PLACES = ("journal", "drafts", "backups")

_Picture = list[tuple[str, int, int, int]]


def at_one_moment(folder: Path, read: Callable[[], T]) -> T:
    """Return what is read from a data directory while nothing in it changes.

    Args:
        folder: The data directory.
        read: Reads it; may be called repeatedly.

    Raises:
        StoreInUse: It keeps changing, or is being locked or unlocked.
        StoreError: Raised by `read` while nothing changes.
        OSError: The same, or the directory cannot be read.
    """
    from so_tui.storage.disk.inventory import LOCKING

    for _ in range(_TRIES):
        before = _picture(folder)
        if os.path.lexists(folder / LOCKING):  # some files are sealed and some are not
            break
        try:
            result = read()
        except (StoreError, OSError):
            if _picture(folder) == before:
                raise
        else:
            if _picture(folder) == before:
                return result
        time.sleep(_PAUSE)
    raise StoreInUse("storage.busy")


def _picture(folder: Path) -> _Picture:
    """Return a fingerprint of the files that shows any append, replacement, creation or removal."""
    return [_look(folder / name) for name in names_in(folder)] + [
        _look(folder / place / name) for place in _PLACES for name in names_in(folder / place)
    ]


def _look(path: Path) -> tuple[str, int, int, int]:
    try:
        status = os.stat(path, follow_symlinks=False)
    except FileNotFoundError:
        return str(path), 0, 0, 0
    return str(path), status.st_ino, status.st_size, status.st_mtime_ns
