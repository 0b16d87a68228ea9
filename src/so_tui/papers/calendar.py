"""The visits and due dates as a calendar file (RFC 5545) that other programs can read.

A visit's time is written with its time zone if that is given. Without one it is local time at the
place of the visit, and a calendar shows it at that hour in any zone.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING

from so_tui.content import text
from so_tui.domain.encounters import Course, Encounter, EncounterStatus, status_of
from so_tui.domain.state import AppState
from so_tui.domain.text import clean_line, first_line
from so_tui.logic.encounters import doctor_name, kind_word
from so_tui.logic.private import for_others
from so_tui.logic.schedule import DateKind, Planned, planned

if TYPE_CHECKING:
    from icalendar import Alarm, Event

MAKER = "-//Second Opinion//so-tui//EN"
"""The program that wrote the file (PRODID)."""
TEXT_WIDTH = 200
"""Most characters of a title or a place."""
MORNING_BEFORE = timedelta(hours=15)
"""Time before a day without an hour at which an alarm rings: nine in the morning the day before."""
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""Start of revision numbers, which are seconds: they only grow, and fit 31 bits."""


class CalendarKind(StrEnum):
    """The kinds of dates that can be chosen; the value names its words."""

    VISITS = "visits"
    DECIDE = "decide"
    TODO = "todo"
    RECORDS = "records"
    CALLS = "calls"
    OTHER = "other"


EVERY_KIND = frozenset(CalendarKind)
_KINDS = {
    DateKind.VISIT: CalendarKind.VISITS,
    DateKind.DECIDE_BY: CalendarKind.DECIDE,
    DateKind.LAST_DAY: CalendarKind.DECIDE,
    DateKind.TASK: CalendarKind.TODO,
    DateKind.RECORD: CalendarKind.RECORDS,
    DateKind.LOAD: CalendarKind.RECORDS,
    DateKind.CALL: CalendarKind.CALLS,
}
_QUIET = frozenset({CalendarKind.TODO, CalendarKind.RECORDS, CalendarKind.CALLS})
"""Kinds without an alarm: there are many, and each would ring."""


def make_calendar(
    state: AppState,
    now: datetime,
    kinds: Collection[CalendarKind] = EVERY_KIND,
    *,
    private: bool = False,
) -> bytes:
    """Return the calendar file of the open case at a time with its time zone, in UTF-8.

    It has what is to come. An event always has the same UID, made from the id of its subject, and
    a greater SEQUENCE each time, so that a second import updates the events of the first: one that
    moved moves, and a cancelled visit is cancelled. It contains no notes.

    Args:
        state: The open case.
        now: When it is made.
        kinds: The kinds of dates to include.
        private: Whether to include what is private.
    """
    from icalendar import Calendar

    state = state if private else for_others(state)
    today = now.astimezone().date()
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    seen: set[str] = set()
    for item in (*_cancelled(state), *planned(state, today)):
        uid, kind = uid_of(item), _KINDS.get(item.kind, CalendarKind.OTHER)
        coming = item.day >= today or _is_coming(state, item, today)
        # If two visits need a record, the first day counts.
        if coming and not item.done and kind in kinds and uid not in seen:
            seen.add(uid)
            calendar.add_component(_event(state, item, uid, now.astimezone(UTC)))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _is_coming(state: AppState, item: Planned, today: date) -> bool:
    """Return whether it is a visit still to come, though its day where it is may be over here."""
    visit = state.visits.get(item.key) if item.kind is DateKind.VISIT else None
    return visit is not None and status_of(visit, today) is EncounterStatus.COMING


def _cancelled(state: AppState) -> Iterator[Planned]:
    for visit in state.visits.values():
        if visit.due is not None and visit.course is Course.CANCELLED:
            name, what = doctor_name(state, visit), kind_word(visit)
            yield Planned(visit.due, DateKind.VISIT, visit.id, name, what=what)


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
    title = first_line(summary(item), TEXT_WIDTH)
    if visit is not None and visit.at is not None:
        begins = datetime.combine(item.day, visit.at, _zone(visit))
        event.add("dtstart", begins)
        if visit.minutes:
            event.add("dtend", begins + timedelta(minutes=visit.minutes))
        before = timedelta(days=1)
    else:
        event.add("dtstart", item.day)
        event.add("transp", "TRANSPARENT")
        before = MORNING_BEFORE
    event.add("summary", title)
    if visit is not None and visit.where:
        event.add("location", first_line(clean_line(visit.where), TEXT_WIDTH))
    event.add("class", "PRIVATE")
    if visit is not None and visit.course is Course.CANCELLED:
        event.add("status", "CANCELLED")
    elif _KINDS.get(item.kind) not in _QUIET:
        event.add_component(_alarm(title, before))
    return event


def _alarm(title: str, before: timedelta) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -before)
    return alarm


def _zone(visit: Encounter) -> tzinfo | None:
    """Return the time zone of a visit; None for that of whoever reads the file."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(visit.zone) if visit.zone else None
    except (ValueError, OSError, KeyError):
        return None


def summary(item: Planned) -> str:
    """Return the title of an event, without the decision's own sentence."""
    what = item.what or text(f"dates.kind.{item.kind}")
    return what if item.kind is DateKind.DECIDE_BY or not item.text else f"{what}: {item.text}"
