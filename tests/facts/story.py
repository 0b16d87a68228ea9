"""A random case, and entering it in a random order as the forms and commands do."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.bills import Bill
from so_tui.domain.case import Case, Decision
from so_tui.domain.encounters import Course, Encounter, EncounterKind
from so_tui.domain.entity import Entity
from so_tui.domain.events import Event, EventKind
from so_tui.domain.opinions import State
from so_tui.domain.people import Companion, Doctor
from so_tui.domain.questions import Question
from so_tui.domain.records import Record
from so_tui.domain.state import AppState, Change, Put, apply
from so_tui.domain.text import BLANK, Clean
from so_tui.logic.cell_changes import seen_cell, write_cell
from so_tui.logic.people import add_doctor, keep, start_case
from so_tui.logic.records import told, transfer_to
from so_tui.logic.treating import take_over

NOW = datetime(2026, 11, 23, 14, 5)
TODAY = NOW.date()
CASE_ID = "0000000000ca"
NAMES = ("Dr Ada Alpha", "Dr Ben Bravo", "Dr Cleo Carey")
POINTS = ("diagnosis", "stage", "aim", "plan", "timing", "trials")

Act = Callable[[AppState], tuple[Change, ...]]


def on(days: int) -> date:
    """Return the day that is so many days from today."""
    return TODAY + timedelta(days=days)


def entered(seed: int, order: int) -> AppState:
    """Return the case that a seed makes, entered in the order that another number makes."""
    case = Case(id=CASE_ID, title=Clean("Breast cancer in the bones"), opened=on(-40),
                patient=Clean("Ann Example"))  # fmt: skip
    state = apply(AppState(case_id=CASE_ID), start_case(case, BLANK))
    acts = list(_acts(Random(seed)))
    Random(order).shuffle(acts)
    for act in (*_people(), *acts):
        state = apply(state, act(state))
    return state


def _people() -> Iterator[Act]:
    for number, name in enumerate(NAMES):
        yield partial(
            add_doctor,
            doctor=Doctor(
                id=f"{0xD0 + number:012x}",
                case_id=CASE_ID,
                name=Clean(name),
                order=number,
                place=Clean(f"Clinic {number}"),
                phone=Clean(f"555-010{number}"),
            ),
        )
    companion = Companion(id="0000000000c1", case_id=CASE_ID, name=Clean("Tom Example"))
    yield _put(companion)


def _acts(rng: Random) -> Iterator[Act]:
    for visit in _visits(rng):
        yield partial(keep, entity=visit, today=TODAY)
    decision = Decision(id="0000000000de", case_id=CASE_ID, decide_by=on(rng.randint(3, 40)),
                        sentence=Clean("Tablets or chemotherapy first?"),
                        given_by=Clean(NAMES[1]))  # fmt: skip
    yield _put(decision)
    for number in range(rng.randint(1, 5)):
        question = Question(id=f"{0xE0 + number:012x}", case_id=CASE_ID, order=number,
                            text=Clean(f"What is question {number}?"))  # fmt: skip
        yield _put(question)
    yield from _approval(rng)
    bill = Bill(id="0000000000b1", case_id=CASE_ID, what=Clean("Reading of the slides"),
                pay_by=on(rng.randint(1, 30)), paid_on=rng.choice([None, on(-1)]))  # fmt: skip
    yield _put(bill)
    yield from _records(rng)
    for doctor_id in ("0000000000d0", "0000000000d1"):
        for point in POINTS:
            if rng.random() < 0.8:
                yield _said(doctor_id, point, rng)
    if rng.random() < 0.5:
        yield lambda state: take_over(state, state.doctors["0000000000d1"], on(-2))


def _put(entity: Entity) -> Act:
    return lambda _: (Put(entity),)


def _visits(rng: Random) -> Iterator[Encounter]:
    first = Encounter(id="0000000000a0", case_id=CASE_ID, doctor_id="0000000000d0", day=on(-30),
                      at=time(9), course=Course.TOOK_PLACE)  # fmt: skip
    yield first
    courses = {
        Course.TOOK_PLACE: on(-rng.randint(1, 20)),
        Course.PLANNED: on(rng.choice([-3, -1, 0, 1, 5, 17])),
        Course.CANCELLED: on(rng.randint(2, 20)),
    }
    course = rng.choice(list(courses))
    companions = rng.choice([(), ("0000000000c1",)])
    yield replace(first, id="0000000000a1", doctor_id="0000000000d1", day=courses[course],
                  at=time(rng.randint(8, 17), 30), place=Clean("Room 7"), course=course,
                  companion_ids=companions, kind=rng.choice([EncounterKind.IN_PERSON,
                                                             EncounterKind.VIDEO]))  # fmt: skip
    third = replace(first, id="0000000000a2", doctor_id="0000000000d2", course=Course.PLANNED)
    if rng.random() < 0.5:
        yield replace(third, day=on(rng.randint(21, 40)), at=time(11), place=Clean("Hall 3"))
    else:
        written = EncounterKind.WRITTEN
        yield replace(third, day=None, at=None, kind=written, expected_by=on(rng.randint(-4, 20)))


def _approval(rng: Random) -> Iterator[Act]:
    approval = Approval(id="0000000000b0", case_id=CASE_ID, kind=ApprovalKind.AUTHORISATION,
                        what=Clean("The visit with Dr Ben Bravo"))  # fmt: skip
    yield _put(approval)
    steps = [EventKind.ASKED, EventKind.REFUSED, EventKind.APPEALED, EventKind.APPROVED]
    for number, kind in enumerate(steps[: rng.randint(0, len(steps))]):
        until = on(rng.randint(1, 30)) if kind in (EventKind.REFUSED, EventKind.APPROVED) else None
        event = Event(id=f"{0xF0 + number:012x}", case_id=CASE_ID, about=approval.id, kind=kind,
                      day=on(number - 9), entered=NOW, until=until)  # fmt: skip
        yield _put(event)


def _records(rng: Random) -> Iterator[Act]:
    steps = [EventKind.ASKED, EventKind.SENT, EventKind.LOST, EventKind.SENT, EventKind.CONFIRMED]
    for number, name in enumerate(("Slides report", "Scan files")):
        record = Record(id=f"{0x90 + number:012x}", case_id=CASE_ID, name=Clean(name), order=number,
                        holder=Clean("Path lab"))  # fmt: skip
        yield _put(record)
        for at, kind in enumerate(steps[: rng.randint(0, len(steps))]):
            yield _happened(record, kind, on(at - 12), f"{0x80 + 8 * number + at:012x}")


def _happened(record: Record, kind: EventKind, day: date, id_: str) -> Act:
    def act(state: AppState) -> tuple[Change, ...]:
        transfer = transfer_to(state, record, "0000000000d1")
        event = Event(id=id_, case_id=CASE_ID, about=transfer.id, kind=kind, day=day, entered=NOW)
        return told(state, transfer, event)

    return act


def _said(doctor_id: str, point: str, rng: Random) -> Act:
    marks = [State.SAME, State.ADDS, State.DIFFERS, State.NOT_CLEAR, State.NOT_DISCUSSED]
    is_first = doctor_id == "0000000000d0"
    mark = rng.choice([State.BLANK, State.NOT_CLEAR] if is_first else marks)
    words = Clean(f"{point} words {rng.randint(0, 9)}")

    def act(state: AppState) -> tuple[Change, ...]:
        seen = seen_cell(state, doctor_id, point)
        return write_cell(state, seen, replace(seen, text=words, state=mark), BLANK, NOW)

    return act
