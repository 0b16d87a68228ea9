"""New entities of a case; closing it, reopening it, and starting a new round from it. Pure."""

from dataclasses import replace
from datetime import date, datetime

from so_tui.content import sections
from so_tui.content.seeds import tasks_for
from so_tui.domain.calls import Call, newest_first
from so_tui.domain.case import Case, Decision
from so_tui.domain.checklist import Task
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import new_id, next_order
from so_tui.domain.people import Companion, Doctor, in_order
from so_tui.domain.questions import Question, open_for
from so_tui.domain.questions import in_order as questions_in_order
from so_tui.domain.records import Record
from so_tui.domain.state import AppState, Change, Put
from so_tui.domain.text import BLANK


def archived(case: Case, today: date) -> Case:
    """Return the case archived today; all of it stays readable."""
    return replace(case, closed=today)


def reopened(case: Case) -> Case:
    """Return an archived case reopened."""
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
    case = replace(old.case, id=new_id(), opened=today, closed=None, follows=old.case_id)
    changes: list[Change] = [Put(case)]
    if old.case.closed is None:
        changes.append(Put(archived(old.case, today), old.case))
    doctors = in_order(old.doctors.values())
    ids = {doctor.id: new_id() for doctor in doctors}
    changes += [Put(replace(d, id=ids[d.id], case_id=case.id)) for d in doctors]
    changes += [Put(replace(c, id=new_id(), case_id=case.id)) for c in old.companions.values()]
    changes += [Put(task) for task in tasks_for(case.id, "")]
    for question in questions_in_order(old.questions.values()):
        asked = tuple(ids[d.id] for d in doctors if open_for([question], old.answers, d.id))
        if asked or not doctors:
            doctor_ids = asked if question.doctor_ids or len(asked) < len(doctors) else ()
            copied = replace(question, id=new_id(), case_id=case.id, doctor_ids=doctor_ids)
            changes.append(Put(copied))
    return case, tuple(changes)


def new_task(state: AppState, section: str = "") -> Task:
    """Return a task at the end of the list, in a section; '' for the first section."""
    order = next_order(state.tasks.values())
    section = section or sections()[0].key
    return Task(case_id=state.case_id, section=section, text=BLANK, order=order)


def new_question(state: AppState) -> Question:
    """Return a question for every doctor at the end of the list."""
    return Question(case_id=state.case_id, text=BLANK, order=next_order(state.questions.values()))


def new_record(state: AppState) -> Record:
    """Return a record at the end of the list."""
    return Record(case_id=state.case_id, name=BLANK, order=next_order(state.records.values()))


def new_call(state: AppState, now: datetime) -> Call:
    """Return a call made now to the office called last."""
    last = next(iter(newest_first(state.calls.values())), None)
    whom, phone = (last.whom, last.phone) if last else (BLANK, BLANK)
    return Call(case_id=state.case_id, whom=whom, phone=phone, at=now)


def decision_of(state: AppState) -> Decision:
    """Return the case's decision, or a new one if there is none."""
    return state.decision or Decision(case_id=state.case_id)


def new_doctor(state: AppState) -> Doctor:
    """Return a doctor ordered after all others."""
    order = next_order(state.doctors.values(), 0)
    return Doctor(case_id=state.case_id, name=BLANK, order=order)


def new_companion(state: AppState) -> Companion:
    """Return a new companion."""
    return Companion(case_id=state.case_id, name=BLANK)


def new_visit(state: AppState, doctor: Doctor) -> Encounter:
    """Return a visit with a doctor, at the doctor's place."""
    return Encounter(case_id=state.case_id, doctor_id=doctor.id, place=doctor.place)
