"""Rewriting all files of a store with another seal, each atomically."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.storage.disk.files import (
    free_name,
    put_in_place,
    read_plain_file,
    replace_file,
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
from so_tui.storage.seals.age_seal import AgeSeal, is_sealed
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.snapshot.snapshot import CONTEXT

MARK = "seal."
"""Mark in the names of the replacement files."""
_BASE64_MAGIC = b"YWdlLWVuY3J5cHRpb24ub3Jn"
_SUM = 9


@dataclass(frozen=True, slots=True)
class _StoredFile:
    """A file that holds user text.

    Attributes:
        kind: The directory for this kind of file; '' for snapshots. The path's own directory name
            does not tell: the data directory may have any name.
    """

    path: Path
    kind: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """A written file, and the one that it will replace."""

    written: Path
    path: Path


def tidy(folder: Path, seal: Seal, wording: Wording) -> list[Notice]:
    """Fold everything into the snapshot, created if missing; return the notices.

    Raises:
        StoreError: The store cannot be opened for writing, or the snapshot could not be made.
    """
    from so_tui.storage.documents.ledger import Ledger
    from so_tui.storage.snapshot.snapshot import tables_of
    from so_tui.storage.snapshot.tinydb_storage import SnapshotStorage
    from so_tui.storage.store import Store

    with Store.open(folder, seal, wording) as store:
        if store.read_only:
            raise store.refusal or StoreError("storage.read_only")
        notices = list(store.notices)
    if not os.path.lexists(folder / FILE):
        try:
            SnapshotStorage(folder / FILE, seal).write(tables_of(Ledger()))
        except OSError as error:
            raise cannot_write(error, folder) from error
    return notices


def sealed_beside(folder: Path, seal: Seal) -> list[Replacement]:
    """Write a sealed file beside each one that is not sealed yet.

    Raises:
        StoreError: A file is not a plain file of ours.
        OSError: They could not be written; no partial files are left.
    """
    return _beside(folder, lambda file, content: _sealed(folder, file, content, seal))


def plain_beside(folder: Path, seal: AgeSeal) -> list[Replacement]:
    """Write a plain file beside each sealed one that the seal opens.

    Raises:
        StoreError: A file is not a plain file of ours.
        OSError: They could not be written; no partial files are left.
    """
    return _beside(folder, lambda file, content: _opened(file, content, seal))


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
    contents = (read_plain_file(file.path) or b"" for file in _files(folder))
    return any(MAGIC in content or _BASE64_MAGIC in content for content in contents)


def _beside(
    folder: Path, change: Callable[[_StoredFile, bytes], bytes | None]
) -> list[Replacement]:
    replacements: list[Replacement] = []
    try:
        for file in _files(folder):
            changed = change(file, read_plain_file(file.path) or b"")
            if changed is not None:
                replacements.append(Replacement(write_beside(file.path, changed, MARK), file.path))
    except BaseException:
        for replacement in replacements:
            with contextlib.suppress(OSError):
                replacement.written.unlink()
        raise
    return replacements


def _files(folder: Path) -> Iterator[_StoredFile]:
    """Yield every file that holds user text, the snapshot first."""
    for name, kind in ((FILE, ""), (OLD_PREVIOUS, ""), (OLD_DRAFTS, DRAFTS)):
        if os.path.lexists(folder / name) and not is_strange(folder / name, ""):
            yield _StoredFile(folder / name, kind)
    for path, kind in own_files(folder):
        if kind and not is_unfinished(path.name, kind):
            yield _StoredFile(path, kind)


def _sealed(folder: Path, file: _StoredFile, content: bytes, seal: Seal) -> bytes | None:
    """Return the sealed bytes of a file, or None if it is already sealed."""
    name = file.path.name
    if file.kind == JOURNAL:
        if _are_sealed(content):
            return None
        scan = read_lines(content, PLAIN, name)
        if scan.damaged or scan.torn:
            _keep(folder, name, content, seal)
        return _journal(name, content, PLAIN, seal)
    if file.kind == DRAFTS:
        if _are_sealed(content):
            return None
        drafts, damaged = read_drafts(content, PLAIN)
        if damaged:
            _keep(folder, name, content, seal)
        return drafts_file(drafts, seal)
    return None if is_sealed(content) else seal.seal(content, _context(file))


def _opened(file: _StoredFile, content: bytes, seal: Seal) -> bytes | None:
    """Return the plain bytes of a file, or None if it is plain or cannot be opened."""
    if file.kind == JOURNAL:
        return _journal(file.path.name, content, seal, PLAIN) if _are_sealed(content) else None
    if file.kind == DRAFTS:
        return drafts_file(read_drafts(content, seal)[0], PLAIN) if _are_sealed(content) else None
    if not is_sealed(content):
        return None
    try:
        return seal.open(content, _context(file))
    except ValueError:
        return None


def _keep(folder: Path, name: str, content: bytes, seal: Seal) -> None:
    """Set the sealed bytes of a file aside, including its unreadable lines."""
    damaged = folder / DAMAGED
    damaged.mkdir(mode=0o700, exist_ok=True)
    replace_file(free_name(damaged / name), seal.seal(content, "damaged"))


def _context(file: _StoredFile) -> str:
    return "damaged" if file.kind == DAMAGED else CONTEXT


def _journal(name: str, content: bytes, old: Seal, new: Seal) -> bytes:
    lines = b""
    for body in read_lines(content, old, name).bodies:
        lines += to_line(body, new, name, len(lines))
    return lines


def _are_sealed(content: bytes) -> bool:
    """Return whether all lines of a file are sealed."""
    lines = [line for line in content.split(b"\n") if line]
    return all(line.startswith(_BASE64_MAGIC, _SUM) for line in lines)
