"""Dates and times as people type and read them."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.dates import (
    parse_day,
    parse_due,
    parse_time,
    short_day,
    show_day,
    show_due_rule,
    show_time,
)
from tests.unit.values import TODAY, any_text, days


@given(days, days)
def test_a_day_that_is_shown_can_be_typed(day: date, today: date) -> None:
    near = abs(day.year - today.year) <= 40
    if near:
        assert parse_day(show_day(day), today) == day
        assert parse_day(day.isoformat(), today) == day
    else:
        with pytest.raises(ValueError, match="far"):
            parse_day(show_day(day), today)


@given(days, st.integers(-80, 200))
def test_a_short_day_that_is_shown_is_the_next_or_just_past_one(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert parse_day(short_day(day, today), today) == day


@given(st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_a_time_that_is_shown_can_be_typed(at: time) -> None:
    assert parse_time(show_time(at)) == at
    half = "am" if at.hour < 12 else "pm"
    assert parse_time(f"{at.hour % 12 or 12}:{at.minute:02} {half}") == at


@given(st.integers(-999, 999))
def test_days_from_the_visit_that_are_shown_can_be_typed(ahead: int) -> None:
    assert parse_due(show_due_rule(ahead), TODAY) == ahead


@given(any_text, days)
def test_any_text_is_read_or_refused_in_one_way(raw: str, today: date) -> None:
    with suppress(ValueError):
        day = parse_day(raw, today)
        assert day is None or parse_day(day.isoformat(), today) == day
    with suppress(ValueError):
        due = parse_due(raw, today)
        assert due is None or parse_due(due_text(due), today) == due
    with suppress(ValueError):
        at = parse_time(raw)
        assert at is None or parse_time(show_time(at)) == at


def due_text(due: date | int) -> str:
    """Return how a due day is typed: a day, or a number of days from the visit."""
    return show_due_rule(due) if isinstance(due, int) else due.isoformat()


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("today", TODAY),
        ("Tomorrow", date(2026, 11, 24)),
        ("+5", date(2026, 11, 28)),
        ("-2", date(2026, 11, 21)),
        ("yesterday", date(2026, 11, 22)),
        ("in a week", date(2026, 11, 30)),
        ("in 2 weeks", date(2026, 12, 7)),
        ("in 1 day", date(2026, 11, 24)),
        ("next Fri", date(2026, 11, 27)),
        ("3.12.27", date(2027, 12, 3)),
        ("fri", date(2026, 11, 27)),
        ("Monday", date(2026, 11, 30)),
        ("3 Dec", date(2026, 12, 3)),
        ("Dec 3", date(2026, 12, 3)),
        ("3 December 2027", date(2027, 12, 3)),
        ("Thu 3 Dec 2026", date(2026, 12, 3)),
        ("3.12.2026", date(2026, 12, 3)),
        ("1 Nov", date(2026, 11, 1)),
        ("1 Feb", date(2027, 2, 1)),
        ("29 Feb", date(2028, 2, 29)),
        ("25 Aug", date(2026, 8, 25)),
        ("24 Aug", date(2027, 8, 24)),
    ],
)
def test_days(typed: str, day: date | None) -> None:
    assert parse_day(typed, TODAY) == day


def test_each_month_and_weekday_is_known_by_its_short_name() -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    read = [parse_day(f"3 {month} 2027", TODAY) for month in months]
    assert read == [date(2027, number, 3) for number in range(1, 13)]
    weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    read = [parse_day(day, TODAY) for day in weekdays]
    assert read == [date(2026, 11, 30), *(date(2026, 11, day) for day in range(24, 30))]


@pytest.mark.parametrize(
    "typed", ["3/12", "3/12/2026", "soon", "31 Feb", "2026-13-01", "3", "Dec", "12 12 Dec 2026"]
)
def test_what_is_no_day(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ by reason; all are refused
        parse_day(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("", None),
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("1430", time(14, 30)),
        ("9", time(9)),
        ("2 pm", time(14)),
        ("2:30pm", time(14, 30)),
        ("12 am", time(0)),
        ("12 p.m.", time(12)),
    ],
)
def test_times(typed: str, at: time | None) -> None:
    assert parse_time(typed) == at


@pytest.mark.parametrize("typed", ["25:00", "9:61", "13 pm", "0 am", "soon", "1:2:3"])
def test_what_is_no_time(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ by reason; all are refused
        parse_time(typed)
