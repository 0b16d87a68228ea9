"""`so-tui person takes-over`: passing the care on to another doctor, from a shell."""

from datetime import date

import click

from so_tui.cli.acts import meant
from so_tui.cli.entity_commands import DOCTOR
from so_tui.cli.field_values import fill
from so_tui.cli.group import JSON, WORDS, ShellCommand, user_words
from so_tui.cli.opening import author_of, open_case
from so_tui.cli.options import Options
from so_tui.cli.output import echo, print_json
from so_tui.cli.stdin import received_line
from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.people import Doctor
from so_tui.forms.cases import care_filling
from so_tui.logic.treating import take_over

DAY = click.Option(
    ["--from", "day"], metavar="WORDS", default="", help=text("cli.lines.person.from"),
    type=user_words,
)  # fmt: skip


@click.command(
    "takes-over", cls=ShellCommand, help=text("cli.lines.person.takes_over"),
    params=[WORDS, DAY, JSON],
)  # fmt: skip
def takes_over(options: Options, words: str, day: str, as_json: bool) -> int:
    """Pass the care on to the doctor with this id, or the only one whose name holds the words."""
    with open_case(options) as store:
        state, today = store.state(), date.today()
        doctors = [(DOCTOR, each) for each in DOCTOR.every(state)]
        doctor: Doctor = meant(state, doctors, received_line(words), "cli.lines.any")[1]
        given = {"day": received_line(day)} if day else {}
        since = fill(care_filling(state, doctor, today), given)
        said = text("people.took_over", name=doctor.name, day=show_day(since))
        store.commit(take_over(state, doctor, since), label=said, author=author_of(store))
        options.saved = True
        if as_json:
            print_json(store.state().doctors[doctor.id])
        else:
            echo(said)
    return 0
