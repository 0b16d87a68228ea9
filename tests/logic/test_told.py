"""Whose opinion is held: of doctors who were heard, and of those whose words are on record."""

from dataclasses import replace

import pytest

from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.opinions import Cell, Source, State, mark_between
from so_tui.domain.state import AppState, of_case
from so_tui.domain.text import Clean
from so_tui.logic.overview import asks_how_sure
from so_tui.logic.told import have_come, on_record, told_so_far, was_heard
from tests.support.values import CASE_ID, TODAY, case, doctor, visit

FIRST, SECOND, THIRD = (doctor(n) for n in range(3))
HELD = [visit(d, day=TODAY, course=Course.TOOK_PLACE) for d in (FIRST, SECOND)]
PLAN = Cell(case_id=CASE_ID, doctor_id=THIRD.id, point="plan", text=Clean("Wait"))
PLANNED = visit(THIRD, day=TODAY)
COURSES: dict[str, list[Encounter]] = {
    "none": [],
    "planned": [PLANNED],
    "cancelled": [replace(PLANNED, course=Course.CANCELLED)],
}


def state(*more: object) -> AppState:
    """Return a case with three doctors, two of them heard."""
    return of_case(CASE_ID, [case(), FIRST, SECOND, THIRD, *HELD, *more])  # type: ignore[list-item]


@pytest.mark.parametrize("course", COURSES)
def test_words_from_a_report_are_told_whatever_became_of_the_visit(course: str) -> None:
    """Papers: a doctor's words do not vanish as long as no visit was marked."""
    now = state(replace(PLAN, source=Source.REPORT), *COURSES[course])
    assert on_record(now) == (FIRST, SECOND, THIRD)
    assert [each.doctor for each in told_so_far(now)] == [THIRD]
    assert not was_heard(now, THIRD.id)


@pytest.mark.parametrize("course", COURSES)
def test_words_heard_have_a_column_and_are_told_to_others_once_the_visit_is_marked(
    course: str,
) -> None:
    now = state(PLAN, *COURSES[course])
    assert on_record(now) == (FIRST, SECOND, THIRD)
    assert (THIRD in have_come(now)) is (not COURSES[course])


@pytest.mark.parametrize("course", COURSES)
def test_a_doctor_without_words_and_not_seen_has_no_column(course: str) -> None:
    assert on_record(state(*COURSES[course])) == (FIRST, SECOND)
    bare = replace(PLAN, text=Clean(""))
    assert THIRD not in on_record(state(bare, *COURSES[course]))


@pytest.mark.parametrize("fact", ["saw", "knew_first", "board"])
@pytest.mark.parametrize("course", COURSES)
def test_facts_about_a_doctor_are_no_opinion(course: str, fact: str) -> None:
    """What a doctor will look at gave a column, and the letter had 'notes on the advice'."""
    saw = replace(PLAN, point=fact, text=Clean("The slides"), source=Source.REPORT)
    now = state(saw, *COURSES[course])
    assert on_record(now) == (FIRST, SECOND)
    assert have_come(now) == [FIRST, SECOND]


@pytest.mark.parametrize("fact", ["saw", "knew_first", "board"])
def test_facts_about_a_doctor_do_not_make_both_opinions_known(fact: str) -> None:
    """Home asked how sure one is now, before the second visit."""
    plans = [replace(PLAN, id=f"{n:012x}", doctor_id=d.id) for n, d in enumerate((FIRST, SECOND))]
    first, second = plans
    known = [case(), FIRST, SECOND, first]
    assert not asks_how_sure(of_case(CASE_ID, [*known, replace(second, point=fact)]), TODAY)
    assert asks_how_sure(of_case(CASE_ID, [*known, second]), TODAY)


def test_a_mark_alone_is_on_record() -> None:
    mark = mark_between(CASE_ID, THIRD.id, FIRST.id, "plan", State.DIFFERS)
    assert THIRD in on_record(state(mark))
