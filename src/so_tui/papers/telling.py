"""What to tell the first doctor, as a paper. Pure."""

from datetime import date

from so_tui.content import text
from so_tui.domain.edited_lines import Listed
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean, clean_line
from so_tui.logic.tick_lists import line_words, lines_of, shipped
from so_tui.papers.listing import Block, Item, Listing
from so_tui.papers.names import my_doctor, signed


def make_telling(state: AppState, today: date, author: str = "") -> Listing | None:
    """Return the paper with the ticked sentences, or None if there are none."""
    told = [t for t in lines_of(state, Listed.TELLING, shipped(Listed.TELLING)) if t.on]
    if not told:
        return None
    items = tuple(Item(line_words(tick)) for tick in told)
    return Listing(
        title=clean_line(text("whether.paper.title", doctor=my_doctor(state))),
        lead=(Clean(text("whether.paper.lead")),),
        blocks=(Block(BLANK, items),),
        footer=signed(state, today, author),
    )
