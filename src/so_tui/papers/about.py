"""The patient's page about themselves as a paper, alone or with the sheet. Pure."""

from collections.abc import Iterator
from datetime import date

from so_tui.content import text
from so_tui.domain.about_me import LISTS
from so_tui.domain.dates import birth_day
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line
from so_tui.logic.about_me import about_of, has_page
from so_tui.papers.files import NAME_WIDTH, signed
from so_tui.papers.listing import Block, Item, Listing


def who_i_am(state: AppState) -> Clean:
    """Return the patient's name, birth date and phone in a line, as far as they were given."""
    about, patient = about_of(state), state.case.patient if state.case else ""
    born = text("about.paper.born", day=birth_day(about.born)) if about.born else ""
    phone = text("about.paper.phone", phone=about.phone) if about.phone else ""
    told = (first_line(each, NAME_WIDTH) for each in (patient, born, phone) if each)
    return clean_line(", ".join(told))


def about_blocks(state: AppState) -> tuple[Block, ...]:
    """Return the lists of the page that have something on them."""
    about = about_of(state)

    def blocks() -> Iterator[Block]:
        for name in LISTS:
            if items := tuple(Item(line) for line in about.lines(name)):
                yield Block(Clean(text(f"about.paper.{name}")), items)

    return tuple(blocks())


def make_about(state: AppState, today: date) -> Listing | None:
    """Return the paper, or None while nothing is on the page."""
    if not has_page(state):
        return None
    return Listing(
        title=Clean(text("about.title")),
        lead=tuple(filter(None, (who_i_am(state),))),
        blocks=about_blocks(state),
        footer=signed(state, today),
    )
