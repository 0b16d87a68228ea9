"""The command `status`."""

import click

from so_tui.cli.command import ShellCommand
from so_tui.cli.opening import look_at_case
from so_tui.cli.options import Options
from so_tui.cli.program import print_status
from so_tui.content import text


@click.command(cls=ShellCommand, help=text("cli.status.help"))
def status(options: Options) -> int:
    """Print the status. Another session may have the store open.

    Raises:
        NotFound: There is no case yet.
    """
    print_status(look_at_case(options, without="cli.status.no_case"))
    return 0
