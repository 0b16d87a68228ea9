"""The review of a visit: what is still empty afterwards, in order. Pure."""

from datetime import date
from enum import StrEnum

from so_tui.content import core_points
from so_tui.content.seeds import record_from, record_templates
from so_tui.domain.checklist import Task, due_date
from so_tui.domain.dataclass import dataclass
from so_tui.domain.encounters import Course, Encounter, newest_first
from so_tui.domain.entity import next_order, ordered
from so_tui.domain.notes import of_visit
from so_tui.domain.opinions import RECAP, SAW, State
from so_tui.domain.record_progress import settled
from so_tui.domain.records import OWN_COPY, Record, Transfer, in_order
from so_tui.domain.state import AppState
from so_tui.logic import records as tracking
from so_tui.logic.comparison import asking_marks, comparison_of, opinion_of
from so_tui.logic.treating import goes_on
from so_tui.logic.words import said_words, undecided

REPORT = "new_report"
"""The shipped record for the new doctor's written report."""


class ReviewPart(StrEnum):
    """The parts of the review, in order."""

    POINT = "point"
    VERSION = "version"
    DOUBT = "doubt"
    MARK = "mark"
    RECAP = "recap"
    HAND = "hand"
    TASK = "task"
    TRANSFER = "transfer"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing still to be filled in.

    Attributes:
        key: Its subject: a point, or the id of an entity; '' for a part with one line.
    """

    part: ReviewPart
    key: str = ""


def tidied_visit(state: AppState, visit_id: str, today: date) -> Encounter | None:
    """Return the visit to review: the chosen one, else the last one held, else None."""
    return state.visits.get(visit_id) or next(iter(held_visits(state, today)), None)


def held_visits(state: AppState, today: date) -> list[Encounter]:
    """Return the visits that can be reviewed, newest first: also those nobody has marked yet."""
    past = (v for v in state.visits.values() if v.took_place or _may_be_over(v, today))
    return newest_first(past)


def _may_be_over(visit: Encounter, today: date) -> bool:
    return visit.course is Course.PLANNED and visit.day is not None and visit.day <= today


def left_after(state: AppState, visit: Encounter, doctor_id: str = "") -> list[OpenItem]:
    """Return what is still empty after a visit about one of its doctors; '' for the main one."""
    comparison, doctor_id = comparison_of(state), doctor_id or visit.doctor_id
    core = [point.key for point in core_points()]
    empty = [p for p in core if comparison.is_empty(doctor_id, p)]
    unmarked = [
        p
        for p in core
        if comparison.text(doctor_id, p) and comparison.state(doctor_id, p) is State.BLANK
    ]
    if doctor_id == comparison.reference:
        unmarked = []
    opinion = opinion_of(state, doctor_id)
    left = [OpenItem(ReviewPart.POINT, p) for p in empty]
    left += [OpenItem(ReviewPart.VERSION, each[0].point) for each in undecided(state, doctor_id)]
    left += [
        OpenItem(ReviewPart.DOUBT, mark.id)
        for mark, *pair in asking_marks(state)
        if doctor_id in {doctor.id for doctor in pair}
    ]
    left += [OpenItem(ReviewPart.MARK, p) for p in unmarked]
    left += [] if said_words(state, doctor_id, RECAP) else [OpenItem(ReviewPart.RECAP)]
    saw = opinion.had or said_words(state, doctor_id, SAW)
    left += [] if saw else [OpenItem(ReviewPart.HAND)]
    left += [OpenItem(ReviewPart.TASK, task.id) for task in loose_tasks(state, visit)]
    if not any(record.template == REPORT for record in state.records.values()):
        return [*left, OpenItem(ReviewPart.REPORT)]
    back = [f"{record.id}/{transfer.doctor_id}" for record, transfer in transfers_back(state)]
    return [*left, *(OpenItem(ReviewPart.TRANSFER, key) for key in back)]


def loose_tasks(state: AppState, visit: Encounter) -> list[Task]:
    """Return the open to-dos of a visit that have no owner or no date, in order."""
    lines = {note.id for note in of_visit(state.notes, visit.id)}
    found = [
        task
        for task in state.tasks.values()
        if task.note_id in lines
        and task.done_on is None
        and not (task.owner and due_date(task, state.visits))
    ]
    return ordered(found)


def transfers_back(state: AppState) -> list[tuple[Record, Transfer]]:
    """Return the transfers with something outstanding after the visit.

    These are the patient's own copy of what the new doctor writes, and what goes to who goes on
    with the care, which ends only when that doctor's office has confirmed it.
    """
    back = goes_on(state)
    doctor_ids = [OWN_COPY, *([back.id] if back else [])]
    found = (
        (record, tracking.progress_of(state, record, doctor_id))
        for record in in_order(state.records.values())
        for doctor_id in doctor_ids
        if record.back and record.needed
    )
    return [(record, way.transfer) for record, way in found if not settled(record, way)]


def new_report(state: AppState) -> Record:
    """Return a new record for the new doctor's written report."""
    template = next(t for t in record_templates() if t.key == REPORT)
    return record_from(template, state.case_id, next_order(state.records.values()))
