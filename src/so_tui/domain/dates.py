"""Dates and times as people type and read them."""

import re
from datetime import date, time, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RELATIVE = re.compile(r"visit\s*([+-])\s*(\d{1,3})$")


def show_day(day: date | None) -> str:
    """Return 'Thu 3 Dec 2026', or '' for None. English words, whatever the locale."""
    if day is None:
        return ""
    return f"{short_day(day)} {day.year}"


def short_day(day: date | None) -> str:
    """Return 'Thu 3 Dec', or '' for None."""
    if day is None:
        return ""
    return f"{_DAYS[day.weekday()].title()} {day.day} {_MONTHS[day.month - 1].title()}"


def show_time(at: time | None) -> str:
    """Return '14:05', or '' for None."""
    return "" if at is None else at.strftime("%H:%M")


def parse_day(text: str, today: date) -> date | None:
    """Return the day that `text` names; None for ''.

    Reads '2026-12-03', '3 Dec', '3 December 2026', 'Dec 3', '3.12.2026', 'today', 'tomorrow',
    '+5' (days from today) and 'fri' (the next one). A day and month without a year is the next
    such day, but up to 90 days back it is the one just past. Dates with slashes are not
    read, since 3/12 means two things.

    Raises:
        ValueError: It names no day.
    """
    words = text.lower().replace(",", " ").split()
    if not words:
        return None
    word = " ".join(words)
    if word in ("today", "tomorrow"):
        return today + timedelta(days=word == "tomorrow")
    if re.fullmatch(r"[+-]\d{1,4}", word):
        return today + timedelta(days=int(word))
    if len(words) > 1 and words[0][:3] in _DAYS and words[0].isalpha():
        words = words[1:]
    elif len(words) == 1 and word.isalpha() and len(word) >= 3 and word[:3] in _DAYS:
        return today + timedelta(days=(_DAYS.index(word[:3]) - today.weekday() - 1) % 7 + 1)
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", word):
        return date(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", word):
        day, month, year = map(int, match.groups())
        return date(year, month, day)
    return _named_month(words, today)


def _named_month(words: list[str], today: date) -> date:
    numbers = [int(w) for w in (w.rstrip(".") for w in words) if w.isdigit()]
    names = [w[:3] for w in words if w[:3] in _MONTHS and w.rstrip(".").isalpha()]
    if len(names) != 1 or len(numbers) + 1 != len(words) or len(numbers) not in (1, 2):
        raise ValueError("no day")
    month = _MONTHS.index(names[0]) + 1
    if len(numbers) == 2:
        return date(numbers[1], month, numbers[0])
    for year in range(today.year - 1, today.year + 9):
        try:
            found = date(year, month, numbers[0])
        except ValueError:
            continue
        if found >= today - timedelta(days=90):
            return found
    raise ValueError("no day")


def parse_time(text: str) -> time | None:
    """Return the time of day that `text` names; None for ''.

    Reads '14:30', '14.30', '1430', '9', '2 pm', '2:30pm'.

    Raises:
        ValueError: It names no time.
    """
    word = "".join(text.lower().split()).replace(".", ":") if text else ""
    if not word:
        return None
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
    if match := _RELATIVE.fullmatch(word):
        return int(match[1] + match[2])
    return parse_day(text, today)


def show_due_rule(days: int) -> str:
    """Return how a due date that hangs on a visit is typed: -7 is 'visit -7'."""
    return f"visit {'-' if days < 0 else '+'}{abs(days)}" if days else "visit"
