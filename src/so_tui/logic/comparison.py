"""The comparison of the open case: who is compared with whom, and what the notes say. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from so_tui.content import Point, core_points, points, text
from so_tui.domain.comparison import Comparison, Show, compare
from so_tui.domain.comparison import shown_points as shown
from so_tui.domain.notes import Note, of_visit
from so_tui.domain.opinions import SAW, Cell, Mark, Opinion, mark_id, pair_id
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.state import AppState, once_a_state
from so_tui.domain.text import Clean, clean_line
from so_tui.logic.speakers import may_be_from
from so_tui.logic.words import all_words, everybodys


@once_a_state
def comparison_of(state: AppState) -> Comparison:
    """Return the comparison with the first doctor: what all counts, lines and papers tell."""
    return _compare(state, "")


def compared_with(state: AppState, doctor_id: str) -> Comparison:
    """Return the same marks as seen from a doctor; '' is the first one."""
    usual = comparison_of(state)
    if doctor_id in ("", usual.reference):
        return usual
    views = _views(state)
    if doctor_id not in views:
        views[doctor_id] = _compare(state, doctor_id)
    return views[doctor_id]


@once_a_state
def _views(state: AppState) -> dict[str, Comparison]:
    """Return where the comparisons with other doctors are remembered."""
    return {}


def _compare(state: AppState, doctor_id: str) -> Comparison:
    ids = [doctor.id for doctor in in_order(state.doctors.values())]
    opinions = {point.key for point in points() if not point.fact}
    marks = (mark for mark in state.marks.values() if mark.point in opinions)
    cells = {each[0].id: each[0] for each in everybodys(state).values()}
    return compare(ids, doctor_id, cells, marks)


def doctors_of(state: AppState, against: str = "") -> list[Doctor]:
    """Return the doctors in column order: the one compared with, then the others in order."""
    return [state.doctors[doctor_id] for doctor_id in compared_with(state, against).doctor_ids]


def points_shown(state: AppState, show: Show, against: str = "") -> list[str]:
    """Return the points that pass a filter.

    A doctor who has said nothing yet, as before the visit, is ignored by the filters.
    """
    comparison = compared_with(state, against)
    first, *others = comparison.doctor_ids or ("",)
    ids = (first, *(doctor_id for doctor_id in others if comparison.is_heard(doctor_id)))
    core = [point.key for point in core_points()]
    return shown(replace(comparison, doctor_ids=ids), show, [p.key for p in points()], core)


def opinion_of(state: AppState, doctor_id: str) -> Opinion:
    """Return the opinion entity of a doctor, a new one if none is stored."""
    id_ = pair_id("opinion", state.case_id, doctor_id)
    unsaved = Opinion(id=id_, case_id=state.case_id, doctor_id=doctor_id)
    return next((o for o in state.opinions.values() if o.doctor_id == doctor_id), unsaved)


def had_names(state: AppState, ids: Iterable[str]) -> list[Clean]:
    """Return the names of the records that a doctor had, without those deleted since."""
    return [state.records[id_].name for id_ in ids if id_ in state.records]


def fact_words(state: AppState, doctor_id: str, point: Point) -> Clean:
    """Return all that is known of a point for a doctor, with what is stored beside the words."""
    opinion, words = opinion_of(state, doctor_id), all_words(state, doctor_id, point.key)
    known = {
        SAW: ", ".join(had_names(state, opinion.had)),
        "knew_first": text(f"opinions.knew.{opinion.knew_first}") if opinion.knew_first else "",
    }
    return clean_line(". ".join(filter(None, (known.get(point.key, ""), words))))


def notes_of(state: AppState, doctor_id: str, visit_id: str = "") -> list[Note]:
    """Return the note lines of all visits with a doctor, or of one of them, oldest first.

    Where several doctors took part, those that another one is known to have said are left out.
    """
    visits = {v.id for v in state.visits.values() if doctor_id in v.doctor_ids}
    if visit_id:
        found = of_visit(state.notes, visit_id) if visit_id in visits else []
    else:
        found = [n for n in state.notes.values() if n.visit_id in visits]
        found.sort(key=lambda n: (n.at, n.id))
    return [note for note in found if may_be_from(state, note, doctor_id)]


def on_point(state: AppState, notes: Sequence[Note], point: str) -> list[Note]:
    """Return the lines, starting with those that answer a question on this point."""
    asked = {q.id for q in state.questions.values() if q.point == point}
    return sorted(notes, key=lambda note: note.question_id not in asked)


def note_behind(state: AppState, cell: Cell) -> Note | None:
    """Return the first of the doctor's lines that is quoted verbatim in a cell, or None."""
    notes = notes_of(state, cell.doctor_id)
    return next((note for note in notes if note.text and note.text in cell.text), None)


def asking_mark(state: AppState, doctor_id: str, point: str, against: str) -> Mark | None:
    """Return the mark of two doctors on a point if words have changed since, else None.

    `against` is the doctor compared with, '' for the first.
    """
    other = compared_with(state, against).reference
    mark = state.marks.get(mark_id(state.case_id, doctor_id, other, point))
    return mark if mark and mark.asks else None


@once_a_state
def asking_marks(state: AppState) -> list[tuple[Mark, Doctor, Doctor]]:
    """Return the marks that may no longer hold, as words have changed since, point by point.

    With each comes whose mark it is, and whom that doctor is compared with: the earlier of the two.
    """
    doctors = in_order(state.doctors.values())
    found = []
    for point in points():
        for mark in state.marks.values():
            pair = [doctor for doctor in doctors if doctor.id in mark.doctor_ids]
            if mark.asks and mark.point == point.key and len(pair) == 2 and not point.fact:
                found.append((mark, pair[1], pair[0]))
    return found
