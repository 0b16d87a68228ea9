"""Dates and times as people type and read them."""

import re
from datetime import date, time, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_YEARS = 40
"""Most years between a date and today; a date further away is taken for a typing mistake."""
_RELATIVE = r"visit\s*([+-])\s*(\d{1,3})$"


def show_day(day: date | None) -> str:
    """Return 'Thu 3 Dec 2026', or '' for None. English words, whatever the locale."""
    if day is None:
        return ""
    return f"{_day_month(day)} {day.year}"


def short_day(day: date | None, today: date) -> str:
    """Return 'Thu 3 Dec', with the year if it is not the current one; '' for None."""
    if day is None:
        return ""
    return _day_month(day) if day.year == today.year else show_day(day)


def _day_month(day: date) -> str:
    return f"{_DAYS[day.weekday()].title()} {day.day} {_MONTHS[day.month - 1].title()}"


def month_name(day: date) -> str:
    """Return 'Dec' for a day in December."""
    return _MONTHS[day.month - 1].title()


def show_time(at: time | None) -> str:
    """Return '14:05', or '' for None."""
    return "" if at is None else at.strftime("%H:%M")


def parse_day(text: str, today: date) -> date | None:
    """Return the day that `text` names; None for ''.

    Reads '2026-12-03', '3 Dec', '3 December 2026', 'Dec 3', '3.12.', '3.12.2026', 'today',
    'tomorrow', 'yesterday', '+5' (days from today), 'in 2 weeks' and 'fri' (the next one). A day
    and month without a year is the next such day, but up to 90 days back it is the one just
    past. Two digits of a year mean this century. Dates with slashes are not read, since 3/12
    means two things.

    Raises:
        ValueError: It names no day, or one more than 40 years away.
    """
    words = text.lower().replace(",", " ").split()
    if not words:
        return None
    day = _named_day(words, today)
    if abs(day.year - today.year) > MOST_YEARS:
        raise ValueError("too far away")
    return day


def _named_day(words: list[str], today: date) -> date:
    word = " ".join(words)
    near = {"yesterday": -1, "today": 0, "tomorrow": 1}
    if word in near:
        return today + timedelta(days=near[word])
    if match := re.fullmatch(r"[+-]\d{1,4}", word):
        return today + timedelta(days=int(word))
    if match := re.fullmatch(r"in (an?|\d{1,3}) (day|week)s?", word):
        count = 1 if match[1].startswith("a") else int(match[1])
        return today + timedelta(days=count * (7 if match[2] == "week" else 1))
    if words[0] == "next" and len(words) == 2:
        words = words[1:]
    if len(words) > 1 and words[0][:3] in _DAYS and words[0].isalpha():
        words = words[1:]
    elif len(words) == 1 and words[0].isalpha() and words[0][:3] in _DAYS:
        ahead = (_DAYS.index(words[0][:3]) - today.weekday() - 1) % 7 + 1
        return today + timedelta(days=ahead)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", word):
        return date(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})?", word):
        return _dated(int(match[1]), int(match[2]), match[3], today)
    return _named_month(words, today)


def _named_month(words: list[str], today: date) -> date:
    numbers = [w.rstrip(".") for w in words if w.rstrip(".").isdigit()]
    names = [w[:3] for w in words if w[:3] in _MONTHS and w.rstrip(".").isalpha()]
    if len(names) != 1 or len(numbers) + 1 != len(words) or len(numbers) not in (1, 2):
        raise ValueError("no day")
    year = numbers[1] if len(numbers) == 2 else None
    return _dated(int(numbers[0]), _MONTHS.index(names[0]) + 1, year, today)


def _dated(day: int, month: int, year: str | None, today: date) -> date:
    if year is not None:
        if len(year) not in (2, 4):
            raise ValueError("no year")
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for candidate in range(today.year - 1, today.year + 9):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if found >= today - timedelta(days=90):
            return found
    raise ValueError("no day")


def parse_time(text: str) -> time | None:
    """Return the time of day that `text` names; None for ''.

    Reads '14:30', '14.30', '1430', '9', '2 pm', '2:30pm', 'noon'.

    Raises:
        ValueError: It names no time.
    """
    word = "".join(text.lower().split()).replace(".", ":") if text else ""
    if not word:
        return None
    if word == "noon":
        return time(12)
    match = re.fullmatch(r"(\d{1,2})(?::?(\d{2}))?(am|pm|a:m:|p:m:)?", word)
    if match is None:
        raise ValueError("no time")
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "")[:1]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("no time")
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute)


def parse_due(text: str, today: date) -> date | int | None:
    """Return a due date, or days from the visit ('visit -7' is -7), or None for ''.

    Raises:
        ValueError: It is neither.
    """
    word = text.strip().lower()
    if word == "visit":
        return 0
    if match := re.fullmatch(_RELATIVE, word):
        return int(match[1] + match[2])
    return parse_day(text, today)


def show_due_rule(days: int) -> str:
    """Return a due date relative to a visit as it is typed: -7 is 'visit -7'."""
    return f"visit {'-' if days < 0 else '+'}{abs(days)}" if days else "visit"
