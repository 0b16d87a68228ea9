"""`so-tui visit`: encounters of every kind from a shell, and what became of them."""

import json
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from so_tui.domain.encounters import Course, Encounter, EncounterKind
from so_tui.domain.people import Doctor
from so_tui.domain.questions import Asked, Question
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from tests.support.shell import CASE, DOCTOR, VISIT, keep_case, run, state_in

ITO = Doctor(id="0000000000d2", case_id=CASE.id, name=Clean("Dr Ito"), order=1)
TODAY = date.today()


@pytest.fixture
def kept(data_dir: Path) -> Path:
    """A data directory with two doctors and a visit to come."""
    keep_case(data_dir)
    with Store.open(data_dir) as store:
        store.commit([Put(ITO)])
    return data_dir


def other_than_first(folder: Path) -> Encounter:
    (found,) = (v for v in state_in(folder).visits.values() if v.id != VISIT.id)
    return found


def test_a_visit_by_video_has_a_link_a_zone_and_a_length(kept: Path) -> None:
    fields = ("--kind", "video", "--day", "+5", "--time", "14:30", "--zone", "new york",
              "--minutes", "45", "--link", "https://clinic.example/7", "--also", "Lee")  # fmt: skip
    done = run(kept, "visit", "add", "Ito", *fields)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(" 14:30 (New York time), https://clinic.example/7\n")  # not cut
    made = other_than_first(kept)
    assert (made.kind, made.at, made.zone) == (
        EncounterKind.VIDEO,
        time(14, 30),
        "America/New_York",
    )
    assert (made.minutes, made.link) == (45, "https://clinic.example/7")
    assert made.doctor_ids == (ITO.id, DOCTOR.id)
    assert "Video visit with Dr Ito and Dr Lee" in run(kept, "visit", "list").stdout
    documents = json.loads(run(kept, "visit", "list", "--json").stdout)
    assert "video" in {document["kind"] for document in documents}


def test_a_written_opinion_is_expected_and_comes(kept: Path) -> None:
    """'opinion by portal message, in writing ... | must be made a "visit"'."""
    fields = ("--kind", "written opinion", "--expected-by", "yesterday")
    assert run(kept, "visit", "add", "Ito", *fields).returncode == 0
    made = other_than_first(kept)
    assert (made.kind, made.day) == (EncounterKind.WRITTEN, None)
    assert "Has it come? Written opinion from Dr Ito" in run(kept, "status").stdout
    came = run(kept, "visit", "set", made.id, "--state", "has come", "--day", "today")
    assert came.returncode == 0, came.stderr
    assert other_than_first(kept).took_place
    assert "Has it come?" not in run(kept, "status").stdout


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        (("--zone", "Atlantis"), "time zone"),
        (("--minutes", "long"), "how long"),
        (("--link", "https://clinic.example"), "--link"),
        (("--expected-by", "+3"), "--expected-by"),
        (("--state", "took place"), "still to come"),
        (("--cancelled-by", "the clinic"), "--cancelled-by"),
        (("--kind", "smoke signal"), "Kind"),
    ],
)
def test_what_does_not_fit_is_refused(kept: Path, fields: tuple[str, ...], why: str) -> None:
    done = run(kept, "visit", "set", VISIT.id, *fields)
    assert done.returncode == 1
    assert why in done.stderr
    assert state_in(kept).visits[VISIT.id] == VISIT


def test_a_visit_is_moved_cancelled_and_planned_again(kept: Path) -> None:
    """'visit moved': from when stays known, whatever the way; a cancelled one is asked about."""
    day = TODAY + timedelta(days=40)
    assert run(kept, "visit", "set", "Lee", "--day", day.isoformat()).returncode == 0
    assert state_in(kept).visits[VISIT.id].moved_from == (f"{VISIT.day}",)
    why = ("--cancelled-by", "the clinic", "--cancelled-why", "Dr Lee is ill")
    assert run(kept, "visit", "set", "Lee", "--state", "cancelled", *why).returncode == 0
    gone = state_in(kept).visits[VISIT.id]
    assert (gone.course, gone.cancelled_by) == (Course.CANCELLED, "the clinic")
    assert "cancelled" in run(kept, "visit", "list").stdout
    assert "Next visit: none yet." in run(kept, "status").stdout
    refused = run(kept, "visit", "set", "Lee", "--day", "+50")
    assert (refused.returncode, state_in(kept).visits[VISIT.id]) == (1, gone)
    assert "--state planned" in refused.stderr
    again = run(kept, "visit", "set", "Lee", "--day", "+50", "--state", "planned")
    assert again.returncode == 0
    planned = state_in(kept).visits[VISIT.id]
    assert (planned.course, len(planned.moved_from)) == (Course.PLANNED, 2)


def test_status_asks_about_a_visit_whose_day_has_passed(kept: Path) -> None:
    """'visit dated yesterday, never marked as held': status asks, and says how to answer."""
    with Store.open(kept) as store:
        past = Encounter(case_id=CASE.id, doctor_id=ITO.id, day=TODAY - timedelta(days=1))
        store.commit([Put(past)])
    told = run(kept, "status").stdout
    assert "Did it take place? Visit with Dr Ito" in told
    assert past.id in told
    assert run(kept, "visit", "set", past.id, "--state", "took place").returncode == 0
    assert "Did it take place?" not in run(kept, "status").stdout


def test_a_line_that_fits_two_visits_is_refused_with_the_choices(kept: Path) -> None:
    """'three visits in one day | the answer does not say which'."""
    with Store.open(kept) as store:
        both = [Encounter(case_id=CASE.id, doctor_id=d.id, day=TODAY) for d in (DOCTOR, ITO)]
        store.commit([Put(each) for each in both])
    refused = run(kept, "note", "add", "which one")
    assert refused.returncode == 1
    assert all(each.id in refused.stderr for each in both)
    assert not state_in(kept).notes
    named = run(kept, "note", "add", "this one", "--visit", both[1].id)
    assert "Visit with Dr Ito" in named.stdout
    (note,) = state_in(kept).notes.values()
    assert note.visit_id == both[1].id


def test_a_question_decides_which_visit_its_answer_goes_to(kept: Path) -> None:
    """'three visits in one day': 'the clock or a question decides; the answer names the visit'."""
    with Store.open(kept) as store:
        both = [Encounter(case_id=CASE.id, doctor_id=d.id, day=TODAY) for d in (DOCTOR, ITO)]
        asked = Question(case_id=CASE.id, text=Clean("Which stage?"), doctor_ids=(ITO.id,))
        store.commit([Put(each) for each in (*both, asked)])
    done = run(kept, "note", "add", "stage two", "--question", "which stage")
    assert "Visit with Dr Ito" in done.stdout, done.stderr
    state = state_in(kept)
    (note,) = state.notes.values()
    assert (note.visit_id, note.question_id) == (both[1].id, asked.id)
    (answer,) = state.answers.values()
    assert (answer.doctor_id, answer.asked) == (ITO.id, Asked.ANSWERED)
