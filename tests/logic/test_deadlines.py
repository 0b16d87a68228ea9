"""The days that count with insurers and offices are the same wherever they are told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from so_tui.cli.plain import status_text
from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.bills import Bill
from so_tui.domain.calls import Call
from so_tui.domain.encounters import Course
from so_tui.domain.events import Event, EventKind
from so_tui.domain.state import AppState, Drop, Put, apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic.approvals import (
    appeal_by,
    drop_approval,
    ends_on,
    for_whom,
    holds_from,
    visit_of,
)
from so_tui.logic.archive import timeline
from so_tui.logic.deadlines import DeadlineKind, deadlines, pressing, told
from so_tui.logic.schedule import planned
from so_tui.papers.calendar import make_calendar
from so_tui.ui.screens.home.date_rows import date_rows
from tests.support.values import CASE_ID, NOW, TODAY, case, doctor, visit

SECOND = doctor(1)
VISIT = visit(SECOND, id="0000000000e1", day=TODAY + timedelta(days=12))
SCAN = Approval(
    id="0000000000a1",
    case_id=CASE_ID,
    kind=ApprovalKind.AUTHORISATION,
    what=Clean("The scan"),
    visit_id=VISIT.id,
)


def after(days: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=days)


def event(kind: EventKind, days: int, **values: Any) -> Event:
    """Return something that happened to the approval."""
    entered = datetime.combine(after(days), NOW.time())
    return Event(
        case_id=CASE_ID, about=SCAN.id, kind=kind, day=after(days), entered=entered, **values
    )


def state(*more: Any) -> AppState:
    """Return a case with the approval, and more."""
    return of_case(CASE_ID, [case(), doctor(0), SECOND, VISIT, SCAN, *more])


REFUSED = event(EventKind.REFUSED, -3, until=after(9), note=Clean("Not in the plan"))
GIVEN = event(EventKind.APPROVED, -3, since=after(-3), until=after(9))
WAITING = event(EventKind.ASKED, -3, until=after(9))
BILL = Bill(id="0000000000a2", case_id=CASE_ID, what=Clean("The lab"), pay_by=after(9))
CALL = Call(
    id="0000000000a3",
    case_id=CASE_ID,
    whom=Clean("Example Health"),
    at=NOW,
    promised=Clean("a letter"),
    promised_by=after(9),
    next_call=after(10),
)


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (REFUSED, "Appeal by: The scan"),
        (WAITING, "Answer due: The scan"),
        (GIVEN, "Approval ends: The scan"),
        (BILL, "Pay by: The lab"),
        (CALL, "Promised by: Example Health, a letter"),
    ],
    ids=["appeal", "answer", "approval", "bill", "call"],
)
def test_a_day_that_counts_is_in_every_list_and_in_the_calendar(
    thing: Event | Bill | Call, words: str
) -> None:
    """Hard case: "insurer refuses: no appeal-by day, no pay-by day on a bill"."""
    now = state(thing)
    day = after(9)
    assert (day, words) in [(d.day, str(d.words)) for d in deadlines(now)]
    kind, _, what = words.partition(": ")
    assert (day, what) in [(item.day, item.text) for item in planned(now, TODAY)]
    assert f"  Wed 2 Dec 2026, {words}" in status_text(now, TODAY).splitlines()
    assert (day, words) in [(entry.day, entry.text) for entry in timeline(now, day, said=False)]
    made = Calendar.from_ical(make_calendar(now, NOW.astimezone(UTC)))
    found = [(each.decoded("DTSTART"), str(each["SUMMARY"])) for each in made.walk("VEVENT")]
    assert (day, f"{kind}: {what}") in found
    at_home = [row.cells for row in date_rows(now, TODAY)]
    assert (("Wed 2 Dec", words) in at_home) is (thing not in (CALL, WAITING))


def test_the_next_call_is_among_the_days_to_keep_in_mind() -> None:
    lines = status_text(state(CALL), TODAY).splitlines()
    assert "  Thu 3 Dec 2026, Call: Example Health" in lines


@pytest.mark.parametrize(
    "settled",
    [
        event(EventKind.APPEALED, -1),
        event(EventKind.APPROVED, -1),
        event(EventKind.DECIDED, -1, note=Clean("half of it")),
    ],
)
def test_a_refusal_that_was_appealed_or_answered_presses_no_more(settled: Event) -> None:
    now = state(REFUSED, settled)
    assert DeadlineKind.APPEAL not in {each.kind for each in deadlines(now)}
    assert "Appeal by" not in status_text(now, TODAY)


def test_what_is_paid_or_settled_has_no_day() -> None:
    done = state(replace(BILL, paid_on=TODAY), replace(CALL, settled=True))
    assert deadlines(done) == []


def test_a_day_that_has_passed_is_late_on_home_until_something_is_done() -> None:
    now = state(REFUSED)
    later = after(15)
    (row,) = (row for row in date_rows(now, later) if row.key == f"insurance:{SCAN.id}")
    assert row.cells[0] == "Wed 2 Dec late"
    (line,) = (each for each in status_text(now, later).split("\n") if "Appeal by" in each)
    assert line.strip() == "Wed 2 Dec 2026, Appeal by: The scan (late)"
    assert "(late)" not in status_text(now, TODAY)
    assert pressing(now, after(-20)) == []
    assert [each.kind for each in told(state(GIVEN, CALL), later)] == []


def test_an_answer_that_did_not_come_is_late_on_home() -> None:
    later = after(10)
    (row,) = (r for r in date_rows(state(WAITING), later) if r.key == f"insurance:{SCAN.id}")
    assert row.cells == ("Wed 2 Dec late", "Answer due: The scan")


def test_an_approval_tells_when_it_holds_and_what_it_is_for() -> None:
    """Hard case: "approval good to 20 Dec, visit moved to 12 Jan" (the facts)."""
    now = state(GIVEN)
    assert (holds_from(now, SCAN), ends_on(now, SCAN)) == (after(-3), after(9))
    assert appeal_by(now, SCAN) is None
    found = visit_of(now, SCAN)
    assert found is not None
    assert found.day is not None
    assert found.day > after(9)
    assert for_whom(now, SCAN) == "Dr 1, Sat 5 Dec 2026"
    assert (ends_on(state(), SCAN), ends_on(state(REFUSED), SCAN)) == (None, None)


def test_an_approval_for_a_visit_that_was_cancelled_is_for_none() -> None:
    gone = apply(state(GIVEN), [Put(replace(VISIT, course=Course.CANCELLED))])
    assert visit_of(gone, SCAN) is None
    assert for_whom(gone, SCAN) == ""


def test_deleting_an_approval_takes_along_what_happened_to_it() -> None:
    now = state(REFUSED, WAITING)
    changes = drop_approval(now, SCAN)
    assert all(isinstance(change, Drop) for change in changes)
    left = apply(now, changes)
    assert (left.approvals, left.events) == ({}, {})
