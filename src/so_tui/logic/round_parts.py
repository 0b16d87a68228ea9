"""What can go along from a case to a new round of it. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from so_tui.domain.about_me import AboutMe
from so_tui.domain.approvals import Approval, Signed, signed
from so_tui.domain.approvals import in_order as approvals_in_order
from so_tui.domain.calls import Call
from so_tui.domain.case import Case
from so_tui.domain.contacts import in_order as contacts_in_order
from so_tui.domain.dataclass import dataclass
from so_tui.domain.encounters import Course, Encounter, by_date
from so_tui.domain.entity import CaseEntity, new_id
from so_tui.domain.people import in_order
from so_tui.domain.questions import Question, open_for
from so_tui.domain.questions import in_order as questions_in_order
from so_tui.domain.record_progress import settled
from so_tui.domain.records import OWN_COPY, Record
from so_tui.domain.requests import RequestState
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK
from so_tui.logic.approvals import standing
from so_tui.logic.records import progress_of

VISIT = "visit_"
"""Begins the name of a part that is one coming visit."""
USUALLY_NOT = frozenset({"consents"})
"""Parts that stay behind unless they are chosen: they were signed for the earlier round."""


@dataclass(frozen=True, slots=True)
class Round:
    """What was chosen for a new round.

    Attributes:
        case: The new case.
        along: Names of the parts that go along.
        archive: Whether the earlier case is archived.
    """

    case: Case
    along: frozenset[str]
    archive: bool = True


def next_case(old: AppState, today: date) -> Case:
    """Return the case of a new round as its form starts with it.

    Raises:
        ValueError: There is no old case.
    """
    if old.case is None:
        raise ValueError("no case to follow")
    return replace(
        old.case, id=new_id(), opened=today, closed=None, follows=old.case_id, round=BLANK
    )


def parts(old: AppState, today: date) -> dict[str, tuple[CaseEntity, ...]]:
    """Return what can go along, by part; a part of which there is nothing is left out.

    A coming visit is a part of its own: it moves to the new round, as do bills to pay and calls of
    which something is expected. The rest is copied.
    """
    found: dict[str, tuple[CaseEntity, ...]] = {
        "about": tuple(
            a for a in old.about_me.values() if a != AboutMe(id=a.id, case_id=a.case_id)
        ),
        "doctors": tuple(in_order(old.doctors.values())),
        "companions": tuple(old.companions.values()),
        "contacts": tuple(contacts_in_order(old.contacts.values())),
        "card": tuple(old.urgent_cards.values()),
        "questions": tuple(_open_questions(old)),
        "portals": tuple(old.portals.values()),
        "consents": tuple(c for c in old.consents.values() if signed(c, today) is not Signed.OVER),
        "records": tuple(
            r for r in old.records.values() if _has_copy(old, r) or _is_on_its_way(old, r)
        ),
        "approvals": tuple(_approvals(old, today)),
        "bills": tuple(bill for bill in old.bills.values() if bill.paid_on is None),
        "calls": tuple(call for call in old.calls.values() if _is_open(call)),
    }
    found |= {f"{VISIT}{visit.id}": (visit,) for visit in _planned(old)}
    return {name: things for name, things in found.items() if things}


def _planned(old: AppState) -> list[Encounter]:
    return [v for v in by_date(old.visits.values()) if v.course is Course.PLANNED]


def _open_questions(old: AppState) -> Iterator[Question]:
    for question in questions_in_order(old.questions.values()):
        if not old.doctors or any(open_for([question], old.answers, id_) for id_ in old.doctors):
            yield question


def _is_open(call: Call) -> bool:
    """Return whether something is still expected of a call."""
    return not call.settled and bool(call.next_call or call.promised or call.promised_by)


def _approvals(old: AppState, today: date) -> Iterator[Approval]:
    """Yield the approvals that hold, or are still waited or argued for."""
    for approval in approvals_in_order(old.approvals.values()):
        stands = standing(old, approval)
        is_over = stands.ends_on is not None and stands.ends_on < today
        if stands.state is not RequestState.NOT_NEEDED and not is_over:
            yield approval


def _has_copy(old: AppState, record: Record) -> bool:
    progress = progress_of(old, record, OWN_COPY)
    return record.needed and not progress.transfer.skip and settled(record, progress)


def _is_on_its_way(old: AppState, record: Record) -> bool:
    """Return whether anything happened to a record for a doctor of a coming visit."""
    ids = {id_ for visit in _planned(old) for id_ in visit.doctor_ids}
    return record.needed and any(progress_of(old, record, id_).events for id_ in ids)
