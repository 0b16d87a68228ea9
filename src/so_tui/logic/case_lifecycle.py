"""New entities of a case; closing it, reopening it, and starting a new round from it. Pure."""

from dataclasses import replace
from datetime import date, datetime

from so_tui.content import sections
from so_tui.domain.approvals import Approval, ApprovalKind, Consent, Portal
from so_tui.domain.bills import Bill
from so_tui.domain.calls import Call, newest_first
from so_tui.domain.case import Case, Decision
from so_tui.domain.checklist import Task
from so_tui.domain.costs import Cost
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import next_order
from so_tui.domain.people import Companion, Doctor
from so_tui.domain.questions import Question
from so_tui.domain.records import Record
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean


def archived(case: Case, today: date) -> Case:
    """Return the case archived today; all of it stays readable."""
    return replace(case, closed=today)


def reopened(case: Case) -> Case:
    """Return an archived case reopened."""
    return replace(case, closed=None)


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


def new_approval(state: AppState) -> Approval:
    """Return a new approval."""
    return Approval(case_id=state.case_id, kind=ApprovalKind.COVER, what=BLANK)


def new_cost(state: AppState) -> Cost:
    """Return a new cost in the currency of the others."""
    return Cost(case_id=state.case_id, what=BLANK, currency=_currency(state))


def new_bill(state: AppState, cost: Cost | None = None) -> Bill:
    """Return a new bill for a cost, in its currency, or in that of all others."""
    if cost is None:
        return Bill(case_id=state.case_id, what=BLANK, currency=_currency(state))
    return Bill(case_id=state.case_id, what=cost.what, cost_id=cost.id, currency=cost.currency)


def _currency(state: AppState) -> Clean:
    """Return the currency of all costs and bills; '' if there are several, or none."""
    used = {cost.currency for cost in state.costs.values()}
    used |= {bill.currency for bill in state.bills.values()}
    return used.pop() if len(used) == 1 else BLANK


def new_consent(state: AppState) -> Consent:
    """Return a new consent form."""
    return Consent(case_id=state.case_id, what=BLANK)


def new_portal(state: AppState) -> Portal:
    """Return a new portal."""
    return Portal(case_id=state.case_id, place=BLANK)


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
