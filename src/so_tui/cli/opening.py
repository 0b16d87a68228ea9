"""Opening the store for a command, and the program itself, or its status without a terminal.

All raise `StoreError` if the store is another user's, or cannot be opened for what is to be done.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from so_tui.cli.options import NotFound, Options
from so_tui.cli.output import echo, tell
from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.text import Clean, clean_line
from so_tui.terminal.environment import is_plain_terminal, prepare

if TYPE_CHECKING:
    from so_tui.domain.state import AppState
    from so_tui.session.wording import Coded
    from so_tui.storage.errors import Notice
    from so_tui.storage.seals.seal import Seal
    from so_tui.storage.store import Store


def look_at_store(options: Options) -> "Store":
    """Open the store read-only, and print its notices; another session may have it open.

    Files found open to other users are closed to them.

    Raises:
        NotFound: There is no such case as the options name.
        Refused: They name several.
    """
    from so_tui.storage.disk.paths import locate
    from so_tui.storage.store import Store

    folder = locate(options.data_dir)
    _look_whose(folder)
    closed = _closed(folder)
    store = Store.read(folder, _seal(folder, options.passphrase_fd))
    tell_all(*closed, *store.notices, *store.left_out)
    options.left_out = bool(store.left_out)
    if options.case:
        from so_tui.cli.case_meant import case_meant

        store.show(case_meant(store.state(), options.case).id)
    return store


def look_at_case(options: Options, without: str = "sheet.cli.no_case") -> "AppState":
    """Return the state of the open case, or of the one named, for a command that only reads it.

    Raises:
        NotFound: There is no case; the message is the one with the key `without`.
    """
    return shown_case(look_at_store(options), without)


def shown_case(store: "Store", without: str = "sheet.cli.no_case") -> "AppState":
    """Return the state that a store shows, and say so if its case is archived.

    Raises:
        NotFound: There is no case; the message is the one with the key `without`.
    """
    state = need_case(store.state(), without)
    if state.case and state.case.closed:
        day = show_day(state.case.closed)
        tell(f"so-tui: {text('cli.archived', title=clean_line(state.case.name), day=day)}")
    return state


@contextmanager
def open_case(options: Options) -> Iterator["Store"]:
    """Open the store for a command that changes the open case, and print its notices.

    Raises:
        NotFound: There is no case.
    """
    with open_quietly(options) as store:
        if store.standing is not None:
            store.notices.remove(store.standing)  # a window holds changes, a command does not
        tell_all(*store.notices, *store.left_out)
        if store.refusal is not None:
            raise store.refusal
        options.left_out = bool(store.left_out)
        need_case(store.state(), "sheet.cli.no_case")
        yield store


def open_quietly(options: Options, folder: Path | None = None) -> "Store":
    """Open the store for the program itself, which shows the notices."""
    from so_tui.session.wording import sentence_of
    from so_tui.storage.disk.paths import data_dir, locate
    from so_tui.storage.store import Store

    named = folder or options.data_dir
    closed = _closed(locate(named))
    place = data_dir(named)
    seal = _seal(place, options.passphrase_fd, to_write=True)
    store = Store.open(place, seal, sentence_of)
    store.notices[:0] = [notice for notice in closed if notice not in store.notices]
    return store


def author_of(store: "Store") -> Clean:
    """Return the last author, or else the patient."""
    case = store.state().case
    return clean_line(store.settings.get("author", "") or (case.patient if case else ""))


def place_to_write(options: Options) -> Path:
    """Return the data directory, created if missing, for a command that rewrites its files."""
    from so_tui.storage.disk.paths import data_dir, locate

    tell_all(*_closed(locate(options.data_dir)))
    return data_dir(options.data_dir)


def tell_all(*told: "Coded") -> None:
    """Print what the store tells on stderr, each thing once."""
    from so_tui.session.wording import sentences_of

    for sentence in sentences_of(told):
        tell(f"so-tui: {sentence}")


def need_case(state: "AppState", without: str) -> "AppState":
    """Return the state if it has a case.

    Raises:
        NotFound: It has none; the message is the one with the key `without`.
    """
    if state.case is None:
        raise NotFound(text(without))
    return state


def _closed(folder: Path) -> "list[Notice]":
    """Close our files to other users; return the notices about that."""
    from so_tui.storage.disk.paths import close_found_open
    from so_tui.storage.errors import notice

    return [notice("noticed.closed", folder=folder)] if close_found_open(folder) else []


def _seal(folder: Path, passphrase_fd: int | None, *, to_write: bool = False) -> "Seal":
    from so_tui.storage.seals.seal import PLAIN
    from so_tui.storage.seals.vault_keys import is_locked

    if not is_locked(folder):
        return PLAIN
    from so_tui.cli.prompt import seal_for

    return seal_for(folder, passphrase_fd, to_write=to_write)


def _look_whose(folder: Path) -> None:
    """Check the owner of the folder; say so if it is missing, perhaps on an unplugged drive."""
    from so_tui.storage.errors import StoreError

    try:
        owner = folder.stat().st_uid
    except FileNotFoundError:
        tell(f"so-tui: {text('cli.no_folder', folder=folder)}")
    except OSError:  # reported when it is read
        return
    else:
        if owner != os.geteuid():
            raise StoreError("storage.not_yours", folder=folder)


def open_program(options: Options, *, mode: str = "home", author: str = "") -> int:
    """Open the program, or print the status if there is no terminal for it.

    Afterwards print in full what the status line of the program had too little room for.

    Args:
        mode: 'home', or 'notes' for live notes.
        author: Who is typing in this run; '' for who was chosen last.

    Raises:
        NotFound: There is no case yet to take live notes for.
    """
    if is_plain_terminal():
        print_status(look_at_store(options).state())
        echo(text("cli.plain_hint"))
        return 0
    with open_quietly(options) as store:
        if mode == "notes":
            need_case(store.state(), "cli.visit.no_case")
        of_window = store.standing  # it concerns the window, which is closed
        found: list[Coded] = [n for n in (*store.left_out, *store.notices) if n != of_window]
        code, folder = play(store, options, mode=mode, author=clean_line(author))
        if folder != store.folder:
            from so_tui.session.worker import moved_to

            found.append(moved_to(folder))
        elif store.refusal is not None:
            found.append(store.refusal)
        tell_all(*found)
        return code


visit = partial(open_program, mode="notes")


def print_status(state: "AppState") -> None:
    """Print the status."""
    from so_tui.cli.plain import status_text

    echo(status_text(state, date.today()))


def play(
    store: "Store", options: Options, *, mode: str = "home", author: str = "", kept: bool = True
) -> tuple[int, Path]:
    """Run the full-screen program; return the exit code, and the final data directory."""
    prepare()
    from so_tui.ui.running import run  # the first to import Textual

    return run(
        store, mode=mode, author=author, kept=kept, mouse=not options.no_mouse, theme=options.theme
    )
