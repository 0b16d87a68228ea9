"""Errors and notices of the store: codes with values, worded by `session/wording.py`."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias, Union

Value: TypeAlias = Union[str, int, Path, "Notice", tuple["Notice", ...]]
"""What a message names; notices are worded as part of it."""
Values: TypeAlias = tuple[tuple[str, Value], ...]
"""Values by the names of their placeholders."""

_KINDS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "not_allowed"),
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR, errno.ESTALE), "gone"),
    errno.EROFS: "read_only",
}


class Notice(NamedTuple):
    """What the user should know, and what stops nothing.

    Attributes:
        code: What happened: the key of its words in `content/words/`, the file first.
        values: What the words name.
    """

    code: str
    values: Values = ()


Wording: TypeAlias = Callable[[Notice], str]
"""Words a notice."""


def notice(code: str, /, **values: Value) -> Notice:
    """Return the notice with this code and these values."""
    return Notice(code, tuple(values.items()))


class StoreError(Exception):
    """The store could not be opened or written. As a string it is its code, without user text.

    Attributes:
        code: What happened: the key of its words in `content/words/`, the file first.
        values: What the words name.
        exit_code: Exit status of the process if this error ends it.
    """

    exit_code = 1

    def __init__(self, code: str, /, **values: Value) -> None:
        super().__init__(code)
        self.code = code
        self.values: Values = tuple(values.items())


class StoreInUse(StoreError):
    """Another writer holds the store and does not release it."""

    exit_code = 4


class CaseArchived(StoreError):
    """What was to be changed belongs to an archived case; nothing was changed."""


class StoreDamaged(StoreError):
    """The store's file exists but does not hold what this program wrote."""

    exit_code = 5


def reason_of(error: OSError) -> str:
    """Return the system's message for an error."""
    return error.strerror or type(error).__name__


def kind_of(error: OSError) -> str:
    """Return the kind of an error: 'full', 'read_only', 'not_allowed', 'gone' or 'failed'."""
    return _KINDS.get(error.errno or 0, "failed")


def cannot_write(error: OSError, folder: Path) -> StoreError:
    """Return the store error for a system error when writing in `folder`."""
    kind = kind_of(error)
    if kind == "full":
        return StoreError("storage.disk_full")
    if kind == "read_only":
        return StoreError("storage.drive_read_only", folder=folder)
    if kind == "not_allowed":
        place = _closed_place(error, folder, os.W_OK)
        if os.path.isdir(place) or not os.path.lexists(place):
            return StoreError("storage.not_allowed", folder=place)
        return StoreError("storage.file_not_allowed", file=place)
    if kind == "gone":
        return StoreError("storage.vanished", folder=folder)
    return StoreError("storage.failed", reason=reason_of(error))


def cannot_read(error: OSError, folder: Path) -> StoreError:
    """Return the store error for a system error when reading in a data directory."""
    place = _closed_place(error, folder, os.R_OK)
    reason = reason_of(error)
    if os.path.isdir(place):
        return StoreError("storage.folder_not_readable", folder=place, reason=reason)
    return StoreError("storage.not_readable", file=place, reason=reason)


def _closed_place(error: OSError, folder: Path, right: int) -> Path:
    """Return the outermost place in a data directory that denied access, else the directory.

    The right is that of `os.access`; folders must be searchable too.
    """
    if isinstance(error.filename, str | bytes | os.PathLike):
        path = Path(os.fsdecode(error.filename))
        for place in (*reversed(path.parents), path):
            wanted = right | (os.X_OK if os.path.isdir(place) else 0)
            ours = place == folder or folder in place.parents
            if ours and os.path.lexists(place) and not os.access(place, wanted):
                return place
    return folder
