"""The commands `backup` and `restore`: the whole store in one file, and from one file."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from so_tui.cli.group import ShellCommand
from so_tui.cli.opening import look_at_store, place_to_write
from so_tui.cli.options import NotFound, Options, Refused
from so_tui.cli.output import echo, put, put_bytes, tell
from so_tui.cli.prompt import seal_for
from so_tui.cli.stdin import DASH
from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.state import TABLE_OF
from so_tui.storage.backup.copies import Copy, NoCopy, copy_of, from_bytes, is_sealed, to_bytes
from so_tui.storage.backup.copy_files import is_copy, read_file, sweep_unfinished, write_copy
from so_tui.storage.backup.locked_copies import Keys, keys_of, unwrap, wrap
from so_tui.storage.backup.restoring import Occupied, Restored, bring_keys, is_bare
from so_tui.storage.backup.restoring import restore as restore_copy
from so_tui.storage.disk.paths import command_for, locate
from so_tui.storage.errors import StoreError, kind_of, reason_of
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.snapshot.snapshot import CONTEXT


@click.command(cls=ShellCommand, help=text("backup.help"))
@click.argument("file", default="")
@click.option("--force", is_flag=True, help=text("backup.force"))
def backup(options: Options, file: str, *, force: bool) -> int:
    """Copy the whole store to one file. Another session may have the store open.

    Args:
        file: The file, or a folder for it; '' for the default name here, '-' to print it.
        force: Whether to replace an existing file, if that is such a copy.

    Raises:
        NotFound: The store is empty.
        Refused: The file exists, or with `force` is not a copy; or the copy would be printed to a
            terminal.
        StoreError: It could not be written.
    """
    if file == DASH and sys.stdout.isatty():
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
        path = Path(file)
        if not file or path.is_dir():
            path /= text("backup.default", day=date.today().isoformat())
        sweep_unfinished(path.parent)
        if force and os.path.lexists(path) and not is_copy(path):
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
        code = f"{file}.{kind_of(error)}"
        raise StoreError(code, folder=folder, reason=reason_of(error)) from error


@click.command(cls=ShellCommand, help=text("restore.help"))
@click.argument("file")
@click.option("--replace", is_flag=True, help=text("restore.replace"))
def restore(options: Options, file: str, *, replace: bool) -> int:
    """Restore the whole store from a file.

    Args:
        replace: Whether existing notes may be replaced without asking.

    Raises:
        NotFound: There is no such file.
        Refused: There are notes, and nobody allowed replacing them.
        StoreError: The file holds no copy, or it could not be restored.
    """
    path = Path(file)
    copy, keys, seal, own = _read(path, locate(options.data_dir), options.passphrase_fd)
    folder = place_to_write(options)
    with told("restore", folder):
        if own is PLAIN and keys and is_bare(folder):
            bring_keys(folder, keys)
            own = seal
        if own is None:
            own = seal_for(folder, options.passphrase_fd)
        try:
            done = restore_copy(folder, copy, own, datetime.now(), replace=replace)
        except Occupied:
            if not sys.stdin.isatty():
                raise
            put(text("restore.ask", folder=folder, file=path), end="")
            if sys.stdin.readline().strip().lower() != text("restore.yes"):
                raise
            done = restore_copy(folder, copy, own, datetime.now(), replace=True)
    whole = "done_part" if done.unknown else "done"
    echo(text(f"restore.{whole}", file=path, entries=counted(done.copy)))
    if not done.copy.tables.get(TABLE_OF[Case]):
        echo(text("restore.no_case"))
    if done.unknown:
        echo(text("restore.unknown", file=path, amount=len(done.unknown)))
    if done.kept is not None:
        echo(_kept(done, done.kept, folder))
    for aside in done.aside:
        echo(text("restore.aside", file=aside))
    if own is PLAIN and keys:
        echo(text("restore.now_plain"))
    return 0


def _kept(done: Restored, path: Path, folder: Path) -> str:
    """Return what the copy of the previous notes holds, and how to restore it."""
    if not done.readable:
        return text("restore.kept_texts", file=path, count=len(done.before.drafts))
    command = command_for(folder, "restore", str(path), "--replace")
    return text("restore.kept", file=path, entries=counted(done.before), command=command)


def _read(path: Path, folder: Path, descriptor: int | None) -> tuple[Copy, Keys, Seal, Seal | None]:
    """Read a copy file; if it is locked, ask for the passphrase.

    Returns:
        The copy, the key files that came with it, the seal that opened it, and that of the notes
        in the data directory; None if it was not needed yet.

    Raises:
        NotFound: There is no such file.
        StoreError: It holds no copy that can be opened.
    """
    try:
        content, keys = unwrap(read_file(path))
    except FileNotFoundError:
        raise NotFound(text("restore.no_file", file=path)) from None
    except OSError as error:
        raise NoCopy("backup.unreadable", file=path, reason=reason_of(error)) from error
    if not is_sealed(content):
        return from_bytes(content, path, PLAIN), keys, PLAIN, None
    own = seal_for(folder, descriptor)
    seal = own
    if keys and not _opens(own, content):  # a copy from another store
        with TemporaryDirectory(prefix="so-tui-") as place:
            bring_keys(Path(place), keys)
            seal = seal_for(Path(place), descriptor)
    return from_bytes(content, path, seal), keys, seal, own


def _opens(seal: Seal, content: bytes) -> bool:
    try:
        return seal is not PLAIN and bool(seal.open(content, CONTEXT))
    except ValueError:
        return False
