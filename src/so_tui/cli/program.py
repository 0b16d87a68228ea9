"""Opening the program, or printing the status where there is no terminal for it."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from so_tui.cli.opening import look_at_store, open_quietly, tell_all
from so_tui.cli.options import NotFound, Options
from so_tui.cli.output import echo
from so_tui.content import text
from so_tui.domain.text import clean_line
from so_tui.terminal.environment import is_plain_terminal, prepare

if TYPE_CHECKING:
    from so_tui.domain.state import AppState
    from so_tui.session.wording import Coded
    from so_tui.storage.store import Store


def open_program(options: Options) -> int:
    """Open the program, or print the status if there is no terminal for it."""
    if is_plain_terminal():
        return _plain(options)
    with open_quietly(options) as store:
        return _play_and_tell(store, options)


def visit(options: Options, author: str) -> int:
    """Open the program in live notes.

    Args:
        options: The options.
        author: Who is typing; '' for the last author.

    Raises:
        NotFound: There is no case yet.
    """
    if is_plain_terminal():
        return _plain(options)
    with open_quietly(options) as store:
        if store.state().case is None:
            raise NotFound(text("cli.visit.no_case"))
        return _play_and_tell(store, options, mode="notes", author=clean_line(author))


def _plain(options: Options) -> int:
    """Print the status instead of opening the program, and how to open it."""
    print_status(look_at_store(options).state())
    echo(text("cli.plain_hint"))
    return 0


def print_status(state: "AppState") -> None:
    """Print the status."""
    from so_tui.cli.plain import status_text

    echo(status_text(state, date.today()))


def _play_and_tell(
    store: "Store", options: Options, *, mode: str = "home", author: str = ""
) -> int:
    """Run the program; then print in full what its status line had too little room for."""
    of_window = store.standing  # it concerns the window, which is closed
    found: list[Coded] = [n for n in (*store.left_out, *store.notices) if n != of_window]
    code, folder = play(store, options, mode=mode, author=author)
    if folder != store.folder:
        from so_tui.session.session import moved_to

        found.append(moved_to(folder))
    elif store.refusal is not None:
        found.append(store.refusal)
    tell_all(*found)
    return code


def play(
    store: "Store", options: Options, *, mode: str = "home", author: str = "", kept: bool = True
) -> tuple[int, Path]:
    """Run the full-screen program; Textual is first imported here.

    Returns:
        The exit code, and the final data directory.
    """
    prepare()
    from so_tui.ui.running import run

    return run(
        store, mode=mode, author=author, kept=kept, mouse=not options.no_mouse, theme=options.theme
    )
