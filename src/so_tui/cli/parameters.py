"""The options that every command takes, and deferred commands."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from so_tui.cli.options import Options
from so_tui.content import text
from so_tui.terminal.decoding import NotText, decode
from so_tui.ui.themes import THEMES

F = TypeVar("F", bound=Callable[..., Any])

_STRAY = re.compile("[\udc80-\udcff]")
"""Surrogates by which Python represents undecodable bytes of an argument."""


def _remember(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    name = parameter.name or ""
    if context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE:
        setattr(options_of(context), name, value)


def options_of(context: click.Context) -> Options:
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


def everywhere(command: F) -> F:
    """Add the options that may come before or after the name of a command."""
    for option in (
        click.option("--theme", type=click.Choice(THEMES), **_kept("theme")),
        click.option("--no-mouse", is_flag=True, **_kept("no_mouse")),
        click.option("--data-dir", metavar="DIR", type=_directory, **_kept("data_dir")),
        click.option(
            "--passphrase-fd",
            metavar="N",
            type=click.IntRange(min=0),
            **_kept("passphrase_fd", "lock.option"),
        ),
        click.option(
            "--passphrase",
            is_flag=False,
            flag_value="",
            hidden=True,
            expose_value=False,
            is_eager=True,
            callback=_refuse_passphrase,
        ),
    ):
        command = option(command)
    return command


def _kept(name: str, table: str = "cli.option") -> dict[str, Any]:
    return {"expose_value": False, "callback": _remember, "help": text(f"{table}.{name}")}


def later(module: str, name: str, /, **given: Any) -> Callable[[Options], int]:
    """Return a command whose module is imported only when it is carried out."""

    def act(options: Options) -> int:
        from importlib import import_module

        done: int = getattr(import_module(f"so_tui.cli.{module}"), name)(options, **given)
        return done

    return act
