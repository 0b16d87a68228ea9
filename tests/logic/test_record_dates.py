"""What is due and whom to call about records, on all lists of dates alike."""

from datetime import UTC, date, datetime, timedelta

from so_tui.cli.plain import status_text
from so_tui.demo.case import demo_state
from so_tui.domain.entity import Entity
from so_tui.domain.events import EventKind
from so_tui.domain.people import short_name
from so_tui.domain.record_progress import Progress, Stage
from so_tui.domain.records import Chase, Record, RecordForm, in_order
from so_tui.domain.state import AppState, of_case
from so_tui.domain.text import Clean
from so_tui.logic.records import destinations, progress_of
from so_tui.logic.schedule import DateKind, planned, planned_words
from so_tui.papers.calendar import make_calendar
from tests.support.values import CASE_ID, TODAY, case, doctor, record, visit, way

DEMO = demo_state(TODAY)
SECOND = doctor(1)
DISC = record(
    name=Clean("Scan disc"),
    form=RecordForm.THING,
    load_days=-5,
    holder=Clean("Scans desk"),
    phone=Clean("555-0141"),
)


def days(count: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=count)


def state_of(*kept: Entity | Progress) -> AppState:
    """Return a state with two doctors, a visit with the second in 20 days, and these."""
    found: list[Entity] = [case(), doctor(0), SECOND, visit(SECOND, day=days(20)), DISC]
    for each in kept:
        found += [each.transfer, *each.events] if isinstance(each, Progress) else [each]
    return of_case(CASE_ID, found)


def due(state: AppState, kind: DateKind = DateKind.RECORD) -> list[str]:
    """Return the words of what is due of a kind."""
    return [str(each.text) for each in planned(state, TODAY) if each.kind is kind]


def summaries(state: AppState) -> str:
    """Return the calendar file with its folded lines joined."""
    made = make_calendar(state, datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC))
    return made.decode().replace("\r\n ", "").replace("\\,", ",")


def test_nothing_is_due_that_records_shows_as_received() -> None:
    """D: dates and calendar. Seen: "has to be there" for what Records shows as there."""
    listed = due(DEMO)
    assert listed
    for what in in_order(DEMO.records.values()):
        for doctor_id, to in destinations(DEMO):
            way_there = progress_of(DEMO, what, doctor_id)
            there = way_there.arrived or way_there.stage is Stage.RECEIVED
            place = f"for {short_name(to.name, 30)}" if to else "my own copy"
            said = any(line.startswith(f"{what.name} (") and place in line for line in listed)
            assert not (there and said), (what.name, place)
    assert "Medicines and allergies" not in " ".join(listed)
    assert any(line.startswith("Family and own history") for line in listed)
    assert "Due: Medicines" not in summaries(DEMO)
    assert "has to be there" not in summaries(DEMO).lower()


def test_what_is_confirmed_but_not_loaded_is_due_to_be_loaded_alone() -> None:
    own, there = way(DISC, received=days(-3)), way(DISC, SECOND.id, confirmed=TODAY)
    state = state_of(own, there)
    assert due(state) == []
    assert due(state, DateKind.LOAD) == ["Scan disc (for Dr 1)"]


def test_what_was_lost_is_called_about_on_every_list() -> None:
    own, lost = way(DISC, received=days(-3)), way(DISC, SECOND.id, sent=days(-5), lost=TODAY)
    state = state_of(own, lost)
    (call,) = (each for each in planned(state, TODAY) if each.kind is DateKind.CHASE)
    words = "Scans desk, 555-0141, about Scan disc (lost)"
    assert (call.day, planned_words(state, call)) == (TODAY, f"Call: {words}")
    assert f"SUMMARY:Call: {words}" in summaries(state)
    assert "  Call Scans desk, 555-0141: Scan disc (lost)" in status_text(state, TODAY).split("\n")
    assert due(state) == ["Scan disc (for Dr 1)"]


def test_after_a_call_it_is_called_about_again_on_the_day_agreed() -> None:
    lost = way(DISC, SECOND.id, sent=days(-5), lost=days(-1))
    agreed = Chase(
        case_id=CASE_ID,
        record_ids=(DISC.id,),
        lane_ids=(lost.transfer.id,),
        day=TODAY,
        again_on=days(2),
    )
    state = state_of(way(DISC, received=days(-3)), lost, agreed)
    (call,) = (each for each in planned(state, TODAY) if each.kind is DateKind.CHASE)
    assert call.day == days(2)
    assert not any("Scans desk" in line for line in status_text(state, TODAY).split("\n"))


def kinds_of(what: Record, place: int) -> list[EventKind]:
    """Return what happened to a record of the made-up case, by the column."""
    doctor_id, _ = destinations(DEMO)[place]
    return [event.kind for event in progress_of(DEMO, what, doctor_id).events]


def test_the_made_up_case_has_a_disc_that_was_lost_and_a_report_that_was_refused() -> None:
    named = {what.template: what for what in DEMO.records.values()}
    assert kinds_of(named["scans"], 1) == [
        EventKind.ASKED,
        EventKind.SENT,
        EventKind.LOST,
        EventKind.SENT,
        EventKind.CONFIRMED,
        EventKind.LOADED,
    ]
    refused = kinds_of(named["pathology"], 2)
    assert refused[:3] == [EventKind.ASKED, EventKind.REFUSED, EventKind.ASKED]
    assert refused[-2:] == [EventKind.SENT, EventKind.CONFIRMED]
