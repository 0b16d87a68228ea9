"""The command `restore`: the whole store from one file."""

import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from so_tui.cli.backup import counted, told
from so_tui.cli.command import ShellCommand
from so_tui.cli.locking import seal_for
from so_tui.cli.opening import place_to_write
from so_tui.cli.options import NotFound, Options
from so_tui.cli.output import echo, from_terminal, put, why
from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.dataclass import dataclass
from so_tui.domain.state import TABLE_OF
from so_tui.storage.backup.copies import Copy, NoCopy, from_bytes, is_sealed
from so_tui.storage.backup.copy_files import read_file
from so_tui.storage.backup.locked_copies import Keys, unwrap
from so_tui.storage.backup.restoring import Occupied, Restored, bring_keys, is_bare
from so_tui.storage.backup.restoring import restore as restore_copy
from so_tui.storage.disk.paths import command_for, locate
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.snapshot.snapshot import CONTEXT


@click.command(cls=ShellCommand, help=text("restore.help"))
@click.argument("file")
@click.option("--replace", is_flag=True, help=text("restore.replace"))
def restore(options: Options, file: str, *, replace: bool) -> int:
    """Restore the whole store from a file.

    Args:
        options: The options.
        file: The file.
        replace: Whether existing notes may be replaced without asking.

    Raises:
        NotFound: There is no such file.
        Refused: There are notes, and nobody allowed replacing them.
        StoreError: The file holds no copy, or it could not be restored.
    """
    path = Path(file)
    source = _source(path, locate(options.data_dir), options.passphrase_fd)
    folder = place_to_write(options)
    with told("restore", folder):
        seal = source.own
        if seal is PLAIN and source.keys and is_bare(folder):
            bring_keys(folder, source.keys)
            seal = source.seal
        if seal is None:
            seal = seal_for(folder, options.passphrase_fd)
        try:
            done = restore_copy(folder, source.copy, seal, datetime.now(), replace=replace)
        except Occupied:
            if not from_terminal() or not _agreed(folder, path):
                raise
            done = restore_copy(folder, source.copy, seal, datetime.now(), replace=True)
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
    if seal is PLAIN and source.keys:
        echo(text("restore.now_plain"))
    return 0


def _kept(done: Restored, path: Path, folder: Path) -> str:
    """Return what the copy of the previous notes holds, and how to restore it."""
    if not done.readable:
        return text("restore.kept_texts", file=path, count=len(done.before.drafts))
    command = command_for(folder, "restore", str(path), "--replace")
    return text("restore.kept", file=path, entries=counted(done.before), command=command)


@dataclass(frozen=True, slots=True)
class _Source:
    """What is to be restored.

    Attributes:
        copy: Its content.
        keys: The key files that came with it.
        seal: What opened it.
        own: The seal of the notes in the data directory; None if it was not needed yet.
    """

    copy: Copy
    keys: Keys
    seal: Seal
    own: Seal | None


def _source(path: Path, folder: Path, descriptor: int | None) -> _Source:
    """Read a copy file; if it is locked, ask for the passphrase.

    Raises:
        NotFound: There is no such file.
        StoreError: It holds no copy that can be opened.
    """
    try:
        content, keys = unwrap(read_file(path))
    except FileNotFoundError:
        raise NotFound(text("restore.no_file", file=path)) from None
    except OSError as error:
        raise NoCopy("backup.unreadable", file=path, reason=why(error)) from error
    if not is_sealed(content):
        return _Source(from_bytes(content, path, PLAIN), keys, PLAIN, None)
    own = seal_for(folder, descriptor)
    seal = own if not keys or _opens(own, content) else _seal_of(keys, descriptor)
    return _Source(from_bytes(content, path, seal), keys, seal, own)


def _opens(seal: Seal, content: bytes) -> bool:
    try:
        return seal is not PLAIN and bool(seal.open(content, CONTEXT))
    except ValueError:
        return False


def _seal_of(keys: Keys, descriptor: int | None) -> Seal:
    """Ask for the passphrase of a copy from another store."""
    with TemporaryDirectory(prefix="so-tui-") as folder:
        bring_keys(Path(folder), keys)
        return seal_for(Path(folder), descriptor)


def _agreed(folder: Path, path: Path) -> bool:
    put(text("restore.ask", folder=folder, file=path), end="")
    return sys.stdin.readline().strip().lower() == text("restore.yes")
