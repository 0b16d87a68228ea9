"""The patient's page about themselves as a paper, alone or with the sheet. Pure."""

from collections.abc import Iterator
from datetime import date

from so_tui.content import text
from so_tui.domain.about_me import LISTS
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.logic.about_me import about_of, has_page
from so_tui.papers.files import signed, who_i_am
from so_tui.papers.listing import Block, Item, Listing


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
