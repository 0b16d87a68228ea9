"""Plain files of our own: opened without following links, replaced atomically, made durable.

All raise `OSError` for what the system refuses, unless something else is said.
"""

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from so_tui.storage.errors import StoreDamaged, StoreError, reason_of

# A pipe must not block us for ever, nor a terminal become our controlling one.
_FLAGS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
_ODD = {errno.ELOOP, errno.ENXIO, errno.EISDIR, errno.EMLINK}
_NO_FOLDER = {errno.ELOOP, errno.ENOTDIR, errno.EMLINK}

_NOT_KEPT = {errno.EIO, errno.ENOSPC, errno.EDQUOT}
"""Sync errors that mean lost bytes; any other means that the drive does not support the sync."""

Signature = tuple[int, int, int]
"""Identifies a version of a file: inode, size, modification time in ns."""


def signature_of(path: Path) -> Signature | None:
    """Return the signature of a file, or None if there is none."""
    try:
        status = os.stat(path, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def sync_file(descriptor: int) -> None:
    """Make a file durable, or the names in a directory.

    On macOS, fsync stops at the cache of the drive; F_FULLFSYNC does not, where the drive supports
    it. git and SQLite do the same.
    """
    command = getattr(fcntl, "F_FULLFSYNC", None)
    if command is not None:
        try:
            fcntl.fcntl(descriptor, command)
        except OSError as error:
            if error.errno in _NOT_KEPT:
                raise
        else:
            return
    os.fsync(descriptor)


def sync_data(descriptor: int) -> None:
    """Make the bytes of a file durable, with only the metadata needed to read them."""
    if hasattr(fcntl, "F_FULLFSYNC") or not hasattr(os, "fdatasync"):
        sync_file(descriptor)
    else:
        os.fdatasync(descriptor)


def open_plain(path: Path, flags: int) -> int:
    """Open a regular file that we own and that has no other name; a new one gets mode 0600.

    Raises:
        StoreDamaged: It is a link, a pipe, a directory, another user's, or has a second name.
    """
    try:
        descriptor = os.open(path, flags | _FLAGS, 0o600)
    except OSError as error:
        if error.errno in _ODD:
            raise StoreDamaged("storage.odd", file=path) from None
        raise
    try:
        status = os.fstat(descriptor)
        ours = status.st_uid == os.geteuid() and status.st_nlink == 1
        if not stat.S_ISREG(status.st_mode) or not ours:
            raise StoreDamaged("storage.odd", file=path)
        if status.st_mode & 0o077 and flags & (os.O_WRONLY | os.O_RDWR):
            os.fchmod(descriptor, status.st_mode & 0o700)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def is_plain(path: Path) -> bool:
    """Return whether this is a regular file with no other name, or does not exist."""
    try:
        status = os.stat(path, follow_symlinks=False)
    except FileNotFoundError:
        return True
    return stat.S_ISREG(status.st_mode) and status.st_nlink == 1


def read_plain_file(path: Path) -> bytes | None:
    """Return the bytes of a plain file, or None if there is no file.

    Raises:
        StoreDamaged: It is not a plain file of ours; see `open_plain`.
        StoreError: It cannot be read.
    """
    try:
        with open(open_plain(path, os.O_RDONLY), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError("storage.not_readable", file=path, reason=reason_of(error)) from error


def names_in(folder: Path) -> list[str]:
    """Return the sorted names in a directory; none if it does not exist.

    Raises:
        StoreDamaged: It is a link, not a directory, or another user's.
        OSError: It cannot be read: that is not the same as an empty directory.
    """
    try:
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(folder, flags)
    except FileNotFoundError:
        return []
    except OSError as error:
        if error.errno in _NO_FOLDER:
            raise StoreDamaged("storage.odd_folder", folder=folder) from None
        raise
    with closing(descriptor):
        if os.fstat(descriptor).st_uid != os.geteuid():
            raise StoreDamaged("storage.odd_folder", folder=folder)
        return sorted(os.listdir(descriptor))


def write_all(descriptor: int, content: bytes) -> None:
    """Write all of the content at the current position; after an error, part of it is there."""
    remaining = memoryview(content)
    while remaining:
        written = os.write(descriptor, remaining)
        if written == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        remaining = remaining[written:]


def add_to(descriptor: int, content: bytes, end: int) -> None:
    """Append content to a file, and verify that it reads back; after an error, part may be there.

    Args:
        descriptor: The file, open for reading too.
        end: The current length of the file.
    """
    write_all(descriptor, content)
    if os.pread(descriptor, len(content) + 1, end) != content:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


@contextlib.contextmanager
def closing(descriptor: int) -> Iterator[int]:
    """Close a file after the block."""
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def close_quietly(descriptor: int) -> None:
    """Close a file, ignoring errors; -1 means none."""
    if descriptor >= 0:
        with contextlib.suppress(OSError):
            os.close(descriptor)


def write_beside(path: Path, content: bytes, mark: str = "") -> Path:
    """Write a durable file beside `path` and return its path, for `put_in_place`.

    After an error no partial file is left.

    Args:
        path: The file that it will replace.
        mark: Keeps the temporary files of concurrent writers apart.
    """
    temporary = path.with_name(f"{path.name}.{mark}tmp")
    try:
        temporary.unlink(missing_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS
        with closing(os.open(temporary, flags, 0o600)) as descriptor:
            os.fchmod(descriptor, 0o600)
            add_to(descriptor, content, 0)
            sync_file(descriptor)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    return temporary


def put_in_place(temporary: Path, path: Path) -> None:
    """Rename a file made by `write_beside` into place, durably.

    After an error `path` is unchanged, or is the new file.
    """
    try:
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def replace_file(path: Path, content: bytes, mark: str = "") -> None:
    """Atomically replace `path` with this content, durably and private to its owner (0600)."""
    put_in_place(write_beside(path, content, mark), path)


def sync_directory(folder: Path) -> None:
    """Make the names in a directory durable."""
    with closing(os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)) as descriptor:
        sync_file(descriptor)


def set_aside(path: Path, damaged: Path) -> Path:
    """Move an unreadable file into the directory of damaged files; return its new path."""
    _make_durably(damaged)
    place = free_name(damaged / path.name)
    os.rename(path, place)
    sync_directory(damaged)
    return place


def keep_aside(content: bytes, name: str, damaged: Path) -> Path:
    """Keep unreadable bytes as a file in the directory of damaged files; return its path."""
    _make_durably(damaged)
    for place in damaged.glob(f"{name}*"):
        status = place.lstat()
        is_alike = stat.S_ISREG(status.st_mode) and status.st_size == len(content)
        with contextlib.suppress(StoreDamaged):
            if is_alike and read_plain_file(place) == content:
                return place  # kept at an earlier start
    place = free_name(damaged / name)
    replace_file(place, content)
    return place


def _make_durably(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_directory(folder.parent)


def free_name(path: Path) -> Path:
    """Return the path, with a number appended if it exists."""
    number, free = 1, path
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{path.name}.{number}")
    return free
