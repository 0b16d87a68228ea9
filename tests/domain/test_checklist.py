"""Tasks: their day, their word, their tick."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.checklist import SOON_DAYS, Urgency, due_date, tick, urgency
from so_tui.domain.encounters import Course
from tests.support.values import TODAY, days, doctor, task, visit


@given(days, st.integers(-60, 60))
def test_a_day_that_hangs_on_a_visit_moves_with_it(day: date, ahead: int) -> None:
    seen = visit(doctor(1), day=day)
    hung = task(due_visit=seen.id, due_days=ahead, due=TODAY)
    assert due_date(hung, {seen.id: seen}) == day + timedelta(days=ahead)
    moved = replace(seen, day=day + timedelta(days=3))
    assert due_date(hung, {moved.id: moved}) == day + timedelta(days=ahead + 3)


def test_without_a_day_of_the_visit_there_is_none() -> None:
    seen = visit(doctor(1))
    assert due_date(task(due_visit=seen.id, due=TODAY), {seen.id: seen}) is None


def test_when_the_visit_is_gone_the_own_day_counts() -> None:
    assert due_date(task(due_visit="0000000000aa", due=TODAY), {}) == TODAY


@pytest.mark.parametrize(
    ("ahead", "word"),
    [
        (-1, Urgency.LATE),
        (0, Urgency.TODAY),
        (1, Urgency.SOON),
        (SOON_DAYS, Urgency.SOON),
        (SOON_DAYS + 1, Urgency.NONE),
    ],
)
def test_the_word_for_a_day(ahead: int, word: Urgency) -> None:
    dated = task(due=TODAY + timedelta(days=ahead))
    assert urgency(dated, {}, TODAY) is word
    assert urgency(tick(dated, TODAY), {}, TODAY) is Urgency.DONE


def test_no_day_no_word() -> None:
    assert urgency(task(), {}, TODAY) is Urgency.NONE


def test_ticking_twice_is_as_before() -> None:
    before = task()
    assert tick(before, TODAY).done_on == TODAY
    assert tick(tick(before, TODAY), TODAY) == before


def test_what_was_to_be_done_before_a_visit_is_not_late_once_it_took_place() -> None:
    """A shipped task of before the visit has no day any more; one of the user's own keeps it."""
    seen = visit(doctor(1), day=TODAY - timedelta(days=3), course=Course.TOOK_PLACE)
    visits = {seen.id: seen}
    before = task(template="insurance_sums", due_visit=seen.id, due_days=-7)
    assert urgency(before, visits, TODAY) is Urgency.NONE
    assert urgency(replace(before, template=""), visits, TODAY) is Urgency.LATE
    assert urgency(replace(before, due_days=1), visits, TODAY) is Urgency.LATE
    planned = {seen.id: replace(seen, course=Course.PLANNED)}
    assert urgency(before, planned, TODAY) is Urgency.LATE
