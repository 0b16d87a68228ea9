"""The command `sheet`: printed to standard output, for a pipe or a file."""

from datetime import date

import click

from so_tui.cli.command import PaperCommand
from so_tui.cli.opening import look_at_store
from so_tui.cli.options import NotFound, Options
from so_tui.cli.output import put_bytes, to_terminal
from so_tui.cli.parameters import LARGE, LAYOUT, user_words
from so_tui.cli.stdin import received_line
from so_tui.content import text
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.state import AppState
from so_tui.domain.text import clean


@click.command(cls=PaperCommand, help=text("sheet.cli.help"), params=[LAYOUT, LARGE])
@click.option(
    "--doctor", metavar="NAME", default="", help=text("sheet.cli.doctor"), type=user_words
)
def sheet(options: Options, layout: str, large: bool, doctor: str) -> int:
    """Print the question sheet for a doctor. Another session may have the store open.

    Args:
        options: The options.
        layout: A value of `papers.render.Layout`, in UTF-8 whatever the locale is.
        large: Large print; for HTML.
        doctor: Part of the doctor's name; '' for the one to see next, '-' for standard input.

    Raises:
        NotFound: There is no case, no doctor, or none of that name.
    """
    from so_tui.papers.render import Layout, write_out
    from so_tui.papers.sheet import make_sheet

    state = look_at_store(options).state()
    if state.case is None:
        raise NotFound(text("sheet.cli.no_case"))
    today = date.today()
    made = make_sheet(state, _doctor(state, received_line(doctor), today), today)
    written = write_out(made, Layout(layout), large=large)
    if to_terminal():  # form feeds are for printers
        written = clean(written)
    put_bytes(written.encode("utf-8"))
    return 0


def _doctor(state: AppState, name: str, today: date) -> Doctor:
    from so_tui.papers.sheet import doctor_to_see

    if not name:
        found = doctor_to_see(state, today)
        if found is None:
            raise NotFound(text("sheet.cli.no_doctor"))
        return found
    for doctor in in_order(state.doctors.values()):
        if name.casefold() in doctor.name.casefold():
            return doctor
    raise NotFound(text("sheet.cli.no_such_doctor", name=name))
