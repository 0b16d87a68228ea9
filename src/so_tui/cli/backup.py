"""The command `backup`: the whole store in one file."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from so_tui.cli.command import ShellCommand
from so_tui.cli.opening import look_at_store
from so_tui.cli.options import NotFound, Options, Refused
from so_tui.cli.output import echo, put_bytes, tell, to_terminal, why
from so_tui.cli.stdin import DASH
from so_tui.content import text
from so_tui.storage.backup.copies import Copy, copy_of, to_bytes
from so_tui.storage.backup.copy_files import is_ours, sweep_unfinished, write_copy
from so_tui.storage.backup.locked_copies import keys_of, wrap
from so_tui.storage.disk.paths import command_for
from so_tui.storage.errors import StoreError

_REASONS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM), "not_allowed"),
    errno.EROFS: "read_only",
}
"""The message for an error of the system, by its number."""
_GONE = (errno.ENOENT, errno.ENOTDIR)


@click.command(cls=ShellCommand, help=text("backup.help"))
@click.argument("file", default="")
@click.option("--force", is_flag=True, help=text("backup.force"))
def backup(options: Options, file: str, *, force: bool) -> int:
    """Copy the whole store to one file. Another session may have the store open.

    Args:
        options: The options.
        file: The file, or a folder for it; '' for the default name here, '-' to print it.
        force: Whether to replace an existing file, if that is such a copy.

    Raises:
        NotFound: The store is empty.
        Refused: The file exists, or with `force` is not a copy; or the copy would be printed to a
            terminal.
        StoreError: It could not be written.
    """
    if file == DASH and to_terminal():
        raise Refused(text("backup.terminal"))
    store = look_at_store(options)
    copy = copy_of(store)
    if copy.empty:
        raise NotFound(text("backup.nothing"))
    keys = keys_of(store.folder)
    if file == DASH:
        put_bytes(wrap(to_bytes(copy, store.seal), keys))
        tell(text("backup.printed", entries=counted(copy)))
        return 0
    with told("backup", Path(file).parent):
        path = _place(file)
        sweep_unfinished(path.parent)
        if force and os.path.lexists(path) and not is_ours(path):
            raise Refused(text("backup.not_ours", file=path))
        try:
            closed = write_copy(copy, path, store.seal, keys=keys, replace=force)
        except FileExistsError:
            raise Refused(text("backup.exists", file=path)) from None
    echo(text("backup.done", file=path, entries=counted(copy)))
    if not closed:
        echo(text("backup.open"))
    echo(text("backup.sealed") if keys else text("backup.plain"))
    echo(text("backup.bring_back", command=command_for(store.folder, "restore", str(path))))
    return 0


def _place(name: str) -> Path:
    """Return the path of the copy."""
    path = Path(name)
    if not name or path.is_dir():
        path /= text("backup.default", day=date.today().isoformat())
    return path


def counted(copy: Copy) -> str:
    """Return how much a copy contains, in words."""
    said = text("backup.entries", count=copy.entries)
    return said + (text("backup.drafts", count=len(copy.drafts)) if copy.drafts else "")


@contextmanager
def told(file: str, folder: Path) -> Iterator[None]:
    """Turn system errors into those with words in `content/words/<file>.toml`."""
    try:
        yield
    except OSError as error:
        gone = file == "backup" and error.errno in _GONE
        reason = "no_place" if gone else _REASONS.get(error.errno or 0, "failed")
        raise StoreError(f"{file}.{reason}", folder=folder, reason=why(error)) from error
