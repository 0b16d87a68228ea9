"""The papers about a case: their kinds, the timeline, private lines, and writing."""

from collections.abc import Callable, Collection, Mapping, Sequence
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


def private_entries(state: AppState, today: date, *earlier: AppState) -> list[Entry]:
    """Return the private entries, left out unless the user adds them one by one."""
    rounds = (state, *earlier)
    return [entry for entry in _told(today, rounds) if _is_private(rounds, entry)]


def entry_key(entry: Entry) -> str:
    """Return a key for an entry, unique in the case."""
    return f"{entry.kind}/{entry.key}/{entry.moment.isoformat()}"


def make_timeline(
    state: AppState, today: date, add: Collection[str] = (), *earlier: AppState
) -> Listing | None:
    """Return the paper, oldest day first, or None if there is nothing.

    `add` has the keys of the private entries to include; `earlier` are the rounds to take in.
    """
    rounds = (state, *earlier)
    told = [
        entry
        for entry in _told(today, rounds)
        if not {entry_key(entry), entry.key}.isdisjoint(add) or not _is_private(rounds, entry)
    ]
    if state.case is None or not told:
        return None
    names = "; ".join(each.case.name for each in earlier if each.case)
    return Listing(
        title=clean_line(text("followup.title.timeline", title=state.case.name)),
        lead=(clean_line(text("followup.timeline_rounds", names=names)),) if names else (),
        blocks=tuple(
            Block(Clean(show_day(day)), tuple(Item(_words(entry)) for entry in entries))
            for day, entries in days(told)
        ),
        footer=signed(state, today),
    )


def _told(today: date, rounds: Sequence[AppState]) -> list[Entry]:
    return timeline(rounds[0], today, *rounds[1:], said=True)[::-1]


def _words(entry: Entry) -> Clean:
    """Return an entry as a line that names each person once."""
    begins = (f"{entry.doctor}{after}" for after in (": ", ". ") if entry.doctor)
    said = "" if entry.text == entry.doctor else str(entry.text)
    for begin in begins:
        said = said.removeprefix(begin)
    typed = entry.by if entry.kind in TYPED else BLANK
    people = ", ".join(filter(None, (entry.doctor, BLANK if typed else entry.by)))
    is_task = entry.kind == "task"
    what = text("followup.task_done") if is_task else text(f"kinds.found.{entry.kind}")
    if people and entry.kind != "doctor":
        key = "followup.entry_to" if entry.kind == "record" else "followup.entry_of"
        what = text(key, kind=what, name=people)
    if typed:
        what = text("followup.entry_typed", what=what, name=typed)
    if isinstance(entry.at, datetime):
        what = f"{entry.at:%H:%M} {what}"
    return clean_line(text("followup.entry", what=what, text=said) if said else what)


def _is_private(rounds: Sequence[AppState], entry: Entry) -> bool:
    """Return whether an entry is about a sensitive topic, or holds the patient's thoughts."""
    if entry.kind in OWN:
        return True
    found = ((each, each.notes[entry.key]) for each in rounds if entry.key in each.notes)
    return any(is_sensitive(state, note) for state, note in found)


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
        earlier: The earlier rounds that it takes in, also without what stays private.
    """

    today: date
    add: Collection[str] = ()
    about: str = ""
    earlier: Sequence[AppState] = ()


MAKERS: Mapping[PaperKind, Callable[[AppState, Wanted], Printable | None]] = {
    PaperKind.AGENDA: lambda state, w: make_agenda(state, w.today),
    PaperKind.LETTER: lambda state, w: make_letter(state, Paper.LETTER, w.today),
    PaperKind.PHONE: lambda state, w: make_letter(state, Paper.PHONE, w.today),
    PaperKind.COMPARISON: lambda state, w: make_comparison(state, w.today, w.add),
    PaperKind.TIMELINE: lambda state, w: make_timeline(state, w.today, w.add, *w.earlier),
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
    state: AppState,
    kind: PaperKind,
    today: date,
    about: str = "",
    earlier: Sequence[AppState] = (),
) -> list[tuple[str, Clean]]:
    """Return the key and text of each private line, left out unless the user adds it.

    Of what is marked private, only what would stand on this paper. `about` is what it is about,
    `earlier` are the rounds that it takes in.
    """

    def written(*add: str) -> str | None:
        return write_paper(state, kind, Layout.TEXT, today, add=add, about=about, earlier=earlier)

    things = [(each, thing) for each in (state, *earlier) for thing in private_things(each)]
    without = written() if things else None
    marked = [(t.id, called(each, t)) for each, t in things if written(t.id) != without]
    shown = [for_others(each) for each in (state, *earlier)]
    if kind is PaperKind.NOTES:
        return [*marked, *sensitive_lines(shown[0], about)]
    return [*marked, *_usually_private(kind, today, *shown)]


def _usually_private(
    kind: PaperKind, today: date, state: AppState, *earlier: AppState
) -> list[tuple[str, Clean]]:
    """Return the lines that stay out without having been marked: by their topic or their kind."""
    if kind is PaperKind.COMPARISON:
        return private_points(state)
    if kind is PaperKind.TIMELINE:
        return [
            (entry_key(entry), clean_line(f"{show_day(entry.day)}: {first_line(entry.text, 200)}"))
            for entry in private_entries(state, today, *earlier)
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
    earlier: Sequence[AppState] = (),
    large: bool = False,
) -> str | None:
    """Return the content of a paper's file, or None if there is nothing to write.

    `add` has the keys of the private lines to include, from `private_lines`; `about` is what to
    write about, from `subjects`; `earlier` are the rounds that the timeline takes in. Large print
    is 18 pt, and for HTML only.
    """
    rounds = [for_others(each, add) for each in earlier]
    paper = MAKERS[kind](for_others(state, add), Wanted(today, add, about, rounds))
    return None if paper is None else write_out(paper, layout, large=large)


def paper_name(kind: PaperKind) -> str:
    """Return the name of a paper."""
    return text(f"followup.paper.{kind}")
