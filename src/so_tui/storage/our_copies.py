"""Telling the files of copies from all others, by what is in them: those alone may be replaced."""

import fcntl
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from so_tui.storage.copies import NoCopy, from_bytes, is_sealed
from so_tui.storage.copy_files import read_file
from so_tui.storage.errors import StoreError
from so_tui.storage.locked_copies import unwrap
from so_tui.storage.seal import PLAIN

_UNFINISHED = re.compile(r".+\.[0-9a-f]{8}\.tmp")
"""What a copy is called until it is whole; see `copy_files.write_copy`."""
_BEGINNINGS = (b'{"meta":{"1":{"sum":"', b'{"so-tui":"locked copy",')
_LONGEST = max(map(len, _BEGINNINGS))


def is_ours(path: Path) -> bool:
    """Return whether a copy of ours is in a file: a backup, a locked one, a store or an export.

    A link, a directory, or what cannot be read is none.
    """
    try:
        content, keys = unwrap(read_file(path))
        if keys:
            return is_sealed(content)
        from_bytes(content, path, PLAIN)
    except NoCopy as error:
        return error.why == "newer"
    except StoreError:  # a newer version wrote it, in a form that this one does not know
        return True
    except OSError:
        return False
    return True


def sweep_unfinished(folder: Path) -> None:
    """Remove copies that were never finished, since whoever wrote them was killed.

    Only what has such a name, begins as a copy does and is written by nobody now is removed.
    """
    with suppress(OSError):
        for name in os.listdir(folder):
            if _UNFINISHED.fullmatch(name):
                with suppress(OSError):
                    _sweep(folder / name)


def _sweep(path: Path) -> None:
    flags = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    descriptor = os.open(path, flags)
    try:
        status = os.fstat(descriptor)
        plain = stat.S_ISREG(status.st_mode) and (status.st_nlink == 1 or _is_named(path, status))
        start = os.pread(descriptor, _LONGEST, 0)
        # One that has next to nothing in it yet is known by its mode besides.
        closed = len(start) == _LONGEST or stat.S_IMODE(status.st_mode) == 0o600
        if plain and closed and status.st_uid == os.geteuid() and _begins_as_ours(start):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails where one is written
            path.unlink()
    finally:
        os.close(descriptor)


def _is_named(path: Path, status: os.stat_result) -> bool:
    """Return whether the file has its own name already, and only that besides."""
    named = path.with_name(path.name[: -len(".01234567.tmp")])
    try:
        return status.st_nlink == 2 and os.path.samestat(status, named.lstat())
    except FileNotFoundError:
        return False


def _begins_as_ours(start: bytes) -> bool:
    """Return whether these are the first bytes of a copy, of which there may be few or none yet."""
    return any(start.startswith(one) or one.startswith(start) for one in _BEGINNINGS)
