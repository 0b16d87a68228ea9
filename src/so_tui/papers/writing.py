"""The papers about a case: their kinds, their private lines, and writing them."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.edited_lines import Paper
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line
from so_tui.papers.comparison import make_comparison, private_points
from so_tui.papers.files import Layout, Printable, write_out
from so_tui.papers.letter import make_letter
from so_tui.papers.listing import make_agenda
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
    paper = _make(state, kind, today, author, add)
    return None if paper is None else write_out(paper, layout, large=large)


def _make(
    state: AppState, kind: PaperKind, today: date, author: str, add: Collection[str]
) -> Printable | None:
    match kind:
        case PaperKind.AGENDA:
            return make_agenda(state, today, author)
        case PaperKind.LETTER | PaperKind.PHONE:
            return make_letter(state, Paper(kind.value), today, author)
        case PaperKind.COMPARISON:
            return make_comparison(state, today, author, add)
        case PaperKind.TIMELINE:
            return make_timeline(state, today, author, add)


def paper_name(kind: PaperKind) -> str:
    """Return the name of a paper."""
    return text(f"followup.paper.{kind}")
