"""Changes for typing, settling, editing and deleting note lines. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from so_tui.domain.checklist import Task
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import new_id, next_order
from so_tui.domain.notes import (
    DIARY,
    DiaryKind,
    Note,
    NoteKind,
    newest_of_visit,
    of_visit,
    parse_line,
)
from so_tui.domain.questions import Asked, Question, is_for, set_asked
from so_tui.domain.state import AppState, Change, Drop, Put
from so_tui.domain.text import BLANK, Clean
from so_tui.logic.speakers import Speech, speech

TODO_SECTION = "after"
"""The checklist section for to-do lines."""


def write_lines(
    state: AppState, visit: Encounter, author: Clean, raw: str, now: datetime, question_id: str = ""
) -> list[Change]:
    """Return the changes that save typed or pasted text: one note per line, none for an empty one.

    A name of the case and a colon at a line's start make that person its speaker. A line's time is
    always after that of the line above it, so that the order holds when the clock is set back.
    """
    like = Note(
        case_id=state.case_id,
        visit_id=visit.id,
        at=now,
        author=author,
        text=BLANK,
        question_id=question_id,
    )
    return _written(state, like, raw)


def write_diary(
    state: AppState,
    author: Clean,
    raw: str,
    now: datetime,
    diary: DiaryKind = DiaryKind.OTHER,
    about_day: date | None = None,
) -> list[Change]:
    """Return the changes that save text as lines of the diary, one per line.

    `about_day` is the day they are about, if that is not today.
    """
    like = Note(
        case_id=state.case_id, visit_id=DIARY, at=now, author=author, text=BLANK, diary=diary
    )
    about = None if about_day == now.date() else about_day
    return _written(state, replace(like, about_day=about), raw)


def _written(state: AppState, like: Note, raw: str) -> list[Change]:
    """Return the changes that save each line as a note like this one."""
    changes: list[Change] = []
    above = max((n.at for n in newest_of_visit(state.notes, like.visit_id, 1)[0]), default=None)
    order = next_order(state.tasks.values())
    for line in raw.split("\n"):
        kind, said = spoken(state, line)
        if not said.text:
            continue
        above = like.at if above is None else max(like.at, above + timedelta(microseconds=1))
        note = replace(like, id=new_id(), at=above, text=said.text, kind=kind, said_by=said.said_by)
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
    since: datetime | None,
    now: datetime,
    typed: Sequence[Note] = (),
) -> list[Change]:
    """Return the changes that set a question's state with the visit's doctors that it is for.

    That is each doctor who is known to have said a line of the answer, else the visit's doctor.

    Args:
        since: When the question was brought up: the free lines of this visit from then on become
            its answer. None if nobody brought it up.
        typed: The lines that are saved with this, which are part of the answer.
    """
    theirs = [id_ for id_ in visit.doctor_ids if is_for(question, id_)] or [visit.doctor_id]
    if asked is not Asked.ANSWERED:
        return [Put(set_asked(state.answers, question, id_, asked, now)) for id_ in theirs]
    taken = [
        note
        for note in of_visit(state.notes, visit.id)
        if since is not None and not note.question_id and note.at >= since
    ]
    said_by = dict.fromkeys(note.said_by for note in (*taken, *typed))
    doctor_ids = [id_ for id_ in said_by if id_ in state.doctors] or theirs
    return [
        *(Put(set_asked(state.answers, question, id_, asked, now)) for id_ in doctor_ids),
        *(Put(replace(note, question_id=question.id)) for note in taken),
    ]


def from_here(state: AppState, visit_id: str, typed: Sequence[Note] = ()) -> datetime:
    """Return the `since` of a question that is brought up now, whatever the clock says.

    `typed` are lines that are being saved.
    """
    lines = [*newest_of_visit(state.notes, visit_id, 1)[0], *typed]
    times = [note.at + timedelta(microseconds=1) for note in lines]
    return max(times, default=datetime.min)


def reword(state: AppState, note: Note, raw: str) -> list[Change]:
    """Return the changes that reword a line, its kind and speaker too if it begins with them.

    The line as it was goes to the deleted items, so that it can be read and restored.
    """
    kind, said = spoken(state, raw)
    if not said.text:
        return []
    new = replace(note, kind=kind, text=said.text, said_by=said.said_by or note.said_by)
    return change_note(state, new)


def change_note(state: AppState, note: Note) -> list[Change]:
    """Return the changes that save an edited line, and its task if it is a to-do.

    If its words are others now, the line as it was goes to the deleted items.
    """
    return [*_earlier(state, note), Put(note), *_task_changes(state, note)]


def delete_note(state: AppState, note: Note) -> list[Change]:
    """Return the changes that delete a line, and its task if it is a to-do."""
    return [Drop(note), *(Drop(task) for task in _tasks_of(state, note))]


def _earlier(state: AppState, note: Note) -> list[Change]:
    """Return the changes that leave the words a line had before in the deleted items."""
    old = state.notes.get(note.id)
    if old is None or old.text == note.text:
        return []
    copy = replace(old, id=new_id())
    return [Put(copy), Drop(copy)]


def spoken(state: AppState, raw: str) -> tuple[NoteKind, Speech]:
    """Return the kind, the words and the speaker of a typed line, whichever sign comes first."""
    kind, words = parse_line(raw)
    said = speech(state, words)
    if kind is NoteKind.SAID and said.said_by:
        kind, words = parse_line(said.text)
        said = replace(said, text=words)
    return kind, said


def _tasks_of(state: AppState, note: Note) -> list[Task]:
    return [task for task in state.tasks.values() if task.note_id == note.id]


def _task_changes(state: AppState, note: Note) -> list[Change]:
    tasks = _tasks_of(state, note)
    if note.kind is not NoteKind.TODO:
        return [Drop(task) for task in tasks]
    if tasks:
        old = state.notes.get(note.id, note)  # a task with words of its own keeps them
        return [Put(replace(task, text=note.text)) for task in tasks if task.text == old.text]
    return [Put(_task_of(note, next_order(state.tasks.values())))]


def _task_of(note: Note, order: int) -> Task:
    return Task(
        case_id=note.case_id,
        section=TODO_SECTION,
        text=note.text,
        note_id=note.id,
        order=order,
    )
