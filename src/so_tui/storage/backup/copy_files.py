"""Copy files: reading them with care, writing them all or nothing, recognizing our own."""

import fcntl
import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from so_tui.storage.backup.copies import NEWER_COPY, Copy, NoCopy, from_bytes, is_sealed, to_bytes
from so_tui.storage.backup.locked_copies import Keys, unwrap, wrap
from so_tui.storage.disk.files import closing, sync_directory, sync_file, write_all
from so_tui.storage.errors import StoreError
from so_tui.storage.seals.seal import PLAIN, Seal

LARGEST = 256 * 1024 * 1024
"""Largest accepted copy in bytes; 20,000 notes come to 10 MB."""


def read_file(path: Path) -> bytes:
    """Read a file that may be a copy.

    It may belong to another user, as on a drive without owners; a link is not followed.

    Raises:
        NoCopy: It is not a regular file, or far too large.
        OSError: It cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        if path.is_symlink() or path.is_socket():
            raise NoCopy("backup.odd", file=path) from None
        raise
    with closing(descriptor):
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NoCopy("backup.odd", file=path)
        if status.st_size > LARGEST:
            raise NoCopy("backup.too_large", file=path)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(LARGEST + 1)


def write_copy(
    copy: Copy, path: Path, seal: Seal, *, keys: Keys | None = None, replace: bool = False
) -> bool:
    """Write a copy durably, read it back, compare, and only then rename it into place.

    Args:
        keys: The key files of a locked store, so that the copy opens anywhere.
        replace: Whether an existing file may be replaced.

    Returns:
        Whether other users are denied access to the file, which not every drive supports.

    Raises:
        FileExistsError: The path exists.
        StoreError: What was read back differs from what was written.
        OSError: It could not be written. No partial file is left.
    """
    if not replace and os.path.lexists(path):
        raise FileExistsError
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(temporary, flags, 0o600)
    try:
        with suppress(OSError):  # marks it as in use; not every drive can lock
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        closed = _write(descriptor, wrap(to_bytes(copy, seal), keys or {}))
        if not _holds(temporary, copy, seal):
            raise StoreError("backup.not_same", file=path)
        _give_name(temporary, path, replace=replace)
    finally:
        os.close(descriptor)
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    sync_directory(path.parent)
    return closed


def _write(descriptor: int, content: bytes) -> bool:
    with suppress(PermissionError):  # a drive without owners refuses this
        os.fchmod(descriptor, 0o600)
    write_all(descriptor, content)
    sync_file(descriptor)
    if hasattr(os, "posix_fadvise"):  # read back from the drive, not from the cache
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    return not os.fstat(descriptor).st_mode & 0o077


def _holds(path: Path, copy: Copy, seal: Seal) -> bool:
    """Return whether a file holds exactly this copy."""
    try:
        return from_bytes(unwrap(read_file(path))[0], path, seal) == copy
    except NoCopy:
        return False


def _give_name(temporary: Path, path: Path, *, replace: bool) -> None:
    if not replace:
        try:
            return os.link(temporary, path)  # unlike a rename, never replaces an existing file
        except OSError:  # it exists, or the drive has no hard links
            if os.path.lexists(path):
                raise FileExistsError from None
    os.replace(temporary, path)


_UNFINISHED = re.compile(r".+\.[0-9a-f]{8}\.tmp")
"""Name of a copy until it is complete; see `write_copy`."""
_BEGINNINGS = (b'{"meta":{"1":{"sum":"', b'{"so-tui":"locked copy",')
_LONGEST = max(map(len, _BEGINNINGS))


def is_copy(path: Path) -> bool:
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
    with closing(os.open(path, flags)) as descriptor:
        status = os.fstat(descriptor)
        plain = stat.S_ISREG(status.st_mode) and (status.st_nlink == 1 or _is_named(path, status))
        start = os.pread(descriptor, _LONGEST, 0)
        # A file with almost no content is recognized by its mode as well.
        closed = len(start) == _LONGEST or stat.S_IMODE(status.st_mode) == 0o600
        begins = any(start.startswith(head) or head.startswith(start) for head in _BEGINNINGS)
        if plain and closed and begins and status.st_uid == os.geteuid():
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)  # fails if it is being written
            path.unlink()


def _is_named(path: Path, status: os.stat_result) -> bool:
    """Return whether the file already has its final name, and no other."""
    named = path.with_name(path.name[: -len(".01234567.tmp")])
    try:
        return status.st_nlink == 2 and os.path.samestat(status, named.lstat())
    except FileNotFoundError:
        return False
