"""Errors of the store, worded for the user."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Self

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM}
_GONE = {errno.ENOENT, errno.ENOTDIR, errno.ESTALE}


class StoreError(Exception):
    """The store could not be opened or written.

    Attributes:
        what: What happened, in one sentence without any user text.
        safe: What is safe.
        todo: What the user can do now.
        exit_code: Exit status of the process if this error ends it.
    """

    exit_code = 1

    def __init__(self, what: str, safe: str, todo: str) -> None:
        super().__init__(f"{what} {safe} {todo}")
        self.what = what
        self.safe = safe
        self.todo = todo

    @classmethod
    def because(cls, reason: str, /, **values: object) -> Self:
        """Return the error whose message is under `reason` in `content/words/storage.toml`."""
        from so_tui.content import text

        filled = filled_in(values)
        what, safe, todo = (
            text(f"storage.{reason}.{part}", **filled) for part in ("what", "safe", "todo")
        )
        return cls(what, safe, todo)


class StoreInUse(StoreError):
    """Another writer holds the store and does not release it."""

    exit_code = 4


class StoreDamaged(StoreError):
    """The store's file exists but does not hold what this program wrote."""

    exit_code = 5


def notice(reason: str, /, **values: object) -> str:
    """Return a message that the user should see but that is no error.

    Args:
        reason: The key of the message under `noticed` in `content/words/storage.toml`.
        values: The values of its placeholders.
    """
    from so_tui.content import text

    return text(f"storage.noticed.{reason}", **filled_in(values))


def filled_in(values: Mapping[str, object]) -> dict[str, object]:
    """Return clean values for a message's placeholders; numbers stay numbers.

    A path `x` also gives `x_typed`, quoted for a shell.
    """
    import shlex

    from so_tui.domain.text import clean_line

    filled: dict[str, object] = {
        name: value if isinstance(value, int) else clean_line(str(value))
        for name, value in values.items()
    }
    paths = [(name, value) for name, value in values.items() if isinstance(value, Path)]
    return filled | {f"{name}_typed": shlex.quote(clean_line(str(path))) for name, path in paths}


def cannot_write(error: OSError, folder: Path) -> StoreError:
    """Return the store error for a system error when writing in `folder`."""
    if error.errno in _FULL:
        return StoreError.because("disk_full")
    if error.errno == errno.EROFS:
        return StoreError.because("drive_read_only", folder=folder)
    if error.errno in _NOT_ALLOWED:
        return not_allowed(_closed_place(error, folder, os.W_OK))
    if error.errno in _GONE:
        return StoreError.because("vanished", folder=folder)
    return StoreError.because("failed", reason=error.strerror or type(error).__name__)


def cannot_read(error: OSError, folder: Path) -> StoreError:
    """Return the store error for a system error when reading in a data directory."""
    place = _closed_place(error, folder, os.R_OK)
    reason = error.strerror or type(error).__name__
    if os.path.isdir(place):
        return StoreError.because("folder_not_readable", folder=place, reason=reason)
    return StoreError.because("not_readable", file=place, reason=reason)


def not_allowed(place: Path) -> StoreError:
    """Return the store error for a folder or file without write permission."""
    if os.path.isdir(place) or not os.path.lexists(place):
        return StoreError.because("not_allowed", folder=place)
    return StoreError.because("file_not_allowed", file=place)


def _closed_place(error: OSError, folder: Path, right: int) -> Path:
    """Return the file or folder in a data directory that denied access.

    Args:
        error: The system error.
        folder: The data directory, returned if no other is found.
        right: The mode wanted, as for `os.access`; folders must be searchable too.

    Returns:
        The outermost one on the path that the system was asked for.
    """
    if isinstance(error.filename, str | bytes | os.PathLike):
        path = Path(os.fsdecode(error.filename))
        for place in (*reversed(path.parents), path):
            wanted = right | (os.X_OK if os.path.isdir(place) else 0)
            ours = place == folder or folder in place.parents
            if ours and os.path.lexists(place) and not os.access(place, wanted):
                return place
    return folder
