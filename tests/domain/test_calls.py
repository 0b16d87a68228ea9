"""Calls: their word, and when to pick up the phone again."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.calls import (
    Call,
    Standing,
    chase_day,
    newest_first,
    promise_is_over,
    standing,
    to_chase,
)
from so_tui.domain.text import Clean
from tests.support.values import CASE_ID, NOW, TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
near = st.none() | st.dates(TODAY - timedelta(days=5), TODAY + timedelta(days=5))
calls = st.builds(
    lambda by, again, settled: call(promised_by=by, next_call=again, settled=settled),
    near,
    near,
    st.booleans(),
)


def call(**values: Any) -> Call:
    """Return a call to the insurer."""
    return Call(case_id=CASE_ID, **{"whom": Clean("Example Health"), "at": NOW, **values})


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({}, Standing.NOTED),
        ({"promised": Clean("a letter")}, Standing.PROMISED),
        ({"promised_by": TODAY}, Standing.PROMISED),
        ({"promised_by": YESTERDAY}, Standing.LATE),
        ({"promised_by": YESTERDAY, "settled": True}, Standing.SETTLED),
        ({"promised_by": YESTERDAY, "next_call": TOMORROW}, Standing.LATE),
        ({"promised_by": TOMORROW, "next_call": TODAY}, Standing.CALL_TODAY),
        ({"next_call": TOMORROW}, Standing.CALL_AGAIN),
        ({"next_call": YESTERDAY}, Standing.LATE),
    ],
)
def test_a_call_has_the_word_of_what_presses_most(values: dict[str, Any], word: Standing) -> None:
    assert standing(call(**values), TODAY) is word


@pytest.mark.parametrize(
    ("by", "again", "day"),
    [
        (None, None, None),
        (TOMORROW, None, None),
        (TODAY, None, None),
        (YESTERDAY, None, YESTERDAY),
        (YESTERDAY, TOMORROW, YESTERDAY),
        (TOMORROW, TOMORROW, TOMORROW),
        (None, YESTERDAY, YESTERDAY),
    ],
)
def test_a_promise_counts_once_its_day_is_over(
    by: date | None, again: date | None, day: date | None
) -> None:
    assert chase_day(call(promised_by=by, next_call=again), TODAY) == day
    assert chase_day(call(promised_by=by, next_call=again, settled=True), TODAY) is None


@given(st.lists(calls, max_size=8))
def test_the_calls_to_make_are_those_with_a_day_the_first_day_first(made: list[Call]) -> None:
    found = to_chase(made, TODAY)
    assert [day for day, _ in found] == sorted(day for day, _ in found)
    assert {c.id for _, c in found} == {c.id for c in made if chase_day(c, TODAY)}
    assert not any(c.settled for _, c in found)


@given(calls)
def test_late_is_what_has_a_day_in_the_past(made: Call) -> None:
    day = chase_day(made, TODAY)
    assert (standing(made, TODAY) is Standing.LATE) == (day is not None and day < TODAY)
    if promise_is_over(made, TODAY):
        assert standing(made, TODAY) is Standing.LATE


def test_the_newest_call_comes_first() -> None:
    old = call(at=datetime(2026, 11, 1, 9))
    assert newest_first([old, call(at=NOW)])[-1] is old
