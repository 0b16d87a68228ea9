"""The actions of the commands. Each returns the exit code of the process."""

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from so_tui.cli.opening import look_at_store, open_quietly, tell_found
from so_tui.cli.options import NotFound, Options, Refused
from so_tui.cli.output import OutputFailed, put, put_bytes, tell
from so_tui.content import text
from so_tui.domain.text import clean_line
from so_tui.terminal.environment import is_plain_terminal

if TYPE_CHECKING:
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


def demo(options: Options) -> int:
    """Show the made-up case: in a temporary store, or in the directory named by `--data-dir`.

    Raises:
        Refused: The directory already has a case.
    """
    if options.data_dir is not None:
        return _demo_in(options.data_dir, options, kept=True)
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="so-tui-demo-") as folder:
        return _demo_in(Path(folder), options, kept=False)


def _demo_in(folder: Path, options: Options, *, kept: bool) -> int:
    from so_tui.demo.case import demo_state
    from so_tui.domain.state import Put, entities

    with open_quietly(options, folder) as store:
        if store.state().cases:
            raise Refused(text("cli.demo.refused", folder=folder))
        store.commit([Put(entity) for entity in entities(demo_state(date.today()))])
        said = text("cli.demo.kept", folder=folder) if kept else text("cli.demo.gone")
        if is_plain_terminal():
            tell_found(store, options, [])
            _print_status(store)
            echo(said)
            return 0
        code, _ = _play(store, options, kept=kept)
    with suppress(OutputFailed):  # the terminal may be gone by now
        echo(said)
    return code


def status(options: Options) -> int:
    """Print the status. Another session may have the store open.

    Raises:
        NotFound: There is no case yet.
    """
    store = look_at_store(options)
    if store.state().case is None:
        raise NotFound(text("cli.status.no_case"))
    _print_status(store)
    return 0


def export(options: Options, layout: str) -> int:
    """Print the whole store. Another session may have the store open.

    Args:
        options: The options.
        layout: 'json', in UTF-8 whatever the locale is.

    Raises:
        NotFound: The store is empty.
    """
    from so_tui.storage.export import export_json, unfinished

    store = look_at_store(options)
    if not store.entities() and not store.drafts.all():
        raise NotFound(text("cli.export.nothing"))
    put_bytes(export_json(store).encode("utf-8"))
    if count := len(unfinished(store)):
        tell(text("cli.export.drafts", count=count))
    return 0


def _plain(options: Options) -> int:
    """Print the status instead of opening the program, and how to open it."""
    store = look_at_store(options)
    if store.state().case is None:
        echo(text("cli.status.no_case"))
    else:
        _print_status(store)
    echo(text("cli.plain_hint"))
    return 0


def _print_status(store: "Store") -> None:
    from so_tui.cli.plain import status_text

    echo(status_text(store.state(), date.today()))


def echo(lines: str) -> None:
    """Print lines.

    Raises:
        OutputFailed: They could not be written.
    """
    put(lines.rstrip("\n"))


def _play_and_tell(
    store: "Store", options: Options, *, mode: str = "home", author: str = ""
) -> int:
    """Run the program; then print in full what its status line had too little room for."""
    found = dict.fromkeys((*store.left_out, *store.notices))
    found.pop(store.standing, None)  # it concerns the window, which is closed
    code, folder = _play(store, options, mode=mode, author=author)
    if folder != store.folder:
        from so_tui.session.session import moved_words

        found[moved_words(folder)] = None
    elif store.refusal is not None:
        found[store.refusal.what] = None
    for notice in found:
        tell(f"so-tui: {notice}")
    return code


def _play(
    store: "Store", options: Options, *, mode: str = "home", author: str = "", kept: bool = True
) -> tuple[int, Path]:
    """Run the full-screen program; Textual is first imported here.

    Returns:
        The exit code, and the final data directory.
    """
    from so_tui.terminal.environment import prepare

    prepare()
    from so_tui.ui.running import run

    return run(
        store, mode=mode, author=author, kept=kept, mouse=not options.no_mouse, theme=options.theme
    )
