"""Dates and times as people read them: English words, whatever the locale."""

from datetime import date, time, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def show_day(day: date | None) -> str:
    """Return 'Thu 3 Dec 2026', or '' for None."""
    if day is None:
        return ""
    return f"{_day_month(day)} {day.year}"


def birth_day(day: date | None) -> str:
    """Return '3 Dec 1961', as a birth date is given, or '' for None."""
    return f"{day.day} {month_name(day)} {day.year}" if day else ""


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


def show_half(at: time) -> str:
    """Return '2:05 pm', as people say it who do not count to 24."""
    return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"


def show_due_rule(days: int) -> str:
    """Return a due date relative to a visit as it is typed: -7 is 'visit -7'."""
    return f"visit {'-' if days < 0 else '+'}{abs(days)}" if days else "visit"


def last_of_month(day: date) -> date:
    """Return the last day of the month of a day."""
    if day.month == 12:
        return day.replace(day=31)
    return day.replace(month=day.month + 1, day=1) - timedelta(days=1)


def months_on(day: date, months: int) -> date:
    """Return the same day of a month so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, last_of_month(first).day))
