"""Calls about records from a shell: written down and changed as by the forms on the screen."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.encounters import Encounter
from so_tui.domain.events import EventKind
from so_tui.domain.people import Doctor
from so_tui.domain.records import Chase, Record, transfer_id
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.logic.call_log import as_call
from so_tui.storage.store import Store
from tests.support.shell import CASE, DOCTOR, SOON, keep_case, run, state_in

TODAY = date.today()
KIM = Doctor(id="0000000000d2", case_id=CASE.id, name=Clean("Dr Kim"), order=1)
LAB = Clean("Hill lab")
SLIDES = Record(case_id=CASE.id, name=Clean("Slides"), holder=LAB)
BLOCKS = Record(case_id=CASE.id, name=Clean("Tissue blocks"), holder=LAB, order=1)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A data directory with two records that one office has."""
    folder = keep_case(tmp_path / "kept")
    with Store.open(folder) as store:
        store.commit([Put(KIM), Put(SLIDES), Put(BLOCKS)])
    return folder


def only(folder: Path) -> Chase:
    (chase,) = state_in(folder).chases.values()
    return chase


def test_a_call_is_written_down_with_what_was_promised(kept: Path) -> None:
    done = run(kept, "record", "call", "slides", "--to", "Kim", "--person", "Ida",
               "--said", "They go out on Friday.", "--promised-by", "+3")  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{text('records.called', name='Slides')}\n"
    chase, state = only(kept), state_in(kept)
    lane = transfer_id(SLIDES.id, KIM.id)
    assert (chase.record_ids, chase.lane_ids, chase.day) == ((SLIDES.id,), (lane,), TODAY)
    assert (chase.whom, chase.who, chase.said) == (LAB, "Ida", "They go out on Friday.")
    (event,) = state.events.values()
    assert (event.kind, event.about, event.who) == (EventKind.PROMISED, lane, "Ida")
    assert event.until == TODAY + timedelta(days=3)
    assert "Hill lab, Ida" in run(kept, "call", "list").stdout
    assert "IDA" in run(kept, "paper", "calls").stdout.upper()


def test_it_is_about_one_record_unless_all_are_named(kept: Path) -> None:
    """Nothing happens to what was not named."""
    done = run(kept, "record", "call", "slides", "--person", "Ida", "--json")
    assert json.loads(done.stdout)["record_ids"] == [SLIDES.id]
    assert {event.about for event in state_in(kept).events.values()} == {transfer_id(SLIDES.id, "")}


def test_it_is_about_all_that_the_office_has_if_that_is_said(kept: Path) -> None:
    with Store.open(kept) as store:
        store.commit([Put(Encounter(case_id=CASE.id, doctor_id=KIM.id, day=SOON))])
    done = run(kept, "record", "call", "slides", "--to", "Kim", "--person", "Ida", "--about", "all")
    assert done.stdout == f"{text('records.called', name='Slides, Tissue blocks')}\n"
    own = [transfer_id(each.id, "") for each in (SLIDES, BLOCKS)]
    theirs = [transfer_id(each.id, KIM.id) for each in (SLIDES, BLOCKS)]
    assert {*only(kept).lane_ids} == {*own, *theirs}
    assert {event.about for event in state_in(kept).events.values()} == {*own, *theirs}


def test_what_is_wrong_is_said_and_nothing_is_saved(kept: Path) -> None:
    for typed, code, words in (
        (("slides",), 1, text("records.empty_call")),
        (("slides", "--person", "Ida", "--day", "+2"), 1, text("records.not_yet")),
        (("moon", "--person", "Ida"), 3, "moon"),
        (("slides", "--to", "Nobody", "--person", "Ida"), 1, "'Nobody' is not one of them"),
    ):
        done = run(kept, "record", "call", *typed)
        assert (done.returncode, done.stdout) == (code, ""), typed
        assert words in done.stderr
    assert not state_in(kept).chases
    assert not state_in(kept).events


def test_a_call_about_a_record_is_changed_with_its_promise(kept: Path) -> None:
    """`call set` told that the fields were none of this call's."""
    run(kept, "record", "call", "slides", "--person", "Ida", "--promised-by", "+3")
    before = as_call(state_in(kept), only(kept)).promised_by
    assert before == TODAY + timedelta(days=3)
    done = run(kept, "call", "set", "Ida", "--person", "Ira", "--next-call", "+5",
               "--said", "Not yet", "--whom", "City lab", "--day", "yesterday")  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    chase = only(kept)
    assert (chase.who, chase.said, chase.whom) == ("Ira", "Not yet", "City lab")
    assert (chase.day, chase.again_on) == (TODAY - timedelta(days=1), TODAY + timedelta(days=5))
    assert as_call(state_in(kept), chase).promised_by == before
    done = run(kept, "call", "set", "Ira", "--phone", "555-0100", "--next-call", "+6")
    assert (done.returncode, done.stdout) == (1, "")
    assert text("cli.lines.unfit", flags="--phone") in done.stderr
    assert only(kept) == chase


def test_a_call_that_is_no_record_s_is_changed_as_before(kept: Path) -> None:
    run(kept, "call", "add", "Example Health", "--person", "Kim")
    done = run(kept, "call", "set", "Example", "--person", "Kay", "--next-call", "+5")
    assert (done.returncode, done.stderr) == (0, "")
    (call,) = state_in(kept).calls.values()
    assert (call.person, call.next_call) == ("Kay", TODAY + timedelta(days=5))
    assert DOCTOR.id in state_in(kept).doctors
