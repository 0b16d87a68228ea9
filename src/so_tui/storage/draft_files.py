"""The files of unfinished text, and those of a copy that wait for its snapshot.

When a copy is brought back, its unfinished text is written before the snapshot takes its place,
under a name that says to which snapshot it belongs. Until that one is there it does not count;
from then on nothing else does. So unfinished text and notes change in the same moment.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from so_tui.storage.files import names_in, read_plain_file, replace_file
from so_tui.storage.inventory import DRAFTS as DRAFTS
from so_tui.storage.inventory import is_named_ours, is_strange
from so_tui.storage.snapshot import FILE

OLD_DRAFTS = "drafts.jsonl"
"""Where schema 1 kept the drafts of its one session."""

_SUFFIX = ".jsonl"
_WAITING = ".waiting"


def draft_files(folder: Path) -> list[Path]:
    """Return the files of unfinished text that belong to the notes in a data directory.

    Raises:
        StoreError: The snapshot cannot be read.
        OSError: The system does not let us look.
    """
    return (_waiting(folder) and _arrived(folder)) or _ordinary(folder)


def let_wait(folder: Path, files: Iterable[bytes], snapshot: bytes) -> None:
    """Write unfinished text that counts, instead of all that is there, once a snapshot is there.

    Args:
        folder: The data directory.
        files: The bytes of each file.
        snapshot: Those of the snapshot.

    Raises:
        OSError: It could not be written.
    """
    (folder / DRAFTS).mkdir(mode=0o700, exist_ok=True)
    for number, content in enumerate(files):
        name = f"{_mark(snapshot)}-{number}{_SUFFIX}{_WAITING}"
        replace_file(folder / DRAFTS / name, content)


def settle(folder: Path) -> None:
    """End the waiting: unfinished text takes its place, or goes when its snapshot never came.

    To be called while the lock is held. Killed at any moment, it can be called again.

    Raises:
        StoreError: The snapshot cannot be read.
        OSError: It could not be done.
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
    """Return those of the program's own files whose names end like this."""
    names = [
        n for n in names_in(folder / DRAFTS) if n.endswith(suffix) and is_named_ours(n, DRAFTS)
    ]
    return [folder / DRAFTS / n for n in names if not is_strange(folder / DRAFTS / n, DRAFTS)]


def _arrived(folder: Path) -> list[Path]:
    """Return the files that belong to the snapshot that is there; none when it is another one."""
    mark = _mark(read_plain_file(folder / FILE) or b"")
    every = [*_waiting(folder), *_ordinary(folder)]
    return [path for path in every if path.name.startswith(mark)]


def _mark(snapshot: bytes) -> str:
    from hashlib import sha256

    return sha256(snapshot).hexdigest()[:12]
