"""What each command does. Each returns the exit code of the process."""

import os
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from so_tui.cli.wishes import NotFound, Refused, Wishes
from so_tui.content import say
from so_tui.domain.text import clean, clean_line
from so_tui.runtime.environment import is_plain_terminal

if TYPE_CHECKING:
    from so_tui.storage.seal import Seal
    from so_tui.storage.store import Store


def open_program(wishes: Wishes) -> int:
    """Open the program, or print where things stand when there is no terminal for it."""
    if is_plain_terminal():
        return _plain(wishes)
    with _open_store(wishes.data_dir, wishes.passphrase_fd) as store:
        return _play(store, wishes)


def visit(wishes: Wishes, author: str) -> int:
    """Open the program in live notes.

    Args:
        wishes: The options.
        author: Who types; '' for who typed last.

    Raises:
        NotFound: There is no case yet.
    """
    if is_plain_terminal():
        return _plain(wishes)
    with _open_store(wishes.data_dir, wishes.passphrase_fd) as store:
        if store.state().case is None:
            raise NotFound(say("cli.visit.no_case"))
        return _play(store, wishes, mode="notes", author=clean_line(author))


def demo(wishes: Wishes) -> int:
    """Show the made-up case: in a throw-away store, or in the directory that `--data-dir` names.

    Raises:
        Refused: The directory holds a case already.
    """
    if wishes.data_dir is not None:
        return _demo_in(wishes.data_dir, wishes, kept=True)
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="so-tui-demo-") as folder:
        return _demo_in(Path(folder), wishes, kept=False)


def _demo_in(folder: Path, wishes: Wishes, *, kept: bool) -> int:
    from so_tui.demo import demo_state
    from so_tui.state import Put, entities

    with _open_store(folder, wishes.passphrase_fd) as store:
        if store.state().cases:
            raise Refused(say("cli.demo.refused", folder=folder))
        store.commit([Put(entity) for entity in entities(demo_state(date.today()))])
        said = say("cli.demo.kept", folder=folder) if kept else say("cli.demo.gone")
        if is_plain_terminal():
            _print_status(store)
            _echo(said)
            return 0
        code = _play(store, wishes, kept=kept)
    with suppress(OSError):  # the terminal may be gone by now
        _echo(said)
    return code


def status(wishes: Wishes) -> int:
    """Print where things stand. Another session may have the store open.

    Raises:
        NotFound: There is no case yet.
    """
    store = _look_at_store(wishes.data_dir, wishes.passphrase_fd)
    if store.state().case is None:
        raise NotFound(say("cli.status.no_case"))
    _print_status(store)
    return 0


def export(wishes: Wishes, layout: str) -> int:
    """Print everything that is kept. Another session may have the store open.

    Args:
        wishes: The options.
        layout: 'json', in UTF-8 whatever the locale is.

    Raises:
        NotFound: Nothing is kept.
    """
    from so_tui.storage.export import export_json

    store = _look_at_store(wishes.data_dir, wishes.passphrase_fd)
    if not store.entities() and not store.drafts.all():
        raise NotFound(say("cli.export.nothing"))
    sys.stdout.buffer.write(export_json(store).encode("utf-8"))
    return 0


def _plain(wishes: Wishes) -> int:
    """Print where things stand in place of the program, and what to do to see it."""
    store = _look_at_store(wishes.data_dir, wishes.passphrase_fd)
    if store.state().case is None:
        _echo(say("cli.status.no_case"))
    else:
        _print_status(store)
    _echo(say("cli.plain_hint"))
    return 0


def _print_status(store: "Store") -> None:
    from so_tui.cli.plain import status_text

    _echo(status_text(store.state(), date.today()))


def _echo(text: str) -> None:
    print(clean(text).rstrip("\n"), flush=True)


def _open_store(folder: Path | None, passphrase_fd: int | None = None) -> "Store":
    from so_tui.storage.paths import data_dir
    from so_tui.storage.store import Store

    place = data_dir(folder)
    return Store.open(place, _seal(place, passphrase_fd, to_write=True))


def _look_at_store(folder: Path | None, passphrase_fd: int | None = None) -> "Store":
    from so_tui.storage.paths import locate
    from so_tui.storage.store import Store

    place = locate(folder)
    _look_whose(place)
    store = Store.read(place, _seal(place, passphrase_fd))
    for notice in store.notices:
        print(clean(f"so-tui: {notice}"), file=sys.stderr)
    return store


def _seal(folder: Path, passphrase_fd: int | None, *, to_write: bool = False) -> "Seal":
    from so_tui.storage.lock_traces import is_locked
    from so_tui.storage.seal import PLAIN

    if not is_locked(folder):
        return PLAIN
    from so_tui.cli.locking import seal_for

    return seal_for(folder, passphrase_fd, to_write=to_write)


def _look_whose(folder: Path) -> None:
    """Say so when there is no such folder: it may be on a drive that is not plugged in.

    Raises:
        StoreError: It belongs to another user.
    """
    from so_tui.storage.errors import StoreError

    try:
        owner = folder.stat().st_uid
    except FileNotFoundError:
        print(clean(f"so-tui: {say('cli.no_folder', folder=folder)}"), file=sys.stderr)
    except OSError:  # reading it will say why
        return
    else:
        if owner != os.geteuid():
            raise StoreError.because("not_yours", folder=folder)


def _play(
    store: "Store", wishes: Wishes, *, mode: str = "home", author: str = "", kept: bool = True
) -> int:
    """Run the full-screen program; Textual is first imported here."""
    from so_tui.runtime.environment import prepare

    prepare()
    from so_tui.running import run

    return run(
        store, mode=mode, author=author, kept=kept, mouse=not wishes.no_mouse, theme=wishes.theme
    )
