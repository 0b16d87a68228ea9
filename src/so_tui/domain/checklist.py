"""Tasks: the items of the checklist."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.entity import CanBePrivate
from so_tui.domain.lead_times import counted_from, lead_day
from so_tui.domain.text import BLANK, Clean

SOON_DAYS = 3
"""Days before its due date from which a task is 'due soon'."""


class Urgency(StrEnum):
    """The urgency of a task; a word, so that it reads without colour."""

    NONE = ""
    DONE = "done"
    LATE = "late"
    TODAY = "due today"
    SOON = "due soon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(CanBePrivate):
    """An item of the checklist.

    Attributes:
        section: Key of a checklist section in `content/`.
        template: Key of the shipped item it was made from, or '' for the user's own.
        owner: Who does it: a name, in the user's words.
        due: A fixed due date; None if there is none or if it depends on a visit.
        due_visit: Id of the visit that `due_days` counts from, or ''.
        due_days: Days from that visit's date; negative is before it.
        note_id: Id of the to-do line it came from, or ''.
        skip: True if the user took it off the list of its visit.
    """

    section: str
    text: Clean
    template: str = ""
    owner: Clean = BLANK
    due: date | None = None
    due_visit: str = ""
    due_days: int = 0
    note: Clean = BLANK
    done_on: date | None = None
    note_id: str = ""
    skip: bool = False
    order: int = 0


def due_date(task: Task, visits: Mapping[str, Encounter]) -> date | None:
    """Return the day the task is due: its own date, or counted from its visit; None for neither.

    What was to be done before a visit that took place has no day any more, unless the user set it.
    """
    visit = visits.get(task.due_visit)
    if visit is None:
        return task.due
    if visit.course is Course.CANCELLED:
        return None
    if visit.took_place and task.template and task.due_days < 0:
        return None
    return (lead_day if task.template else counted_from)(visit, task.due_days)


def urgency(task: Task, visits: Mapping[str, Encounter], today: date) -> Urgency:
    """Return the urgency of a task on `today`."""
    if task.done_on is not None:
        return Urgency.DONE
    due = due_date(task, visits)
    if due is None:
        return Urgency.NONE
    days = (due - today).days
    if days < 0:
        return Urgency.LATE
    if days == 0:
        return Urgency.TODAY
    return Urgency.SOON if days <= SOON_DAYS else Urgency.NONE


def tick(task: Task, today: date) -> Task:
    """Return the task ticked on `today`, or open again if it was ticked."""
    return replace(task, done_on=None if task.done_on else today)
