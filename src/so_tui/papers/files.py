"""Saving a paper in a folder of the user's, as a new file that only its owner can read."""

import os
import re
from itertools import count
from pathlib import Path

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_NAME_WIDTH = 40


def file_name(*parts: str) -> str:
    """Return a plain file name from the parts: lower-case letters and digits, joined by '-'."""
    joined = _NOT_A_LETTER.sub("-", "-".join(parts).lower())
    return joined[:_NAME_WIDTH].strip("-") or "paper"


def put_paper(folder: Path, name: str, ending: str, content: str) -> Path:
    """Write a new file (0600) and return its path; an existing file is never touched.

    Args:
        folder: Its folder, which must exist.
        name: The file's name; a number is added if it is taken.
        ending: The file extension, without the dot.
        content: The content of the file.

    Raises:
        OSError: There is no such folder, or the file could not be written; nothing is left behind.
    """
    for number in count(1):
        path = folder / f"{name}{f'-{number}' if number > 1 else ''}.{ending}"
        try:
            descriptor = os.open(path, _FLAGS, 0o600)
        except FileExistsError:
            continue
        break
    try:
        _write(descriptor, content.encode("utf-8"))
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path


def put_at(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Write a file (0600) at exactly this path, completely or not at all.

    Args:
        path: Its path; the folder must exist.
        content: The content of the file.
        replace: Whether it may replace an existing file.

    Raises:
        FileExistsError: The path is taken, and `replace` is false.
        OSError: It could not be written; an existing file is unchanged.
    """
    if not replace and os.path.lexists(path):
        raise FileExistsError(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(beside, _FLAGS, 0o600)
    try:
        _write(descriptor, content)
        if replace:
            beside.replace(path)
        else:
            os.link(beside, path)  # fails if a file has appeared meanwhile
    finally:
        beside.unlink(missing_ok=True)


def _write(descriptor: int, content: bytes) -> None:
    """Write a file durably and close it; whatever the umask is, only its owner can read it."""
    with open(descriptor, "wb") as file:
        os.fchmod(descriptor, 0o600)
        file.write(content)
        file.flush()
        os.fsync(descriptor)
