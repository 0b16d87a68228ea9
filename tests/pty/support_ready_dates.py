"""Dates that count back from the visit, by keys alone: set it, move it, take that back."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from subprocess import run

from icalendar import Calendar

from so_tui.domain.state import AppState
from so_tui.logic.schedule import DateKind, Planned, planned
from tests.pty.support_companion import Companion, in_days
from tests.pty.support_keys import EMPTY, SAVE
from tests.pty.support_ready import BRANDT, changed_tables, kept, leave, open_side
from tests.pty.support_ready_records import REPORT
from tests.support.terminal import so_tui

PICTURE = "V visit"
PINNED, RULED, LOADED = "Ask for an interpreter", "Plan the trip there", "Loaded by the hospital"


def plan_the_dates(companion: Companion, folder: Path, papers: Path) -> None:
    """Set the visit, give dates of their own to some things, move the visit and undo that."""
    unplanned = planned(kept(folder), date.today())
    assert not any(one.visit_id or one.kind is DateKind.TASK for one in unplanned)
    set_the_visit(companion)
    open_side(companion, "All dates", PICTURE)
    set_day(companion, PINNED, "+12")
    set_day(companion, RULED, "visit -10")
    set_day(companion, LOADED, "visit -4")
    companion.choose(f"Visit: {BRANDT}")
    companion.sees("in 30 days", "| today", "D decide by")
    before = kept(folder)
    companion.press("e")
    companion.fill(BRANDT, EMPTY + "+37")
    companion.sees("Moved, and ", "in 37 days")
    after = kept(folder)
    check_what_moved(before, after)
    write_calendar(companion, papers)
    companion.press("u")
    companion.sees("Undone: Moved", "in 30 days")
    assert changed_tables(before, kept(folder)) == set()
    write_calendar(companion, papers)
    leave(companion, PICTURE)
    check_calendars(papers, before, after)
    check_plain_words(folder)


def set_the_visit(companion: Companion) -> None:
    """Give the visit a day and a time."""
    side = "Doctors (the first one"
    companion.press("p")
    companion.sees(side)
    companion.choose("no date yet")
    companion.press("e")
    companion.fill("A visit", "+30", "2:30 pm")
    companion.sees(f"Saved: Visit with {BRANDT}", "14:30")
    leave(companion, side)


def set_day(companion: Companion, what: str, day: str) -> None:
    """Put a line of the dates on another day by hand."""
    companion.choose(what)
    companion.press("e")
    companion.sees("^S Save")
    companion.press(EMPTY + day + SAVE)
    companion.sees_no_more("^S Save")
    companion.sees("Changed: ")


def check_what_moved(before: AppState, after: AppState) -> None:
    """Compare each date of the plan, and each table of the store."""
    (visit,) = before.visits
    was, now = ({p.row: p for p in planned(state, date.today())} for state in (before, after))
    assert was.keys() == now.keys()
    for row, one in was.items():
        if one.kind is DateKind.CHASE:
            # With the day on which its records are due, or not if a day to call again is written.
            assert one.day <= now[row].day <= one.day + timedelta(days=7), row
            continue
        moves = one.visit_id == visit or one.key == visit
        assert now[row] == replace(one, day=one.day + timedelta(days=7 if moves else 0)), row
    hung = {one.kind for one in was.values() if one.visit_id}
    stays = {one.kind for one in was.values() if not one.visit_id and one.key != visit}
    assert hung == {DateKind.TASK, DateKind.RECORD, DateKind.LOAD}
    assert stays == {
        DateKind.DECIDE_BY,
        DateKind.TASK,
        DateKind.RECORD,
        DateKind.CALL,
        DateKind.CHASE,
        DateKind.APPEAL,
        DateKind.APPROVAL,
        DateKind.PROMISE,
        DateKind.ENDS,
    }
    assert changed_tables(before, after) == {"visits"}
    check_days_set_by_hand(list(now.values()))


def check_days_set_by_hand(days: list[Planned]) -> None:
    """Look at each day that was set by hand, with the visit in 37 days."""

    def day(start: str, kind: DateKind) -> str:
        (one,) = (p for p in days if p.kind is kind and p.text.startswith(start))
        return one.day.isoformat()

    assert day(PINNED, DateKind.TASK) == in_days(12)
    assert day(RULED, DateKind.TASK) == in_days(27)
    assert day(REPORT, DateKind.RECORD) == in_days(20)
    assert in_days(33) in {p.day.isoformat() for p in days if p.kind is DateKind.LOAD}


def write_calendar(companion: Companion, papers: Path) -> None:
    """Write the calendar file."""
    companion.press("c")
    companion.sees("A calendar file", "^S Save")
    companion.press(EMPTY + str(papers) + SAVE)
    companion.sees_no_more("^S Save")
    companion.sees("The calendar is saved")


def check_calendars(papers: Path, before: AppState, after: AppState) -> None:
    """Two files, of the visit moved and moved back: the same events, on their own days."""
    (visit,) = before.visits
    days = {}
    for name, state in (("second-opinion.ics", after), ("second-opinion-2.ics", before)):
        events = Calendar.from_ical((papers / name).read_bytes()).walk("VEVENT")
        days[name] = {str(event["UID"]): event.decoded("dtstart") for event in events}
        at = days[name][f"visit-{visit}@so-tui"]
        assert f"{at:%Y-%m-%d %H:%M}" == f"{state.visits[visit].day} 14:30"
    moved, back = days.values()
    assert moved.keys() == back.keys()
    assert len(moved) > len(before.visits)


def check_plain_words(folder: Path) -> None:
    """Print the dates as plain lines, from the command line."""
    command = so_tui("dates", "--data-dir", str(folder))
    lines = run(command, capture_output=True, check=True, text=True, timeout=30).stdout
    assert "Today: " in lines
    assert "(in 30 days)" in lines
    assert f"10 days before the visit with {BRANDT}" in lines
    assert f"Due: {REPORT}" in lines
