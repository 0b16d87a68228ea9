"""Closing a case, reopening it, and starting a new round from it. Pure."""

from dataclasses import replace
from datetime import date

from so_tui.content.seeds import tasks_for
from so_tui.domain.case import Case
from so_tui.domain.entity import new_id
from so_tui.domain.people import in_order
from so_tui.domain.questions import in_order as questions_in_order
from so_tui.domain.questions import open_for
from so_tui.domain.state import AppState, Change, Put


def put_away(case: Case, today: date) -> Case:
    """Return the case closed today; all of it stays readable."""
    return replace(case, closed=today)


def reopened(case: Case) -> Case:
    """Return a past case reopened."""
    return replace(case, closed=None)


def new_round(old: AppState, today: date) -> tuple[Case, tuple[Change, ...]]:
    """Return a new case that follows an old one, and the changes that start it.

    The doctors, the companions and the questions that are still open are copied as new entities;
    the old case is closed and otherwise unchanged. The checklist starts afresh.

    Raises:
        ValueError: There is no old case.
    """
    if old.case is None:
        raise ValueError("no case to follow")
    case = Case(
        title=old.case.title,
        patient=old.case.patient,
        opened=today,
        follows=old.case_id,
        demo=old.case.demo,
    )
    changes: list[Change] = [Put(case)]
    if old.case.closed is None:
        changes.append(Put(put_away(old.case, today), old.case))
    doctors = in_order(old.doctors.values())
    ids = {doctor.id: new_id() for doctor in doctors}
    changes += [Put(replace(d, id=ids[d.id], case_id=case.id)) for d in doctors]
    changes += [
        Put(replace(companion, id=new_id(), case_id=case.id))
        for companion in old.companions.values()
    ]
    changes += [Put(task) for task in tasks_for(case.id, "")]
    for question in questions_in_order(old.questions.values()):
        asked = tuple(ids[d.id] for d in doctors if open_for([question], old.answers, d.id))
        if asked or not doctors:
            doctor_ids = asked if question.doctor_ids or len(asked) < len(doctors) else ()
            copied = replace(question, id=new_id(), case_id=case.id, doctor_ids=doctor_ids)
            changes.append(Put(copied))
    return case, tuple(changes)
