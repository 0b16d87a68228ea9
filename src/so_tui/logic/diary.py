"""The diary: dated lines outside encounters, and those since a doctor was seen. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from so_tui.content import text
from so_tui.domain.dates import short_day
from so_tui.domain.encounters import Course, Encounter, opinion_heard, with_doctor
from so_tui.domain.entity import having, next_order
from so_tui.domain.notes import DIARY, Note, day_of, newest_of_visit
from so_tui.domain.people import PATIENT
from so_tui.domain.questions import Question, twin_of
from so_tui.domain.state import AppState, Change, Put
from so_tui.domain.text import BLANK, Clean, clean_line
from so_tui.logic.notes import write_lines

MOST = 50
"""Most lines of the diary that a visit's page shows."""


def by_day(notes: Sequence[Note]) -> list[Note]:
    """Return lines of the diary, those about the newest day first."""
    return sorted(notes, key=lambda note: (day_of(note), note.at, note.id), reverse=True)


def diary(state: AppState) -> list[Note]:
    """Return all lines of the diary, those about the newest day first."""
    return by_day([*having(state.notes, "visit_id", DIARY)])


def new_line(state: AppState, author: Clean, now: datetime) -> Note:
    """Return a line of the diary that is still empty."""
    return Note(case_id=state.case_id, visit_id=DIARY, at=now, author=author, text=BLANK)


def heard_before(state: AppState, visit: Encounter) -> Encounter | None:
    """Return the encounter since which lines are told for a visit, if the doctor had one yet."""
    before = opinion_heard(with_doctor(state.visits.values(), visit.doctor_id))
    return before if before is not None and before.day is not None else None


def since_last(state: AppState, visit: Encounter) -> list[Note]:
    """Return the lines of the diary since that doctor was last seen, oldest first.

    None of them if the visit is not planned any more: it is over, or cancelled.
    """
    if visit.course is not Course.PLANNED:
        return []
    before = heard_before(state, visit)
    newest, _ = newest_of_visit(state.notes, DIARY, MOST)
    lines = by_day(newest)[::-1]
    if before is None or before.day is None:
        return lines
    end = datetime.combine(before.day, before.at or time.min)
    return [note for note in lines if _moment(note) >= end]


def _moment(note: Note) -> datetime:
    """Return the latest time at which what a line is about may have been."""
    if note.about_day is None:
        return note.at
    return datetime.combine(note.about_day, time.max)


def dated(note: Note, today: date) -> Clean:
    """Return the words of a line of the diary after its day."""
    return clean_line(text("diary.when", day=short_day(day_of(note), today), text=note.text))


def pull_in(
    state: AppState, note: Note, visit: Encounter, author: Clean, now: datetime
) -> list[Change]:
    """Return the changes that copy a line of the diary into a visit's notes, with its day."""
    changes = write_lines(state, visit, author, note.text, now)
    lines = [each.entity for each in changes if isinstance(each.entity, Note)]
    said_by, day = note.said_by or PATIENT, day_of(note)
    about = None if day == now.date() else day
    return [
        Put(replace(line, text=note.text, said_by=said_by, private=note.private, about_day=about))
        for line in lines
    ]


def ask_about(state: AppState, note: Note, visit: Encounter) -> list[Change]:
    """Return the changes that make a line of the diary a question for a visit's doctor.

    There are none if there is such a question already.
    """
    order = next_order(state.questions.values())
    question = Question(
        case_id=state.case_id,
        text=note.text,
        doctor_ids=(visit.doctor_id,),
        order=order,
        private=note.private,
    )
    return [] if twin_of(question, state.questions.values()) else [Put(question)]
