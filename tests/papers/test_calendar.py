"""The calendar file, read back by two libraries: whole, stable, and with no word of a note."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from hypothesis import given
from icalendar import Calendar, Event

from so_tui.content import text, words
from so_tui.demo.case import demo_state
from so_tui.domain.encounters import Course, Encounter, EncounterKind, next_visit
from so_tui.domain.state import AppState, apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic.schedule import move_visit, planned
from so_tui.papers.calendar import CalendarKind, make_calendar, uid_of
from so_tui.papers.files import put_at
from tests.support.clock import in_greenwich
from tests.support.values import CASE_ID, NOW, TODAY, case, doctor, line_text, task, visit

WRITTEN = NOW.astimezone(UTC)
LATER = WRITTEN + timedelta(days=1)
HOSTILE = "Room 5, \\n; BEGIN:VALARM\nEND:VEVENT\r\nATTENDEE:mailto:x"


def events(state: AppState, now: datetime = WRITTEN) -> dict[str, Event]:
    """Return the events of the file by their UID."""
    found = Calendar.from_ical(make_calendar(state, now)).walk("VEVENT")
    return {str(event["UID"]): event for event in found if isinstance(event, Event)}


def said(event: Event, name: str) -> str:
    """Return what one line of an event says."""
    return str(event[name])


def start(event: Event) -> Any:
    """Return the date or the date and time on which an event starts."""
    return event.decoded("dtstart")


def test_each_planned_day_is_an_event_on_that_day() -> None:
    state = demo_state(TODAY)
    there = events(state)
    coming = [one for one in planned(state, TODAY) if one.day >= TODAY and not one.done]
    for one in coming:
        begins = start(there[uid_of(one)])
        day = begins.date() if isinstance(begins, datetime) else begins
        assert TODAY <= day <= one.day
    assert set(there) == {uid_of(one) for one in coming}


def coming_visit(state: AppState) -> Encounter:
    """Return the next visit of the made-up case."""
    found = next_visit(state.visits.values(), TODAY)
    assert found is not None
    return found


def test_a_visit_has_its_time_on_the_clocks_there_and_its_place() -> None:
    state = demo_state(TODAY)
    third = coming_visit(state)
    event = events(state)[f"visit-{third.id}@so-tui"]
    assert start(event) == datetime.combine(third.day or TODAY, third.at or time())
    assert start(event).tzinfo is None
    assert said(event, "LOCATION") == third.place
    assert said(event, "SUMMARY") == "Visit: Dr Cleo Madeup"
    assert "DTEND" not in event


def test_a_visit_without_a_time_and_a_due_date_last_all_day() -> None:
    seen = visit(doctor(1), day=TODAY)
    state = of_case(CASE_ID, [case(), doctor(1), seen, task(due=TODAY)])
    for event in events(state).values():
        assert type(start(event)) is date
        assert said(event, "TRANSP") == "TRANSPARENT"


def test_a_second_import_changes_the_same_events() -> None:
    state = demo_state(TODAY)
    third = coming_visit(state)
    moved = apply(state, move_visit(state, third, (third.day or TODAY) + timedelta(7), TODAY))
    old, new = events(state), events(moved, LATER)
    assert len(set(old) & set(new)) > 10
    for uid in set(old) & set(new):
        event = new[uid]
        assert int(said(event, "SEQUENCE")) > int(said(old[uid], "SEQUENCE"))
        assert event.decoded("dtstamp") == event.decoded("last-modified") == LATER
    uid = f"visit-{third.id}@so-tui"
    assert start(new[uid]) - start(old[uid]) == timedelta(days=7)


def test_a_day_set_by_hand_is_still_the_same_event() -> None:
    seen = visit(doctor(1), day=TODAY)
    hung = task(due_visit=seen.id, due_days=3)
    by_hand = replace(hung, due_visit="", due=TODAY)
    uids = [
        set(events(of_case(CASE_ID, [case(), doctor(1), seen, each]))) for each in (hung, by_hand)
    ]
    assert uids[0] == uids[1]


def test_no_words_of_a_note_or_of_the_illness_are_in_it() -> None:
    state = demo_state(TODAY)
    written = make_calendar(state, WRITTEN).decode().replace("\r\n ", "")
    tasks = state.tasks.values()
    todos = {task.note_id for task in tasks}  # a to-do line is a task by now
    texts: list[str] = [note.text for note in state.notes.values() if note.id not in todos]
    texts += [task.note for task in tasks]
    texts += [state.decision.sentence if state.decision else "", *_visits(state)]
    assert state.case is not None
    assert [t for t in (*texts, state.case.title) if len(t) > 8 and t in written] == []


def _visits(state: AppState) -> Iterator[str]:
    for each in state.visits.values():
        yield from (each.travel, each.access, each.phone_in)


def test_hostile_text_stays_text() -> None:
    seen = visit(doctor(1, name=Clean(HOSTILE)), day=TODAY, at=time(9), place=Clean(HOSTILE))
    state = of_case(CASE_ID, [case(), doctor(1, name=Clean(HOSTILE)), seen])
    (event,) = events(state).values()
    (alarm,) = event.subcomponents
    assert alarm.name == "VALARM"
    assert "ATTENDEE" not in event
    for name in ("SUMMARY", "LOCATION"):
        assert "BEGIN:VALARM END:VEVENT ATTENDEE:mailto:x" in said(event, name)


@given(line_text.filter(str.strip))
def test_any_text_comes_back_and_lines_are_short(text: str) -> None:
    state = of_case(CASE_ID, [case(), task(text=Clean(text), due=TODAY)])
    written = make_calendar(state, WRITTEN)
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")
    (event,) = events(state).values()
    assert said(event, "SUMMARY").split() == f"To do: {text}".split()


def test_another_library_reads_the_same() -> None:
    state = demo_state(TODAY)
    read: Any = vobject.readOne(make_calendar(state, WRITTEN).decode())
    mine = events(state)
    theirs = {each.uid.value: each for each in read.vevent_list}
    assert set(theirs) == set(mine)
    for uid, each in theirs.items():
        assert each.dtstart.value == start(mine[uid])
        assert each.summary.value == said(mine[uid], "SUMMARY")


def test_a_time_has_its_zone_its_length_and_an_alarm_the_day_before() -> None:
    seen = visit(doctor(1), day=TODAY, at=time(14, 30), zone="America/New_York", minutes=45)
    written = make_calendar(of_case(CASE_ID, [case(), doctor(1), seen]), WRITTEN)
    assert b"BEGIN:VTIMEZONE\r\nTZID:America/New_York\r\n" in written
    assert b"DTSTART;TZID=America/New_York:20261123T143000" in written
    assert b"DTEND;TZID=America/New_York:20261123T151500" in written
    assert b"BEGIN:VALARM" in written
    assert b"TRIGGER:-P1D" in written
    event: Any = vobject.readOne(written.decode()).vevent
    assert event.dtstart.value.utcoffset() == timedelta(hours=-5)
    assert event.valarm.trigger.value == -timedelta(days=1)


def test_a_visit_whose_day_is_over_there_but_not_here_is_still_in_it() -> None:
    there = TODAY - timedelta(days=1)
    seen = visit(doctor(1), day=there, at=time(23, 30), zone="Pacific/Honolulu")
    state = of_case(CASE_ID, [case(), doctor(1), seen])
    noon = datetime.combine(TODAY, time(12), UTC)
    with in_greenwich():
        assert list(events(state, noon)) == [f"visit-{seen.id}@so-tui"]
        assert not events(state, noon + timedelta(days=1))


def test_a_visit_by_video_has_its_link_where_another_has_its_place() -> None:
    """The phone rang the day before, and had no number to call."""
    video = EncounterKind.VIDEO
    seen = visit(doctor(1), day=TODAY, kind=video, link=Clean("555-0101"), place=Clean("Room 1"))
    state = of_case(CASE_ID, [case(), doctor(1), seen])
    assert said(events(state)[f"visit-{seen.id}@so-tui"], "LOCATION") == "555-0101"


def test_a_zone_that_is_none_leaves_the_time_as_it_is() -> None:
    seen = visit(doctor(1), day=TODAY, at=time(14, 30), zone="Nowhere/None")
    (event,) = events(of_case(CASE_ID, [case(), doctor(1), seen])).values()
    assert start(event) == datetime.combine(TODAY, time(14, 30))


def test_a_cancelled_visit_is_cancelled_and_a_deleted_one_stays_away() -> None:
    seen = visit(doctor(1), day=TODAY + timedelta(days=2), at=time(9))
    old = events(of_case(CASE_ID, [case(), doctor(1), seen]))
    off = replace(seen, course=Course.CANCELLED)
    new = events(of_case(CASE_ID, [case(), doctor(1), off]), LATER)
    ((uid, event),) = new.items()
    assert uid in old
    assert said(event, "STATUS") == "CANCELLED"
    assert int(said(event, "SEQUENCE")) > int(said(old[uid], "SEQUENCE"))
    assert event.subcomponents == []
    assert events(of_case(CASE_ID, [case(), doctor(1)])) == {}


@pytest.mark.parametrize("kind", [EncounterKind.WRITTEN, EncounterKind.MESSAGE])
def test_what_was_expected_is_cancelled_too(kind: EncounterKind) -> None:
    """The phone that took the last file kept a written opinion that would never come."""
    awaited = visit(doctor(1), kind=kind, expected_by=TODAY + timedelta(days=2))
    off = replace(awaited, course=Course.CANCELLED)
    old = events(of_case(CASE_ID, [case(), doctor(1), awaited]))
    ((uid, event),) = events(of_case(CASE_ID, [case(), doctor(1), off]), LATER).items()
    assert uid in old
    assert said(event, "STATUS") == "CANCELLED"
    assert said(event, "SUMMARY").startswith(text(f"encounters.kind.{kind.name.lower()}"))


def test_what_is_past_is_left_out() -> None:
    gone = visit(doctor(1), day=TODAY - timedelta(days=1), at=time(9))
    for course in Course:
        state = of_case(CASE_ID, [case(), doctor(1), replace(gone, course=course)])
        assert events(state) == {}


def test_kinds_are_chosen_and_private_things_left_out_unless_chosen() -> None:
    seen = visit(doctor(1), day=TODAY, private=True)
    hung = task(due_visit=seen.id)
    state = of_case(CASE_ID, [case(), doctor(1), seen, hung, task(due=TODAY)])

    def count(*kinds: CalendarKind, private: bool = False) -> int:
        return make_calendar(state, WRITTEN, kinds, private=private).count(b"BEGIN:VEVENT")

    assert count(*CalendarKind) == 1
    assert count(*CalendarKind, private=True) == 3
    assert count(CalendarKind.VISITS, private=True) == 1
    assert count(CalendarKind.VISITS) == 0
    assert set(words("calendar.kind")) == set(CalendarKind)


def test_an_empty_case_makes_a_whole_file() -> None:
    state = of_case(CASE_ID, [case()])
    assert events(state) == {}
    assert make_calendar(state, WRITTEN).endswith(b"END:VCALENDAR\r\n")


def test_a_file_that_is_there_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "my.ics"
    put_at(path, b"one")
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        put_at(path, b"two")
    assert path.read_bytes() == b"one"
    put_at(path, b"three", replace=True)
    assert path.read_bytes() == b"three"
    assert [each.name for each in tmp_path.iterdir()] == ["my.ics"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    other, link = tmp_path / "other", tmp_path / "my.ics"
    other.write_bytes(b"theirs")
    link.symlink_to(other)
    with pytest.raises(FileExistsError):
        put_at(link, b"mine")
    put_at(link, b"mine", replace=True)
    assert (other.read_bytes(), link.read_bytes()) == (b"theirs", b"mine")


def test_where_nothing_can_be_written_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        put_at(tmp_path / "none" / "my.ics", b"one")
    assert list(tmp_path.iterdir()) == []
