"""The click commands that add, list and set one kind of entity."""

from collections.abc import Callable
from functools import partial
from typing import Any

import click

from so_tui.cli import program
from so_tui.cli.options import Request
from so_tui.cli.parameters import everywhere, later, options_of, user_words
from so_tui.cli.stdin import dashes
from so_tui.content import text, words

FLAGS = {"doctor_id": "with", "comes": "companion", "at": "time", "done": "state"}
"""Option names that differ from their field names."""
NAMING = ("text", "name", "whom", "doctor_id")
"""Fields that the words of `add` go into, so that it has no option for them."""
MANY = ("comes", "doctor")
"""Options that can be given several times."""
TEXT = click.argument("about", nargs=-1, required=True, metavar="WORDS...", type=user_words)
JSON = click.option("--json", "as_json", is_flag=True, help=text("cli.lines.json"))
KIND = click.option(
    "--kind", type=click.Choice(["doctor", "companion"]), required=True,
    help=text("cli.lines.person.kind"),
)  # fmt: skip

Command = Callable[..., Any]


def _fields(noun: str, *, new: bool) -> Callable[[Command], Command]:
    """Add an option for each field listed for the noun in the words file, and `--json`."""

    def add(command: Command) -> Command:
        command = JSON(command)
        for name, said in reversed(words(f"cli.lines.{noun}.fields").items()):
            if not (new and name in NAMING):
                flag = f"--{FLAGS.get(name, name).replace('_', '-')}"
                option = click.option(
                    flag, name, metavar="WORDS", multiple=name in MANY, help=said, type=user_words
                )
                command = option(command)
        return command

    return add


def _request(
    context: click.Context, action: str, noun: str, about: tuple[str, ...], given: dict[str, Any]
) -> Request:
    as_json = given.pop("as_json")
    given = {name: value for name, value in given.items() if value not in (None, ())}
    words = _words(about, *given.values())
    act = later("lines", action, noun=noun, words=words, given=given, as_json=as_json)
    return Request(options_of(context), act)


def _words(about: tuple[str, ...], *others: object) -> str:
    """Return the words of a command; at most one dash may stand for standard input."""
    words = " ".join(about)
    if dashes((words, *others)) > 1:
        raise click.UsageError(text("cli.stdin.one_dash"))
    return words


def _fill(group: click.Group, noun: str) -> click.Group:
    """Add the commands `add`, `list` and `set` to a group."""

    @group.command("add", help=text(f"cli.lines.{noun}.add"))
    @TEXT
    @_fields(noun, new=True)
    @everywhere
    @click.pass_context
    def add(context: click.Context, /, about: tuple[str, ...], **given: Any) -> Request:
        return _request(context, "add", given.pop("kind", noun), about, given)

    @group.command("list", help=text(f"cli.lines.{noun}.list"))
    @JSON
    @everywhere
    @click.pass_context
    def show(context: click.Context, as_json: bool) -> Request:
        return Request(options_of(context), later("lines", "list_all", noun=noun, as_json=as_json))

    @group.command("set", help=text(f"cli.lines.{noun}.set"))
    @TEXT
    @_fields(noun, new=False)
    @everywhere
    @click.pass_context
    def change(context: click.Context, /, about: tuple[str, ...], **given: Any) -> Request:
        if all(value in (None, (), False) for value in given.values()):
            raise click.UsageError(text("cli.lines.nothing"))
        return _request(context, "change", noun, about, given)

    if noun == "person":
        KIND(add)
    return group


def _group(noun: str) -> click.Group:
    @click.group(noun, help=text(f"cli.lines.{noun}.help"))
    @everywhere
    def group() -> None:
        """Group the commands for one kind of entity."""

    return _fill(group, noun)


@click.group(invoke_without_command=True, help=text("cli.visit.help"))
@click.option(
    "--as", "author", metavar="NAME", default="", help=text("cli.visit.author"), type=user_words
)
@everywhere
@click.pass_context
def visit(context: click.Context, author: str) -> Request | None:
    """Open the program in live notes if no command is named."""
    if context.invoked_subcommand is not None:
        return None
    return Request(options_of(context), partial(program.visit, author=author))


task = _group("task")


@task.command("done", help=text("cli.lines.task.done"))
@TEXT
@everywhere
@click.pass_context
def finish_task(context: click.Context, about: tuple[str, ...]) -> Request:
    """Tick a task."""
    return Request(options_of(context), later("lines", "finish_task", words=_words(about)))


@click.group(help=text("cli.lines.note.help"))
@everywhere
def note() -> None:
    """Group the commands for the notes of a visit."""


VISIT = click.option(
    "--visit", metavar="WORDS", default="", help=text("cli.lines.note.visit"), type=user_words
)


@note.command("add", help=text("cli.lines.note.add"))
@TEXT
@VISIT
@click.option(
    "--as", "author", metavar="NAME", default="", help=text("cli.visit.author"), type=user_words
)
@JSON
@everywhere
@click.pass_context
def add_note(context: click.Context, /, about: tuple[str, ...], **given: Any) -> Request:
    """Add a note."""
    words = _words(about, given["visit"], given["author"])
    return Request(options_of(context), later("notes", "add", words=words, **given))


@note.command("list", help=text("cli.lines.note.list"))
@VISIT
@JSON
@everywhere
@click.pass_context
def list_notes(context: click.Context, /, **given: Any) -> Request:
    """Print the notes of a visit."""
    return Request(options_of(context), later("notes", "list_all", **given))


GROUPS = (
    note,
    task,
    _group("question"),
    _group("record"),
    _group("call"),
    _fill(visit, "visit"),
    _group("person"),
)
"""One command group per kind of entity."""
