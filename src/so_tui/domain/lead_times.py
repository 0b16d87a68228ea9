"""Days counted from a visit: none before the visit was known, and at short notice in order."""

from datetime import date, timedelta

from so_tui.domain.encounters import Encounter

FIRST_DAYS = -21
"""Days from the visit at which the first things are due if there is time."""
STEP = 7
"""Days of lead time that are one day of a plan at short notice."""
SHORT_NOTICE = 7
"""Days of notice up to which there is no time for the post."""


def days_of_notice(visit: Encounter) -> int | None:
    """Return how many days ahead the visit's day was known; None if either day is not known."""
    if visit.day is None or visit.known_on is None:
        return None
    return (visit.day - visit.known_on).days


def counted_from(visit: Encounter, days: int) -> date | None:
    """Return the day this many days from a visit, but none before the visit's day was known."""
    if visit.day is None:
        return None
    day = visit.day + timedelta(days=days)
    return day if visit.known_on is None else max(day, visit.known_on)


def lead_day(visit: Encounter, days: int) -> date | None:
    """Return the day of one of a chain of things to do, such as asking, then asking again.

    At short notice each step is due a day or more after the one before it, while there are days
    left before the visit.
    """
    day = counted_from(visit, days)
    if day is None or visit.day is None or visit.known_on is None or days >= 0:
        return day
    step = visit.known_on + timedelta(days=max(0, (days - FIRST_DAYS) // STEP))
    last = max(visit.known_on, visit.day - timedelta(days=1))
    return max(day, min(step, last))
