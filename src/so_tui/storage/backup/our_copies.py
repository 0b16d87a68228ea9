"""Recognizing copy files by their content: only those may be replaced."""

import fcntl
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from so_tui.storage.backup.copies import NEWER_COPY, NoCopy, from_bytes, is_sealed
from so_tui.storage.backup.copy_files import read_file
from so_tui.storage.backup.locked_copies import unwrap
from so_tui.storage.errors import StoreError
from so_tui.storage.seals.seal import PLAIN

_UNFINISHED = re.compile(r".+\.[0-9a-f]{8}\.tmp")
"""Name of a copy until it is complete; see `copy_files.write_copy`."""
_BEGINNINGS = (b'{"meta":{"1":{"sum":"', b'{"so-tui":"locked copy",')
_LONGEST = max(map(len, _BEGINNINGS))


def is_ours(path: Path) -> bool:
    """Return whether a file is a copy of ours: a backup, a locked copy, a store or an export.

    A link, a directory or an unreadable file is not.
    """
    try:
        content, keys = unwrap(read_file(path))
        if keys:
            return is_sealed(content)
        from_bytes(content, path, PLAIN)
    except NoCopy as error:
        return error.code == NEWER_COPY
    except StoreError:  # written by a newer version, in an unknown format
        return True
    except OSError:
        return False
    return True


def sweep_unfinished(folder: Path) -> None:
    """Remove copies left unfinished because their writer was killed.

    Only a file with such a name that begins like a copy and is not being written is removed.
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
        # A file with almost no content is recognized by its mode as well.
        closed = len(start) == _LONGEST or stat.S_IMODE(status.st_mode) == 0o600
        if plain and closed and status.st_uid == os.geteuid() and _begins_as_ours(start):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails if it is being written
            path.unlink()
    finally:
        os.close(descriptor)


def _is_named(path: Path, status: os.stat_result) -> bool:
    """Return whether the file already has its final name, and no other."""
    named = path.with_name(path.name[: -len(".01234567.tmp")])
    try:
        return status.st_nlink == 2 and os.path.samestat(status, named.lstat())
    except FileNotFoundError:
        return False


def _begins_as_ours(start: bytes) -> bool:
    """Return whether these are the first bytes of a copy; they may be few or none."""
    return any(start.startswith(head) or head.startswith(start) for head in _BEGINNINGS)
