"""What a change of a visit's day or time means for what was arranged for it. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from so_tui.domain.encounters import Encounter

ARRANGED = ("travel", "interpreter", "companion_ids", "phone_in")
"""Fields of what is arranged for one day and time."""


def moment(visit: Encounter) -> str:
    """Return the day and time of a visit in ISO form, '' without a day."""
    if visit.day is None:
        return ""
    return f"{visit.day}" if visit.at is None else f"{visit.day} {visit.at:%H:%M}"


def redated(old: Encounter | None, new: Encounter, today: date) -> Encounter:
    """Return a visit as it is saved today: since when its day is known, and what is older.

    What was arranged before a move and is not changed with it was arranged for the old moment.
    Another day for one that was cancelled is known since today.
    """
    known = None if new.day is None else today
    if old is None:
        return new if new.known_on else replace(new, known_on=known)
    is_planned_again = old.cancelled and new.day != old.day
    if old.day and new.day and old.day <= new.day and not is_planned_again:
        known = old.known_on  # to a later day, there is no less notice than there was
    return replace(new, known_on=known, written_for=tuple(_written_for(old, new)))


def _written_for(old: Encounter, new: Encounter) -> Iterator[str]:
    known = dict(entry.split(" ", 1) for entry in old.written_for)
    for field in ARRANGED:
        was, now = getattr(old, field), getattr(new, field)
        since = known.get(field, moment(old))
        if now and now == was and since and since != moment(new):
            yield f"{field} {since}"
