"""The papers about a case: their kinds, their private lines, and writing them."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.paper_lines import Paper
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line
from so_tui.papers.agenda import make_agenda
from so_tui.papers.comparison import make_comparison, private_points, write_comparison
from so_tui.papers.letter import make_letter, write_letter
from so_tui.papers.listing import write_listing
from so_tui.papers.render import Layout
from so_tui.papers.timeline import entry_key, make_timeline, private_entries


class PaperKind(StrEnum):
    """The papers, in the order they are offered."""

    AGENDA = "agenda"
    LETTER = "letter"
    PHONE = "phone"
    COMPARISON = "comparison"
    TIMELINE = "timeline"


def private_lines(state: AppState, kind: PaperKind) -> list[tuple[str, Clean]]:
    """Return the key and text of each private line, left out unless the user adds it."""
    if kind is PaperKind.COMPARISON:
        return private_points(state)
    if kind is PaperKind.TIMELINE:
        return [
            (entry_key(entry), clean_line(f"{show_day(entry.day)}: {first_line(entry.text, 200)}"))
            for entry in private_entries(state)
        ]
    return []


def write_paper(
    state: AppState,
    kind: PaperKind,
    layout: Layout,
    today: date,
    *,
    author: str = "",
    add: Collection[str] = (),
    large: bool = False,
) -> str | None:
    """Return the content of a paper's file, or None if there is nothing to write.

    Args:
        state: The open case.
        kind: The kind of paper.
        layout: Its layout.
        today: The current day.
        author: Its author; '' for the patient.
        add: Keys of the private lines to include, from `private_lines`.
        large: Large print (18 pt), for HTML.
    """
    if kind is PaperKind.COMPARISON:
        paper = make_comparison(state, today, author, add)
        return None if paper is None else write_comparison(paper, layout, large=large)
    if kind in (PaperKind.LETTER, PaperKind.PHONE):
        letter = make_letter(state, Paper(kind.value), today, author)
        return None if letter is None else write_letter(letter, layout, large=large)
    agenda = kind is PaperKind.AGENDA
    listing = (
        make_agenda(state, today, author) if agenda else make_timeline(state, today, author, add)
    )
    return None if listing is None else write_listing(listing, layout, large=large)


def paper_name(kind: PaperKind) -> str:
    """Return the name of a paper."""
    return text(f"followup.paper.{kind}")
