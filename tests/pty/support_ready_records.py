"""The records tracker by keys alone: every state, calls, what is late, the disc."""

from datetime import date
from pathlib import Path

from so_tui.domain.events import Event
from so_tui.domain.state import AppState
from so_tui.logic.records import destinations, progress_of
from tests.pty.support_companion import Companion, in_days
from tests.pty.support_keys import DOWN, EMPTY, ENTER, FIRST, SPACE
from tests.pty.support_ready import BRANDT, DISC, SLIDES, kept, leave, open_side

SIDE = "My own copy"
RIGHT = "\x1b[C"
REPORT, PHOTOS, OLDER = "Pathology reports", "Photos of my skin", "Older scan files"
LAB, LAB_PHONE = "City lab", "555 0140"


def track_records(companion: Companion, folder: Path) -> None:
    """Fill in the list, move a record through all its states, chase another that is late."""
    open_side(companion, "Records", "No records yet")
    companion.press("f")
    companion.sees("Added 21 records", SIDE, "Reports (the words about it)")
    move_through_all_states(companion)
    chase_what_is_late(companion)
    companion.choose(OLDER)
    companion.press("o")
    companion.sees(f"Not needed: {OLDER}")
    companion.press("n")
    companion.fill("A new record", PHOTOS, "o", "", "Dr. Skin")
    companion.sees(f"Added: {PHOTOS}")
    companion.choose(DISC)
    companion.press(RIGHT)
    companion.sees(f"To {BRANDT}: not asked")
    companion.press("s")
    companion.sees(f"{DISC}: To {BRANDT}", "loaded")
    companion.press(FIRST + DOWN * 6)
    companion.sees("│> received and confirmed")
    companion.press(ENTER)
    companion.sees(f"To {BRANDT}: received and confirmed")
    leave(companion, SIDE)
    check_records(kept(folder))


def move_through_all_states(companion: Companion) -> None:
    """Move the slides on in both transfers, step by step, and say how they were sent."""
    companion.choose(SLIDES)
    move(companion, "not asked", "asked", "promised", "got my copy")
    companion.press(RIGHT)
    companion.sees(f"To {BRANDT}: ")
    move(companion, "asked", "promised", "sent", "received and confirmed", "sent back")
    companion.press(ENTER)
    companion.sees(f"{SLIDES}: To {BRANDT}", "received and confirmed")
    companion.press(FIRST + DOWN * 2 + ENTER)
    companion.sees("[sent]")
    companion.fill("What happened:", "", "", "", "post", "XY-77")
    companion.press(ENTER)
    companion.sees(f"{SLIDES}: To {BRANDT}", "XY-77")
    leave(companion, f"{SLIDES}: To")


def move(companion: Companion, *stages: str) -> None:
    """Move the chosen transfer on, stage by stage."""
    for stage in stages:
        companion.press(SPACE)
        companion.sees(f": {stage}")


def chase_what_is_late(companion: Companion) -> None:
    """Say who has the reports and that they were due yesterday; call, and write it down."""
    companion.choose(REPORT)
    companion.press("e")
    companion.fill("Change a record", "", "", "", LAB, LAB_PHONE, EMPTY + "yesterday")
    companion.sees(f"Saved: {REPORT}", "Late: 1.", "Calls today: ")
    companion.press("t")
    companion.sees("What to do today", f"{LAB}, {LAB_PHONE}", "ask for it", "1 day late")
    companion.choose(REPORT)
    companion.press(ENTER)
    companion.sees_no_more("What to do today")
    assert REPORT in companion.chosen
    companion.press("c")
    companion.fill(f"A call: {REPORT}", f"Ida, {LAB}", "will be sent", "", "+2")
    companion.sees("Written down: call about Pathology")
    companion.press(ENTER)
    companion.sees(f"{REPORT}: {SIDE}", f"Ida, {LAB}", "will be sent")
    leave(companion, f"{REPORT}: {SIDE}")
    companion.press("e")
    companion.fill("Change a record", *[""] * 5, EMPTY + "+20")
    companion.sees(f"Saved: {REPORT}", "Late: 0.")


def check_records(state: AppState) -> None:
    """Compare the store with what was done."""
    assert len(state.records) == 22
    ids = {str(record.name): record.id for record in state.records.values()}
    today = date.today()

    def told(name: str, *, to_doctor: bool) -> dict[str, Event]:
        return happened_to(state, ids[name], to_doctor=to_doctor)

    own, sent = told(SLIDES, to_doctor=False), told(SLIDES, to_doctor=True)
    assert [*own] == ["asked", "promised", "received"]
    assert [*sent] == ["asked", "promised", "sent", "confirmed", "returned"]
    assert {event.day for event in (*own.values(), *sent.values())} == {today}
    assert (sent["sent"].how, sent["sent"].reference) == ("post", "XY-77")
    report = state.records[ids[REPORT]]
    assert (report.form, report.holder, report.phone) == ("report", LAB, LAB_PHONE)
    assert str(report.due) == in_days(20)
    (chase,) = state.chases.values()
    assert ids[REPORT] in chase.record_ids
    assert (chase.day, chase.who, chase.said) == (today, f"Ida, {LAB}", "will be sent")
    assert str(told(REPORT, to_doctor=True)["promised"].until) == in_days(2)
    photos = state.records[ids[PHOTOS]]
    assert (photos.form, photos.holder) == ("thing", "Dr. Skin")
    assert not state.records[ids[OLDER]].needed
    assert [*told(DISC, to_doctor=True)] == ["confirmed"]


def happened_to(state: AppState, record_id: str, *, to_doctor: bool) -> dict[str, Event]:
    """Return what happened to a record on its way, in order, by the word of its kind."""
    record = state.records[record_id]
    ends = [doctor_id for doctor_id, _ in destinations(state) if bool(doctor_id) is to_doctor]
    return {event.kind.value: event for event in progress_of(state, record, ends[0]).events}


def load_the_disc(companion: Companion, folder: Path) -> None:
    """Note that the hospital has loaded the disc, before the visit."""
    open_side(companion, "Records", SIDE)
    companion.choose(DISC)
    companion.press(RIGHT)
    companion.sees(f"To {BRANDT}: received and confirmed", "Loaded by: ")
    move(companion, "loaded")
    leave(companion, SIDE)
    state = kept(folder)
    (disc,) = (record.id for record in state.records.values() if record.name == DISC)
    (visit,) = state.visits.values()
    loaded = happened_to(state, disc, to_doctor=True)["loaded"].day
    assert loaded == date.today()
    assert visit.day is not None
    assert loaded < visit.day
