"""What to tell the first doctor, as a paper. Pure."""

from datetime import date

from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean, clean_line, first_line
from so_tui.domain.ticks import Listed
from so_tui.logic.tick_lists import line_words, lines_of, shipped
from so_tui.papers.listing import Block, Item, Listing

NAME_WIDTH = 45
"""Most characters of a person's name on paper."""


def make_telling(state: AppState, today: date, author: str = "") -> Listing | None:
    """Return the paper with the ticked sentences, or None if there are none."""
    told = [t for t in lines_of(state, Listed.TELLING, shipped(Listed.TELLING)) if t.on]
    if not told:
        return None
    doctors = in_order(state.doctors.values())
    name = first_line(doctors[0].name, NAME_WIDTH) if doctors else text("whether.my_doctor")
    items = tuple(Item(line_words(tick)) for tick in told)
    return Listing(
        title=clean_line(text("whether.paper.title", doctor=name)),
        lead=(Clean(text("whether.paper.lead")),),
        blocks=(Block(BLANK, items),),
        footer=signed(state, today, author),
    )


def signed(state: AppState, today: date, author: str = "") -> Clean:
    """Return the footer of a paper: its author, the day, and that it is not a medical record."""
    patient = state.case.patient if state.case else ""
    name = first_line(author or patient or text("sheet.paper.me"), NAME_WIDTH)
    return clean_line(text("standing.footer", name=name, date=show_day(today)))
