"""Moving lines to another encounter or the diary, and giving them to another speaker. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from so_tui.domain.entity import having
from so_tui.domain.notes import DiaryKind, Note
from so_tui.domain.questions import Asked, answer_to, set_asked
from so_tui.domain.state import AppState, Change, Drop, Put, apply
from so_tui.logic.notes import change_note
from so_tui.logic.speakers import doctor_of


def move(state: AppState, notes: Iterable[Note], visit_id: str, now: datetime) -> list[Change]:
    """Return the changes that move lines to an encounter, or to the diary.

    Each keeps its time and its author. A line that answers a question stays an answer in another
    encounter; in the diary it answers none.
    """
    moved = [
        replace(
            note,
            visit_id=visit_id,
            question_id=note.question_id if visit_id else "",
            diary=DiaryKind.OTHER if visit_id else note.diary,
            about_day=None if visit_id else note.about_day,
        )
        for note in notes
        if note.visit_id != visit_id
    ]
    return _with_answers(state, moved, now)


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
