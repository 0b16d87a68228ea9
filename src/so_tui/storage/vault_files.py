"""All files of a store made anew with another seal, each in one step."""

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from so_tui.storage import backups, journal
from so_tui.storage.age_scrypt import MAGIC
from so_tui.storage.age_seal import AgeSeal, is_sealed
from so_tui.storage.drafts import drafts_file, read_drafts
from so_tui.storage.errors import StoreError, cannot_write
from so_tui.storage.files import (
    free_name,
    names_in,
    put_in_place,
    read_plain_file,
    replace_file,
    write_beside,
)
from so_tui.storage.lines import read_lines, to_line
from so_tui.storage.loading import DAMAGED as DAMAGED
from so_tui.storage.loading import OLD_PREVIOUS
from so_tui.storage.seal import PLAIN, Seal
from so_tui.storage.sessions import DRAFTS
from so_tui.storage.snapshot import CONTEXT, FILE

MARK = "seal."
"""In the names of the files that are to take the place of others."""
_BASE64_MAGIC = b"YWdlLWVuY3J5cHRpb24ub3Jn"
_SUM = 9


@dataclass(frozen=True, slots=True)
class Fresh:
    """A file that is written, and the one whose place it is to take."""

    written: Path
    path: Path


def tidy(folder: Path, seal: Seal) -> list[str]:
    """Fold everything into the snapshot, which is made if there is none; return what was found.

    Raises:
        StoreError: The store cannot be opened to write, or the snapshot could not be made.
    """
    from so_tui.storage.ledger import Ledger
    from so_tui.storage.snapshot import dump, tables_of
    from so_tui.storage.store import Store

    with Store.open(folder, seal) as store:
        if store.read_only:
            raise StoreError.because("read_only_newer")
        found = list(store.notices)
    if not os.path.lexists(folder / FILE):
        try:
            replace_file(folder / FILE, seal.seal(dump(tables_of(Ledger())), CONTEXT))
        except OSError as error:
            raise cannot_write(error, folder) from error
    return found


def sealed_beside(folder: Path, seal: Seal) -> list[Fresh]:
    """Write a sealed file beside each one that is not sealed yet.

    Raises:
        StoreError: A file is not what it should be.
        OSError: They could not be written; nothing is left of them.
    """
    return _beside(folder, lambda path, content: _sealed(path, content, seal))


def plain_beside(folder: Path, seal: AgeSeal) -> list[Fresh]:
    """Write an open file beside each sealed one, as far as the seal opens it.

    Raises:
        StoreError: A file is not what it should be.
        OSError: They could not be written; nothing is left of them.
    """
    return _beside(folder, lambda path, content: _opened(path, content, seal))


def put_all(files: list[Fresh]) -> None:
    """Let each file take its place; the snapshot comes first.

    Raises:
        OSError: Not all of them could.
    """
    for fresh in files:
        put_in_place(fresh.written, fresh.path)


def sweep_all(folder: Path) -> None:
    """Remove all half-written files. The lock is held, and no session lives.

    Raises:
        OSError: It could not be done.
    """
    for place in (folder, *(folder / name for name in _PLACES)):
        for name in names_in(place):
            if name.endswith("tmp") and (place != folder or name.startswith(_OURS)):
                os.unlink(place / name)


def holds_sealed(folder: Path) -> bool:
    """Return whether there are sealed bytes left in any file.

    Raises:
        StoreError: A file is not what it should be.
        OSError: The system does not let us look.
    """
    contents = (read_plain_file(path) or b"" for path in _files(folder))
    return any(MAGIC in content or _BASE64_MAGIC in content for content in contents)


_PLACES = (journal.FOLDER, DRAFTS, backups.FOLDER, DAMAGED)
_OURS = (FILE, "identity.age", "recovery.age", "locking")


def _beside(folder: Path, change: Callable[[Path, bytes], bytes | None]) -> list[Fresh]:
    done: list[Fresh] = []
    try:
        for path in _files(folder):
            changed = change(path, read_plain_file(path) or b"")
            if changed is not None:
                done.append(Fresh(write_beside(path, changed, MARK), path))
    except BaseException:
        for fresh in done:
            with contextlib.suppress(OSError):
                fresh.written.unlink()
        raise
    return done


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file that holds words of the user, the snapshot first."""
    for name in (FILE, OLD_PREVIOUS):
        if os.path.lexists(folder / name):
            yield folder / name
    for name in _PLACES:
        yield from _in(folder / name)


def _in(folder: Path, suffix: str = "") -> Iterator[Path]:
    for name in names_in(folder):
        is_folder = stat.S_ISDIR((folder / name).lstat().st_mode)
        if name.endswith(suffix) and not name.endswith("tmp") and not is_folder:
            yield folder / name


def _sealed(path: Path, content: bytes, seal: Seal) -> bytes | None:
    """Return the sealed bytes of a file, or None when it is sealed."""
    if path.parent.name == journal.FOLDER:
        if _are_sealed(content):
            return None
        found = read_lines(content, PLAIN, path.name)
        if found.damaged or found.torn:
            _keep(path, content, seal)
        return _journal(path.name, content, PLAIN, seal)
    if path.parent.name == DRAFTS:
        if _are_sealed(content):
            return None
        drafts, damaged = read_drafts(content, PLAIN)
        if damaged:
            _keep(path, content, seal)
        return drafts_file(drafts, seal)
    return None if is_sealed(content) else seal.seal(content, _context(path))


def _opened(path: Path, content: bytes, seal: Seal) -> bytes | None:
    """Return the plain bytes of a file, or None when it is plain or cannot be opened."""
    if path.parent.name == journal.FOLDER:
        return _journal(path.name, content, seal, PLAIN) if _are_sealed(content) else None
    if path.parent.name == DRAFTS:
        return drafts_file(read_drafts(content, seal)[0], PLAIN) if _are_sealed(content) else None
    if not is_sealed(content):
        return None
    try:
        return seal.open(content, _context(path))
    except ValueError:
        return None


def _keep(path: Path, content: bytes, seal: Seal) -> None:
    """Set the sealed bytes of a file aside, lines that cannot be read among them."""
    damaged = path.parents[1] / DAMAGED
    damaged.mkdir(mode=0o700, exist_ok=True)
    replace_file(free_name(damaged / path.name), seal.seal(content, "damaged"))


def _context(path: Path) -> str:
    return "damaged" if path.parent.name == DAMAGED else CONTEXT


def _journal(name: str, content: bytes, old: Seal, new: Seal) -> bytes:
    lines = b""
    for body in read_lines(content, old, name).bodies:
        lines += to_line(body, new, name, len(lines))
    return lines


def _are_sealed(content: bytes) -> bool:
    """Return whether all lines of a file are sealed."""
    lines = [line for line in content.split(b"\n") if line]
    return all(line.startswith(_BASE64_MAGIC, _SUM) for line in lines)
