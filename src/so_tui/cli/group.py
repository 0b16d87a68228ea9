"""The command line's words and options, made of the functions that carry them out.

They are only parsed; nothing is done yet.
"""

import os
import re
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from so_tui import __version__
from so_tui.cli.opening import open_program
from so_tui.cli.options import Misunderstood, Options, Request
from so_tui.cli.output import printing
from so_tui.cli.stdin import dashes
from so_tui.content import text
from so_tui.terminal.decoding import NotText, decode
from so_tui.ui.themes import THEMES

_STRAY = re.compile("[\udc80-\udcff]")
"""Surrogates by which Python represents undecodable bytes of an argument."""


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    name = parameter.name or ""
    if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
        setattr(_options_of(context), name, value)


def _options_of(context: click.Context) -> Options:
    """Return the options so far, of the command and its parent groups."""
    return context.find_root().ensure_object(Options)


def _directory(value: str) -> Path:
    if not value:  # an unset shell variable, not the current directory
        raise click.BadParameter(text("cli.empty_folder"))
    return Path(value)


def _refuse_passphrase(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value is not None:
        raise click.UsageError(text("lock.never"))


def user_words(value: str) -> str:
    """Return the user's words, decoded like keys if the locale cannot decode them."""
    if value.isascii() or not _STRAY.search(value):
        return value
    try:
        return decode(os.fsencode(value))
    except NotText:
        raise click.BadParameter(text("cli.stdin.no_text")) from None


def _shared(flag: str, table: str = "cli.option", **given: Any) -> click.Option:
    told = text(f"{table}.{flag[2:].replace('-', '_')}")
    return click.Option([flag], expose_value=False, callback=_remember, help=told, **given)


EVERYWHERE = (
    click.Option(
        ["--passphrase"],
        is_flag=False,
        flag_value="",
        hidden=True,
        expose_value=False,
        is_eager=True,
        callback=_refuse_passphrase,
    ),
    _shared("--passphrase-fd", "lock.option", metavar="N", type=click.IntRange(min=0)),
    _shared("--data-dir", metavar="DIR", type=_directory),
    _shared("--no-mouse", is_flag=True),
    _shared("--theme", type=click.Choice(THEMES)),
)
"""The options that may come before or after the name of a command."""
WORDS = click.Argument(
    ["words"], nargs=-1, required=True, metavar="WORDS...", type=user_words,
    callback=lambda context, parameter, value: " ".join(value),
)  # fmt: skip
CASE = _shared("--case", metavar="WORDS", type=user_words)
"""For commands that only read a case."""
JSON = click.Option(["--json", "as_json"], is_flag=True, help=text("cli.lines.json"))
AUTHOR = click.Option(
    ["--as", "author"], metavar="NAME", default="", help=text("cli.visit.author"), type=user_words
)
LAYOUT = click.Option(
    ["--format", "layout"],
    type=click.Choice(["text", "md", "html"]),
    help=text("sheet.cli.layout"),
)
LARGE = click.Option(["--large"], is_flag=True, help=text("sheet.cli.large"))


class ShellCommand(click.Command):
    """A command whose callback takes the `Options` first; invoking it only returns a `Request`."""

    def __init__(self, name: str | None, **told: Any) -> None:
        super().__init__(name, **told)
        self.params = [*self.params, *EVERYWHERE]

    def invoke(self, ctx: click.Context) -> Request | None:
        """Return what is to be carried out; None for a group that does nothing by itself."""
        if dashes(ctx.params.values()) > 1:
            raise click.UsageError(text("cli.stdin.one_dash"))
        if self.callback is None:
            return None
        return Request(_options_of(ctx), partial(self.callback, **ctx.params))


class ShellGroup(click.Group, ShellCommand):
    """A group of such commands."""

    command_class = ShellCommand


class PaperCommand(ShellCommand):
    """A command that prints a paper in a layout; large print is for HTML."""

    def __init__(self, name: str | None, **told: Any) -> None:
        super().__init__(name, **told)
        self.params = [LAYOUT, LARGE, *self.params, CASE]

    def invoke(self, ctx: click.Context) -> Request | None:
        """Return what is to be carried out, with a `papers.files.Layout`."""
        from so_tui.papers.files import Layout

        large, layout = ctx.params["large"], ctx.params["layout"]
        if large and layout not in (None, "html"):
            raise click.UsageError(text("sheet.cli.not_large"))
        ctx.params["layout"] = Layout(layout or ("html" if large else "text"))
        return super().invoke(ctx)


MODULES = {
    "about": ("about",),
    "backups": ("backup", "restore"),
    "cases": ("case",),
    "check": ("check", "doctor"),
    "demo": ("demo",),
    "diary": ("diary",),
    "lines": (
        "approval",
        "bill",
        "call",
        "consent",
        "contact",
        "cost",
        "person",
        "portal",
        "question",
        "record",
        "task",
        "visit",
    ),
    "lock": ("lock", "passphrase", "unlock"),
    "notes": ("note",),
    "papers": ("calendar", "packing", "paper", "sheet"),
    "reports": ("dates", "export", "find", "status"),
    "undo": ("undo",),
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
