"""The agenda for the visit with the first doctor, as a paper. Pure."""

from datetime import date
from itertools import groupby

from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line
from so_tui.logic.followup import agenda, visit_back
from so_tui.papers.listing import Block, Item, Listing
from so_tui.papers.names import my_doctor, signed


def make_agenda(state: AppState, today: date, author: str = "") -> Listing | None:
    """Return the paper with a box to tick for each line on it; None without any."""
    lines = [line for line in agenda(state) if line.kept.on]
    if not lines:
        return None
    name, visit = my_doctor(state), visit_back(state)
    day = show_day(visit.day) if visit else ""
    title = text("followup.title.agenda_day", doctor=name, day=day)
    blocks = tuple(
        Block(
            Clean(text(f"followup.paper_group.{group}")),
            tuple(Item(clean_line(line.words), on=False) for line in found),
        )
        for group, found in groupby(lines, key=lambda line: line.group)
    )
    return Listing(
        title=clean_line(title if day else text("followup.title.agenda", doctor=name)),
        lead=(Clean(text("followup.agenda_lead")),),
        blocks=blocks,
        footer=signed(state, today, author),
    )
