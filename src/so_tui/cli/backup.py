"""The commands `backup` and `restore`: everything in one file, and back."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from so_tui.cli.commands import _echo, _look_at_store
from so_tui.cli.wishes import NotFound, Refused, Wishes
from so_tui.content import say
from so_tui.domain.text import clean
from so_tui.storage.errors import StoreError

if TYPE_CHECKING:
    from so_tui.storage.copies import Copy

STDOUT = "-"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENOTDIR}


def back_up(wishes: Wishes, name: str, *, force: bool) -> int:
    """Copy everything that is kept to one file. Another session may have the store open.

    Args:
        wishes: The options.
        name: The file, or a folder for it; '' for the usual name here, '-' to print it.
        force: Whether it may take the place of a file that is there.

    Raises:
        NotFound: Nothing is kept.
        Refused: There is such a file, or the copy would be printed to a terminal.
        StoreError: It could not be written.
    """
    from so_tui.storage.copies import copy_of, to_bytes
    from so_tui.storage.copy_files import write_copy

    if name == STDOUT and sys.stdout.isatty():
        raise Refused(say("backup.terminal"))
    store = _look_at_store(wishes.data_dir)
    copy = copy_of(store)
    if copy.empty:
        raise NotFound(say("backup.nothing"))
    if name == STDOUT:
        sys.stdout.buffer.write(to_bytes(copy, store._seal))
        sys.stdout.buffer.flush()
        print(clean(say("backup.printed", entries=_counted(copy))), file=sys.stderr)
        return 0
    path = _place(name)
    with _told("backup", path.parent):
        try:
            closed = write_copy(copy, path, store._seal, replace=force)
        except FileExistsError:
            raise Refused(say("backup.exists", file=path)) from None
    _echo(say("backup.done", file=path, entries=_counted(copy)))
    if not closed:
        _echo(say("backup.open"))
    _echo(say("backup.plain"))
    _echo(say("backup.bring_back", file=path))
    return 0


def restore_from(wishes: Wishes, name: str, *, replace: bool) -> int:
    """Bring everything back from a file.

    Args:
        wishes: The options.
        name: The file.
        replace: Whether notes that are there may be replaced without asking.

    Raises:
        NotFound: There is no such file.
        Refused: There are notes, and nobody said that they may be replaced.
        StoreError: The file holds no copy, or it could not be brought back.
    """
    from so_tui.storage.copies import NoCopy
    from so_tui.storage.copy_files import read_copy
    from so_tui.storage.paths import data_dir
    from so_tui.storage.restoring import Occupied, restore
    from so_tui.storage.seal import PLAIN

    path = Path(name)
    try:
        copy = read_copy(path, PLAIN)
    except FileNotFoundError:
        raise NotFound(say("restore.no_file", file=path)) from None
    except OSError as error:
        raise NoCopy.at(path, "unreadable", reason=_reason(error)) from error
    folder = data_dir(wishes.data_dir)
    with _told("restore", folder):
        try:
            done = restore(folder, copy, PLAIN, datetime.now(), replace=replace)
        except Occupied:
            if not sys.stdin.isatty() or not _agreed(folder, path):
                raise
            done = restore(folder, copy, PLAIN, datetime.now(), replace=True)
    _echo(say("restore.done", file=path, entries=_counted(copy)))
    if done.kept is not None:
        _echo(say("restore.kept", file=done.kept))
    for aside in done.aside:
        _echo(say("restore.aside", file=aside))
    return 0


def _agreed(folder: Path, path: Path) -> bool:
    print(clean(say("restore.ask", folder=folder, file=path)), end="", flush=True)
    return sys.stdin.readline().strip().lower() == say("restore.yes")


def _place(name: str) -> Path:
    """Return where the copy is to lie."""
    path = Path(name)
    if not name or path.is_dir():
        path /= say("backup.default", day=date.today().isoformat())
    return path


def _counted(copy: "Copy") -> str:
    one = copy.entries == 1
    said = say("backup.entries_one") if one else say("backup.entries", count=copy.entries)
    if len(copy.drafts) == 1:
        said += say("backup.drafts_one")
    elif copy.drafts:
        said += say("backup.drafts", count=len(copy.drafts))
    return said


@contextmanager
def _told(file: str, folder: Path) -> Iterator[None]:
    """Turn what the system says into sentences of `content/words/<file>.toml`."""
    try:
        yield
    except OSError as error:
        reason = "failed"
        if error.errno in _FULL:
            reason = "full"
        elif error.errno in _NOT_ALLOWED:
            reason = "not_allowed"
        elif error.errno in _GONE and file == "backup":
            reason = "no_place"
        values = {"folder": clean(str(folder)), "reason": _reason(error)}
        parts = ("what", "safe", "todo")
        raise StoreError(*(say(f"{file}.{reason}.{part}", **values) for part in parts)) from error


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
