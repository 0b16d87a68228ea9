"""Reading copy files with care, and writing them all or nothing."""

import fcntl
import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from so_tui.storage.backup.copies import Copy, NoCopy, from_bytes, to_bytes
from so_tui.storage.backup.locked_copies import Keys, unwrap, wrap
from so_tui.storage.disk.files import sync_directory, sync_file, write_all
from so_tui.storage.errors import StoreError
from so_tui.storage.seals.seal import Seal

LARGEST = 256 * 1024 * 1024
"""Largest accepted copy in bytes; 20,000 notes come to 10 MB."""


def read_file(path: Path) -> bytes:
    """Read a file that may be a copy.

    It may belong to another user, as on a drive without owners; a link is not followed.

    Raises:
        FileNotFoundError: There is no such file.
        NoCopy: It is not a regular file, or far too large.
        OSError: It cannot be read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        if path.is_symlink() or path.is_socket():
            raise NoCopy("backup.odd", file=path) from None
        raise
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NoCopy("backup.odd", file=path)
        if status.st_size > LARGEST:
            raise NoCopy("backup.too_large", file=path)
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(LARGEST + 1)
    finally:
        os.close(descriptor)


def write_copy(
    copy: Copy, path: Path, seal: Seal, *, keys: Keys | None = None, replace: bool = False
) -> bool:
    """Write a copy durably, read it back, compare, and only then rename it into place.

    Args:
        copy: The content to write.
        path: The file.
        seal: Seals it.
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
        except FileExistsError:
            raise
        except OSError:  # a drive without hard links
            if os.path.lexists(path):
                raise FileExistsError from None
    os.replace(temporary, path)
