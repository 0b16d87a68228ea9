"""The plan: the same facts give the same tasks and days, in whatever order they were entered."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.content.seeds import tasks_for
from so_tui.domain.checklist import Task, Urgency, tick
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.entity import CaseEntity, Entity
from so_tui.domain.record_deadlines import due_day
from so_tui.domain.records import OWN_COPY
from so_tui.domain.state import AppState, Change, Put, apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic.overview import due_tasks
from so_tui.logic.people import drop_visit, keep
from so_tui.logic.plan import drop_task, due, put_task, task_words, tasks_of, urgency_of
from so_tui.logic.records import fill_in, visits_for
from so_tui.logic.schedule import planned, planned_words
from tests.support.values import CASE_ID, TODAY, case, doctor, question, visit

FIRST, SECOND, THIRD = doctor(0), doctor(1), doctor(2)
START = of_case(CASE_ID, [case(), FIRST, SECOND, THIRD, *tasks_for(CASE_ID, "")])
THEIRS = "0000000000a1"
NEXT = "0000000000a2"
ONE_DAY = timedelta(days=1)


def saved(state: AppState, *entities: Entity, today: date = TODAY) -> AppState:
    """Return the state after saving these as the forms and the command line do."""
    for entity in entities:
        table = "visits" if isinstance(entity, Encounter) else ""
        old = getattr(state, table).get(entity.id) if table else None
        state = apply(state, keep(state, entity, today, old))
    return state


def seen(state: AppState, today: date = TODAY) -> list[tuple[str, str, str, date | None, Urgency]]:
    """Return what the checklist shows of each task."""
    return [
        (t.template, t.due_visit, t.text, due(state, t), urgency_of(state, t, today))
        for t in tasks_of(state).values()
    ]


def of_visit(state: AppState, visit_id: str) -> dict[str, Task]:
    """Return the shipped tasks of a visit."""
    return {t.template: t for t in tasks_of(state).values() if t.due_visit == visit_id}


ahead = st.integers(0, 60)


@given(ahead, ahead, st.lists(ahead, max_size=3), st.permutations(range(4)), st.randoms())
def test_the_order_of_entry_and_of_moves_changes_nothing(
    second: int, third: int, moves: list[int], order: list[int], chance: random.Random
) -> None:
    """Case "visit in 5 days": same dates, same picture, whatever the history."""
    ours = visit(SECOND, id=THEIRS, day=TODAY + timedelta(days=second))
    other = visit(THIRD, id=NEXT, day=TODAY + timedelta(days=third))
    back = visit(FIRST, id="0000000000a3", day=TODAY + timedelta(days=70))
    facts: list[CaseEntity] = [ours, other, back, question()]
    straight = saved(START, *facts)
    winding = START
    for place in order:
        fact = facts[place]
        if isinstance(fact, Encounter):
            before = (replace(fact, day=TODAY + timedelta(days=days)) for days in moves)
            unset = [replace(fact, day=None)] if chance.random() < 0.5 else []
            winding = saved(winding, *unset, *before)
        winding = saved(winding, fact)
    assert seen(winding) == seen(straight)
    shown = [planned_words(winding, each) for each in planned(winding, TODAY)]
    assert shown == [planned_words(straight, each) for each in planned(straight, TODAY)]


@given(ahead, ahead)
def test_every_lead_task_has_a_day_and_none_is_late_on_the_day_the_visit_is_entered(
    second: int, known: int
) -> None:
    """Case "visit in 5 days": lead tasks have no day; after a move "late" before the case began."""
    entered = TODAY + timedelta(days=known)
    state = saved(START, visit(SECOND, id=THEIRS, day=entered + timedelta(days=second)),
                  today=entered)  # fmt: skip
    tasks = of_visit(state, THEIRS).values()
    assert tasks
    for task in tasks:
        day = due(state, task)
        assert day is not None
        assert day >= entered, task.template
        assert urgency_of(state, task, entered) is not Urgency.LATE


def test_a_visit_in_five_days_has_a_short_plan_in_order() -> None:
    """Case "visit in 5 days, new case": today the courier, and no second call before the first."""
    state = saved(START, visit(SECOND, id=THEIRS, day=TODAY + timedelta(days=5)))
    tasks = of_visit(state, THEIRS)
    days = {key: (due(state, task) or date.max) - TODAY for key, task in tasks.items()}
    assert "by courier" in tasks["records_slides"].text
    chain = ["records_slides", "records_confirm", "records_arrived", "appointment_pack"]
    assert [days[key].days for key in chain] == [0, 1, 2, 4]
    assert not {"records_again", "records_chase"} & tasks.keys()
    today = [each for each in due_tasks(state, TODAY) if each.day == TODAY]
    assert 3 < len(today) < 8
    assert len(due_tasks(state, TODAY)) < 35


@pytest.mark.parametrize("notice", range(30))
def test_nothing_is_asked_again_on_the_day_it_is_asked_first(notice: int) -> None:
    """Case "visit in 5 days": "call once more" before any first call."""
    state = saved(START, visit(SECOND, id=THEIRS, day=TODAY + timedelta(days=notice)))
    tasks = of_visit(state, THEIRS)
    first = due(state, tasks["records_reports"]) or date.max
    for key in ("records_chase", "records_confirm", "records_again", "insurance_arrived"):
        if key in tasks:
            assert (due(state, tasks[key]) or date.min) > first, key
    if "records_again" in tasks:
        again = due(state, tasks["records_again"]) or date.min
        assert again > (due(state, tasks["records_confirm"]) or date.max)


def test_records_are_not_late_before_the_visit_was_known() -> None:
    state = saved(START, visit(SECOND, id=THEIRS, day=TODAY + timedelta(days=5)))
    state = apply(state, fill_in(state))
    for record in state.records.values():
        day = due_day(record, visits_for(state, OWN_COPY), TODAY)
        assert day is None or day >= TODAY


def test_in_an_older_store_nothing_is_late_before_the_case_began() -> None:
    """Case "visit in 5 days": "late" 16 days before the case began."""
    state = apply(START, [Put(visit(SECOND, id=THEIRS, day=TODAY + timedelta(days=5)))])
    assert {urgency_of(state, t, TODAY) for t in tasks_of(state).values()} >= {Urgency.TODAY}
    assert Urgency.LATE not in {urgency_of(state, t, TODAY) for t in tasks_of(state).values()}


def test_the_third_doctor_has_a_checklist_of_their_own() -> None:
    """Case "third doctor": no checklist of their own."""
    state = saved(START, visit(SECOND, id=THEIRS, day=TODAY + timedelta(days=30)))
    done = of_visit(state, THEIRS)["records_slides"]
    state = apply(state, [put_task(state, tick(done, TODAY), state.tasks.get(done.id))])
    state = saved(state, visit(THIRD, id=NEXT, day=TODAY + timedelta(days=40)))
    assert of_visit(state, THEIRS).keys() == of_visit(state, NEXT).keys()
    theirs = of_visit(state, NEXT)["records_slides"]
    assert theirs.done_on is None
    assert due(state, theirs) == TODAY + timedelta(days=19)
    assert task_words(state, theirs).endswith("(Dr 2)")
    ticked = apply(state, [put_task(state, tick(theirs, TODAY), None)])
    assert of_visit(ticked, NEXT)["records_slides"].done_on == TODAY
    assert len(tasks_of(ticked)) == len(tasks_of(state))


def test_another_visit_with_the_same_doctor_asks_for_no_records_again() -> None:
    again = replace(visit(SECOND, id=NEXT), day=TODAY + timedelta(days=60))
    state = saved(START, visit(SECOND, id=THEIRS, day=TODAY + timedelta(days=30)), again)
    sections = {task.section for task in of_visit(state, NEXT).values()}
    assert sections == {"appointment", "company", "questions", "after"}
    told = {str(task_words(state, task)) for task in of_visit(state, NEXT).values()}
    assert all(words.endswith("(Dr 1, Fri 22 Jan)") for words in told)
    theirs = {str(task_words(state, task)) for task in of_visit(state, THEIRS).values()}
    assert theirs & told == set()


def test_what_was_done_for_a_cancelled_visit_counts_for_the_one_that_replaces_it() -> None:
    first = visit(SECOND, id=THEIRS, day=TODAY + timedelta(days=30))
    state = saved(START, first)
    done = of_visit(state, THEIRS)["insurance_call"]
    state = apply(state, [put_task(state, tick(done, TODAY), state.tasks.get(done.id))])
    state = saved(state, replace(first, course=Course.CANCELLED))
    assert not due_tasks(state, TODAY)
    state = saved(state, visit(SECOND, id=NEXT, day=TODAY + timedelta(days=50)))
    assert of_visit(state, NEXT)["insurance_call"].done_on == TODAY
    assert not of_visit(state, THEIRS)


def test_a_deleted_visit_takes_its_own_tasks_along_and_leaves_the_others_to_the_next() -> None:
    state = saved(START, visit(SECOND, id=THEIRS, day=TODAY + timedelta(days=30)),
                  visit(THIRD, id=NEXT, day=TODAY + timedelta(days=40)))  # fmt: skip
    theirs = of_visit(state, NEXT)["records_slides"]
    state = apply(state, [put_task(state, tick(theirs, TODAY), None)])
    state = apply(state, drop_visit(state, state.visits[NEXT]))
    assert theirs.id not in state.tasks
    state = apply(state, drop_visit(state, state.visits[THEIRS]))
    assert not due_tasks(state, TODAY)
    assert len(tasks_of(state)) == len(START.tasks)


@pytest.mark.parametrize("visit_id", [THEIRS, NEXT])
def test_words_for_short_notice_stay_with_no_task_that_is_ticked(visit_id: str) -> None:
    """A task ticked by mistake still spoke of a courier once the visit was weeks away."""
    state = saved(START, *(visit(d, id=id_, day=TODAY + timedelta(days=5))
                           for d, id_ in ((SECOND, THEIRS), (THIRD, NEXT))))  # fmt: skip
    for done_on in (TODAY, None):
        task = of_visit(state, visit_id)["records_slides"]
        state = apply(state, [put_task(state, tick(task, TODAY), task)])
        after = of_visit(state, visit_id)["records_slides"]
        assert (after.text, after.done_on) == (task.text, done_on)
        assert "by courier" in after.text
    seen = state.visits[visit_id]
    state = saved(state, replace(seen, day=TODAY + timedelta(days=40)))
    assert "by courier" not in of_visit(state, visit_id)["records_slides"].text


def test_a_task_taken_off_the_list_stays_off() -> None:
    state = saved(START, visit(SECOND, id=THEIRS, day=TODAY + timedelta(days=30)),
                  visit(THIRD, id=NEXT, day=TODAY + timedelta(days=40)))  # fmt: skip
    for visit_id in (NEXT, THEIRS):
        task = of_visit(state, visit_id)["appointment_help"]
        changes: list[Change] = [drop_task(state, task)]
        state = apply(state, changes)
        assert "appointment_help" not in of_visit(state, visit_id)


def test_a_day_set_by_hand_stays_with_the_visit_it_was_for() -> None:
    state = saved(START, visit(SECOND, id=THEIRS, day=TODAY + timedelta(days=30)),
                  visit(THIRD, id=NEXT, day=TODAY + timedelta(days=40)))  # fmt: skip
    task = of_visit(state, NEXT)["records_slides"]
    by_hand = replace(task, due=TODAY, due_visit="", due_days=0, owner=Clean("Nora"))
    state = apply(state, [put_task(state, by_hand, task)])
    listed = [t for t in tasks_of(state).values() if t.template == "records_slides"]
    assert sorted(filter(None, (due(state, t) for t in listed))) == [
        TODAY,
        TODAY + timedelta(days=9),
    ]


def test_days_set_by_hand_are_kept_whatever_is_changed_later() -> None:
    state = saved(START, visit(SECOND, id=THEIRS, day=TODAY + timedelta(days=30)))
    task = of_visit(state, THEIRS)["records_slides"]
    change = put_task(state, replace(task, due_days=-10), task)
    assert change.base is not None
    assert change.base.due_visit == ""  # type: ignore[attr-defined]  # a task, as it is stored
    assert of_visit(apply(state, [change]), THEIRS)["records_slides"].due_days == -10


def test_one_visit_with_the_treating_doctor_is_enough_for_all_opinions() -> None:
    """A follow-up visit after the third doctor was planned; the third list asked for one again."""
    theirs, later = TODAY + timedelta(days=10), TODAY + timedelta(days=20)
    state = saved(START, visit(SECOND, id=THEIRS, day=theirs), visit(THIRD, id=NEXT, day=later))
    assert "after_book" in of_visit(state, NEXT)
    back = visit(FIRST, id="0000000000a3", day=later + timedelta(days=5))
    booked = saved(state, back)
    assert "after_book" in of_visit(booked, THEIRS)
    assert "after_book" not in of_visit(booked, NEXT)
    assert "after_send" in of_visit(booked, NEXT)
    for gone in (replace(back, course=Course.CANCELLED), replace(back, day=later - ONE_DAY)):
        assert "after_book" in of_visit(saved(booked, gone), NEXT)
    done = tick(of_visit(state, NEXT)["after_book"], later)
    assert "after_book" in of_visit(apply(booked, [put_task(booked, done, None)]), NEXT)
