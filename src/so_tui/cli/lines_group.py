"""The commands that add one line to the notes, or list those there are, as click knows them."""

import click

from so_tui.cli.options import everywhere, later, wishes_of
from so_tui.cli.wishes import Request
from so_tui.content import say

JSON = click.option("--json", "as_json", is_flag=True, help=say("cli.lines.json"))
TEXT = click.argument("text", nargs=-1, required=True, metavar="WORDS...")


@click.group(help=say("cli.lines.task.help"))
@everywhere
def task() -> None:
    """Hold the commands about tasks."""


@task.command("add", help=say("cli.lines.task.add"))
@TEXT
@click.option("--due", metavar="WHEN", default="", help=say("cli.lines.task.due"))
@click.option("--owner", metavar="NAME", default="", help=say("cli.lines.task.owner"))
@everywhere
@click.pass_context
def add_task(context: click.Context, text: tuple[str, ...], due: str, owner: str) -> Request:
    """Write a task on the checklist."""
    action = later("lines", "add_task", text=" ".join(text), due=due, owner=owner)
    return Request(wishes_of(context), action)


@task.command("done", help=say("cli.lines.task.done"))
@TEXT
@everywhere
@click.pass_context
def finish_task(context: click.Context, text: tuple[str, ...]) -> Request:
    """Tick a task."""
    return Request(wishes_of(context), later("lines", "finish_task", words=" ".join(text)))


@task.command("list", help=say("cli.lines.task.list"))
@JSON
@everywhere
@click.pass_context
def list_tasks(context: click.Context, as_json: bool) -> Request:
    """Print the open tasks."""
    return Request(wishes_of(context), later("lines", "list_tasks", as_json=as_json))


@click.group(help=say("cli.lines.question.help"))
@everywhere
def question() -> None:
    """Hold the commands about questions."""


@question.command("add", help=say("cli.lines.question.add"))
@TEXT
@everywhere
@click.pass_context
def add_question(context: click.Context, text: tuple[str, ...]) -> Request:
    """Write a question on the list."""
    return Request(wishes_of(context), later("lines", "add_question", text=" ".join(text)))


@question.command("list", help=say("cli.lines.question.list"))
@JSON
@everywhere
@click.pass_context
def list_questions(context: click.Context, as_json: bool) -> Request:
    """Print the questions in their order."""
    return Request(wishes_of(context), later("lines", "list_questions", as_json=as_json))
