"""The papers about a case: their kinds, the timeline, private lines, and writing."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from enum import StrEnum

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import show_day
from so_tui.domain.edited_lines import Paper
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean, clean_line, first_line
from so_tui.logic.archive import days, timeline
from so_tui.logic.private import called, for_others, private_things
from so_tui.logic.search_entries import Entry
from so_tui.papers.about import make_about
from so_tui.papers.brief import make_brief
from so_tui.papers.comparison import make_comparison, private_points
from so_tui.papers.files import Layout, Printable, signed, write_out
from so_tui.papers.insurance import make_call_log, make_insurer_letter
from so_tui.papers.letter import make_letter
from so_tui.papers.listing import Block, Item, Listing, make_agenda
from so_tui.papers.records import make_record_list, make_requests
from so_tui.papers.visit_notes import is_sensitive, make_visit_notes, sensitive_lines

OWN = frozenset({"outcome", "decided", "diary"})
"""Kinds of entries with the patient's own thoughts and days, left out unless chosen."""
TYPED = frozenset({"note", "answer", "diary"})
"""Kinds of entries of which it is told who typed them."""


def private_entries(state: AppState, today: date) -> list[Entry]:
    """Return the private entries, left out unless the user adds them one by one."""
    return [entry for entry in _told(state, today) if _is_private(state, entry)]


def entry_key(entry: Entry) -> str:
    """Return a key for an entry, unique in the case."""
    return f"{entry.kind}/{entry.key}/{entry.moment.isoformat()}"


def make_timeline(state: AppState, today: date, add: Collection[str] = ()) -> Listing | None:
    """Return the paper, oldest day first, or None if there is nothing.

    `add` has the keys of the private entries to include.
    """
    told = [
        entry
        for entry in _told(state, today)
        if not {entry_key(entry), entry.key}.isdisjoint(add) or not _is_private(state, entry)
    ]
    if state.case is None or not told:
        return None
    return Listing(
        title=clean_line(text("followup.title.timeline", title=state.case.name)),
        lead=(),
        blocks=tuple(
            Block(Clean(show_day(day)), tuple(Item(_words(entry)) for entry in entries))
            for day, entries in days(told)
        ),
        footer=signed(state, today),
    )


def _told(state: AppState, today: date) -> list[Entry]:
    return timeline(state, today, said=True)[::-1]


def _words(entry: Entry) -> Clean:
    """Return an entry as a line that names each person once."""
    begins = (f"{entry.doctor}{after}" for after in (": ", ". ") if entry.doctor)
    said = "" if entry.text == entry.doctor else str(entry.text)
    for begin in begins:
        said = said.removeprefix(begin)
    typed = entry.by if entry.kind in TYPED else BLANK
    people = ", ".join(filter(None, (entry.doctor, BLANK if typed else entry.by)))
    what = text(f"kinds.found.{entry.kind}")
    if people and entry.kind != "doctor":
        what = text("followup.entry_of", kind=what, name=people)
    if typed:
        what = text("followup.entry_typed", what=what, name=typed)
    if isinstance(entry.at, datetime):
        what = f"{entry.at:%H:%M} {what}"
    return clean_line(text("followup.entry", what=what, text=said) if said else what)


def _is_private(state: AppState, entry: Entry) -> bool:
    """Return whether an entry is about a sensitive topic, or holds the patient's thoughts."""
    if entry.kind in OWN:
        return True
    note = state.notes.get(entry.key)
    return note is not None and is_sensitive(state, note)


class PaperKind(StrEnum):
    """The papers, in the order they are offered."""

    AGENDA = "agenda"
    LETTER = "letter"
    PHONE = "phone"
    COMPARISON = "comparison"
    TIMELINE = "timeline"
    ABOUT = "about"
    BRIEF = "brief"
    NOTES = "notes"
    RECORDS = "records"
    REQUEST = "request"
    CALLS = "calls"
    INSURER = "insurer"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a maker is told besides the state, which is without what stays private.

    Attributes:
        add: The keys of the private lines to include.
        about: What the paper is about, where there is a choice.
    """

    today: date
    add: Collection[str] = ()
    about: str = ""


MAKERS: Mapping[PaperKind, Callable[[AppState, Wanted], Printable | None]] = {
    PaperKind.AGENDA: lambda state, w: make_agenda(state, w.today),
    PaperKind.LETTER: lambda state, w: make_letter(state, Paper.LETTER, w.today),
    PaperKind.PHONE: lambda state, w: make_letter(state, Paper.PHONE, w.today),
    PaperKind.COMPARISON: lambda state, w: make_comparison(state, w.today, w.add),
    PaperKind.TIMELINE: lambda state, w: make_timeline(state, w.today, w.add),
    PaperKind.ABOUT: lambda state, w: make_about(state, w.today),
    PaperKind.BRIEF: lambda state, w: make_brief(state, w.today),
    PaperKind.NOTES: lambda state, w: make_visit_notes(state, w.today, w.about, w.add),
    PaperKind.RECORDS: lambda state, w: make_record_list(state, w.today),
    PaperKind.REQUEST: lambda state, w: make_requests(state, w.today),
    PaperKind.CALLS: lambda state, w: make_call_log(state, w.today, w.about),
    PaperKind.INSURER: lambda state, w: make_insurer_letter(state, w.today, w.about),
}
"""What makes each paper; None if there is nothing to write."""


def private_lines(
    state: AppState, kind: PaperKind, today: date, about: str = ""
) -> list[tuple[str, Clean]]:
    """Return the key and text of each private line, left out unless the user adds it.

    Of what is marked private, only what would stand on this paper. `about` is what it is about.
    """

    def written(*add: str) -> str | None:
        return write_paper(state, kind, Layout.TEXT, today, add=add, about=about)

    things = private_things(state)
    without = written() if things else None
    marked = [(each.id, called(state, each)) for each in things if written(each.id) != without]
    shown = for_others(state)
    if kind is PaperKind.NOTES:
        return [*marked, *sensitive_lines(shown, about)]
    return [*marked, *_usually_private(shown, kind, today)]


def _usually_private(state: AppState, kind: PaperKind, today: date) -> list[tuple[str, Clean]]:
    """Return the lines that stay out without having been marked: by their topic or their kind."""
    if kind is PaperKind.COMPARISON:
        return private_points(state)
    if kind is PaperKind.TIMELINE:
        return [
            (entry_key(entry), clean_line(f"{show_day(entry.day)}: {first_line(entry.text, 200)}"))
            for entry in private_entries(state, today)
        ]
    return []


def write_paper(
    state: AppState,
    kind: PaperKind,
    layout: Layout,
    today: date,
    *,
    add: Collection[str] = (),
    about: str = "",
    large: bool = False,
) -> str | None:
    """Return the content of a paper's file, or None if there is nothing to write.

    `add` has the keys of the private lines to include, from `private_lines`; `about` is what to
    write about, from `subjects`. Large print is 18 pt, and for HTML only.
    """
    paper = MAKERS[kind](for_others(state, add), Wanted(today, add, about))
    return None if paper is None else write_out(paper, layout, large=large)


def paper_name(kind: PaperKind) -> str:
    """Return the name of a paper."""
    return text(f"followup.paper.{kind}")
