"""The records tracker, by keys alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from so_tui.domain.events import Event, EventKind
from so_tui.domain.record_progress import Progress, Stage
from so_tui.domain.records import OWN_COPY, Record, RecordForm, chases_of
from so_tui.domain.state import AppState, Drop, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic import records as tracking
from so_tui.logic.call_log import as_call
from so_tui.logic.clashes import clashes
from so_tui.storage.store import Store
from so_tui.ui.messages import GoTo
from tests.ui.support import SIZES, TODAY, Session, demo, open_app

ALL_SIZES = [*SIZES, (120, 40)]


@asynccontextmanager
async def records_of(
    folder: Path, size: tuple[int, int] = (80, 24), *, state: AppState | None = None
) -> AsyncIterator[Session]:
    """Open the made-up case at its records."""
    async with open_app(folder, size, state=state or demo()) as session:
        session.app.post_message(GoTo("records"))
        await session.wait(lambda: session.app.screen.query("#records"), "the records")
        yield session


def without_records() -> AppState:
    """Return the made-up case before anything was written about records."""
    state = demo()
    tables = (state.records, state.lanes, state.chases, state.events)
    gone = [each for table in tables for each in table.values()]
    return apply(state, [Drop(each) for each in gone])


def named(state: AppState, template: str) -> Record:
    """Return the record that was made from a shipped one."""
    return next(r for r in state.records.values() if r.template == template)


def progress(session: Session, record: Record, place: int) -> Progress:
    """Return how far a record has come as the app holds it, by the column from the left."""
    doctor_id, _ = tracking.destinations(session.state)[place]
    return tracking.progress_of(session.state, record, doctor_id)


def stage(session: Session, record: Record, place: int) -> Stage:
    """Return how a record stands in a column."""
    return progress(session, record, place).stage


def last(session: Session, record: Record, place: int) -> Event:
    """Return what happened last to a record in a column."""
    return progress(session, record, place).events[-1]


def listed(folder: Path) -> list[Path]:
    """Return what is in a folder."""
    return list(folder.iterdir())


async def go(session: Session, record: Record, place: int) -> None:
    """Walk to a record, and to a transfer of it by its place from the left."""
    await session.choose(record.id)
    await session.press(*["left"] * 4, *["right"] * place)


async def test_the_list_of_side_screens_leads_here(tmp_path: Path) -> None:
    async with open_app(tmp_path, state=demo()) as session:
        await session.open_side("records")
        await session.sees("Pathology reports", "My own copy")
        await session.press("q")
        await session.sees("[1 Home]")


@pytest.mark.parametrize("size", ALL_SIZES)
async def test_it_shows_what_is_late_and_whom_to_call(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with records_of(tmp_path, size) as session:
        assert "4 of 11 received. Late: 5. Calls today: 2" in session.text
        assert "Not loaded yet at Hillview" in session.text
        await session.press("t")
        await session.sees("Northfield lab, records desk, 555-0140", "Hillview University Clinic")
        await session.sees("ask them to load it", "ask where it is", "By yourself")
        disc = named(session.state, "scans")
        await session.choose(f"{disc.id}.{tracking.destinations(session.state)[2][0]}")
        await session.press("enter")
        await session.wait(lambda: session.rows("#records").key == disc.id, "the disc")
        assert "To Dr Cleo Madeup: received and confirmed" in session.detail
        assert "Next: ask them to load it now" in session.detail


@pytest.mark.parametrize(("size", "shown"), [((60, 20), 2), ((80, 24), 3), ((120, 40), 4)])
async def test_transfers_stand_beside_each_other_as_far_as_there_is_room(
    tmp_path: Path, size: tuple[int, int], shown: int
) -> None:
    async with records_of(tmp_path, size) as session:
        titles = ["My own copy", "To Sample", "To Madeup", "Back: Example"]
        header = next(line for line in session.lines if "My own copy" in line)
        assert [title for title in titles if title in header] == titles[:shown]
        for title in titles[1:]:
            await session.press("right")
            header = next(line for line in session.lines if "My own copy" in line)
            assert title in header
        assert len([title for title in titles if title in header]) == shown


async def test_one_key_moves_on_and_one_deletes_what_was_added_today(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        disc = named(session.state, "scans")
        await go(session, disc, 2)
        await session.press("plus")
        assert last(session, disc, 2).kind is EventKind.LOADED
        assert last(session, disc, 2).day == TODAY
        assert "Scan files on a disc" in session.status
        assert "loaded" in session.status
        await session.misses("Not loaded yet at")
        await session.press("minus")
        assert stage(session, disc, 2) is Stage.CONFIRMED
        await session.press("u")
        assert stage(session, disc, 2) is Stage.LOADED
        await session.saved()


async def test_a_step_back_deletes_no_day_of_before_and_opens_the_history(tmp_path: Path) -> None:
    """records: resend a lost disc. Seen: `-` deletes the days it was sent and confirmed."""
    async with records_of(tmp_path) as session:
        disc, before = named(session.state, "scans"), session.state.events
        await go(session, disc, 2)
        await session.press("minus")
        await session.sees("Scan files on a disc: To Madeup", "EX 44 0013", "on the pile")
        assert session.state.events == before
        await session.press("escape", "backspace")
        await session.sees("Scan files on a disc: To Madeup", "received and confirmed")
        assert session.state.events == before


async def test_a_lost_disc_is_sent_again_and_its_history_stays(tmp_path: Path) -> None:
    """records: resend a lost disc: problem states lost and sent again, nothing is erased."""
    async with records_of(tmp_path, (120, 40)) as session:
        disc = named(session.state, "scans")
        await go(session, disc, 2)
        before = progress(session, disc, 2).events
        await session.press("s")
        await session.choose("lost")
        await session.press("enter")
        await session.wait(lambda: stage(session, disc, 2) is Stage.LOST, "lost")
        assert "Next: ask to send it again now" in session.detail
        await session.press("t")
        await session.sees("Northfield scans desk, 555-0141", "ask to send it again")
        await session.press("escape", "1")
        await session.choose(f"records:{disc.id}.{progress(session, disc, 2).transfer.doctor_id}")
        await session.sees("Call Northfield scans desk", "(lost)")
        await session.press("enter")
        await session.wait(lambda: session.app.screen.query("#records"), "the records")
        await session.wait(lambda: session.rows().key == disc.id, "the disc")
        await session.press("space")
        assert "sent again" in session.status
        assert progress(session, disc, 2).events[: len(before)] == before
        kinds = [event.kind.value for event in progress(session, disc, 2).events]
        assert kinds == ["sent", "confirmed", "lost", "sent"]
        await session.saved()


async def test_a_transfer_that_is_not_wanted_says_so_and_comes_back(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        report = named(session.state, "new_report")
        await go(session, report, 1)
        assert stage(session, report, 1) is Stage.SKIP
        await session.press("minus")
        assert session.status == "There is no further step here."
        await session.press("space", "space")
        assert last(session, report, 1).kind is EventKind.ASKED
        await session.press("s")
        await session.choose("skip")
        await session.press("enter")
        await session.wait(lambda: stage(session, report, 1) is Stage.SKIP, "not needed")
        await session.saved()


async def test_what_happened_is_chosen_from_a_list(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        slides = named(session.state, "slides")
        await go(session, slides, 2)
        before = progress(session, slides, 2).events
        await session.press("s")
        await session.choose("sent")
        await session.press("enter")
        await session.wait(lambda: stage(session, slides, 2) is Stage.SENT, "sent")
        assert last(session, slides, 2).day == TODAY
        assert progress(session, slides, 2).events[:-1] == before


async def test_a_step_is_changed_and_a_day_to_come_is_refused(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        reports = named(session.state, "scan_reports")
        await go(session, reports, 2)
        sent = last(session, reports, 2)
        await session.press("enter")
        await session.choose(f"event:{sent.id}")
        await session.press("enter")
        await session.to_field("day")
        await session.replace("tomorrow")
        await session.press("ctrl+s")
        await session.sees("still to come")
        await session.replace("yesterday")
        await session.to_field("reference")
        await session.replace("EX 99")
        await session.press("ctrl+s")
        await session.wait(lambda: last(session, reports, 2).reference == "EX 99", "the number")
        assert last(session, reports, 2) == replace(
            sent, day=TODAY - timedelta(days=1), reference=Clean("EX 99")
        )
        assert "EX 99" in session.detail
        await session.saved()


async def test_a_step_is_added_with_all_about_it_and_deleted_again(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        reports = named(session.state, "scan_reports")
        await go(session, reports, 2)
        count = len(progress(session, reports, 2).events)
        await session.press("enter", "n")
        await session.to_field("kind")
        await session.sees("[received and confirmed]")
        await session.to_field("who")
        await session.type("Kim, Hillview")
        await session.to_field("note")
        await session.type("Both pages")
        await session.press("ctrl+s")
        await session.wait(lambda: len(progress(session, reports, 2).events) > count, "a step")
        added = last(session, reports, 2)
        assert (added.kind, added.day) == (EventKind.CONFIRMED, TODAY)
        assert (added.who, added.note) == ("Kim, Hillview", "Both pages")
        await session.press("enter")
        await session.choose(f"event:{added.id}")
        await session.press("x")
        await session.wait(lambda: added.id not in session.state.events, "no step")
        await session.press("u")
        assert session.state.events[added.id] == added
        await session.saved()


async def test_two_people_change_one_step_and_both_are_kept(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        reports = named(session.state, "scan_reports")
        await go(session, reports, 2)
        kept = last(session, reports, 2)
        await session.press("enter")
        await session.choose(f"event:{kept.id}")
        await session.press("enter")
        await session.to_field("reference")
        earlier = TODAY - timedelta(days=7)
        with Store.open(tmp_path) as other:
            other.commit([Put(replace(kept, day=earlier), base=kept)])
            await session.wait(lambda: last(session, reports, 2) != kept, "the other's day")
        await session.replace("EX 99")
        await session.press("ctrl+s")
        await session.wait(lambda: last(session, reports, 2).reference == "EX 99", "the number")
        assert last(session, reports, 2).day == earlier
        assert not session.state.conflicts
        await session.saved()


async def test_the_usual_list_comes_by_one_key_and_goes_by_one(tmp_path: Path) -> None:
    async with records_of(tmp_path, state=without_records()) as session:
        await session.sees("Press f to fill in the usual list")
        await session.press("f")
        assert session.status.startswith("Added 21 records.")
        assert len(session.state.records) == 21
        slides = named(session.state, "slides")
        assert tracking.transfer_to(session.state, slides, OWN_COPY).skip
        await session.press("f")
        assert session.status == "All records of the usual list are there."
        await session.press("u")
        assert not session.state.records
        assert not session.state.lanes
        await session.saved()


async def test_a_record_of_ones_own_is_added_changed_ticked_off_and_deleted(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        await session.press("n")
        await session.type("Dental report")
        await session.to_field("due")
        await session.replace("visit -3")
        await session.to_field("load")
        await session.replace("soon")
        await session.press("ctrl+s")
        await session.sees("Type it like visit -7")
        await session.replace("visit -1")
        await session.press("ctrl+s")
        await session.wait(lambda: len(session.state.records) > len(demo().records), "one more")
        record = next(r for r in session.state.records.values() if r.name == "Dental report")
        assert (record.form, record.due_days, record.load_days) == (RecordForm.REPORT, -3, -1)
        await session.wait(lambda: session.rows("#records").key == record.id, "the cursor there")
        await session.press("e")
        await session.to_field("due")
        await session.replace("2026-12-01")
        await session.press("ctrl+s")
        await session.wait(lambda: session.state.records[record.id].due is not None, "a day")
        assert session.state.records[record.id].due == date(2026, 12, 1)
        assert session.detail.count("Due: Tue 1 Dec") == 1
        await session.press("o")
        assert not session.state.records[record.id].needed
        listed = [row.key for row in session.rows("#records").rows]
        assert listed.index(record.id) > listed.index("#not_needed")
        await session.press("o", "x")
        assert record.id not in session.state.records
        await session.press("u")
        assert session.state.records[record.id].due == date(2026, 12, 1)
        await session.saved()


async def test_what_looks_like_a_password_is_refused(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        await go(session, named(session.state, "plan"), 2)
        await session.press("e")
        await session.to_field("note")
        await session.type("portal password: Blue7sky!x ")
        await session.press("ctrl+s")
        await session.sees("looks like a password")
        assert "Blue7sky" not in str(session.state.records)


async def test_one_call_is_written_down_for_all_that_an_office_has(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        markers, slides = named(session.state, "markers"), named(session.state, "slides")
        await go(session, markers, 2)
        assert "Next: ask where it is now" in session.detail
        await session.press("c")
        await session.type("Robin")
        await session.to_field("said")
        await session.type("Both go out this week.")
        await session.to_field("promised_by")
        await session.type("fri")
        await session.sees("[all 2 they have]")
        await session.press("ctrl+s")
        await session.wait(lambda: chases_of(session.state.chases.values(), slides.id), "a line")
        (line,) = chases_of(session.state.chases.values(), slides.id)
        assert (line.who, line.said, line.day) == ("Robin", "Both go out this week.", TODAY)
        assert line.record_ids == (markers.id, slides.id)
        for record in (markers, slides):
            assert last(session, record, 2).until == date(2026, 11, 27)
        await session.press("t")
        await session.sees("Hillview University Clinic")
        await session.misses("Marker and gene reports (To Madeup)", "Slides or tissue blocks (To")
        await session.press("escape", "u")
        assert chases_of(session.state.chases.values(), slides.id) == []
        await session.saved()


async def test_a_line_on_a_call_can_be_changed_and_deleted(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        disc = named(session.state, "scans")
        (line,) = chases_of(session.state.chases.values(), disc.id)
        await go(session, disc, 2)
        await session.press("enter")
        await session.sees("Scan files on a disc: To Madeup", "It is on the pile")
        await session.choose(f"chase:{line.id}")
        await session.press("enter")
        await session.to_field("who")
        await session.replace("Lou, Hillview")
        await session.press("ctrl+s")
        await session.wait(lambda: session.state.chases[line.id].who == "Lou, Hillview", "Lou")
        await session.press("enter")
        await session.choose(f"chase:{line.id}")
        await session.press("x")
        await session.wait(lambda: line.id not in session.state.chases, "no line")
        await session.press("u")
        assert session.state.chases[line.id].who == "Lou, Hillview"
        await session.saved()


async def test_a_call_whose_name_is_changed_still_has_what_was_promised_in_it(
    tmp_path: Path,
) -> None:
    """The call log lost the promise, and Records told it as somebody else's."""
    async with records_of(tmp_path) as session:
        slides = named(session.state, "slides")
        await go(session, slides, 2)
        await session.press("c")
        await session.type("Robin")
        await session.to_field("promised_by")
        await session.type("fri")
        await session.press("ctrl+s")
        await session.wait(lambda: chases_of(session.state.chases.values(), slides.id), "a line")
        (line,) = chases_of(session.state.chases.values(), slides.id)
        before = as_call(session.state, line).promised_by
        assert before == date(2026, 11, 27)
        await session.press("enter")
        await session.choose(f"chase:{line.id}")
        await session.press("enter")
        await session.to_field("who")
        await session.replace("Robyn")
        await session.press("ctrl+s")
        await session.wait(lambda: session.state.chases[line.id].who == "Robyn", "Robyn")
        assert as_call(session.state, session.state.chases[line.id]).promised_by == before
        assert last(session, slides, 2).who == "Robyn"
        await session.press("u")
        assert last(session, slides, 2).who == "Robin"
        await session.saved()


async def test_where_nothing_happened_enter_adds_what_did(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        family = named(session.state, "family")
        await go(session, family, 0)
        await session.press("enter")
        await session.sees("Nothing happened yet.")
        await session.press("enter")
        await session.sees("What happened: Family and own history")
        await session.press("ctrl+s")
        await session.wait(lambda: progress(session, family, 0).events, "ready")
        assert last(session, family, 0).kind is EventKind.RECEIVED
        await session.saved()


async def test_letters_and_the_list_are_printed_from_here(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        await session.press("P")
        await session.choose("request")
        await session.press("enter")
        await session.to_field("folder")
        await session.replace(str(tmp_path))
        await session.press("ctrl+s")
        await session.sees("The paper is saved")
        (paper,) = [path for path in listed(tmp_path) if path.name.startswith("letters-")]
        assert "Dear records team" in paper.read_text("utf-8")


@pytest.mark.parametrize(
    ("keys", "field", "kind"),
    [(("e",), "holder", "record"), (("enter", "n"), "how", "event"), (("c",), "who", "chase")],
)
async def test_an_unfinished_form_comes_back_from_home(
    tmp_path: Path, keys: tuple[str, ...], field: str, kind: str
) -> None:
    async with records_of(tmp_path) as session:
        plan = named(session.state, "plan")
        await go(session, plan, 2)
        doctor = tracking.destinations(session.state)[2][0]
        await session.press(*keys)
        await session.to_field(field)
        await session.type(" half a line")
        key = plan.id if kind == "record" else f"{plan.id}.{doctor}"
        await session.drafted(f"form:{kind}:{key}", "half a line")
        await session.press("escape", "1")
        await session.sees("Unfinished words")
        await session.choose(f"records:{kind}|{key}")
        await session.press("enter")
        await session.wait(lambda: session.app.screen.query(f"#field-{field}"), "the form")
        assert "half a line" in session.field(field)


async def test_moving_the_visit_moves_what_is_due_and_undo_brings_it_back(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        disc = named(session.state, "scans")
        await go(session, disc, 2)
        assert "Loaded by: Sun 22 Nov" in session.detail
        third = tracking.destinations(session.state)[2][0]
        visit = next(v for v in session.state.visits.values() if v.doctor_id == third)
        await session.press("p")
        await session.choose(visit.id)
        await session.press("e")
        await session.to_field("day")
        await session.replace("2026-12-04")
        await session.press("ctrl+s")
        await session.wait(lambda: session.state.visits[visit.id].day == date(2026, 12, 4), "moved")
        session.app.post_message(GoTo("records", f"{disc.id}.{third}"))
        await session.wait(lambda: session.rows().key == disc.id, "the disc")
        await session.wait(lambda: "Loaded by: Sun 29 Nov" in session.detail, "a week later")
        await session.misses("Not loaded yet at")
        await session.press("u")
        await session.wait(lambda: "Loaded by: Sun 22 Nov" in session.detail, "as it was")
        await session.sees("Not loaded yet at")


async def test_home_names_the_disc_and_the_call(tmp_path: Path) -> None:
    async with open_app(tmp_path, (120, 40), state=demo()) as session:
        await session.sees(
            "Not loaded yet at Hillview", "Call Northfield lab", "and 24 more. Enter"
        )
        disc = named(session.state, "scans")
        (clash,) = (c for c in clashes(session.state, TODAY) if disc.id in c.about)
        await session.choose(f"clash:{clash.key}")
        await session.press("enter", "enter")
        await session.wait(lambda: session.app.screen.query("#records"), "the records")
        await session.wait(lambda: session.rows().key == disc.id, "the disc")
        assert "To Dr Cleo Madeup" in session.detail


async def test_words_filter_the_list(tmp_path: Path) -> None:
    async with records_of(tmp_path) as session:
        await session.press("slash")
        await session.type("disc")
        await session.misses("Pathology reports")
        assert len([r for r in session.rows().rows if not r.heading]) == 1
        await session.press("enter", "escape")
        await session.wait(lambda: len(session.rows().rows) > 12, "all of them")
        await session.press("escape")
        await session.sees("[1 Home]")


async def test_without_doctors_there_is_one_transfer(tmp_path: Path) -> None:
    bare = replace(demo(), doctors={}, visits={}, lanes={}, events={}, notes={}, cells={},
                   opinions={}, answers={}, decisions={}, chases={})  # fmt: skip
    async with records_of(tmp_path, (60, 20), state=bare) as session:
        await session.press("right", "space")
        record = session.state.records[session.rows("#records").key]
        assert tracking.progress_of(session.state, record, OWN_COPY).day == TODAY


async def test_long_and_odd_words_stay_in_their_place(tmp_path: Path) -> None:
    state = demo()
    plan = named(state, "plan")
    odd = replace(plan, name=Clean("病理 " * 60), holder=Clean("[red]x[/red] " * 30))
    async with records_of(tmp_path, (60, 20), state=apply(state, [Put(odd)])) as session:
        await go(session, odd, 2)
        assert "[red]x[/red]" in session.detail
        await session.press("t", "escape", "e", "escape", "c", "escape", "v")
        await session.sees("病理")
