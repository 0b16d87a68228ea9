"""How a case starts: its first entities, and dates that wait for a visit."""

from collections.abc import Iterable
from dataclasses import replace

from so_tui.content import sections
from so_tui.content.seeds import tasks_for
from so_tui.domain.case import Case
from so_tui.domain.checklist import Task
from so_tui.domain.entity import Entity
from so_tui.domain.people import Doctor, Visit, in_order
from so_tui.domain.text import Clean
from so_tui.state import AppState, Change, Put


def start_case(case: Case, first_doctor: Clean) -> tuple[Change, ...]:
    """Return the changes that start a case: itself, its checklist, its first doctor if named."""
    changes: list[Change] = [Put(case)]
    if first_doctor:
        changes.append(Put(Doctor(case_id=case.id, name=first_doctor, order=0)))
    changes += [Put(task) for task in tasks_for(case.id, "")]
    return tuple(changes)


def plan_visit(state: AppState, visit: Visit, base: Entity | None = None) -> tuple[Change, ...]:
    """Return the changes that keep a visit, new or changed.

    A coming visit with another doctor than the first one is the second-opinion visit: shipped
    tasks that come with a lead time, and wait for a date, count from it.

    Args:
        state: The state to change.
        visit: The visit as it is to be.
        base: The visit as it was when the form was opened; None for a new one.
    """
    _, *others = (d.id for d in in_order(state.doctors.values()))
    if visit.done or visit.doctor_id not in others:
        return (Put(visit, base),)
    return (Put(visit, base), *hang_on_visit(state.tasks.values(), visit.id))


def hang_on_visit(tasks: Iterable[Task], visit_id: str) -> tuple[Change, ...]:
    """Return the changes that let open tasks without a date count from a visit.

    Only shipped tasks that come with a lead time are touched.
    """
    lead = {t.key: t.due_days for s in sections() for t in s.tasks if t.due_days is not None}
    return tuple(
        Put(replace(task, due_visit=visit_id, due_days=lead[task.template]))
        for task in tasks
        if task.template in lead and not task.due_visit and not task.due and not task.done_on
    )
