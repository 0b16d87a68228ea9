"""Reading dates as people type them; what can be read in two ways is asked back."""

import re
from contextlib import suppress
from datetime import date, timedelta

from so_tui.domain.date_doubts import MOST_YEARS, DateError, Doubt
from so_tui.domain.dates import last_of_month, months_on

DAYS_BACK = 90
"""Days back up to which a day and month without a year is the one just past."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_DAY_WORDS = {word: at for at, day in enumerate(_DAYS) for word in (day, day[:3])}
_DAY_WORDS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_MONTH_WORDS = {word: at for at, month in enumerate(_MONTHS, 1) for word in (month, month[:3])}
_MONTH_WORDS |= {"sept": 9}
_COUNTS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
COUNT_WORDS = {word: count for count, word in enumerate(_COUNTS, 1)} | {"a": 1, "an": 1}
_NEAR = {
    "day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "day after tomorrow": 2,
    "next week": 7,
    "a fortnight": 14,
}
_SPAN = re.compile(r"(\w+) (day|week|fortnight|month|year)s?(?:['\u2019]? time)?")
_SPAN_DAYS = {"day": 1, "week": 7, "fortnight": 14}
_SPAN_MONTHS = {"month": 1, "year": 12}
_AFTER_WEEKDAY = {"week": 7, "a week": 7, "fortnight": 14, "a fortnight": 14}
_MANY = re.compile(r"(next|this|last) (week|month|year)")
_FROM_VISIT = re.compile(r"visit ?([+-]) ?(\d{1,3})(?: days?)?")


def parse_day(text: str, today: date, *, past: bool = False) -> date | None:
    """Return the day that `text` names; None for ''.

    Reads '2026-12-03', '2026/12/03', '3 Dec', '3rd of December 2026', 'Dec 3', '3.12.', '13/12',
    'today', 'tomorrow', 'yesterday', '+5' (days from today), 'in 2 weeks', '3 days ago', 'next
    week' (in 7 days), 'end of the month', 'fri' (the next one) and 'a week on fri', most of them
    with or without the day of the week. Words
    are read whole, never by their first letters. A day and month without a year is the next such
    day, but up to `DAYS_BACK` days back it is the one just past. Two digits of a year mean this
    century.

    Args:
        text: What was typed.
        today: The day to count from.
        past: Whether the day cannot be to come: 'fri' is then the last one, and of two readings
            the one that is not to come is meant.

    Raises:
        DateError: It names no day, one too far away, or more than one.
    """
    words = _words(text)
    if not words:
        return None
    if past and len(words) == 1 and (weekday := _DAY_WORDS.get(words[0].rstrip("."))) is not None:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    try:
        day = _with_weekday(words, today)
    except DateError as error:
        gone = [day for day in error.readings if isinstance(day, date) and day <= today]
        if not past or error.doubt is not Doubt.TWO or len(gone) != 1:
            raise
        day = gone[0]
    if abs(day.year - today.year) > MOST_YEARS:
        raise DateError(Doubt.TOO_FAR)
    return day


def _words(text: str) -> list[str]:
    """Return the words in lower case, without the words and signs that tell nothing."""
    plain = re.sub(r"[,()]", " ", text.lower().replace("\u2212", "-"))
    plain = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", plain)
    plain = re.sub(r"(?<=\d)[-/]?(?=[a-z])|(?<=[a-z])(?<!visit)[-/]?(?=\d)", " ", plain)
    return [word for word in plain.split() if word not in ("the", "of", "on")]


def _with_weekday(words: list[str], today: date) -> date:
    names = [word.rstrip(".") for word in words]
    weekdays = [_DAY_WORDS[name] for name in names if name in _DAY_WORDS]
    rest = [word for word, name in zip(words, names, strict=True) if name not in _DAY_WORDS]
    if not weekdays:
        return _day(rest, today)
    if len(weekdays) > 1:
        raise DateError(Doubt.NOT_READ)
    weekday, which = weekdays[0], " ".join(rest)
    if which in ("", "this", "next", "last"):
        return _weekday(weekday, which, today)
    if which in ("this week", "next week", "last week"):
        weeks = {"this": 0, "next": 1, "last": -1}[rest[0]]
        return today + timedelta(days=weekday - today.weekday() + 7 * weeks)
    if which in _AFTER_WEEKDAY:
        return _after_weekday(weekday, _AFTER_WEEKDAY[which], today)
    try:
        days: tuple[date, ...] = (_day(rest, today),)
    except DateError as error:
        days = tuple(day for day in error.readings if isinstance(day, date))
        if not days:
            raise
    fitting = [day for day in days if day.weekday() == weekday]
    if len(fitting) == 1:
        return fitting[0]
    if len(days) > 1:
        raise DateError(Doubt.WEEKDAY, *days)
    near = (days[0] + timedelta(days=ahead) for ahead in range(-3, 4))
    named = [other for other in near if other.weekday() == weekday]
    raise DateError(Doubt.WEEKDAY, *days, *named)


def _weekday(weekday: int, which: str, today: date) -> date:
    """Return the nearest such day after today, or before it for 'last'; 'this' may be today.

    Raises:
        DateError: 'next' or 'last', where people mean this week's or the other week's.
    """
    ahead = (weekday - today.weekday()) % 7
    if which == "this":
        return today + timedelta(days=ahead)
    sign = -1 if which == "last" else 1
    distance = (sign * ahead - 1) % 7 + 1
    day = today + timedelta(days=sign * distance)
    if which and _same_week(day, today):
        raise DateError(Doubt.TWO, day, day + timedelta(days=sign * 7))
    return day


def _after_weekday(weekday: int, days: int, today: date) -> date:
    """Return the day this many days after the next such day: 'Friday week', 'a week on Friday'.

    Raises:
        DateError: Today is such a day; some count from today, some from the next one.
    """
    day = _weekday(weekday, "", today) + timedelta(days=days)
    if today.weekday() == weekday:
        raise DateError(Doubt.TWO, day - timedelta(days=7), day)
    return day


def _same_week(day: date, other: date) -> bool:
    """Return whether two days are in one week, whether weeks begin on Sunday or on Monday."""
    one, two = day.toordinal(), other.toordinal()  # day 1 is a Monday
    return one // 7 == two // 7 or (one - 1) // 7 == (two - 1) // 7


def _day(words: list[str], today: date) -> date:
    word = " ".join(words)
    if word in _NEAR:
        return today + timedelta(days=_NEAR[word])
    if re.fullmatch(r"[+-]\d{1,4}", word, re.ASCII):
        return today + timedelta(days=int(word))
    if words[:1] == ["end"]:
        return _month_end(words[1:], today)
    ways = (("in ", "", 1), ("", " from now", 1), ("", " from today", 1), ("", " today", 1),
            ("", " ago", -1))  # fmt: skip
    for start, end, sign in ways:
        if word.startswith(start) and word.endswith(end):
            return _away(word.removeprefix(start).removesuffix(end), sign, today)
    if _MANY.fullmatch(word):
        raise DateError(Doubt.MANY)
    if match := re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", word, re.ASCII):
        return _dated(int(match[4]), int(match[3]), match[1], today)
    if match := re.fullmatch(r"(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}|\d{2}))?", word, re.ASCII):
        return _dated(int(match[1]), int(match[2]), match[3], today)
    if match := re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2}))?", word, re.ASCII):
        year_first = match[2] == "-" and match[4] is not None and len(match[4]) == 2
        return _either_first(int(match[1]), int(match[3]), match[4], today, year_first=year_first)
    return _named_month(words, today)


def _month_end(words: list[str], today: date) -> date:
    """Return the last day of a month: 'end of the month', 'end of next month', 'end of May'."""
    ahead = {"month": 0, "this month": 0, "next month": 1}.get(" ".join(words))
    if ahead is not None:
        return last_of_month(months_on(today, ahead))
    if not re.fullmatch(r"\D+(?: \d{4})?", " ".join(words), re.ASCII):
        raise DateError(Doubt.NOT_READ)
    return last_of_month(_named_month(["1", *words], today))


def _away(span: str, sign: int, today: date) -> date:
    """Return the day this long from today; a month later is the same day of that month."""
    match = _SPAN.fullmatch(span)
    count = COUNT_WORDS.get(match[1]) if match else None
    if match and re.fullmatch(r"\d{1,3}", match[1], re.ASCII):
        count = int(match[1])
    if not match or count is None:
        raise DateError(Doubt.NOT_READ)
    if match[2] in _SPAN_MONTHS:
        return months_on(today, sign * count * _SPAN_MONTHS[match[2]])
    return today + timedelta(days=sign * count * _SPAN_DAYS[match[2]])


def _either_first(
    first: int, second: int, year: str | None, today: date, *, year_first: bool
) -> date:
    """Return the day of two numbers of which either may be the month.

    With `year_first`, the first of the three may be the year, too.
    """
    orders = [(first, second, year), (second, first, year)]
    if year is not None and year_first:
        orders.append((int(year), second, f"{first:02}"))
    readings = []
    for day, month, of_year in orders:
        with suppress(DateError):
            readings.append(_dated(day, month, of_year, today))
    readings = [day for day in readings if abs(day.year - today.year) <= MOST_YEARS]
    if not readings:
        raise DateError(Doubt.NO_SUCH_DAY)
    if len(set(readings)) > 1:
        raise DateError(Doubt.TWO, *dict.fromkeys(readings))
    return readings[0]


def _named_month(words: list[str], today: date) -> date:
    plain = [word.strip(".'\u2019") for word in words]
    months = [_MONTH_WORDS[word] for word in plain if word in _MONTH_WORDS]
    numbers = [word for word in plain if re.fullmatch(r"\d{1,2}|\d{4}", word, re.ASCII)]
    years = [number for number in numbers if len(number) == 4]
    days = [number for number in numbers if len(number) < 4]
    if len(months) != 1 or len(numbers) + 1 != len(plain) or len(years) > 1:
        raise DateError(Doubt.NOT_READ)
    if not days:
        raise DateError(Doubt.MANY if years else Doubt.NOT_READ)
    day, *more = [*days, *years]
    if len(more) > 1:
        raise DateError(Doubt.NOT_READ)
    return _dated(int(day), months[0], more[0] if more else None, today)


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year is not None:
        years = [int(year) + (2000 if len(year) == 2 else 0)]
        earliest = date.min
    else:
        years = list(range(today.year - 1, today.year + 9))
        earliest = today - timedelta(days=DAYS_BACK)
    for candidate in years:
        with suppress(ValueError):
            found = date(candidate, month, day)
            if found >= earliest:
                return found
    raise DateError(Doubt.NO_SUCH_DAY)


def parse_due(text: str, today: date) -> date | int | None:
    """Return a due date, or days from the visit ('visit -7' is -7), or None for ''.

    Raises:
        DateError: It is neither.
    """
    words = _words(text)
    word = " ".join(words)
    if word in ("visit", "visit day", "day visit"):
        return 0
    if match := _FROM_VISIT.fullmatch(word):
        return int(match[1] + match[2])
    for side, sign in (("before", -1), ("after", 1)):
        if word.endswith(f" {side} visit"):
            span = word.removesuffix(f" {side} visit")
            span = f"one {span}" if span in ("day", "week", "fortnight") else span
            if not any(word in span for word in _SPAN_MONTHS):
                return (_away(span, sign, today) - today).days
    return parse_day(text, today)
