"""Where lines belong, and on which day: moving them, and giving them to another speaker. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from so_tui.content import text
from so_tui.domain.dates import short_day
from so_tui.domain.encounters import Encounter, local_start
from so_tui.domain.entity import having
from so_tui.domain.notes import DiaryKind, Note, day_of, of_visit
from so_tui.domain.questions import Asked, answer_to, set_asked
from so_tui.domain.state import AppState, Change, Drop, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic.notes import change_note
from so_tui.logic.speakers import doctor_of


def move(state: AppState, notes: Iterable[Note], visit_id: str, now: datetime) -> list[Change]:
    """Return the changes that move lines to an encounter, or to the diary.

    Each keeps its time, its day and its author. A line that answers a question stays an answer in
    another encounter; in the diary it answers none.
    """
    moved = [
        replace(
            note,
            visit_id=visit_id,
            question_id=note.question_id if visit_id else "",
            diary=DiaryKind.OTHER if visit_id else note.diary,
            about_day=None if note.about_day == note.at.date() else note.about_day,
        )
        for note in notes
        if note.visit_id != visit_id
    ]
    return _with_answers(state, moved, now)


def own_day(state: AppState, note: Note) -> date | None:
    """Return the day a line is about, None if that is the day of its encounter."""
    visit, day = state.visits.get(note.visit_id), day_of(note)
    return day if visit is not None and day not in _days(visit) else None


def in_its_day(state: AppState, note: Note, words: str) -> Clean:
    """Return words of a line, after its day if that is not the one of its encounter."""
    day = own_day(state, note)
    if day is None:
        return Clean(words)
    near = state.visits[note.visit_id].day or day
    return Clean(text("diary.when", day=short_day(day, near), text=words))


def typed_before(state: AppState, visit: Encounter) -> list[Note]:
    """Return the lines of a visit that are about days before it, oldest first.

    Without answers: those belong to what was asked there.
    """
    first = min(_days(visit), default=date.min)
    lines = of_visit(state.notes, visit.id)
    return [note for note in lines if day_of(note) < first and not note.question_id]


def _days(visit: Encounter) -> set[date]:
    """Return the day of an encounter, there and by the user's clock; none if it is not known."""
    start = local_start(visit)
    return {day for day in (visit.day, start.date() if start else None) if day}


def give(state: AppState, notes: Iterable[Note], said_by: str, now: datetime) -> list[Change]:
    """Return the changes that make somebody the speaker of lines; '' for nobody known."""
    given = [replace(note, said_by=said_by) for note in notes if note.said_by != said_by]
    return _with_answers(state, given, now)


def edit(state: AppState, note: Note, now: datetime) -> list[Change]:
    """Return the changes that save an edited line, also where somebody else is its speaker."""
    return [*change_note(state, note), *_answers(state, [note], now)]


def _with_answers(state: AppState, notes: list[Note], now: datetime) -> list[Change]:
    return [*map(Put, notes), *_answers(state, notes, now)]


def _answers(state: AppState, notes: list[Note], now: datetime) -> list[Change]:
    """Return the changes to the questions whose answers go to another doctor with these lines.

    What was answered by one is answered by the other now; by the first one only while there are
    still lines of that one.
    """
    after = apply(state, map(Put, notes))
    changes: dict[str, Change] = {}
    for note in notes:
        old = state.notes.get(note.id)
        question = state.questions.get(old.question_id) if old else None
        if old is None or question is None:
            continue
        before = answer_to(state.answers.values(), question.id, doctor_of(state, old))
        if before is None or before.asked is not Asked.ANSWERED:
            continue
        doctor_id = doctor_of(after, note) if note.question_id else ""
        if doctor_id and doctor_id != before.doctor_id:
            answered = set_asked(state.answers, question, doctor_id, Asked.ANSWERED, now)
            changes[f"{question.id}/{doctor_id}"] = Put(answered)
        lines = having(after.notes, "question_id", question.id)
        if all(doctor_of(after, line) != before.doctor_id for line in lines):
            changes[before.id] = Drop(before)
    return [*changes.values()]
