"""The command `demo`."""

from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from so_tui.cli.group import ShellCommand
from so_tui.cli.opening import open_quietly, play, print_status, tell_all
from so_tui.cli.options import Options, Refused
from so_tui.cli.output import OutputFailed, echo
from so_tui.content import text
from so_tui.terminal.environment import is_plain_terminal


@click.command(cls=ShellCommand, help=text("cli.demo.help"))
def demo(options: Options) -> int:
    """Show the made-up case: in a temporary store, or in the directory named by `--data-dir`.

    Raises:
        Refused: The directory already has a case.
    """
    from so_tui.demo.case import demo_state
    from so_tui.domain.state import Put, entities

    kept = options.data_dir
    place: AbstractContextManager[str | Path] = (
        nullcontext(kept) if kept else TemporaryDirectory(prefix="so-tui-demo-")
    )
    with place as folder, open_quietly(options, Path(folder)) as store:
        if store.state().cases:
            raise Refused(text("cli.demo.refused", folder=folder))
        store.commit([Put(entity) for entity in entities(demo_state(date.today()))])
        said = text("cli.demo.kept", folder=folder) if kept else text("cli.demo.gone")
        if is_plain_terminal():
            tell_all(*store.notices, *store.left_out)
            print_status(store.state())
            echo(said)
            return 0
        code, _ = play(store, options, kept=bool(kept))
    with suppress(OutputFailed):  # the terminal may be gone by now
        echo(said)
    return code
