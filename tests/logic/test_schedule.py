"""All dates in a row: what moves with a visit moves by exactly as much, and nothing else does."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.demo.case import demo_state
from so_tui.domain.case import Decision
from so_tui.domain.encounters import Encounter, next_visit
from so_tui.domain.records import Record
from so_tui.domain.state import AppState, apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic.encounters import doctor_name
from so_tui.logic.schedule import (
    DateKind,
    NotThere,
    Planned,
    distance,
    hanging_on,
    move_visit,
    planned,
    planned_words,
    rule_words,
    set_day,
)
from tests.support.undone import undone
from tests.support.values import CASE_ID, TODAY, case, doctor, ids, task, visit

FIRST, SECOND, THIRD = doctor(0), doctor(1), doctor(2)
KNOWN = TODAY - timedelta(days=60)
LATER = visit(SECOND, id="0000000000a1", day=TODAY + timedelta(days=40), known_on=KNOWN)
FIXED = visit(FIRST, id="0000000000a0", day=TODAY + timedelta(days=90), known_on=KNOWN)


def record(**values: Any) -> Record:
    """Return a record."""
    return Record(case_id=CASE_ID, **{"name": Clean("A record"), **values})


offsets = st.integers(-60, 30)
near = st.dates(TODAY - timedelta(days=50), TODAY + timedelta(days=200))
hung_tasks = st.builds(
    lambda id_, days: task(id=f"1{id_[1:]}", due_visit=LATER.id, due_days=days), ids, offsets
)
other_tasks = st.builds(lambda id_, day: task(id=f"2{id_[1:]}", due=day), ids, near)
tied_tasks = st.builds(
    lambda id_, days: task(id=f"3{id_[1:]}", due_visit=FIXED.id, due_days=days), ids, offsets
)
records = st.builds(
    lambda id_, due, days, load: record(id=f"4{id_[1:]}", due=due, due_days=days, load_days=load),
    ids,
    st.none() | near,
    offsets,
    st.none() | offsets,
)
things = st.lists(st.one_of(hung_tasks, other_tasks, tied_tasks, records), max_size=12)


def state_of(found: list[Any]) -> AppState:
    """Return a case with two doctors, a coming visit with each, and these things."""
    decision = Decision(id="0000000000de", case_id=CASE_ID, decide_by=TODAY + timedelta(days=60))
    return of_case(CASE_ID, [case(), FIRST, SECOND, LATER, FIXED, decision, *found])


def days_of(state: AppState) -> dict[str, Planned]:
    """Return what is planned by what it is about, without calls: these are for today at least."""
    return {one.row: one for one in planned(state, TODAY) if one.kind is not DateKind.CHASE}


@given(things, st.integers(0, 45))
def test_what_hangs_on_a_visit_moves_by_as_many_days_and_nothing_else_moves(
    found: list[Any], by: int
) -> None:
    before = state_of(found)
    day = (LATER.day or TODAY) + timedelta(days=by)
    changes = move_visit(before, LATER, day, TODAY)
    after = apply(before, changes)
    old, new = days_of(before), days_of(after)
    assert set(old) == set(new)
    moves = {one.row for one in hanging_on(before, LATER.id, TODAY)} | {f"visit-{LATER.id}-"}
    for row, one in old.items():
        moved = (new[row].day - one.day).days
        assert moved == (by if row in moves else 0), row
    assert days_of(undone(before, changes)) == old


@given(things, near)
def test_what_was_set_by_hand_stays(found: list[Any], day: date) -> None:
    state = state_of(found)
    by_hand = [one for one in planned(state, TODAY) if one.kind in (DateKind.TASK, DateKind.RECORD)]
    for one in by_hand:
        set_by_hand = apply(state, set_day(state, one, day, TODAY))
        moved = apply(set_by_hand, move_visit(set_by_hand, LATER, TODAY, TODAY))
        theirs = [p for p in planned(moved, TODAY) if (p.kind, p.key) == (one.kind, one.key)]
        assert [p.day for p in theirs] == [day]
        assert not theirs[0].visit_id


@given(things)
def test_the_days_are_in_order_and_each_stands_once(found: list[Any]) -> None:
    days = planned(state_of(found), TODAY)
    assert [one.day for one in days] == sorted(one.day for one in days)
    assert len({one.row for one in days}) == len(days)


def test_a_record_counts_from_the_visit_again() -> None:
    state = state_of([record(id="4000000000aa", due=TODAY, due_days=-7)])
    (one,) = (p for p in planned(state, TODAY) if p.kind is DateKind.RECORD)
    again = apply(state, set_day(state, one, None, TODAY))
    (back,) = (p for p in planned(again, TODAY) if p.kind is DateKind.RECORD)
    assert (back.day, back.visit_id) == ((LATER.day or TODAY) - timedelta(days=7), LATER.id)


def test_a_task_hangs_on_the_next_visit_by_a_rule() -> None:
    state = state_of([task(id="100000000001", due=TODAY)])
    (one,) = (p for p in planned(state, TODAY) if p.kind is DateKind.TASK)
    assert (one.day, one.visit_id, one.days) == (TODAY, "", 0)
    ruled = apply(state, set_day(state, one, -3, TODAY))
    assert ruled.tasks[one.key].due_visit == LATER.id
    (there,) = (p for p in planned(ruled, TODAY) if p.kind is DateKind.TASK)
    assert there.day == (LATER.day or TODAY) - timedelta(days=3)
    assert (there.visit_id, there.days) == (LATER.id, -3)


@pytest.mark.parametrize("kind", [DateKind.VISIT, DateKind.DECIDE_BY])
def test_some_days_cannot_be_counted_from_a_visit(kind: DateKind) -> None:
    state = state_of([])
    one = next(p for p in planned(state, TODAY) if p.kind is kind)
    with pytest.raises(NotThere):
        set_day(state, one, -3, TODAY)


def test_a_task_with_no_visit_to_count_from() -> None:
    state = of_case(CASE_ID, [case(), task(id="100000000001", due=TODAY)])
    (one,) = planned(state, TODAY)
    with pytest.raises(NotThere):
        set_day(state, one, -3, TODAY)


def test_what_is_ticked_or_there_is_no_longer_planned() -> None:
    state = state_of([task(id="100000000001", due=TODAY, done_on=TODAY)])
    assert {one.kind for one in planned(state, TODAY)} == {DateKind.VISIT, DateKind.DECIDE_BY}


def coming_visit(state: AppState) -> Encounter:
    """Return the next visit of the made-up case."""
    found = next_visit(state.visits.values(), TODAY)
    assert found is not None
    return found


def test_in_the_made_up_case_there_is_every_kind() -> None:
    state = demo_state(TODAY)
    assert {one.kind for one in planned(state, TODAY)} == set(DateKind)
    third = coming_visit(state)
    rules = {
        rule_words(state, one.visit_id, one.day, one.days)
        for one in hanging_on(state, third.id, TODAY)
    }
    assert "3 days before the visit with Dr Cleo Madeup" in rules
    assert "short notice for the visit with Dr Cleo Madeup" in rules
    assert "the day before the visit with Dr Cleo Madeup" in rules


def test_moving_the_visit_of_the_made_up_case_by_a_week_and_back() -> None:
    state = demo_state(TODAY)
    third = coming_visit(state)
    week = timedelta(days=7)
    changes = move_visit(state, third, (third.day or TODAY) + week, TODAY)
    after = apply(state, changes)
    old, new = days_of(state), days_of(after)
    hang = {one.row for one in hanging_on(state, third.id, TODAY)}
    assert len(hang) > 5
    moved = {row for row in old if row in new and new[row].day != old[row].day}
    assert moved == hang | {f"visit-{third.id}-"}
    by = {new[row].day - old[row].day for row in moved}
    assert max(by) == week  # what had been short of time gets some of it back
    assert min(by) > timedelta(0)
    assert days_of(undone(state, changes)) == old


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (9, "in 9 days"), (-2, "2 days past")],
)
def test_how_far_a_day_is(days: int, words: str) -> None:
    assert distance(TODAY + timedelta(days=days), TODAY) == words


def test_a_visit_whose_doctor_is_gone_has_no_name() -> None:
    state = state_of([case(), FIRST])
    assert doctor_name(state, visit(FIRST)) == FIRST.name
    assert doctor_name(state, visit(THIRD)) == ""


def test_a_date_of_two_visits_stands_for_each() -> None:
    third = replace(visit(THIRD, day=TODAY + timedelta(days=60)), id="0000000000a2")
    state = of_case(CASE_ID, [case(), FIRST, SECOND, THIRD, LATER, third, record(id="4" * 12)])
    found = [one for one in planned(state, TODAY) if one.kind is DateKind.RECORD]
    assert {one.visit_id for one in found} == {LATER.id, third.id}


def test_a_date_that_depends_on_a_visit_names_its_doctor_once() -> None:
    state = demo_state(TODAY)
    lines = [
        planned_words(state, one)
        for one in planned(state, TODAY)
        if one.kind is DateKind.TASK and one.visit_id
    ]
    assert len(lines) > 10
    assert [line for line in lines if line.count("(") > 1 or ". (" in line] == []
    assert (
        "To do: Have all records at the new office, and the disc loaded there"
        " (short notice for the visit with Dr Cleo Madeup)"
    ) in lines


def test_a_rule_tells_the_day_where_a_doctor_is_seen_more_than_once() -> None:
    lee = doctor(1)
    one, two = (visit(lee, id=f"0000000000a{n}", day=TODAY + timedelta(days=n)) for n in (9, 12))
    mine = task(id="0000000000b1", due_visit=one.id, due_days=-2)
    state = of_case(CASE_ID, [case(), doctor(0), lee, one, two, mine])
    (line,) = (planned_words(state, p) for p in planned(state, TODAY) if p.key == mine.id)
    assert line == "To do: A task (2 days before the visit with Dr 1 on Wed 2 Dec)"
