"""The overview on Home and in `so-tui status`: progress, what is due, what is open. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, timedelta

from so_tui.content import core_points, text
from so_tui.domain.case import ARRANGING, Decision, Outcome, Step
from so_tui.domain.checklist import Task, Urgency
from so_tui.domain.comparison import WORST_FIRST, count
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import short_day
from so_tui.domain.encounters import (
    Encounter,
    EncounterStatus,
    by_date,
    next_visit,
    status_of,
    with_doctor,
)
from so_tui.domain.names import name_of
from so_tui.domain.opinions import State
from so_tui.domain.people import Doctor, in_a_room, in_order, took_over
from so_tui.domain.questions import Asked, asked_by_pair, is_for, open_in
from so_tui.domain.state import AppState, Change, Put
from so_tui.logic.comparison import compared_with
from so_tui.logic.plan import due, tasks_of, urgency_of
from so_tui.logic.told import on_record, written


@dataclass(frozen=True, slots=True)
class DueTask:
    """An open task with its due date and urgency."""

    task: Task
    day: date | None
    word: Urgency


def steps(state: AppState, today: date) -> list[Step]:
    """Return the seven steps of the case, each with its progress.

    Only what was marked as having taken place counts. Marks of the comparison count against the
    first doctor, and an opinion that is to come is still to be compared.
    """
    decision = state.decision
    arranging = [t for t in tasks_of(state).values() if t.section in ARRANGING]
    after = [t for t in tasks_of(state).values() if t.section == "after"]
    held = {d for v in state.visits.values() if v.took_place for d in v.doctor_ids}
    others = [
        doctor.id
        for doctor in in_a_room(state.doctors.values())[1:]
        if doctor.id in held or not took_over(doctor, today)
    ]
    states = asked_by_pair(state.answers)
    pairs = [(q.id, d) for q in state.questions.values() for d in others if is_for(q, d)]
    settled = sum(states.get(p, Asked.NOT_ASKED) in (Asked.ANSWERED, Asked.SKIPPED) for p in pairs)
    counts = {doctor.id: counted for doctor, counted in core_counts(state)}
    marked = sum(sum(each.values()) - each[State.BLANK] for each in counts.values())
    to_come = [id_ for id_ in others if id_ not in counts and not _was_cancelled(state, id_)]
    cells = len(core_points()) * (len(counts) + len(to_come))
    decided = decision is not None and bool(decision.decided)
    visit = state.visits.get(decision.follow_up) if decision else None
    went_back = visit is not None and visit.took_place
    chosen = decision is not None and decision.outcome is not Outcome.OPEN
    return [
        Step("decide", "whether", int(chosen), 1),
        Step("arrange", "checklist", sum(t.done_on is not None for t in arranging), len(arranging)),
        Step("questions", "questions", settled, len(pairs)),
        Step("visit", "notes", len(held & set(others)), len(others)),
        Step("after", "checklist", sum(t.done_on is not None for t in after), len(after)),
        Step("compare", "opinions", marked, cells),
        Step("follow_up", "followup", int(decided) + int(went_back), 2),
    ]


def _was_cancelled(state: AppState, doctor_id: str) -> bool:
    """Return whether all that was planned with a doctor was cancelled."""
    theirs = with_doctor(state.visits.values(), doctor_id)
    return bool(theirs) and all(each.cancelled for each in theirs)


def outcome_words(state: AppState, today: date) -> str:
    """Return what was decided about a second opinion and when, '' if nothing was."""
    decision = state.decision
    if decision is None or decision.outcome is Outcome.OPEN:
        return ""
    day = short_day(decision.outcome_on, today)
    return ", ".join(filter(None, (text(f"decision.outcomes.{decision.outcome.name}"), day)))


SURE_AGAIN = 7
"""Days that the question how sure the patient is now can be put off."""


def asks_how_sure(state: AppState, today: date) -> bool:
    """Return whether to ask how sure the patient is now: once both opinions are in.

    An opinion is in when an encounter with that doctor took place, or words of it are written.
    """
    decision = state.decision
    if state.case is None or (decision and decision.sure_after is not None):
        return False
    if decision and decision.ask_sure_from and decision.ask_sure_from > today:
        return False
    held = {d for v in state.visits.values() if v.took_place for d in v.doctor_ids}
    told = held | {cell.doctor_id for cell in written(state)}
    first, *others = [d.id in told for d in in_order(state.doctors.values())] or [False]
    return first and any(others)


def answer_how_sure(state: AppState, sure: int | None, today: date) -> Change:
    """Return the change that keeps how sure the patient is now; None puts the question off."""
    old = state.decision or Decision(case_id=state.case_id)
    new = replace(old, sure_after=sure)
    if sure is None:
        new = replace(old, ask_sure_from=today + timedelta(days=SURE_AGAIN))
    return Put(new, state.decision)


def due_tasks(state: AppState, today: date) -> list[DueTask]:
    """Return the open tasks that have a due date, most urgent first."""
    found = [
        DueTask(task, due(state, task), urgency_of(state, task, today))
        for task in tasks_of(state).values()
        if task.done_on is None
    ]
    return sorted(
        (d for d in found if d.day is not None),
        key=lambda d: (d.day or date.max, d.task.order, d.task.id),
    )


def coming_visit(state: AppState, today: date) -> Encounter | None:
    """Return today's or the next visit, or None."""
    return next_visit(state.visits.values(), today)


def same_day(state: AppState, visit: Encounter, today: date) -> list[Encounter]:
    """Return the other visits that are still to come on the day of a visit, in order."""
    return [
        each
        for each in by_date(state.visits.values())
        if each.is_visit and each.id != visit.id and each.day == visit.day is not None
        if status_of(each, today) is EncounterStatus.COMING
    ]


def open_questions(state: AppState, visit: Encounter) -> int:
    """Return how many questions are still to be asked of the visit's doctors."""
    doctors = filter(None, map(state.doctors.get, visit.doctor_ids))
    ids = [doctor.id for doctor in in_a_room(doctors)]
    return len(open_in(state.questions.values(), state.answers, ids))


def counts_words(state: AppState, against: str = "", only: Collection[str] | None = None) -> str:
    """Return the counts of the core points in words, '' with fewer than two opinions.

    Only counts: no percentage, no verdict, and no sum over doctors. They name whom the others are
    compared with, the first doctor by default, and of several others whose counts they are. `only`
    has the ids of those who are shown beside them.
    """
    comparison = compared_with(state, against)
    first, shown = comparison.reference, [*comparison.others] if only is None else only
    counted = [each for each in core_counts(state, against) if each[0].id in shown]
    parts = [mark_words(counts) for _, counts in counted]
    if len({first, *shown}) > 2:
        named = zip(counted, parts, strict=True)
        parts = [
            text("opinions.counts_of", name=name_of(state, doctor.id), parts=p)
            for (doctor, _), p in named
        ]
    if not parts:
        return ""
    return text("opinions.counts", first=name_of(state, first), parts="; ".join(parts))


def mark_words(counts: Mapping[State, int]) -> str:
    """Return counts of states in words, worst first: '1 differs, 2 adds, 7 same'."""
    return ", ".join(
        text(f"opinions.count.{state.name.lower()}", count=counts[state])
        for state in WORST_FIRST
        if counts.get(state)
    )


def core_counts(state: AppState, against: str = "") -> list[tuple[Doctor, Mapping[State, int]]]:
    """Return the counts of each state over the core points, for each doctor but one.

    That one is whom the others are compared with, the first doctor by default. A doctor whose
    opinion is not held yet is not counted. All counts of marks on screens and papers are these.
    """
    comparison = compared_with(state, against)
    core = [point.key for point in core_points()]
    known = [doctor for doctor in on_record(state) if doctor.id != comparison.reference]
    return [(doctor, count(comparison, doctor.id, core)) for doctor in known]
