"""The command `about`: print and fill in the patient's page about themselves."""

from datetime import date
from typing import Any

import click

from so_tui.cli.field_values import fill
from so_tui.cli.group import CASE, JSON, ShellCommand, ShellGroup, user_words
from so_tui.cli.opening import author_of, look_at_case, open_case
from so_tui.cli.options import NotFound, Options
from so_tui.cli.output import echo, print_json, put_utf8
from so_tui.cli.stdin import received
from so_tui.content import text, words
from so_tui.domain.about_me import AboutMe
from so_tui.domain.state import Put
from so_tui.forms.about import FIELDS, about_filling
from so_tui.logic.about_me import about_of, shown


def list_page(options: Options, *, as_json: bool) -> int:
    """Print the fields that are filled in, a line for each thing; or the page as JSON.

    Raises:
        NotFound: There is no case, or nothing is filled in.
    """
    about = about_of(look_at_case(options))
    if as_json:
        _print(about)
        return 0
    told = [(text(f"about.{name}"), shown(about, name)) for name in FIELDS]
    lines = [f"{label}: {line}" for label, value in told for line in value.split("\n") if line]
    if not lines:
        raise NotFound(text("about.cli.nothing"))
    put_utf8("\n".join(lines))
    return 0


def set_page(options: Options, *, as_json: bool, **given: str | None) -> int:
    """Fill in fields of the page.

    Raises:
        NotFound: There is no case.
        Refused: A value is invalid.
    """
    with open_case(options) as store:
        values = {name: received(value) for name, value in given.items() if value is not None}
        state = store.state()
        old = about_of(state)
        made = fill(about_filling(old, date.today()), values)
        said = text("about.cli.saved", name=text("about.title"))
        if made != old:
            change = Put(made, state.about_me.get(old.id))
            store.commit((change,), label=said, author=author_of(store))
        options.saved = True
        if as_json:
            _print(made)
        else:
            echo(said)
    return 0


def _print(about: AboutMe) -> None:
    from so_tui.storage.documents.codec import encode

    print_json(encode(about))


class _Set(ShellCommand):
    """A command that needs a field to change."""

    def invoke(self, ctx: click.Context) -> Any:
        if all(ctx.params.get(name) is None for name in FIELDS):
            raise click.UsageError(text("cli.lines.nothing"))
        return super().invoke(ctx)


_FLAGS = [
    click.Option([f"--{name}"], metavar="WORDS", help=said, type=user_words)
    for name, said in words("about.cli.fields").items()
]
about = ShellGroup(
    "about",
    [
        ShellCommand("list", help=text("about.cli.list"), params=[JSON, CASE], callback=list_page),
        _Set("set", help=text("about.cli.set"), params=[*_FLAGS, JSON], callback=set_page),
    ],
    help=text("about.cli.help"),
)
