"""The commands `sheet`, `packing` and `paper`, which print papers for a pipe or a file.

Each takes a `layout` and whether it is `large`, as `papers.render` does. Another session may have
the store open.
"""

from datetime import date
from typing import TYPE_CHECKING

import click

from so_tui.cli.command import PaperCommand, user_words
from so_tui.cli.opening import look_at_case
from so_tui.cli.options import NotFound, Options
from so_tui.cli.output import put_bytes, to_terminal
from so_tui.cli.stdin import received_line
from so_tui.content import text, words
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.state import AppState
from so_tui.domain.text import clean

if TYPE_CHECKING:
    from so_tui.papers.render import Layout


@click.command(cls=PaperCommand, help=text("sheet.cli.help"))
@click.option(
    "--doctor", metavar="NAME", default="", help=text("sheet.cli.doctor"), type=user_words
)
def sheet(options: Options, layout: "Layout", large: bool, doctor: str) -> int:
    """Print the question sheet for a doctor.

    Args:
        options: The options.
        layout: Its layout.
        large: Large print.
        doctor: Part of the doctor's name; '' for the one to see next, '-' for standard input.

    Raises:
        NotFound: There is no case, no doctor, or none of that name.
    """
    from so_tui.papers.render import write_sheet
    from so_tui.papers.sheet import make_sheet

    state, today = look_at_case(options), date.today()
    made = make_sheet(state, _doctor(state, received_line(doctor), today), today)
    return _put(write_sheet(made, layout, large=large))


@click.command(cls=PaperCommand, help=text("packing.cli.help"))
def packing(options: Options, layout: "Layout", large: bool) -> int:
    """Print what to take to the next visit.

    Raises:
        NotFound: There is no case, or no coming visit.
    """
    from so_tui.logic.packing import visit_to_pack
    from so_tui.papers.listing import write_listing
    from so_tui.papers.packing import make_packing

    state, today = look_at_case(options), date.today()
    visit = visit_to_pack(state, today)
    if visit is None:
        raise NotFound(text("packing.no_visit"))
    return _put(write_listing(make_packing(state, visit, today), layout, large=large))


@click.command(cls=PaperCommand, help=text("followup.cli.help"))
@click.argument("kind", type=click.Choice(list(words("followup.paper"))))
def paper(options: Options, layout: "Layout", large: bool, kind: str) -> int:
    """Print a paper, a value of `papers.writing.PaperKind`, without its private lines.

    Raises:
        NotFound: There is no case, or nothing to print.
    """
    from so_tui.papers.writing import PaperKind, write_paper

    written = write_paper(look_at_case(options), PaperKind(kind), layout, date.today(), large=large)
    if written is None:
        raise NotFound(text("followup.nothing_to_print"))
    return _put(written)


def _put(written: str) -> int:
    """Print a paper in UTF-8 whatever the locale is; form feeds are for printers."""
    put_bytes((clean(written) if to_terminal() else written).encode("utf-8"))
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
