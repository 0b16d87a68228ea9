"""Plain files of our own: opened without following links, put in place whole, made durable."""

import contextlib
import errno
import fcntl
import os
import stat
from pathlib import Path

from so_tui.storage.errors import StoreDamaged, StoreError

# A pipe must not hold us up for ever, nor a terminal become ours.
_FLAGS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
_ODD = {errno.ELOOP, errno.ENXIO, errno.EISDIR, errno.EMLINK}
_NO_FOLDER = {errno.ELOOP, errno.ENOTDIR, errno.EMLINK}

_NOT_KEPT = {errno.EIO, errno.ENOSPC, errno.EDQUOT}
"""What a sync says when the bytes are lost; all else says that the drive knows no such sync."""


def sync_file(descriptor: int) -> None:
    """Make a file durable, or the names in a directory.

    On macOS, fsync stops at the cache of the drive; F_FULLFSYNC does not, where a drive knows it.
    git and SQLite do the same.

    Raises:
        OSError: The system could not do so.
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
    """Make the bytes of a file durable, and of what is known about it only what it takes.

    Raises:
        OSError: The system could not do so.
    """
    if hasattr(fcntl, "F_FULLFSYNC") or not hasattr(os, "fdatasync"):
        sync_file(descriptor)
    else:
        os.fdatasync(descriptor)


def open_plain(path: Path, flags: int) -> int:
    """Open a plain file that is ours and has only this name; one that is made gets mode 0600.

    Raises:
        StoreDamaged: It is a link, a pipe, a directory, another user's, or has a second name.
        OSError: The system does not open it.
    """
    try:
        descriptor = os.open(path, flags | _FLAGS, 0o600)
    except OSError as error:
        if error.errno in _ODD:
            raise StoreDamaged.because("odd", file=path) from None
        raise
    try:
        status = os.fstat(descriptor)
        ours = status.st_uid == os.geteuid() and status.st_nlink == 1
        if not stat.S_ISREG(status.st_mode) or not ours:
            raise StoreDamaged.because("odd", file=path)
        if status.st_mode & 0o077 and flags & (os.O_WRONLY | os.O_RDWR):
            os.fchmod(descriptor, status.st_mode & 0o700)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def is_plain(path: Path) -> bool:
    """Return whether this is a plain file with only this name, or nothing."""
    try:
        status = os.stat(path, follow_symlinks=False)
    except FileNotFoundError:
        return True
    return stat.S_ISREG(status.st_mode) and status.st_nlink == 1


def read_plain_file(path: Path) -> bytes | None:
    """Return the bytes of a plain file, or None when there is no file.

    Raises:
        StoreDamaged: It is not a plain file of ours; see `open_plain`.
        StoreError: The system does not let us read it.
    """
    try:
        with open(open_plain(path, os.O_RDONLY), "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError.because("not_readable", file=path, reason=error.strerror) from error


def names_in(folder: Path) -> list[str]:
    """Return the names in a directory in order; none when there is no such directory.

    Raises:
        StoreDamaged: It is a link, no directory, or another user's.
        OSError: The system does not let us look: that is not the same as an empty directory.
    """
    try:
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(folder, flags)
    except FileNotFoundError:
        return []
    except OSError as error:
        if error.errno in _NO_FOLDER:
            raise StoreDamaged.because("odd_folder", folder=folder) from None
        raise
    try:
        if os.fstat(descriptor).st_uid != os.geteuid():
            raise StoreDamaged.because("odd_folder", folder=folder)
        return sorted(os.listdir(descriptor))
    finally:
        os.close(descriptor)


def write_all(descriptor: int, content: bytes) -> None:
    """Write all of the content where the file stands.

    Raises:
        OSError: Not all of it could be written; part of it may have been.
    """
    left = memoryview(content)
    while left:
        written = os.write(descriptor, left)
        if written == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        left = left[written:]


def add_to(descriptor: int, content: bytes, end: int) -> None:
    """Write all of the content at the end of a file, and make sure that it reads back.

    Args:
        descriptor: Of the file, open to read as well.
        content: The bytes.
        end: Where the file ends so far.

    Raises:
        OSError: Not all of it could be written, or something else was; part of it may be there.
    """
    write_all(descriptor, content)
    if os.pread(descriptor, len(content) + 1, end) != content:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def close_quietly(descriptor: int) -> None:
    """Close a file of which nothing is to be known any more; -1 is none."""
    if descriptor >= 0:
        with contextlib.suppress(OSError):
            os.close(descriptor)


def write_beside(path: Path, content: bytes, mark: str = "") -> Path:
    """Write a durable file beside `path` and return its path, for `put_in_place`.

    Args:
        path: The file that it is to become.
        content: All of it.
        mark: Tells the files of sessions apart that write at the same time.

    Raises:
        OSError: It could not be written; nothing is left of it.
    """
    fresh = path.with_name(f"{path.name}.{mark}tmp")
    try:
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | _FLAGS, 0o600)
        try:
            os.fchmod(descriptor, 0o600)
            add_to(descriptor, content, 0)
            sync_file(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    return fresh


def put_in_place(fresh: Path, path: Path) -> None:
    """Give a file that `write_beside` made its own name, durably.

    Raises:
        OSError: It could not be done; `path` is what it was before, or is the new file.
    """
    try:
        os.replace(fresh, path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def replace_file(path: Path, content: bytes, mark: str = "") -> None:
    """Put a file with this content in place of `path`, durably, for its owner only (0600).

    Raises:
        OSError: It could not be written; `path` is what it was before.
    """
    put_in_place(write_beside(path, content, mark), path)


def sync_directory(folder: Path) -> None:
    """Make the names in a directory durable.

    Raises:
        OSError: The system could not do so.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        sync_file(descriptor)
    finally:
        os.close(descriptor)


def set_aside(path: Path, damaged: Path) -> Path:
    """Move what cannot be read into the directory of damaged files; return where it is now.

    Raises:
        OSError: It could not be moved.
    """
    _make_durably(damaged)
    place = free_name(damaged / path.name)
    os.rename(path, place)
    sync_directory(damaged)
    return place


def keep_aside(content: bytes, name: str, damaged: Path) -> Path:
    """Keep unreadable bytes as a file in the directory of damaged files; return where.

    Raises:
        OSError: It could not be written.
    """
    _make_durably(damaged)
    for place in damaged.glob(f"{name}*"):
        status = place.lstat()
        is_alike = stat.S_ISREG(status.st_mode) and status.st_size == len(content)
        with contextlib.suppress(StoreDamaged):
            if is_alike and read_plain_file(place) == content:
                return place  # kept at an earlier start already
    place = free_name(damaged / name)
    replace_file(place, content)
    return place


def _make_durably(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_directory(folder.parent)


def free_name(path: Path) -> Path:
    """Return the path itself, or with a number where something of that name is there."""
    number, free = 1, path
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{path.name}.{number}")
    return free
