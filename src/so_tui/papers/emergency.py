"""The emergency card as a paper, for the door or the wallet. Pure."""

from datetime import date

from so_tui.content import text
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line
from so_tui.logic.emergency import fixed_words, numbers
from so_tui.papers.listing import Block, Item, Listing
from so_tui.papers.names import signed


def make_card(state: AppState, today: date, author: str = "") -> Listing:
    """Return the card as a paper."""
    calls = tuple(Item(clean_line(f"{whom}: {number}")) for whom, number in numbers(state))
    notes = tuple(Item(words) for words in fixed_words(state))
    return Listing(
        title=Clean(text("emergency.title")),
        lead=(),
        blocks=(
            Block(Clean(text("emergency.numbers")), calls),
            Block(Clean(text("emergency.fixed")), notes),
        ),
        footer=signed(state, today, author),
    )
