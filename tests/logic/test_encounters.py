"""Encounters: which one a line belongs to, and that only what took place counts and is told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from so_tui.content import text
from so_tui.demo.case import demo_state
from so_tui.domain.case import Decision
from so_tui.domain.edited_lines import Paper
from so_tui.domain.encounters import Course, Encounter, EncounterKind, EncounterStatus, status_of
from so_tui.domain.opinions import Cell
from so_tui.domain.questions import Asked
from so_tui.domain.state import AppState, Change, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic.archive import timeline
from so_tui.logic.clashes import ClashKind, clashes
from so_tui.logic.encounters import (
    called,
    cancelled_words,
    dated_word,
    fitting,
    heard_words,
    moved_words,
    plan_again,
    plan_beside,
    status_word,
    time_words,
)
from so_tui.logic.letter import letter
from so_tui.logic.notes import settle
from so_tui.logic.overview import open_questions, steps
from so_tui.logic.people import first_visit
from so_tui.logic.questions import left_over
from so_tui.logic.records import visits_for
from so_tui.logic.schedule import DateKind, move_visit, planned, planned_words
from so_tui.papers.comparison import make_comparison
from so_tui.papers.sheet import make_sheet
from tests.support.values import CASE_ID, NOW, TODAY, case, doctor, question, visit

FIRST, SECOND, THIRD = doctor(0), doctor(1), doctor(2)
YESTERDAY = TODAY - timedelta(days=1)


def of(*entities: object) -> AppState:
    """Return a case with three doctors and these."""
    start = AppState(case_id=CASE_ID)
    return apply(start, [Put(e) for e in (case(), FIRST, SECOND, THIRD, *entities)])  # type: ignore[arg-type]


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(TODAY, time(hour, minute))


def the_letter(state: AppState) -> str:
    return "\n".join(line.words for line in letter(state, Paper.LETTER, TODAY))


HEARD = Cell(case_id=CASE_ID, doctor_id=SECOND.id, point="plan", text=Clean("wait"))


def test_a_visit_that_nobody_marked_is_told_nowhere_as_held() -> None:
    """'visit dated yesterday, never marked as held | Home: done; letter: I have heard ...'."""
    past = visit(SECOND, day=YESTERDAY)
    state = of(past, HEARD)
    in_room = next(step for step in steps(state, TODAY) if step.key == "visit")
    assert in_room.done == 0
    assert "another opinion" not in the_letter(state)
    (phone, *_) = letter(state, Paper.PHONE, TODAY)
    assert "heard another opinion" not in phone.words
    assert "visit" not in {entry.kind for entry in timeline(state, TODAY, said=True)}
    paper = make_comparison(state, TODAY)
    assert paper is not None
    assert "Seen" not in str(paper)
    (row,) = (p for p in planned(state, TODAY) if p.kind is DateKind.VISIT)
    assert planned_words(state, row) == "Visit (Did it take place?): Dr 1"
    held = of(replace(past, course=Course.TOOK_PLACE), HEARD)
    assert "I have heard another opinion from Dr 1, on Sun 22 Nov 2026." in the_letter(held)
    assert "visit" in {entry.kind for entry in timeline(held, TODAY, said=True)}


@pytest.mark.parametrize("kind", EncounterKind)
def test_each_kind_is_told_in_its_own_words(kind: EncounterKind) -> None:
    """'opinion by portal message, in writing ... | must be made a visit': only a visit is seen."""
    held = visit(SECOND, kind=kind, day=YESTERDAY, course=Course.TOOK_PLACE)
    state = of(held, HEARD)
    in_letter = the_letter(state)
    assert "Sun 22 Nov 2026" in in_letter
    assert ("Seen" in heard_words(held)) is (kind is EncounterKind.IN_PERSON)
    assert ("isit" in called(state, held)) is held.is_visit
    assert called(state, held) != called(state, replace(held, kind=other_than(kind)))
    found = {entry.kind for entry in timeline(state, TODAY, said=True)}
    assert ("visit" in found) is (kind is EncounterKind.IN_PERSON)
    assert (kind.name.lower() in found) is (kind is not EncounterKind.IN_PERSON)
    in_room = next(step for step in steps(state, TODAY) if step.key == "visit")
    assert in_room.done == 1


def other_than(kind: EncounterKind) -> EncounterKind:
    return next(each for each in EncounterKind if each is not kind)


def test_a_written_opinion_is_expected_and_then_asked_for() -> None:
    """'a written opinion has "expected by"'."""
    due = TODAY + timedelta(days=3)
    coming = visit(SECOND, kind=EncounterKind.WRITTEN, expected_by=due)
    (row,) = (p for p in planned(of(coming), TODAY) if p.kind is DateKind.VISIT)
    assert (row.day, planned_words(of(coming), row)) == (due, "Written opinion expected: Dr 1")
    assert status_word(coming, due + timedelta(days=1)) == "Has it come?"
    came = replace(coming, course=Course.TOOK_PLACE, day=TODAY)
    assert status_word(came, due + timedelta(days=1)) == "has come"
    assert dated_word(came, TODAY) == "Written opinion (has come)"
    (moved,) = move_visit(of(coming), coming, due + timedelta(days=7), TODAY)
    assert isinstance(moved.entity, Encounter)
    assert (moved.entity.day, moved.entity.expected_by) == (None, due + timedelta(days=7))


def test_a_cancelled_visit_is_never_one_to_come() -> None:
    gone = visit(FIRST, day=TODAY + timedelta(days=4), course=Course.CANCELLED,
                 cancelled_by=Clean("the clinic"), cancelled_why=Clean("Dr 0 is ill"))  # fmt: skip
    state = of(gone, Decision(case_id=CASE_ID, follow_up=gone.id))
    assert not [p for p in planned(state, TODAY) if p.kind is DateKind.VISIT]
    assert "We meet" not in the_letter(state)
    assert fitting(state, NOW) == []
    assert cancelled_words(gone) == "the clinic (Dr 0 is ill)"
    assert status_word(gone, TODAY) == "cancelled"
    new, changes = first_visit(
        AppState(case_id=CASE_ID, cases=state.cases, visits=state.visits), TODAY
    )
    assert new is not None
    assert changes


def test_a_cancelled_visit_is_planned_again_or_has_a_new_one_beside_it() -> None:
    """'a cancelled visit with a new day is a new planned visit or planned again'."""
    old_day, new_day = TODAY + timedelta(days=4), TODAY + timedelta(days=30)
    gone = visit(FIRST, day=old_day, course=Course.CANCELLED, cancelled_by=Clean("me"))
    state = of(gone, Decision(case_id=CASE_ID, follow_up=gone.id))
    wanted = replace(gone, day=new_day)
    again = apply(state, plan_again(state, wanted, gone, TODAY))
    (kept,) = again.visits.values()
    assert (kept.course, kept.day, kept.moved_from) == (Course.PLANNED, new_day, (f"{old_day}",))
    assert moved_words(kept) == "Fri 27 Nov 2026"
    beside = apply(state, plan_beside(state, wanted, gone, TODAY))
    (new,) = (v for v in beside.visits.values() if v.id != gone.id)
    assert beside.visits[gone.id] == gone
    assert (new.course, new.day, new.cancelled_by) == (Course.PLANNED, new_day, "")
    assert beside.decision is not None
    assert beside.decision.follow_up == new.id


@pytest.mark.parametrize("act", [plan_again, plan_beside])
def test_one_planned_in_place_of_a_cancelled_one_is_known_since_today(
    act: Callable[..., tuple[Change, ...]],
) -> None:
    """All its tasks were late at once: the day was taken for known since the first one was."""
    known = TODAY - timedelta(days=30)
    gone = visit(SECOND, day=TODAY, course=Course.CANCELLED, known_on=known, travel=Clean("taxi"))
    later = TODAY + timedelta(days=5)
    state = of(gone)
    state = apply(state, act(state, replace(gone, day=later), gone, TODAY))
    (new,) = (v for v in state.visits.values() if not v.cancelled)
    assert new.known_on == TODAY
    assert [clash.kind for clash in clashes(state, TODAY)] == [ClashKind.OLD_TIME]


MORNING = visit(SECOND, day=TODAY, at=time(9))
NOON = visit(FIRST, day=TODAY, at=time(12))
EVENING = visit(THIRD, day=TODAY, at=time(16))


@pytest.mark.parametrize(
    ("now", "chosen"),
    [
        (at(8), MORNING),
        (at(9, 30), MORNING),
        (at(11, 50), NOON),
        (at(13), NOON),
        (at(15, 40), NOON),
        (at(15, 45), EVENING),
        (at(20), EVENING),
    ],
)
def test_the_clock_decides_between_three_visits_of_one_day(
    now: datetime, chosen: Encounter
) -> None:
    """'three visits in one day | lines go into the first visit of the day'."""
    assert fitting(of(MORNING, NOON, EVENING), now) == [chosen]


def test_two_that_fit_are_both_named_unless_a_question_decides() -> None:
    """'the clock or a question decides'."""
    beside = visit(FIRST, day=TODAY, at=time(9))
    state = of(MORNING, beside)
    assert {e.id for e in fitting(state, at(10))} == {MORNING.id, beside.id}
    asked = question(doctor_ids=(FIRST.id,))
    assert fitting(state, at(10), asked) == [beside]
    held = of(MORNING, replace(beside, course=Course.TOOK_PLACE))
    assert fitting(held, at(10)) == [MORNING]


def test_after_its_day_an_unmarked_visit_comes_before_one_weeks_ahead() -> None:
    past, far = visit(SECOND, day=YESTERDAY), visit(THIRD, day=TODAY + timedelta(days=21))
    assert fitting(of(past, far), NOW) == [past]
    near = visit(THIRD, day=TODAY + timedelta(days=1))
    old = visit(SECOND, day=TODAY - timedelta(days=9))
    assert fitting(of(old, near), NOW) == [near]
    held = replace(past, course=Course.TOOK_PLACE)
    assert fitting(of(held, far), NOW) == [far]
    assert fitting(of(held), NOW) == [held]


def test_a_visit_with_several_doctors_counts_for_each_of_them() -> None:
    """'several doctors in a visit': questions, records, sheet and counts follow them all."""
    day = TODAY + timedelta(days=5)
    both = visit(SECOND, day=day, more_doctor_ids=(THIRD.id,))
    one, other, none = (
        question(n, doctor_ids=(d.id,)) for n, d in enumerate((SECOND, THIRD, FIRST))
    )
    state = of(both, one, other, none)
    assert called(state, both) == "Visit with Dr 1 and Dr 2"
    assert open_questions(state, both) == 2
    assert [v.id for v in visits_for(state, THIRD.id)] == [both.id]
    assert "Sat 28 Nov 2026" in make_sheet(state, THIRD, TODAY).title
    (settled,) = settle(state, both, other, Asked.LATER, NOW, NOW)
    assert getattr(settled.entity, "doctor_id", "") == THIRD.id
    held = of(replace(both, day=YESTERDAY, course=Course.TOOK_PLACE), one, other)
    left = left_over(held, other, THIRD.id, TODAY)
    assert left is not None
    in_room = next(step for step in steps(held, TODAY) if step.key == "visit")
    assert in_room.done == 2


def test_a_time_elsewhere_names_its_place() -> None:
    there = visit(SECOND, day=TODAY, at=time(14, 5), zone="America/New_York")
    assert time_words(there) == "14:05 (New York time)"
    assert time_words(replace(there, zone="")) == "14:05"


def test_what_happened_has_no_day_that_is_still_to_come() -> None:
    """'What happened' listed what was still to come."""
    told = timeline(demo_state(TODAY), TODAY, said=True)
    assert told
    assert all(entry.day and entry.day <= TODAY for entry in told)
    demo = demo_state(TODAY)
    keys = {entry.key for entry in told if entry.mode == "people"}
    assert not [k for k in keys if status_of(demo.visits[k], TODAY) is EncounterStatus.COMING]


def test_every_way_a_visit_stands_has_its_word() -> None:
    for each in EncounterStatus:
        assert text(f"people.status.{each.name.lower()}")
        assert text(f"encounters.came.{each.name.lower()}")


def test_the_day_of_a_visit_that_is_set_keeps_from_when_it_was_moved() -> None:
    """'visit moved to 12 Jan', from the list of dates."""
    coming = visit(SECOND, day=date(2026, 12, 18), at=time(10))
    (put,) = move_visit(of(coming), coming, date(2027, 1, 12), TODAY)
    assert isinstance(put.entity, Encounter)
    assert put.entity.moved_from == ("2026-12-18T10:00",)
