"""Dates and times as people type and read them."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.date_doubts import DateError, Doubt
from so_tui.domain.dates import short_day, show_day, show_due_rule, show_half, show_time
from so_tui.domain.typed_dates import parse_day, parse_due
from so_tui.domain.typed_times import parse_time, split_moment
from tests.support.values import TODAY, any_text, days


@given(days, days)
def test_a_day_that_is_shown_can_be_typed(day: date, today: date) -> None:
    near = abs(day.year - today.year) <= 40
    if near:
        assert parse_day(show_day(day), today) == day
        assert parse_day(day.isoformat(), today) == day
    else:
        with pytest.raises(DateError, match=Doubt.TOO_FAR):
            parse_day(show_day(day), today)


@given(days, st.integers(-80, 200))
def test_a_short_day_that_is_shown_is_the_next_or_just_past_one(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert parse_day(short_day(day, today), today) == day


@given(st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_a_time_that_is_shown_can_be_typed(at: time) -> None:
    assert parse_time(show_time(at)) == at
    assert parse_time(show_half(at)) == at


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
        ("this Fri", date(2026, 11, 27)),
        ("next Mon", date(2026, 11, 30)),
        ("last Fri", date(2026, 11, 20)),
        ("next week", date(2026, 11, 30)),
        ("friday next week", date(2026, 12, 4)),
        ("Sun this week", date(2026, 11, 29)),
        ("last week Wed", date(2026, 11, 18)),
        ("this Mon", TODAY),
        ("thu 3/12", date(2026, 12, 3)),
        ("3. 12. 2026", date(2026, 12, 3)),
        ("5 days from today", date(2026, 11, 28)),
        ("in eleven days", date(2026, 12, 4)),
        ("the day after tomorrow", date(2026, 11, 25)),
        ("in two weeks", date(2026, 12, 7)),
        ("in 3 months", date(2027, 2, 23)),
        ("a week from now", date(2026, 11, 30)),
        ("3 days ago", date(2026, 11, 20)),
        ("two months ago", date(2026, 9, 23)),
        ("Dec 3rd", date(2026, 12, 3)),
        ("on the 3rd of December", date(2026, 12, 3)),
        ("December 3rd, 2026", date(2026, 12, 3)),
        ("3 Dec '26", date(2026, 12, 3)),
        ("3-Dec-2026", date(2026, 12, 3)),
        ("3dec", date(2026, 12, 3)),
        ("Sept. 30", date(2026, 9, 30)),
        ("2026/12/03", date(2026, 12, 3)),
        ("Thu 2026-12-03", date(2026, 12, 3)),
        ("3 Dec (Thu)", date(2026, 12, 3)),
        ("Thursday, 3 December", date(2026, 12, 3)),
        ("13/12", date(2026, 12, 13)),
        ("12/13/2026", date(2026, 12, 13)),
        ("5/5", date(2027, 5, 5)),
        ("3\u00a0Dec", date(2026, 12, 3)),
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
        ("end of month", date(2026, 11, 30)),
        ("the end of this month", date(2026, 11, 30)),
        ("end of next month", date(2026, 12, 31)),
        ("end of February", date(2027, 2, 28)),
        ("end of Feb 2028", date(2028, 2, 29)),
        ("tonight", TODAY),
        ("last night", TODAY - timedelta(days=1)),
        ("a week today", TODAY + timedelta(days=7)),
        ("in two weeks' time", TODAY + timedelta(days=14)),
        ("a year ago", TODAY.replace(year=TODAY.year - 1)),
        ("Friday week", date(2026, 12, 4)),
        ("a week on Friday", date(2026, 12, 4)),
        ("a fortnight on Tuesday", date(2026, 12, 8)),
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


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


@pytest.mark.parametrize(
    ("typed", "doubt", "readings"),
    [
        ("soon", Doubt.NOT_READ, []),
        ("3", Doubt.NOT_READ, []),
        ("Dec", Doubt.NOT_READ, []),
        ("12 12 Dec 2026", Doubt.NOT_READ, []),
        ("3 Decay", Doubt.NOT_READ, []),
        ("monkey", Doubt.NOT_READ, []),
        ("next monkey", Doubt.NOT_READ, []),
        ("Mon Tue", Doubt.NOT_READ, []),
        ("in many weeks", Doubt.NOT_READ, []),
        ("in 3 days ago", Doubt.NOT_READ, []),
        ("mon 3/12", Doubt.WEEKDAY, [day(12, 3), day(3, 12, 2027)]),
        ("26-12-03", Doubt.TWO, [day(12, 26, 2003), day(12, 3)]),
        ("3/12/26", Doubt.TWO, [day(12, 3), day(3, 12)]),
        ("31 Feb", Doubt.NO_SUCH_DAY, []),
        ("2026-13-01", Doubt.NO_SUCH_DAY, []),
        ("13/13", Doubt.NO_SUCH_DAY, []),
        ("3 Dec 1926", Doubt.TOO_FAR, []),
        ("next month", Doubt.MANY, []),
        ("this week", Doubt.MANY, []),
        ("last year", Doubt.MANY, []),
        ("Dec 2026", Doubt.MANY, []),
        ("Tue Dec 14", Doubt.WEEKDAY, [day(12, 14), day(12, 15)]),
        ("Fri 3 Dec", Doubt.WEEKDAY, [day(12, 3), day(12, 4)]),
        ("Fri 2026-12-03", Doubt.WEEKDAY, [day(12, 3), day(12, 4)]),
        ("3/12", Doubt.TWO, [day(12, 3), day(3, 12, 2027)]),
        ("3/12/2026", Doubt.TWO, [day(12, 3), day(3, 12)]),
        ("3-12-2026", Doubt.TWO, [day(12, 3), day(3, 12)]),
        ("a fortnight on Monday", Doubt.TWO, [day(12, 7), day(12, 14)]),
        ("Monday week", Doubt.TWO, [day(11, 30), day(12, 7)]),
        ("end of the week", Doubt.NOT_READ, []),
        ("end", Doubt.NOT_READ, []),
        ("end of 3 Dec", Doubt.NOT_READ, []),
        ("next Fri", Doubt.TWO, [day(11, 27), day(12, 4)]),
    ],
)
def test_what_is_no_day_or_more_than_one_is_asked_back(
    typed: str, doubt: Doubt, readings: list[date]
) -> None:
    with pytest.raises(DateError) as refused:
        parse_day(typed, TODAY)
    assert (refused.value.doubt, list(refused.value.readings)) == (doubt, readings)


def test_last_friday_on_a_sunday_is_asked_back() -> None:
    with pytest.raises(DateError) as refused:
        parse_day("last Fri", date(2026, 11, 29))
    assert refused.value.readings == (day(11, 27), day(11, 20))


@pytest.mark.parametrize("today", [day(12, 6) + timedelta(days=n) for n in range(7)])
def test_next_friday_is_asked_back_where_this_week_has_one_to_come(today: date) -> None:
    """Weeks begin on Sunday for some, and on Monday for others."""
    friday = today + timedelta(days=(4 - today.weekday() - 1) % 7 + 1)
    if friday == day(12, 11):
        with pytest.raises(DateError) as refused:
            parse_day("next Friday", today)
        assert refused.value.readings == (friday, friday + timedelta(days=7))
    else:
        assert parse_day("next Friday", today) == friday


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fri", day(11, 20)),
        ("Monday", TODAY),
        ("23/11", TODAY),
        ("3 Nov", day(11, 3)),
        ("12/11", day(11, 12)),
    ],
)
def test_a_day_that_cannot_be_to_come_is_the_last_one(typed: str, found: date) -> None:
    assert parse_day(typed, TODAY, past=True) == found


def test_of_two_past_days_one_has_to_be_chosen() -> None:
    with pytest.raises(DateError, match=Doubt.TWO):
        parse_day("9/10/2026", TODAY, past=True)


def test_a_month_from_its_last_day_stays_in_the_next_month() -> None:
    assert parse_day("in a month", day(1, 31)) == day(2, 28)
    assert parse_day("in 12 months", day(11, 30)) == day(11, 30, 2027)


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("visit", 0),
        ("visit-7", -7),
        ("visit + 3", 3),
        ("visit \u22127 days", -7),
        ("day before visit", -1),
        ("the day before the visit", -1),
        ("7 days before the visit", -7),
        ("a week before the visit", -7),
        ("two days after visit", 2),
        ("on the day of the visit", 0),
        ("3 Dec", day(12, 3)),
        ("", None),
    ],
)
def test_due_days(typed: str, due: date | int | None) -> None:
    assert parse_due(typed, TODAY) == due


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("", None),
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("1430", time(14, 30)),
        ("9", time(9)),
        ("02:30", time(2, 30)),
        ("0:30", time(0, 30)),
        ("7:30", time(7, 30)),
        ("12:15", time(12, 15)),
        ("14h30", time(14, 30)),
        ("midday", time(12)),
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
    with pytest.raises(DateError, match=Doubt.NOT_READ):
        parse_time(typed)


@pytest.mark.parametrize("typed", ["2:30", "230", "2.30"])
def test_an_hour_of_the_night_or_the_afternoon_is_asked_back(typed: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_time(typed)
    assert refused.value.readings == (time(14, 30), time(2, 30))


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("half past nine", time(9, 30)),
        ("half past two in the afternoon", time(14, 30)),
        ("quarter to ten", time(9, 45)),
        ("a quarter past 11", time(11, 15)),
        ("ten minutes to one pm", time(12, 50)),
        ("9 o'clock", time(9)),
        ("ten o\u2019clock", time(10)),
        ("2 o'clock pm", time(14)),
        ("at noon", time(12)),
        ("12 noon", time(12)),
        ("12 midnight", time(0)),
        ("midnight", time(0)),
    ],
)
def test_times_in_words(typed: str, at: time) -> None:
    """Section 3: times as people type them are read."""
    assert parse_time(typed) == at


@pytest.mark.parametrize(
    ("typed", "later"),
    [("half past two", time(14, 30)), ("2 o'clock", time(14)), ("quarter to six", time(17, 45))],
)
def test_times_in_words_that_may_be_at_night_are_asked_back(typed: str, later: time) -> None:
    """Case "--time 2:30": 02:30 at night."""
    with pytest.raises(DateError) as caught:
        parse_time(typed)
    assert caught.value.doubt is Doubt.TWO
    assert caught.value.readings[0] == later


@pytest.mark.parametrize(
    "typed", ["half two", "noonish", "midnigh", "quarter", "0 to 3", "half past"]
)
def test_no_time_is_read_by_the_first_letters_of_its_words(typed: str) -> None:
    """Case "next month": no word is ever read by its first letters."""
    with pytest.raises(DateError, match=Doubt.NOT_READ):
        parse_time(typed)


@pytest.mark.parametrize("typed", ["a fortnight", "in a fortnight", "a fortnight from now"])
def test_a_fortnight_is_fourteen_days(typed: str) -> None:
    assert parse_day(typed, TODAY) == TODAY + timedelta(days=14)
    assert parse_day("a fortnight ago", TODAY) == TODAY - timedelta(days=14)
    assert parse_due("a fortnight before visit", TODAY) == -14
    with pytest.raises(DateError):
        parse_due("a year before visit", TODAY)


def test_a_day_and_month_with_a_dot_are_asked_back_as_with_a_slash() -> None:
    for typed in ("3.12", "3/12"):
        with pytest.raises(DateError) as caught:
            parse_day(typed, TODAY)
        assert set(caught.value.readings) == {date(2026, 12, 3), date(2027, 3, 12)}
    assert parse_day("3.12.", TODAY) == date(2026, 12, 3)
    assert parse_day("13.12", TODAY) == date(2026, 12, 13)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("3 Dec 14:30", ("3 Dec", "14:30")),
        ("3 Dec, 2:30 pm", ("3 Dec", "2:30 pm")),
        ("14:30 on 3 Dec", ("on 3 Dec", "14:30")),
        ("tomorrow at 10", ("tomorrow", "at 10")),
        ("Fri half past two", ("Fri", "half past two")),
        ("3.12. noon", ("3.12.", "noon")),
        ("3 Dec", None),
        ("Dec 3 2026", None),
        ("next month", None),
    ],
)
def test_a_day_and_a_time_in_one_field(typed: str, parts: tuple[str, str] | None) -> None:
    assert split_moment(typed, TODAY) == parts
