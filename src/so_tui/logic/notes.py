"""Changes for typing, settling, editing and deleting note lines. Pure."""

from dataclasses import replace
from datetime import datetime, timedelta

from so_tui.domain.checklist import Task
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import next_order
from so_tui.domain.notes import Note, NoteKind, newest_of_visit, of_visit, parse_line
from so_tui.domain.questions import Asked, Question, set_asked
from so_tui.domain.state import AppState, Change, Drop, Put
from so_tui.domain.text import Clean

TODO_SECTION = "after"
"""The checklist section for to-do lines."""


def write_lines(
    state: AppState, visit: Encounter, author: Clean, raw: str, now: datetime, question_id: str = ""
) -> list[Change]:
    """Return the changes that save typed or pasted text: one note per line, none for an empty one.

    A line's time is always after that of the line above it, so that the order holds when the clock
    is set back.
    """
    changes: list[Change] = []
    above = max((note.at for note in newest_of_visit(state.notes, visit.id, 1)[0]), default=None)
    order = next_order(state.tasks.values())
    for line in raw.split("\n"):
        kind, text = parse_line(line)
        if not text:
            continue
        above = now if above is None else max(now, above + timedelta(microseconds=1))
        note = Note(
            case_id=visit.case_id,
            visit_id=visit.id,
            at=above,
            author=author,
            text=text,
            kind=kind,
            question_id=question_id,
        )
        changes.append(Put(note))
        if kind is NoteKind.TODO:
            changes.append(Put(_task_of(note, order)))
            order += 1
    return changes


def settle(
    state: AppState,
    visit: Encounter,
    question: Question,
    asked: Asked,
    since: datetime,
    now: datetime,
) -> list[Change]:
    """Return the changes that set a question's state with the visit's doctor.

    If it is answered, the free lines of this visit from `since` on become its answer.
    """
    changes: list[Change] = [Put(set_asked(state.answers, question, visit.doctor_id, asked, now))]
    if asked is Asked.ANSWERED:
        changes += [
            Put(replace(note, question_id=question.id))
            for note in of_visit(state.notes, visit.id)
            if not note.question_id and note.at >= since
        ]
    return changes


def reword(state: AppState, note: Note, raw: str) -> list[Change]:
    """Return the changes that reword a line, and change its kind if it begins with a sign."""
    kind, text = parse_line(raw)
    if not text:
        return []
    return change_note(state, replace(note, kind=kind, text=text))


def change_note(state: AppState, note: Note) -> list[Change]:
    """Return the changes that save an edited line, and its task if it is a to-do."""
    return [Put(note), *_task_changes(state, note)]


def delete_note(state: AppState, note: Note) -> list[Change]:
    """Return the changes that delete a line, and its task if it is a to-do."""
    return [Drop(note), *(Drop(task) for task in _tasks_of(state, note))]


def _tasks_of(state: AppState, note: Note) -> list[Task]:
    return [task for task in state.tasks.values() if task.note_id == note.id]


def _task_changes(state: AppState, note: Note) -> list[Change]:
    tasks = _tasks_of(state, note)
    if note.kind is not NoteKind.TODO:
        return [Drop(task) for task in tasks]
    if tasks:
        return [Put(replace(task, text=note.text)) for task in tasks]
    return [Put(_task_of(note, next_order(state.tasks.values())))]


def _task_of(note: Note, order: int) -> Task:
    return Task(
        case_id=note.case_id,
        section=TODO_SECTION,
        text=note.text,
        note_id=note.id,
        order=order,
    )
