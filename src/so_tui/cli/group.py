"""The command line's words and options. They are only parsed; nothing is done yet."""

from collections.abc import Sequence
from importlib import import_module

import click

from so_tui import __version__
from so_tui.cli.command import ShellGroup
from so_tui.cli.opening import open_program
from so_tui.cli.options import Misunderstood, Request
from so_tui.cli.output import printing
from so_tui.content import text

MODULES = {
    "backups": ("backup", "restore"),
    "check": ("check", "doctor"),
    "demo": ("demo",),
    "lines_group": ("call", "person", "question", "record", "task", "visit"),
    "lock": ("lock", "passphrase", "unlock"),
    "notes": ("note",),
    "papers": ("calendar", "packing", "paper", "sheet"),
    "reports": ("dates", "export", "find", "status"),
}
"""The commands in each module, where they have their own names."""
_MODULE_OF = {name: module for module, names in MODULES.items() for name in names}


class _Lazy(ShellGroup):
    """A group that imports a command's module only when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_MODULE_OF)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        # If there is no such command, click looks through all for one of a similar name.
        for name in [cmd_name] if cmd_name in _MODULE_OF else _MODULE_OF:
            self.commands[name] = getattr(import_module(f"so_tui.cli.{_MODULE_OF[name]}"), name)
        return self.commands.get(cmd_name)


group = click.group(
    cls=_Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    help=text("cli.help"),
    epilog=text("cli.epilog"),
)(
    click.version_option(
        __version__, message="so-tui %(version)s", help=text("cli.option.version")
    )(open_program)
)


def parse(words: Sequence[str]) -> Request | int:
    """Return the request, or an exit code if help was printed instead.

    Raises:
        Misunderstood: The words are invalid.
        OutputFailed: Help could not be printed.
    """
    try:
        with printing():  # help and version; nothing is done yet
            found: Request | int = group.main(
                args=list(words), prog_name="so-tui", standalone_mode=False
            )
    except click.ClickException as error:
        raise Misunderstood(f"{error.format_message()}\n{text('cli.see_help')}") from None
    return found
