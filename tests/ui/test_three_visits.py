"""A hard case on the screens: three visits in a day, two doctors of one name, a board, a move."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from so_tui.domain.approvals import Approval, ApprovalKind
from so_tui.domain.case import Case, Decision
from so_tui.domain.encounters import Course, Encounter, EncounterKind
from so_tui.domain.entity import CaseEntity
from so_tui.domain.events import Event, EventKind
from so_tui.domain.notes import DiaryKind, Note
from so_tui.domain.people import Doctor
from so_tui.domain.questions import Question
from so_tui.domain.state import AppState, of_case
from so_tui.domain.text import Clean
from tests.ui.support import TODAY, open_app

SIZES = [(80, 60), (60, 60)]
CASE_ID, NEXT_YEAR = "0000000000ca", date(2027, 1, 12)
NAMES = (("Dr Kim Lee", "Oncologist"), ("Dr Kim Lee", "Surgeon"), ("Dr Ivo Ito", ""))


def in_days(days: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=days)


def meet(doctor: Doctor, day: date | None, at: time | None = None, **values: Any) -> Encounter:
    """Return an encounter with a doctor."""
    return Encounter(case_id=CASE_ID, doctor_id=doctor.id, day=day, at=at, **values)


def hard_case() -> AppState:
    """Return the case."""
    doctors = [
        Doctor(id=f"0000000000d{n}", case_id=CASE_ID, name=Clean(name), order=n,
               specialty=Clean(specialty), place=Clean("Lakeside"))
        for n, (name, specialty) in enumerate(NAMES)
    ]  # fmt: skip
    board = Doctor(id="0000000000d3", case_id=CASE_ID, name=Clean("Lakeside board"), order=3,
                   is_board=True)  # fmt: skip
    noor = Doctor(id="0000000000d4", case_id=CASE_ID, name=Clean("Dr Nora Noor"), order=4)
    first, lee, ito = doctors
    with_ito, gone = "0000000000b5", "0000000000b6"

    things: list[CaseEntity] = [
        *doctors,
        board,
        noor,
        meet(first, in_days(-20), course=Course.TOOK_PLACE),
        meet(first, in_days(-4), id=gone, course=Course.CANCELLED,
             cancelled_by=Clean("the clinic"), cancelled_why=Clean("she left")),
        meet(lee, TODAY, time(9)),
        meet(ito, TODAY, time(16)),
        meet(noor, TODAY, time(17), kind=EncounterKind.VIDEO),
        meet(noor, in_days(-2), kind=EncounterKind.MESSAGE, course=Course.TOOK_PLACE),
        meet(lee, None, kind=EncounterKind.WRITTEN, expected_by=in_days(10)),
        meet(ito, NEXT_YEAR, time(10), id=with_ito),
        Approval(id="0000000000a1", case_id=CASE_ID, kind=ApprovalKind.AUTHORISATION,
                 what=Clean("Radiation plan"), visit_id=with_ito),
        Event(case_id=CASE_ID, about="0000000000a1", kind=EventKind.APPROVED, day=in_days(-8),
              entered=datetime(2026, 11, 15, 9), until=in_days(27)),
        Decision(case_id=CASE_ID, sentence=Clean("Which first?"), follow_up=gone),
        Note(case_id=CASE_ID, visit_id="", at=datetime(2026, 11, 22, 9), author=Clean("Ana"),
             text=Clean("Arm is swollen"), diary=DiaryKind.SYMPTOM),
        Question(case_id=CASE_ID, text=Clean("Can it wait?")),
    ]  # fmt: skip
    return of_case(CASE_ID, [Case(id=CASE_ID, title=Clean("A lump"), opened=in_days(-25)), *things])


pytestmark = pytest.mark.parametrize("size", SIZES)


async def test_home_names_each_visit_of_the_day_and_cuts_no_warning(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """Only the first of three visits of today stood there, and what clashes was cut."""
    async with open_app(data_dir, size, state=hard_case(), mode="home") as user:
        await user.sees("Mon 23 Nov 09:00", "Mon 23 Nov 16:00", "Mon 23 Nov 17:00")
        shown = " ".join(user.text.split())
        assert "on Tue 12 Jan 2027 10:00 is after that." in shown
        assert "Another opinion is in" in shown


async def test_what_came_before_is_not_called_a_meeting(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """It read "Since you last saw" a doctor who was never seen, or only wrote."""
    async with open_app(data_dir, size, state=hard_case(), mode="notes") as user:
        await user.sees("From the diary so far")
        await user.misses("Since you last saw")
        video = next(v for v in user.state.visits.values() if v.kind is EncounterKind.VIDEO)
        await user.press("ctrl+o")
        await user.choose(video.id)
        await user.press("enter")
        await user.wait(lambda: "Nora Noor" in user.text, "the visit")
        await user.misses("Since you last saw")


async def test_visits_are_in_the_order_of_their_days_with_their_whole_time(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """What is expected by a day stood after next year's visit, whose time was cut off."""
    async with open_app(data_dir, size, state=hard_case()) as user:
        await user.open_side("people")
        text = user.text
        assert text.index("Thu 3 Dec") < text.index("Tue 12 Jan 2027")
        after = text[text.index("Tue 12 Jan 2027") :].splitlines()
        assert "10:00" in f"{after[0]} {after[1]}"
        assert "fifth" in text


async def test_a_board_is_asked_nothing_and_names_stay_apart(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """A board had a column of the questions; of two doctors of one name only "(Surgeon)" stood."""
    async with open_app(data_dir, size, state=hard_case(), mode="questions") as user:
        header = next(line for line in user.lines if "Question " in line)
        assert "board" not in header
        assert "Noor" in header
        await user.open_side("summary")
        await user.sees("Lee (Surgeon)", "Lee (Oncolo..)")


async def test_what_was_cancelled_is_told_as_cancelled(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=hard_case(), mode="decision") as user:
        await user.wait(lambda: user.rows().rows, "the rows")
        cells = [cell for row in user.rows().rows for cell in row.cells]
        assert "Dr Kim Lee (Oncologist), Thu 19 Nov (cancelled)" in cells
        await user.open_side("lookback")
        told = (cell for row in user.rows().rows for cell in row.cells)
        assert "Visit: Dr Kim Lee (Oncologist). Cancelled by the clinic (she left)" in told
        await user.open_side("tidy")
        await user.sees("(still to come)")


async def test_an_approval_is_for_what_is_not_cancelled_and_says_what_that_is(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """A visit that was cancelled could be chosen, and a message looked like a visit."""
    async with open_app(data_dir, size, state=hard_case()) as user:
        await user.open_side("insurance")
        await user.press("r")
        await user.sees("Message from Dr Nora Noor Sat", "Video visit with Dr Nora Noor Mon")
        assert "Thu 19 Nov" not in user.text


async def test_the_first_doctor_is_not_compared_with_themselves(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """The form of the first doctor's words asked for a mark "to" that same doctor."""
    async with open_app(data_dir, size, state=hard_case(), mode="opinions") as user:
        await user.press("e")
        await user.sees("Dr Kim Lee (Oncologist): What it is", "not discussed")
        assert "Mark, to" not in user.text
        await user.press("escape")
        await user.misses("Dr Kim Lee (Oncologist): What it is")
        await user.press("right", "e")
        await user.sees("Dr Kim Lee (Surgeon): What it is", "Mark, to")
