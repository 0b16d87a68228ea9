"""The groups of commands that add, list and set one kind of entity, and those beside them."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import click

from so_tui.cli import care, record_calls, record_events
from so_tui.cli.acts import EVERY, add, change, finish_task, list_all
from so_tui.cli.group import AUTHOR, CASE, JSON, WORDS, ShellCommand, ShellGroup, user_words
from so_tui.cli.opening import visit as open_visit
from so_tui.cli.options import Request
from so_tui.content import text, words

FLAGS = {
    "doctor_id": "with",
    "visit_id": "visit",
    "cost_id": "cost",
    "giver": "from",
    "taker": "to",
    "comes": "companion",
    "at": "time",
    "course": "state",
    "about_day": "day",
    "diary": "kind",
}
"""Option names that differ from their field names."""
MANY = ("comes", "doctor", "also")
"""Options that can be given several times."""
KIND = click.Option(
    ["--kind", "noun"], type=click.Choice(["doctor", "companion"]), required=True,
    help=text("cli.lines.person.kind"),
)  # fmt: skip


class _Change(ShellCommand):
    """A command that needs a field to change."""

    def invoke(self, ctx: click.Context) -> Request | None:
        if all(value in (None, (), False) for name, value in ctx.params.items() if name != "words"):
            raise click.UsageError(text("cli.lines.nothing"))
        return super().invoke(ctx)


def _fields(noun: str, *, new: bool) -> Iterator[click.Option]:
    """Yield an option for each field listed for the noun, but not for the one named by `add`."""
    naming = EVERY[noun][0].naming if new else ""
    for name, said in words(f"cli.lines.{noun}.fields").items():
        if name != naming:
            yield click.Option(
                [f"--{FLAGS.get(name, name).replace('_', '-')}", name],
                metavar="WORDS",
                multiple=name in MANY,
                help=said,
                type=user_words,
            )


def setter(noun: str) -> ShellCommand:
    """Return the command `set` of a noun."""
    params = [WORDS, *_fields(noun, new=False), JSON]
    help_, act = text(f"cli.lines.{noun}.set"), partial(change, noun=noun)
    return _Change("set", help=help_, params=params, callback=act)


def _group(noun: str, help: str = "", **more: Any) -> ShellGroup:
    """Return the group with the commands `add`, `list` and `set` for a noun."""

    def made(name: str, act: Any, *parameters: click.Parameter) -> ShellCommand:
        return ShellCommand(
            name,
            help=text(f"cli.lines.{noun}.{name}"),
            params=[*parameters, JSON],
            callback=partial(act, noun=noun),
        )

    commands = [
        made("add", add, WORDS, *_fields(noun, new=True)),
        made("list", list_all, CASE),
        setter(noun),
    ]
    return ShellGroup(noun, commands, help=help or text(f"cli.lines.{noun}.help"), **more)


approval = _group("approval")
bill = _group("bill")
call = _group("call")
contact = _group("contact")
consent = _group("consent")
cost = _group("cost")
person = _group("person")
person.commands["add"].params.append(KIND)
person.add_command(care.takes_over)
portal = _group("portal")
question = _group("question")
record = _group("record")
record.add_command(record_calls.call)
record.add_command(record_events.event)
task = _group("task")
task.command("done", help=text("cli.lines.task.done"), params=[WORDS])(finish_task)
visit = _group(
    "visit",
    text("cli.visit.help"),
    invoke_without_command=True,
    params=[AUTHOR],
    callback=open_visit,
)
