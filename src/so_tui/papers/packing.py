"""The packing list as a paper. Pure."""

from datetime import date

from so_tui.content import text
from so_tui.domain.people import Visit
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line
from so_tui.logic.schedule import doctor_name
from so_tui.logic.tick_lists import facts, packing_lines
from so_tui.papers.listing import Block, Item, Listing
from so_tui.papers.names import NAME_WIDTH, signed


def make_packing(state: AppState, visit: Visit, today: date, author: str = "") -> Listing:
    """Return the list as a paper, with a box to tick for each line."""
    lines = packing_lines(state, visit)

    def block(title: str, *, of_case: bool) -> Block:
        items = (Item(line.words, line.tick.on) for line in lines if line.of_case is of_case)
        return Block(Clean(text(f"packing.{title}")), tuple(items))

    name = first_line(doctor_name(state, visit), NAME_WIDTH)
    return Listing(
        title=clean_line(text("packing.title", name=name)),
        lead=tuple(facts(state, visit)),
        blocks=(block("records", of_case=True), block("usual", of_case=False)),
        footer=signed(state, today, author),
    )
