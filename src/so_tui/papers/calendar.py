"""The visits and due dates as a calendar file (RFC 5545) that other programs can read.

A visit's time is written without a time zone: it is the time on the clocks of the place where
the visit is, and the program does not know in which zone that is. It stands at that hour in
whatever zone the calendar is looked at.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from so_tui.content import text
from so_tui.domain.state import AppState
from so_tui.domain.text import clean_line, first_line
from so_tui.logic.schedule import DateKind, Planned, planned

if TYPE_CHECKING:
    from icalendar import Event

MAKER = "-//Second Opinion//so-tui//EN"
"""Who wrote the file, as its PRODID says."""
TEXT_WIDTH = 200
"""So many characters of a title or a place stand there."""
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""Revisions are counted in seconds from here: a number that only grows and fits 31 bits."""


def make_calendar(state: AppState, now: datetime) -> bytes:
    """Return the calendar of the open case as a whole file, in UTF-8.

    An event has the same UID each time, made from the id of what it is about, and a greater
    SEQUENCE each time: a second import changes the events of the first one. An event has no end,
    since nobody said how long a visit takes, and no words of any note.

    Args:
        state: The open case.
        now: The time it is written, with its time zone.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    seen: set[str] = set()
    for one in planned(state, now.astimezone().date()):
        uid = uid_of(one)
        if uid not in seen:  # a record that two visits need: the first day counts
            seen.add(uid)
            calendar.add_component(_event(state, one, uid, now.astimezone(UTC)))
    written: bytes = calendar.to_ical()
    return written


def uid_of(one: Planned) -> str:
    """Return the name under which calendars know an event: the same wherever it moves."""
    return f"{one.kind}-{one.key}@so-tui"


def _event(state: AppState, one: Planned, uid: str, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("last-modified", now)
    event.add("sequence", max(0, int((now - EPOCH).total_seconds())))
    visit = state.visits.get(one.key) if one.kind is DateKind.VISIT else None
    if visit is not None and visit.at is not None:
        event.add("dtstart", datetime.combine(one.day, visit.at))
    else:
        event.add("dtstart", one.day)
        event.add("transp", "TRANSPARENT")
    event.add("summary", first_line(summary(one), TEXT_WIDTH))
    if visit is not None and visit.place:
        event.add("location", first_line(clean_line(visit.place), TEXT_WIDTH))
    event.add("class", "PRIVATE")
    return event


def summary(one: Planned) -> str:
    """Return the title of an event; the decision's own sentence stays out of it."""
    what = text(f"dates.kind.{one.kind}")
    return what if one.kind is DateKind.DECIDE_BY or not one.text else f"{what}: {one.text}"
