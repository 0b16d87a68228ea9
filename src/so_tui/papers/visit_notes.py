"""The notes of a visit as a paper: who said what, and when. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from so_tui.content import has_question, text, topic_of
from so_tui.domain.dates import show_day, show_time
from so_tui.domain.encounters import Encounter, newest_first
from so_tui.domain.names import name_of
from so_tui.domain.notes import Note, NoteKind, of_visit, typed_that_day
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean, clean_line, first_line
from so_tui.logic.note_places import in_its_day
from so_tui.logic.questions import words_of
from so_tui.logic.speakers import speaker_name
from so_tui.papers.files import signed
from so_tui.papers.listing import Block, Item, Listing


def noted(state: AppState) -> list[Encounter]:
    """Return the encounters that have lines, newest first."""
    with_lines = {note.visit_id for note in state.notes.values()}
    return newest_first(v for v in state.visits.values() if v.id in with_lines)


def is_sensitive(state: AppState, note: Note) -> bool:
    """Return whether a line answers a question on a sensitive topic."""
    question = state.questions.get(note.question_id)
    return (
        question is not None
        and has_question(question.template)
        and topic_of(question.template).sensitive
    )


def make_visit_notes(
    state: AppState, today: date, visit_id: str = "", add: Collection[str] = ()
) -> Listing | None:
    """Return the paper, or None if there is no line to print.

    Args:
        state: The case, without what stays private.
        today: The day it is written.
        visit_id: The encounter; '' for the newest with lines.
        add: The ids of the sensitive lines to include.
    """
    visits = [each for each in noted(state) if each.id == visit_id or not visit_id]
    visit = next(iter(visits), None)
    lines = of_visit(state.notes, visit.id) if visit else []
    shown = [line for line in lines if line.id in add or not is_sensitive(state, line)]
    if visit is None or not shown:
        return None
    names = ", ".join(name_of(state, id_) for id_ in visit.doctor_ids if id_ in state.doctors)
    kind = text(f"encounters.paper.{visit.kind.name.lower()}", name=names)
    called = ", ".join(filter(None, (kind, show_day(visit.day))))
    writer = _writer(shown)
    several = any(line.author != writer for line in shown)
    typed = text(f"visit_notes.typed{'_mostly' if several else ''}", name=writer)
    return Listing(
        title=clean_line(text("visit_notes.title", name=called)),
        lead=(clean_line(typed),) if writer else (),
        blocks=(Block(BLANK, tuple(_items(state, shown, writer))),),
        footer=signed(state, today),
    )


def _writer(notes: Iterable[Note]) -> str:
    """Return who typed most of the lines; '' if that is not known of each of them."""
    typed = Counter(note.author for note in notes)
    return "" if "" in typed else typed.most_common(1)[0][0]


def _items(state: AppState, notes: Iterable[Note], writer: str) -> Iterator[Item]:
    """Yield a line for each note; a question stands before the first line that answers it.

    Who typed it is told where that is another person than the writer.
    """
    before = ""
    for note in notes:
        question, name = state.questions.get(note.question_id), speaker_name(state, note.said_by)
        asked = words_of(state, question) if question and question.id != before else ""
        who = name or (text("visit_notes.answer") if asked else "")
        said = text("visit_notes.said", name=who, text=note.text) if who else note.text
        kind = "" if note.kind is NoteKind.SAID else str(note.kind)
        other = note.author if note.author != writer else ""
        typed = text("visit_notes.typed_by", name=other) if other else ""
        more = ", ".join(filter(None, (kind, typed)))
        said = in_its_day(state, note, said)
        time = show_time(note.at.time()) if typed_that_day(note) else ""
        parts = (time, asked, said, f"({more})" if more else "")
        yield Item(clean_line(" ".join(filter(None, parts))))
        before = note.question_id


def sensitive_lines(state: AppState, visit_id: str = "") -> list[tuple[str, Clean]]:
    """Return the id and text of each sensitive line of an encounter; '' for the newest."""
    visits = [each for each in noted(state) if each.id == visit_id or not visit_id]
    lines = of_visit(state.notes, visits[0].id) if visits else []
    return [(n.id, clean_line(first_line(n.text, 200))) for n in lines if is_sensitive(state, n)]
