"""Rewriting all files of a store with another seal, each atomically."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

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
from so_tui.storage.seals.seal import PLAIN, DataDirectory, Seal, is_sealed
from so_tui.storage.seals.vault_keys import SEALED_LINE, SUM
from so_tui.storage.snapshot.snapshot import CONTEXT

MARK = "seal."
"""Mark in the names of the replacement files."""


Replacement = tuple[Path, Path]
"""A written file, and the one that it will replace."""


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


def resealed_beside(home: DataDirectory, old: Seal, new: Seal) -> list[Replacement]:
    """Write a file beside each one that has the old seal, with the new one.

    One of both is `PLAIN`. A file that the old one does not open is left as it is.

    Raises:
        StoreError: A file is not a plain file of ours.
        OSError: They could not be written; no partial files are left.
    """
    replacements: list[Replacement] = []
    try:
        for path, kind in _files(home.path):
            content = read_plain_file(path) or b""
            changed = _resealed(home, old, new, path.name, kind, content)
            if changed is not None:
                replacements.append((write_beside(path, changed, MARK), path))
    except BaseException:
        for written, _ in replacements:
            with contextlib.suppress(OSError):
                written.unlink()
        raise
    return replacements


def put_all(files: list[Replacement]) -> None:
    """Rename each file into place, the snapshot first.

    Raises:
        OSError: Not all of them could be renamed.
    """
    for written, path in files:
        put_in_place(written, path)


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
    return any(MAGIC in content or SEALED_LINE in content for content in contents)


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


def _resealed(
    home: DataDirectory, old: Seal, new: Seal, name: str, kind: str, content: bytes
) -> bytes | None:
    """Return the bytes of a file with the new seal, or None if it has not the old one."""
    is_locked = _are_sealed(content) if kind in (JOURNAL, DRAFTS) else is_sealed(content)
    if is_locked == (old is PLAIN):
        return None
    damaged, changed = False, b""
    if kind == JOURNAL:
        scan = read_lines(content, old, name)
        damaged = bool(scan.damaged or scan.torn)
        for body in scan.bodies:
            changed += to_line(body, new, name, len(changed))
    elif kind == DRAFTS:
        drafts, damaged = read_drafts(content, old)
        changed = drafts_file(drafts, new)
    else:
        context = "damaged" if kind == DAMAGED else CONTEXT
        try:
            return new.seal(old.open(content, context), context)
        except ValueError:
            return None
    if damaged and old is PLAIN:
        _keep(home, name, content)
    return changed


def _keep(home: DataDirectory, name: str, content: bytes) -> None:
    """Set the sealed bytes of a file aside, including its unreadable lines."""
    home.damaged.mkdir(mode=0o700, exist_ok=True)
    home.replace(free_name(home.damaged / name), content, "damaged")


def _are_sealed(content: bytes) -> bool:
    """Return whether all lines of a file are sealed."""
    lines = [line for line in content.split(b"\n") if line]
    return all(line.startswith(SEALED_LINE, SUM) for line in lines)
