"""`so-tui record event`: what happened to a record on its way, one step at a time."""

from dataclasses import replace
from datetime import date
from typing import Any

import click

from so_tui.cli.field_values import choose, fill
from so_tui.cli.group import CASE, JSON, WORDS, ShellCommand, ShellGroup, user_words
from so_tui.cli.opening import author_of, look_at_case, open_case
from so_tui.cli.options import Options
from so_tui.cli.output import echo, print_json, put_utf8
from so_tui.cli.record_commands import RECORD, chosen_destination
from so_tui.cli.stdin import received, received_line
from so_tui.content import text, words
from so_tui.domain.entity import new_id
from so_tui.domain.names import name_of
from so_tui.domain.record_progress import happened, kinds
from so_tui.domain.records import Record
from so_tui.domain.state import AppState
from so_tui.domain.text import clean_line, first_line
from so_tui.forms.records import event_filling
from so_tui.logic.phrases import event_words, kind_words
from so_tui.logic.records import destinations, progress_of, told


def add(options: Options, words: str, as_json: bool, **typed: Any) -> int:
    """Add what happened to the record with this id, or the only one that contains the words.

    Args:
        options: Which store to open, and how.
        words: The id of the record, or words of its name; '-' for standard input.
        as_json: Whether to print the event as JSON.
        **typed: `--to`, and the fields of the event as typed in the form.
    """
    given = {name: received(value) for name, value in typed.items() if value is not None}
    with open_case(options) as store:
        state, today = store.state(), date.today()
        record = record_meant(state, received_line(words))
        progress = progress_of(state, record, chosen_destination(state, given))
        transfer = progress.transfer
        possible = {k.name.lower(): k for k in kinds(record, transfer.doctor_id)}
        choices = [(name, kind_words(record, transfer, k)) for name, k in possible.items()]
        kind = possible[choose(text("records.event.kind"), choices, str(given.pop("kind")))]
        start = replace(happened(progress, kind, today), id=new_id())
        filling = event_filling(record, transfer, start, today, new=True)
        event = fill(filling, given)
        line = clean_line(event_words(record, transfer, event, today))
        said = text("cli.lines.record.event.added", name=first_line(record.name, 60), line=line)
        store.commit(told(state, transfer, event), label=said, author=author_of(store))
        options.saved = True
        if as_json:
            print_json(event)
        else:
            echo(said)
    return 0


def list_all(options: Options, words: str, as_json: bool, **typed: Any) -> int:
    """Print what happened to a record, for each destination or the one of `--to`, oldest first."""
    state, today = look_at_case(options), date.today()
    record = record_meant(state, received_line(words))
    to = typed.get("to")
    keys = [key for key, _ in destinations(state)]
    if to is not None:
        keys = [chosen_destination(state, {"to": received(to)})]
    ways = [progress_of(state, record, key) for key in keys]
    if as_json:
        print_json([event for way in ways for event in way.events])
        return 0
    lines = []
    for way in ways:
        doctor = state.doctors.get(way.transfer.doctor_id)
        name = name_of(state, doctor.id) if doctor else text("records.own_copy")
        lines += [
            f"{name}, {event_words(record, way.transfer, event, today)}" for event in way.events
        ]
    put_utf8("\n".join(map(clean_line, lines)))
    return 0


def record_meant(state: AppState, words: str) -> Record:
    """Return the record with this id, or the only one that contains the words.

    Raises:
        NotFound: There is none.
        Refused: Several are meant; the message lists them.
    """
    from so_tui.cli.acts import meant

    every = [(RECORD, record) for record in RECORD.every(state)]
    found: Record = meant(state, every, words, "cli.lines.any")[1]
    return found


def _option(name: str, told: str) -> click.Option:
    flag = {"who": "with"}.get(name, name)
    needed = name == "kind"
    return click.Option(
        [f"--{flag}", name], metavar="WORDS", help=told, type=user_words, required=needed
    )


_OPTIONS = {
    name: _option(name, told) for name, told in words("cli.lines.record.event.fields").items()
}
event = ShellGroup(
    "event",
    [
        ShellCommand(
            "add",
            help=text("cli.lines.record.event.add"),
            params=[WORDS, *_OPTIONS.values(), JSON],
            callback=add,
        ),
        ShellCommand(
            "list",
            help=text("cli.lines.record.event.list"),
            params=[WORDS, _OPTIONS["to"], JSON, CASE],
            callback=list_all,
        ),
    ],
    help=text("cli.lines.record.event.help"),
)
