"""`so-tui record call`: a call about a record on its way, written down as by its form."""

from datetime import date
from typing import Any

import click

from so_tui.cli.entity_commands import RECORD_CALL
from so_tui.cli.field_values import fill
from so_tui.cli.group import JSON, WORDS, ShellCommand, user_words
from so_tui.cli.opening import author_of, open_case
from so_tui.cli.options import Options
from so_tui.cli.output import echo, print_json
from so_tui.cli.record_commands import chosen_destination
from so_tui.cli.record_events import record_meant
from so_tui.cli.stdin import received, received_line
from so_tui.content import text, words
from so_tui.domain.text import first_line
from so_tui.forms.records import chase_filling
from so_tui.logic.call_log import about
from so_tui.logic.records import log_call

SHOWN = 60
"""Most characters of the names of records in an answer."""


def log(options: Options, words: str, as_json: bool, **typed: Any) -> int:
    """Write down a call about the record with this id, or the only one that contains the words.

    Args:
        options: Which store to open, and how.
        words: The id of the record, or words of its name; '-' for standard input.
        as_json: Whether to print the call as JSON.
        **typed: `--to`, and the fields of the call as typed in the form.
    """
    given = {name: received(value) for name, value in typed.items() if value is not None}
    with open_case(options) as store:
        state, today = store.state(), date.today()
        record = record_meant(state, received_line(words))
        filling = chase_filling(state, record, chosen_destination(state, given), today)
        values = {RECORD_CALL.renamed.get(name, name): value for name, value in given.items()}
        logged = fill(filling, {"about": "this", **values})
        changes = log_call(state, logged.chase, logged.kind, logged.promised_by)
        name = first_line(about(state, logged.chase), SHOWN)
        said = text("records.called", name=name)
        store.commit(changes, label=said, author=author_of(store))
        options.saved = True
        if as_json:
            print_json(logged.chase)
        else:
            echo(said)
    return 0


call = ShellCommand(
    "call",
    help=text("cli.lines.record.call.help"),
    params=[
        WORDS,
        *(
            click.Option(
                [f"--{name.replace('_', '-')}", name], metavar="WORDS", help=told, type=user_words
            )
            for name, told in words("cli.lines.record.call.fields").items()
        ),
        JSON,
    ],
    callback=log,
)
