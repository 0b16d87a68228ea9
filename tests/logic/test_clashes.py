"""Clashes: each is said once, goes when the facts fit, and can be put aside."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from so_tui.domain.approvals import Approval, ApprovalKind, Consent, Portal
from so_tui.domain.case import Decision, Option
from so_tui.domain.encounters import Course, Encounter, EncounterKind
from so_tui.domain.entity import Entity
from so_tui.domain.events import Event, EventKind
from so_tui.domain.people import Companion
from so_tui.domain.records import Record, RecordForm
from so_tui.domain.state import AppState, Put, apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic.clashes import ClashKind, clashes, put_aside, said_of
from so_tui.logic.people import drop_companion, keep, plan_visit
from tests.support.values import CASE_ID, NOW, TODAY, case, doctor, then, visit, way

FIRST, SECOND, THIRD = doctor(0), doctor(1), doctor(2)
DEC_12, DEC_20, JAN_12 = date(2026, 12, 12), date(2026, 12, 20), date(2027, 1, 12)
APPROVAL_ID = "0000000000b1"
VISIT = visit(SECOND, id="0000000000a1", day=JAN_12, at=time(10))


def state_of(*entities: Entity) -> AppState:
    """Return a case with three doctors, and these things."""
    return of_case(CASE_ID, [case(), FIRST, SECOND, THIRD, *entities])


def kinds(state: AppState, today: date = TODAY) -> list[ClashKind]:
    """Return the kinds of what clashes."""
    return [clash.kind for clash in clashes(state, today)]


def approval(what: str = "the visit", **values: Any) -> Approval:
    """Return an approval, whose id is always the same."""
    return Approval(id=APPROVAL_ID, case_id=CASE_ID, kind=ApprovalKind.AUTHORISATION,
                    what=Clean(what), **values)  # fmt: skip


def granted(until: date, kind: EventKind = EventKind.APPROVED) -> Event:
    """Return that it was given until a day."""
    return Event(case_id=CASE_ID, about=APPROVAL_ID, kind=kind, day=TODAY, entered=NOW,
                 until=until)  # fmt: skip


def consent(until: date) -> Consent:
    """Return a signed consent."""
    return Consent(case_id=CASE_ID, what=Clean("the slides"), signed_on=TODAY, expires=until)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ([approval(), granted(DEC_20)], ClashKind.APPROVAL),
        ([consent(DEC_20)], ClashKind.CONSENT),
        ([Decision(case_id=CASE_ID, decide_by=DEC_20)], ClashKind.DECIDE_BY),
        ([Option(case_id=CASE_ID, text=Clean("Trial"), last_day=DEC_20)], ClashKind.LAST_DAY),
    ],
)
def test_what_ends_before_the_visit_is_said_and_goes_when_the_visit_is_earlier(
    facts: list[Entity], kind: ClashKind
) -> None:
    """Case "approval good to 20 Dec, visit moved to 12 Jan; consent; decide-by day"."""
    moved = state_of(*facts, VISIT)
    (clash,) = clashes(moved, TODAY)
    assert clash.kind is kind
    assert "Sun 20 Dec. The visit with" in clash.words
    assert "Dr 1 on Tue 12 Jan 2027 10:00" in clash.words
    assert kinds(state_of(*facts, replace(VISIT, day=DEC_12))) == []
    assert kinds(state_of(*facts, replace(VISIT, day=DEC_20))) == []
    assert kinds(state_of(*facts, replace(VISIT, course=Course.CANCELLED))) == []
    assert kinds(state_of(*facts, replace(VISIT, course=Course.TOOK_PLACE))) == []


def test_an_approval_for_one_doctor_says_nothing_about_another() -> None:
    other = visit(THIRD, day=DEC_12)
    given = granted(DEC_20)
    for names_third in (approval("visit with Dr 2"), approval(doctor_id=THIRD.id),
                        approval(visit_id=other.id)):  # fmt: skip
        assert kinds(state_of(names_third, given, VISIT, other)) == []
    for names_second in (approval("visit with Dr 1"), approval(doctor_id=SECOND.id),
                         approval(visit_id=VISIT.id)):  # fmt: skip
        assert kinds(state_of(names_second, given, VISIT, other)) == [ClashKind.APPROVAL]
    refused = granted(DEC_20, EventKind.REFUSED)
    assert kinds(state_of(approval(), refused, VISIT)) == []


def test_an_approval_that_begins_after_the_visit_is_said() -> None:
    early, late = replace(VISIT, day=DEC_12), granted(JAN_12)
    begins = replace(late, since=DEC_20)
    (clash,) = clashes(state_of(approval(), begins, early), TODAY)
    assert clash.kind is ClashKind.NOT_YET
    assert "begins on Sun 20 Dec." in clash.words
    assert kinds(state_of(approval(), begins, VISIT)) == []
    assert kinds(state_of(approval(), begins, replace(VISIT, day=DEC_20))) == []
    before = replace(granted(DEC_20), day=TODAY - timedelta(days=1), since=TODAY)
    assert kinds(state_of(approval(), before, begins, early)) == []


def test_an_approval_for_a_cancelled_visit_is_held_to_the_next_with_that_doctor() -> None:
    """Case "visit cancelled and moved past the approval"."""
    cancelled = visit(SECOND, day=DEC_12, course=Course.CANCELLED)
    for_it = approval(visit_id=cancelled.id)
    (clash,) = clashes(state_of(for_it, granted(DEC_20), cancelled, VISIT), TODAY)
    assert (clash.kind, clash.about) == (ClashKind.APPROVAL, (APPROVAL_ID, VISIT.id))
    with_first = visit(FIRST, day=JAN_12)
    (clash,) = clashes(
        state_of(approval(visit_id=with_first.id), granted(DEC_20), with_first), TODAY
    )
    assert clash.about == (APPROVAL_ID, with_first.id)


def test_a_share_code_ends_an_hour_later() -> None:
    made = datetime.combine(JAN_12, time(8))
    portal = Portal(case_id=CASE_ID, place=Clean("Lakeside"), code=Clean("X1"), code_at=made)
    assert kinds(state_of(portal, VISIT)) == [ClashKind.CODE]
    assert kinds(state_of(replace(portal, code_at=made + timedelta(hours=1)), VISIT)) == []
    assert kinds(state_of(replace(portal, code=Clean("")), VISIT)) == []
    over = replace(portal, code_at=datetime.combine(TODAY - timedelta(days=1), time(8)))
    assert kinds(state_of(over, VISIT)) == []


def at(hour: int, minute: int = 0, *, zone: str = "", minutes: int | None = None) -> Encounter:
    """Return a visit with the third doctor on the day of the other one."""
    return visit(THIRD, id="0000000000a2", day=JAN_12, at=time(hour, minute), zone=zone,
                 minutes=minutes)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "two", "found"),
    [
        (VISIT, at(10), [ClashKind.NEAR]),
        (VISIT, at(10, 29), [ClashKind.NEAR]),
        (VISIT, at(10, 30), []),
        (replace(VISIT, minutes=60), at(10, 59), [ClashKind.OVERLAP]),
        (replace(VISIT, minutes=60), at(11), []),
        (replace(VISIT, minutes=15), at(10, 20), []),
        (replace(VISIT, zone="Europe/Berlin"), at(4, zone="America/New_York"), [ClashKind.NEAR]),
        (replace(VISIT, zone="Europe/Berlin"), at(10, zone="America/New_York"), []),
        (VISIT, replace(at(10), kind=EncounterKind.MESSAGE), []),
    ],
)
def test_two_visits_that_overlap(
    one: Encounter, two: Encounter, found: Sequence[ClashKind]
) -> None:
    assert kinds(state_of(one, two)) == found
    assert kinds(state_of(two, one)) == found


def test_what_was_arranged_for_the_old_day_is_said_until_it_is_looked_at() -> None:
    """Case "travel words older than the move": nothing said."""
    arranged = replace(VISIT, day=DEC_12, travel=Clean("train at 8"), interpreter=Clean("Ana"))
    state = state_of(arranged)
    moved = apply(state, plan_visit(state, replace(arranged, day=JAN_12), TODAY))
    (clash,) = clashes(moved, TODAY)
    assert clash.kind is ClashKind.OLD_TIME
    assert "travel, the interpreter: made for Sat 12 Dec 10:00" in clash.words
    now = moved.visits[VISIT.id]
    changed = apply(moved, keep(moved, replace(now, travel=Clean("bus")), TODAY, now))
    assert "Check the interpreter: made" in clashes(changed, TODAY)[0].words
    back = apply(moved, plan_visit(moved, arranged, TODAY))
    assert kinds(back) == []
    assert kinds(apply(moved, [put_aside(moved, clash)])) == []
    same_save = replace(arranged, day=JAN_12, travel=Clean("bus"), interpreter=Clean("Bo"))
    assert kinds(apply(state, plan_visit(state, same_save, TODAY))) == []


def test_nobody_comes_any_more_whose_time_is_an_old_one() -> None:
    sam = Companion(case_id=CASE_ID, name=Clean("Sam"))
    arranged = replace(VISIT, day=DEC_12, companion_ids=(sam.id,))
    state = state_of(sam, arranged)
    moved = apply(state, plan_visit(state, replace(arranged, day=JAN_12), TODAY))
    assert kinds(moved) == [ClashKind.OLD_TIME]
    assert kinds(apply(moved, drop_companion(moved, sam))) == []


def test_one_that_was_put_aside_is_said_again_with_another_day() -> None:
    state = state_of(approval(), granted(DEC_20), VISIT)
    aside = apply(state, [put_aside(state, clashes(state, TODAY)[0])])
    assert kinds(aside) == []
    later = plan_visit(aside, replace(VISIT, day=date(2027, 1, 20)), TODAY)
    assert kinds(apply(aside, later)) == [ClashKind.APPROVAL]


def test_a_change_says_only_what_it_made() -> None:
    before = state_of(approval(), granted(DEC_20), replace(VISIT, day=DEC_12))
    changes = plan_visit(before, replace(VISIT), TODAY)
    after = apply(before, changes)
    assert "Please check: The approval for the visit ends" in said_of(before, after, changes, TODAY)
    assert said_of(after, after, changes, TODAY) == ""


def test_writing_down_that_it_was_approved_says_that_it_ends_too_early() -> None:
    before = state_of(approval(), VISIT)
    changes = [Put(granted(DEC_20))]
    after = apply(before, changes)
    assert "The approval for the visit ends" in said_of(before, after, changes, TODAY)


DISC = Record(case_id=CASE_ID, name=Clean("Disc"), form=RecordForm.THING, load_days=-5)


def near(*things: Entity, day: date = TODAY + timedelta(days=3)) -> AppState:
    """Return a case with a disc that should be loaded for a visit by now."""
    known_on = TODAY - timedelta(days=30)
    return state_of(DISC, visit(SECOND, id=VISIT.id, day=day, known_on=known_on), *things)


def test_what_is_no_visit_is_called_what_it_is() -> None:
    """A tumour board after the day to decide by was "the visit with" a doctor."""
    by = Decision(case_id=CASE_ID, decide_by=DEC_12)
    for kind, words in (
        (EncounterKind.BOARD, "The tumour board (Dr 1) on Sun 20 Dec is after that."),
        (EncounterKind.PHONE, "The phone visit with Dr 1 on Sun 20 Dec is after that."),
    ):
        meeting = visit(SECOND, id=VISIT.id, day=DEC_20, kind=kind)
        (clash,) = clashes(state_of(by, meeting), TODAY)
        assert clash.words == f"You want to decide by Sat 12 Dec. {words}"


def test_two_doctors_at_one_hospital_are_named() -> None:
    """The same line stood on Home once for each of them, word for word."""
    second, third = (replace(each, place=Clean("Lakeside")) for each in (SECOND, THIRD))
    ways = [way(DISC, each.id, sent=TODAY - timedelta(days=2)) for each in (second, third)]
    seen = visit(THIRD, id="0000000000a2", day=TODAY + timedelta(days=4),
                 known_on=TODAY - timedelta(days=30))  # fmt: skip
    state = near(*(thing for sent in ways for thing in (sent.transfer, *sent.events)), seen)
    words = {clash.words for clash in clashes(apply(state, [Put(second), Put(third)]), TODAY)}
    assert words == {f"Not loaded yet at Lakeside, Dr {n}: Disc. Ask them." for n in (1, 2)}


def test_a_disc_that_is_not_loaded_is_put_aside_and_comes_back_with_other_facts() -> None:
    """It alone of what does not fit could not be put aside."""
    sent = way(DISC, SECOND.id, sent=TODAY - timedelta(days=2))
    state = near(sent.transfer, *sent.events)
    (clash,) = clashes(state, TODAY)
    assert clash.kind is ClashKind.NOT_LOADED
    assert clash.words == "Not loaded yet at Dr 1: Disc. Ask them."
    assert (clash.mode, clash.row) == ("records", f"{DISC.id}.{SECOND.id}")
    known = apply(state, [put_aside(state, clash)])
    assert clashes(known, TODAY) == clashes(known, TODAY + timedelta(days=1)) == []
    lost = then(sent, lost=TODAY)
    again = then(lost, sent=TODAY)
    assert kinds(apply(known, map(Put, lost.events))) == [], "that is a call to make"
    assert kinds(apply(known, map(Put, again.events))) == [ClashKind.NOT_LOADED]
    moved = replace(state.visits[VISIT.id], day=TODAY + timedelta(days=4))
    assert kinds(apply(known, [Put(moved)])) == [ClashKind.NOT_LOADED]
    other = replace(DISC, id="0000000000c9", name=Clean("Second disc"))
    two = apply(known, [Put(other)])
    (both,) = clashes(two, TODAY)
    assert "Disc, Second disc" in both.words
    loaded = then(sent, loaded=TODAY)
    assert kinds(apply(state, map(Put, loaded.events))) == []
