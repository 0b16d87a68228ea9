"""Files that are whole at every moment: written beside, made durable, then put in place."""

import contextlib
import json
import os
import shutil
import stat
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from so_tui.storage.errors import StoreDamaged, StoreError

PREVIOUS = ".1"
"""Suffix of the file that keeps the generation before the newest one."""

_FILE_FLAGS = os.O_NOFOLLOW | os.O_CLOEXEC

Tables = dict[str, dict[str, Any]]


class AtomicJSONStorage(Storage):
    """A TinyDB storage that a crash, a full disk or a killed process cannot tear.

    Stock TinyDB opens its file as well. The file is opened by its path each time, so a file that
    was put in its place by another program is seen. Its text is ASCII.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def read(self) -> Tables | None:
        """Return the tables, or None when nothing has been written yet.

        Raises:
            StoreDamaged: The file is empty, cut off, not ours, or not a plain file; or it is
                missing while the generation before it is there.
            StoreError: The system does not let us read it.
        """
        raw = read_plain_file(self.path)
        if raw is None:
            if previous(self.path).exists():
                raise StoreDamaged.because("missing", file=self.path)
            return None
        try:
            tables = json.loads(raw.decode("utf-8"))
        except (ValueError, RecursionError):
            raise StoreDamaged.because("damaged", file=self.path) from None
        if not _is_tables(tables):
            raise StoreDamaged.because("foreign", file=self.path)
        return tables  # type: ignore[no-any-return]  # _is_tables looked at every level

    def write(self, data: Tables) -> None:
        """Make `data` the content of the file; on return it is durable.

        Raises:
            OSError: It could not be written; the file holds what it held before.
        """
        replace_file(self.path, json.dumps(data, separators=(",", ":")).encode("ascii"))


def _is_tables(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(table, dict) and all(isinstance(document, dict) for document in table.values())
        for table in value.values()
    )


def previous(path: Path) -> Path:
    """Return where the generation before the newest one is kept."""
    return path.with_name(path.name + PREVIOUS)


def read_plain_file(path: Path) -> bytes | None:
    """Return the bytes of a plain file, or None when there is no file.

    Raises:
        StoreDamaged: It is a link, a directory, a pipe or a device.
        StoreError: The system does not let us read it.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise StoreDamaged.because("odd", file=path)
        # Without O_NONBLOCK a pipe put there in the meantime would hold us up for ever.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | _FILE_FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise StoreDamaged.because("odd", file=path)
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError.because("not_readable", file=path, reason=error.strerror) from error


def replace_file(path: Path, content: bytes, *, keep_previous: bool = True) -> None:
    """Put a file with this content in place of `path`, durably, for its owner only (0600).

    The caller sees to it that nobody else writes to this path at the same time.

    Args:
        path: The file; its directory exists.
        content: All of it.
        keep_previous: Whether the file that is there now stays as the previous generation.

    Raises:
        OSError: It could not be written; `path` is what it was before.
    """
    fresh = path.with_name(path.name + ".tmp")
    try:
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _FILE_FLAGS, 0o600)
        with open(descriptor, "wb") as file:
            os.fchmod(descriptor, 0o600)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        if keep_previous:
            _keep_previous(path)
        os.replace(fresh, path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def _keep_previous(path: Path) -> None:
    if not path.exists():
        return
    link = path.with_name(path.name + ".lnk")
    link.unlink(missing_ok=True)
    try:
        os.link(path, link)
    except OSError:  # a file system without hard links
        shutil.copy2(path, link)
    os.replace(link, previous(path))
    # Renaming one link of a file onto another of its links leaves both names in place.
    link.unlink(missing_ok=True)


def sync_directory(folder: Path) -> None:
    """Make the names in a directory durable.

    Raises:
        OSError: The system could not do so.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
