"""An archived case is read by every command that only reads, without being reopened."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from so_tui.content import words
from so_tui.demo.case import demo_state
from so_tui.domain.dates import show_day
from so_tui.domain.entity import new_id
from so_tui.domain.notes import Note
from so_tui.domain.people import Doctor
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from tests.support.shell import CASE, DOCTOR, run, state_in
from tests.ui.support import fill_store

TODAY = date.today()
DEMO = demo_state(TODAY)
assert DEMO.case
NAME = DEMO.case.name
TOLD = f"so-tui: This case has been archived since {show_day(TODAY)}: {NAME}. It can only be read."
PAPERS = sorted(words("followup.paper"))
ARCHIVED = ("--case", "Pat Demo")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an open case and the made-up one, archived."""
    folder = tmp_path_factory.mktemp("two") / "kept"
    fill_store(folder, DEMO)
    line = Note(case_id=CASE.id, author=CASE.patient, text=Clean("the spine again"),
                at=datetime.now(), visit_id="")  # fmt: skip
    with Store.open(folder) as store:
        assert DEMO.case
        closed = replace(DEMO.case, closed=TODAY)
        store.commit([Put(closed), Put(CASE), Put(DOCTOR), Put(line)])
    return folder


def told(folder: Path, *typed: str) -> str:
    """Return what a command prints of the archived case; it says that this is archived.

    The status says so itself, so that it is on paper too.
    """
    done = run(folder, *typed, *ARCHIVED)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == ([] if typed == ("status",) else [TOLD])
    assert done.stdout
    return done.stdout


def test_each_paper_is_made(two: Path) -> None:
    for kind in PAPERS:
        about = ("--about", "slides") if kind == "insurer" else ()
        assert "Pat Demo" in told(two, "paper", kind, *about), kind
    assert "Dr Cleo Madeup" in told(two, "sheet")
    told(two, "packing")


def test_status_dates_and_calendar_tell_of_it(two: Path) -> None:
    assert NAME in told(two, "status")
    assert "Cleo Madeup" in told(two, "dates")
    assert "Cleo Madeup" in told(two, "calendar")
    assert state_in(two).case == CASE, "the other case stays the open one"


def test_its_lists_are_printed(two: Path) -> None:
    for noun in ("task", "question", "call", "person", "record", "approval", "cost", "consent"):
        told(two, noun, "list")
    for typed in (
        ("note", "list", "--visit", "Lakeside second"),
        ("diary", "list"),
        ("about", "list"),
    ):
        told(two, *typed)


def test_found_and_exported_is_that_case_alone(two: Path) -> None:
    everywhere = run(two, "find", "spine")
    assert everywhere.returncode == 0
    assert "the spine again" in everywhere.stdout
    assert "the spine again" not in told(two, "find", "spine")
    document = json.loads(told(two, "export"))
    assert {case["id"] for case in document["cases"]} == {DEMO.case_id}
    assert {note["id"] for note in document["notes"]} == DEMO.notes.keys()
    assert {each["case_id"] for each in document["doctors"]} == {DEMO.case_id}
    document = json.loads(told(two, "export", "--for-others"))
    assert len(document["notes"]) == sum(not note.private for note in DEMO.notes.values())


def test_an_open_case_can_be_read_beside_the_one_that_is_open(two: Path) -> None:
    done = run(two, "person", "list", "--case", "lump")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Dr Lee (doctor)\n", "")


def test_no_such_case_and_several_are_told(two: Path) -> None:
    done = run(two, "status", "--case", "the moon")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("so-tui: No case is called the moon.")
    done = run(two, "status", "--case", "")
    assert CASE.title in done.stdout
    done = run(two, "status", "--case", "p")
    assert (done.returncode, done.stdout) == (1, "")


def test_the_refusal_to_open_it_says_how_to_read_it(two: Path) -> None:
    done = run(two, "case", "open", "Pat")
    assert done.returncode == 1
    assert "so-tui status --case" in done.stderr


def test_the_only_case_is_read_and_said_to_be_archived(two: Path, tmp_path: Path) -> None:
    fill_store(tmp_path / "one", DEMO)
    assert run(tmp_path / "one", "case", "archive").returncode == 0
    done = run(tmp_path / "one", "status")
    assert f"Archived {show_day(TODAY)}. You can read it, not change it." in done.stdout
    assert done.stderr == ""


def test_the_doctor_of_another_case_is_not_taken(two: Path) -> None:
    other = Doctor(id=new_id(), case_id=CASE.id, name=Clean("Dr Elsewhere"))
    with Store.open(two) as store:
        store.show(CASE.id)
        store.commit([Put(other)])
    assert "Elsewhere" not in told(two, "person", "list")
