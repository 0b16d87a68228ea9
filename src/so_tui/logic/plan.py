"""The checklist as the facts make it: each later visit has tasks of its own. Pure.

A shipped task with a lead time is worked out from the visits. Stored are the list that the case
began with, which is that of the second-opinion visit, and whatever was ticked or changed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from so_tui.content import sections
from so_tui.content.packs import TaskTemplate
from so_tui.domain.checklist import Task, Urgency, due_date, urgency
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import short_day
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.entity import id_made_of, ordered
from so_tui.domain.lead_times import SHORT_NOTICE, days_of_notice
from so_tui.domain.names import name_of
from so_tui.domain.people import in_order, took_over, treating_doctor
from so_tui.domain.state import AppState, Change, Drop, Put, once_a_state
from so_tui.domain.text import BLANK, Clean, clean_line

BOOK_BACK = "after_book"
"""The task to book a visit with the treating doctor; one visit is enough for all opinions."""


@dataclass(frozen=True, slots=True)
class _Lead:
    """A shipped task with a lead time, and where it stands in the checklist."""

    template: TaskTemplate
    days: int
    section: str
    once: bool
    order: int


@cache
def _leads() -> Mapping[str, _Lead]:
    every = [(section, template) for section in sections() for template in section.tasks]
    return {
        template.key: _Lead(template, template.due_days, section.key, section.once, order)
        for order, (section, template) in enumerate(every)
        if template.due_days is not None
    }


@once_a_state
def known_visits(state: AppState) -> dict[str, Encounter]:
    """Return the visits, each with the day since when its day is known in the case.

    Where that was not stored, it is taken for the day on which the case began; so it is for a visit
    that came along from an earlier round.
    """
    case = state.case
    if case is None:
        return dict(state.visits)
    begins = case.opened if case.follows else date.min

    def known(visit: Encounter) -> Encounter:
        since = max(visit.known_on or case.opened, begins)
        return replace(visit, known_on=since) if visit.day and since != visit.known_on else visit

    return {visit.id: known(visit) for visit in state.visits.values()}


def later_visits(state: AppState) -> list[Encounter]:
    """Return the visits for another opinion, without cancelled ones.

    They are with other doctors than the first, and than one who has taken over the care by then.
    Those of the second doctor come first, since the list that the case began with is theirs.
    """
    doctors = dict(enumerate(in_order(state.doctors.values())))
    found = [
        (min(places), visit.day or date.max, visit.id, visit)
        for visit in known_visits(state).values()
        if visit.is_visit
        and visit.course is not Course.CANCELLED
        and (
            places := [
                at
                for at, doctor in doctors.items()
                if at and doctor.id in visit.doctor_ids
                if not took_over(doctor, visit.day or date.max)
            ]
        )
    ]
    return [visit for *_, visit in sorted(found, key=lambda each: each[:3])]


@once_a_state
def tasks_of(state: AppState) -> dict[str, Task]:
    """Return the tasks of the checklist in order, with what each counts from filled in."""
    return {task.id: task for task in _tasks(state) if not task.skip}


def _tasks(state: AppState) -> Iterator[Task]:
    live = later_visits(state)
    made_for = {made_id(v.id, key): v for v in live for key in _leads()}
    own: list[Task] = []
    spare: dict[str, Task] = {}
    pinned: dict[tuple[str, str], Task] = {}
    for task in ordered(state.tasks.values()):
        visit = made_for.get(task.id) or _visit_of(state, task, live)
        due_visit = visit.id if visit and not task.due else ""
        resolved = replace(task, due_visit=due_visit) if task.due_visit != due_visit else task
        lead = _leads().get(task.template)
        if lead is None or (task.due and task.id not in made_for):
            own.append(resolved)
        elif visit is None:
            spare.setdefault(task.template, replace(resolved, due_days=lead.days))
        else:
            days = task.due_days if task.due_visit or task.due else lead.days
            pinned.setdefault((visit.id, task.template), replace(resolved, due_days=days))
    rest = {template for (_, template), task in pinned.items() if task.id not in made_for}
    begun = {template for _, template in pinned} | {
        task.template for task in (*own, *spare.values())
    }
    found = list(own)
    for at, visit in enumerate(live):
        is_first = all(visit.doctor_id != other.doctor_id for other in live[:at])
        for key in (key for key in _leads() if key in begun):
            lead = _leads()[key]
            task_ = pinned.pop((visit.id, key), None)
            if task_ is None and not at and key in spare:
                task_ = replace(spare.pop(key), due_visit=visit.id)
            if task_ is None and (key in rest if not at else is_first or not lead.once):
                task_ = _made(state, visit, lead)
            booked = bool(at) and key == BOOK_BACK and _goes_back(state, visit)
            if task_ is not None and _is_listed(task_, visit, lead, met=booked):
                found.append(_worded(task_, visit, lead))
    found += [*pinned.values(), *(() if live else spare.values())]
    yield from sorted(found, key=lambda task: (_rank(live, task), task.order, task.id))


def _rank(live: list[Encounter], task: Task) -> int:
    ids = [visit.id for visit in live]
    return ids.index(task.due_visit) if task.due_visit in ids and task.template else 0


def made_id(visit_id: str, template: str) -> str:
    """Return the id of a shipped task for one visit, if it is not of the list that began it."""
    return id_made_of(f"task/{visit_id}/{template}")


def _visit_of(state: AppState, task: Task, live: list[Encounter]) -> Encounter | None:
    """Return the visit that a stored task counts from; for a cancelled one, what replaces it."""
    visit = state.visits.get(task.due_visit)
    if visit is None or visit.course is not Course.CANCELLED:
        return visit
    return next((other for other in live if other.doctor_id == visit.doctor_id), None)


def _made(state: AppState, visit: Encounter, lead: _Lead) -> Task:
    return Task(
        id=made_id(visit.id, lead.template.key),
        case_id=state.case_id,
        section=lead.section,
        template=lead.template.key,
        text=lead.template.text,
        due_visit=visit.id,
        due_days=lead.days,
        order=lead.order,
    )


def _goes_back(state: AppState, visit: Encounter) -> bool:
    """Return whether a visit with the treating doctor is planned for after this one."""
    if visit.day is None:
        return False
    own = treating_doctor(state.doctors.values(), visit.day)
    chosen = state.decision.follow_up if state.decision else ""
    return any(
        each.id == chosen or (own is not None and own.id in each.doctor_ids)
        for each in state.visits.values()
        if each.is_visit and each.course is not Course.CANCELLED and each.id != visit.id
        if each.day is None or each.day >= visit.day
    )


def _is_listed(task: Task, visit: Encounter, lead: _Lead, *, met: bool) -> bool:
    """Return whether there was time for a task before its visit, or it was done or changed.

    One that is met by something else in the case is not listed.
    """
    is_changed = (task.text, task.due_days) != (lead.template.text, lead.days)
    if is_changed or task.done_on or task.owner or task.note or task.due:
        return True
    if met or lead.days >= 0:
        return not met
    days = days_of_notice(visit)
    return not visit.took_place and (days is None or days >= lead.template.notice)


def _worded(task: Task, visit: Encounter, lead: _Lead) -> Task:
    days = days_of_notice(visit)
    is_short = lead.template.short and days is not None and days <= SHORT_NOTICE
    if not is_short or task.text != lead.template.text:
        return task
    return replace(task, text=lead.template.short)


def due(state: AppState, task: Task) -> date | None:
    """Return the day a task is due, None without one."""
    return due_date(task, known_visits(state))


def urgency_of(state: AppState, task: Task, today: date) -> Urgency:
    """Return the urgency of a task."""
    return urgency(task, known_visits(state), today)


def for_whom(state: AppState, task: Task) -> Clean:
    """Return the doctor whose visit a shipped task is for, '' where there is one visit only.

    Where that doctor is seen more than once, the day is told too.
    """
    visits = later_visits(state)
    visit = next((v for v in visits if v.id == task.due_visit and task.template), None)
    doctor = state.doctors.get(visit.doctor_id) if visit and len(visits) > 1 else None
    if visit is None or doctor is None:
        return BLANK
    again = sum(each.doctor_id == doctor.id for each in visits) > 1
    day = short_day(visit.day, visit.day) if again and visit.day else ""
    return clean_line(", ".join(filter(None, (name_of(state, doctor.id), day))))


def task_words(state: AppState, task: Task) -> Clean:
    """Return the text of a task, with the doctor where there are several to see."""
    name = for_whom(state, task)
    return clean_line(f"{task.text} ({name})") if name else clean_line(task.text)


def put_task(state: AppState, task: Task, old: Task | None) -> Put:
    """Return the change that saves a task, which may not be stored yet.

    A tick, or a day set by hand, is stored with the visit it counts from, which was only worked out
    before. Words that were only shown in place of the shipped ones are not stored.
    """
    if old is None:
        return Put(task)
    stored = state.tasks.get(task.id)
    if task.text == old.text:
        lead = _leads().get(task.template)
        kept = stored.text if stored else lead.template.text if lead else task.text
        task, old = replace(task, text=kept), replace(old, text=kept)
    if stored is None:
        return Put(task)
    new_due, old_due = ((t.due, t.due_visit, t.due_days, t.done_on) for t in (task, old))
    if new_due != old_due:
        old = replace(old, due_visit=stored.due_visit, due_days=stored.due_days)
    return Put(task, old)


def drop_task(state: AppState, task: Task) -> Change:
    """Return the change that takes a task off the list.

    One that would be worked out again is stored as left out.
    """
    is_first = task.id in state.tasks and task.id != made_id(task.due_visit, task.template)
    if task.template not in _leads() or (is_first and not task.done_on):
        return Drop(state.tasks.get(task.id, task))
    return Put(replace(task, skip=True))
