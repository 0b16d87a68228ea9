"""The visits and due dates as a calendar file (RFC 5545) that other programs can read.

A visit's time is written without a time zone: it is local time at the place of the visit, whose
zone the program does not know. A calendar shows it at that hour in any zone.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from so_tui.content import text
from so_tui.domain.state import AppState
from so_tui.domain.text import clean_line, first_line
from so_tui.logic.private import for_others
from so_tui.logic.schedule import DateKind, Planned, planned

if TYPE_CHECKING:
    from icalendar import Event

MAKER = "-//Second Opinion//so-tui//EN"
"""The program that wrote the file (PRODID)."""
TEXT_WIDTH = 200
"""Most characters of a title or a place."""
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""Start of revision numbers, which are seconds: they only grow, and fit 31 bits."""


def make_calendar(state: AppState, now: datetime) -> bytes:
    """Return the calendar file of the open case at a time with its time zone, in UTF-8.

    An event always has the same UID, made from the id of its subject, and a greater SEQUENCE each
    time, so that a second import updates the events of the first. An event has no end, since the
    length of a visit is not known, and contains no notes. What is private is left out.
    """
    from icalendar import Calendar

    state = for_others(state)
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    seen: set[str] = set()
    for item in planned(state, now.astimezone().date()):
        uid = uid_of(item)
        if uid not in seen:  # if two visits need a record, the first day counts
            seen.add(uid)
            calendar.add_component(_event(state, item, uid, now.astimezone(UTC)))
    written: bytes = calendar.to_ical()
    return written


def uid_of(item: Planned) -> str:
    """Return the UID of an event, which stays the same when its date moves."""
    return f"{item.kind}-{item.key}@so-tui"


def _event(state: AppState, item: Planned, uid: str, now: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("last-modified", now)
    event.add("sequence", max(0, int((now - EPOCH).total_seconds())))
    visit = state.visits.get(item.key) if item.kind is DateKind.VISIT else None
    if visit is not None and visit.at is not None:
        event.add("dtstart", datetime.combine(item.day, visit.at))
    else:
        event.add("dtstart", item.day)
        event.add("transp", "TRANSPARENT")
    event.add("summary", first_line(summary(item), TEXT_WIDTH))
    if visit is not None and visit.place:
        event.add("location", first_line(clean_line(visit.place), TEXT_WIDTH))
    event.add("class", "PRIVATE")
    return event


def summary(item: Planned) -> str:
    """Return the title of an event, without the decision's own sentence."""
    what = text(f"dates.kind.{item.kind}")
    return what if item.kind is DateKind.DECIDE_BY or not item.text else f"{what}: {item.text}"
