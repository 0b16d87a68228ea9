"""The draft files, and those of a copy that wait for its snapshot.

When a copy is restored, its drafts are written before its snapshot is put in place, under a name
that says which snapshot they belong to. Until that snapshot is in place they are ignored.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from so_tui.storage.disk.files import names_in, read_plain_file, replace_file
from so_tui.storage.disk.inventory import DRAFTS, FILE, OLD_DRAFTS, is_named_ours, is_strange

_SUFFIX = ".jsonl"
_WAITING = ".waiting"


def draft_files(folder: Path) -> list[Path]:
    """Return the draft files that belong to the current snapshot of a data directory.

    Raises:
        StoreError: The snapshot cannot be read.
        OSError: The directory cannot be read.
    """
    return (_waiting(folder) and _arrived(folder)) or _ordinary(folder)


def let_wait(folder: Path, files: Iterable[bytes], snapshot: bytes) -> None:
    """Write drafts that replace all others once a given snapshot is in place.

    Args:
        folder: The data directory.
        files: The bytes of each file.
        snapshot: The bytes of the snapshot.

    Raises:
        OSError: It could not be written.
    """
    (folder / DRAFTS).mkdir(mode=0o700, exist_ok=True)
    for number, content in enumerate(files):
        name = f"{_mark(snapshot)}-{number}{_SUFFIX}{_WAITING}"
        replace_file(folder / DRAFTS / name, content)


def place_waiting(folder: Path) -> None:
    """Put waiting drafts in place, or remove them if their snapshot never came.

    Call while the lock is held. If killed at any moment, it can be repeated.

    Raises:
        StoreError: The snapshot cannot be read.
        OSError: A file could not be renamed or removed.
    """
    waiting = _waiting(folder)
    arrived = _arrived(folder) if waiting else []
    for path in _ordinary(folder) if arrived else []:
        if path not in arrived:
            path.unlink()
    for path in waiting:
        if path in arrived:
            os.replace(path, path.with_suffix(""))
        else:
            path.unlink()


def _ordinary(folder: Path) -> list[Path]:
    old = folder / OLD_DRAFTS
    return [*_ending(folder, _SUFFIX), *([old] if os.path.lexists(old) else [])]


def _waiting(folder: Path) -> list[Path]:
    return _ending(folder, _WAITING)


def _ending(folder: Path, suffix: str) -> list[Path]:
    """Return the program's own draft files whose names end in `suffix`."""
    names = [
        n for n in names_in(folder / DRAFTS) if n.endswith(suffix) and is_named_ours(n, DRAFTS)
    ]
    return [folder / DRAFTS / n for n in names if not is_strange(folder / DRAFTS / n, DRAFTS)]


def _arrived(folder: Path) -> list[Path]:
    """Return the files that belong to the current snapshot; none if it is another one."""
    mark = _mark(read_plain_file(folder / FILE) or b"")
    files = [*_waiting(folder), *_ordinary(folder)]
    return [path for path in files if path.name.startswith(mark)]


def _mark(snapshot: bytes) -> str:
    from hashlib import sha256

    return sha256(snapshot).hexdigest()[:12]
