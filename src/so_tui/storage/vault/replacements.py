"""Rewriting all files of a store with another seal, each atomically."""

import contextlib
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.storage.disk.files import (
    free_name,
    put_in_place,
    read_plain_file,
    write_beside,
)
from so_tui.storage.disk.inventory import (
    DAMAGED,
    DRAFTS,
    FILE,
    JOURNAL,
    OLD_DRAFTS,
    OLD_PREVIOUS,
    is_strange,
    is_unfinished,
    own_files,
)
from so_tui.storage.drafts.drafts import drafts_file, read_drafts
from so_tui.storage.errors import Notice, StoreError, Wording, cannot_write
from so_tui.storage.journal.lines import read_lines, to_line
from so_tui.storage.seals.age_scrypt import MAGIC
from so_tui.storage.seals.directory import DataDirectory
from so_tui.storage.seals.seal import PLAIN, Seal, is_sealed
from so_tui.storage.snapshot.snapshot import CONTEXT

MARK = "seal."
"""Mark in the names of the replacement files."""
_BASE64_MAGIC = b"YWdlLWVuY3J5cHRpb24ub3Jn"
_SUM = 9


@dataclass(frozen=True, slots=True)
class Replacement:
    """A written file, and the one that it will replace."""

    written: Path
    path: Path


def tidy(home: DataDirectory, wording: Wording) -> list[Notice]:
    """Fold everything into the snapshot, created if missing; return the notices.

    Raises:
        StoreError: The store cannot be opened for writing, or the snapshot could not be made.
    """
    from so_tui.storage.documents.ledger import Ledger
    from so_tui.storage.snapshot.database import SnapshotStorage
    from so_tui.storage.snapshot.snapshot import tables_of
    from so_tui.storage.store import Store

    with Store.open(home.path, home.seal, wording) as store:
        if store.read_only:
            raise store.refusal or StoreError("storage.read_only")
        notices = list(store.notices)
    if not os.path.lexists(home.snapshot):
        try:
            SnapshotStorage(home.snapshot, home.seal).write(tables_of(Ledger()))
        except OSError as error:
            raise cannot_write(error, home.path) from error
    return notices


def sealed_beside(home: DataDirectory) -> list[Replacement]:
    """Write a sealed file beside each one that is not sealed yet.

    Raises:
        StoreError: A file is not a plain file of ours.
        OSError: They could not be written; no partial files are left.
    """
    return _beside(home.path, partial(_sealed, home))


def plain_beside(home: DataDirectory) -> list[Replacement]:
    """Write a plain file beside each sealed one that the seal opens.

    Raises:
        StoreError: A file is not a plain file of ours.
        OSError: They could not be written; no partial files are left.
    """
    return _beside(home.path, partial(_opened, home))


def put_all(files: list[Replacement]) -> None:
    """Rename each file into place, the snapshot first.

    Raises:
        OSError: Not all of them could be renamed.
    """
    for file in files:
        put_in_place(file.written, file.path)


def sweep_all(folder: Path) -> None:
    """Remove all half-written files. The lock is held, and no writer is alive.

    Raises:
        OSError: A file could not be removed.
    """
    for path, place in own_files(folder):
        if is_unfinished(path.name, place):
            os.unlink(path)


def holds_sealed(folder: Path) -> bool:
    """Return whether any file still has sealed bytes.

    Raises:
        StoreError: A file is not a plain file of ours.
        OSError: A directory or file cannot be read.
    """
    contents = (read_plain_file(path) or b"" for path, _ in _files(folder))
    return any(MAGIC in content or _BASE64_MAGIC in content for content in contents)


def _beside(folder: Path, change: Callable[[Path, str, bytes], bytes | None]) -> list[Replacement]:
    replacements: list[Replacement] = []
    try:
        for path, kind in _files(folder):
            changed = change(path, kind, read_plain_file(path) or b"")
            if changed is not None:
                replacements.append(Replacement(write_beside(path, changed, MARK), path))
    except BaseException:
        for replacement in replacements:
            with contextlib.suppress(OSError):
                replacement.written.unlink()
        raise
    return replacements


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file that holds user text, the snapshot first, with its kind.

    That is the directory for this kind of file; '' for snapshots. The path's own directory name
    does not tell: the data directory may have any name.
    """
    for name, kind in ((FILE, ""), (OLD_PREVIOUS, ""), (OLD_DRAFTS, DRAFTS)):
        if os.path.lexists(folder / name) and not is_strange(folder / name, ""):
            yield folder / name, kind
    for path, kind in own_files(folder):
        if kind and not is_unfinished(path.name, kind):
            yield path, kind


def _sealed(home: DataDirectory, path: Path, kind: str, content: bytes) -> bytes | None:
    """Return the sealed bytes of a file, or None if it is already sealed."""
    name = path.name
    if kind == JOURNAL:
        if _are_sealed(content):
            return None
        scan = read_lines(content, PLAIN, name)
        if scan.damaged or scan.torn:
            _keep(home, name, content)
        return _journal(name, content, PLAIN, home.seal)
    if kind == DRAFTS:
        if _are_sealed(content):
            return None
        drafts, damaged = read_drafts(content, PLAIN)
        if damaged:
            _keep(home, name, content)
        return drafts_file(drafts, home.seal)
    return None if is_sealed(content) else home.seal.seal(content, _context(kind))


def _opened(home: DataDirectory, path: Path, kind: str, content: bytes) -> bytes | None:
    """Return the plain bytes of a file, or None if it is plain or cannot be opened."""
    if kind == JOURNAL:
        return _journal(path.name, content, home.seal, PLAIN) if _are_sealed(content) else None
    if kind == DRAFTS:
        return (
            drafts_file(read_drafts(content, home.seal)[0], PLAIN) if _are_sealed(content) else None
        )
    if not is_sealed(content):
        return None
    try:
        return home.seal.open(content, _context(kind))
    except ValueError:
        return None


def _keep(home: DataDirectory, name: str, content: bytes) -> None:
    """Set the sealed bytes of a file aside, including its unreadable lines."""
    home.damaged.mkdir(mode=0o700, exist_ok=True)
    home.replace(free_name(home.damaged / name), content, "damaged")


def _context(kind: str) -> str:
    return "damaged" if kind == DAMAGED else CONTEXT


def _journal(name: str, content: bytes, old: Seal, new: Seal) -> bytes:
    lines = b""
    for body in read_lines(content, old, name).bodies:
        lines += to_line(body, new, name, len(lines))
    return lines


def _are_sealed(content: bytes) -> bool:
    """Return whether all lines of a file are sealed."""
    lines = [line for line in content.split(b"\n") if line]
    return all(line.startswith(_BASE64_MAGIC, _SUM) for line in lines)
