"""Looking back: find a line anywhere, open it, archive a case, start a new round."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from so_tui.domain.case import Case
from so_tui.domain.encounters import Course, Encounter
from so_tui.domain.notes import Note
from so_tui.domain.people import Doctor
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean
from so_tui.ui import messages
from so_tui.ui.screens.notes.note_log import NoteLog
from tests.ui.support import NOW, TODAY, Session, demo, open_app

pytestmark = pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])

PAST = Case(id="0000000000aa", title=Clean("The knee"), opened=TODAY - timedelta(days=700),
            closed=TODAY - timedelta(days=650))  # fmt: skip


def two_cases() -> AppState:
    """Return the made-up case, and beside it a past one with one note."""
    doctor = Doctor(case_id=PAST.id, name=Clean("Dr Joint"))
    visit = Encounter(
        case_id=PAST.id, doctor_id=doctor.id, day=PAST.opened, course=Course.TOOK_PLACE
    )
    at = NOW - timedelta(days=700)
    line = Note(id="0000000000ab", case_id=PAST.id, visit_id=visit.id, at=at,
                author=Clean("Kim"), text=Clean("Physiothérapie twice a week"))  # fmt: skip
    return apply(demo(), [Put(each) for each in (PAST, doctor, visit, line)])


async def look_back(user: Session) -> None:
    await user.press("b")
    await user.sees("What happened in this case")


async def seek(user: Session, words: str) -> None:
    await user.press("slash")
    await user.type(words)
    await user.wait(lambda: "Found:" in user.text or "Nothing" in user.text, "an answer")


async def test_a_line_of_a_past_case_is_found_and_opened(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=two_cases()) as user:
        await look_back(user)
        await seek(user, "week physiotherpaie kim")
        await user.sees("Found: 1", "Physiothérapie twice a week")
        await user.press("enter", "enter")
        await user.wait(lambda: user.state.case == PAST, "the past case")
        await user.sees("Archived case: The knee", "Physiothérapie twice a week")
        assert user.app.screen.query_one(NoteLog).key == "0000000000ab"
        (note,) = user.state.notes.values()
        assert note.author == "Kim"
        await user.press("f2")
        await look_back(user)
        await user.choose(f"case:{demo().case_id}")
        await user.press("enter")
        await user.wait(lambda: user.state.case_id == demo().case_id, "the case of before")
        assert user.state.notes == demo().notes


async def test_a_line_is_found_while_one_types(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=two_cases()) as user:
        await look_back(user)
        await seek(user, "sampel her2 readin")
        await user.sees("HER2 is 2+ in their reading")
        await user.press("enter")
        assert "Written by: Sam" in user.detail
        assert "Doctor: " in user.detail
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("NoteLog"), "the notes")
        assert user.state.notes[user.app.screen.query_one(NoteLog).key].text.startswith("HER2 is")


async def test_all_that_is_found_can_be_walked_through(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """While one types only a windowful is laid out; Enter lists the rest."""
    state = demo()
    visit = next(each for each in state.visits.values() if each.took_place)
    said = [
        Note(case_id=state.case_id, visit_id=visit.id, at=NOW, author=Clean("Kim"),
             text=Clean(f"The swelling, line {number}"))
        for number in range(150)
    ]  # fmt: skip
    async with open_app(data_dir, size, state=apply(state, [Put(each) for each in said])) as user:
        await look_back(user)
        await seek(user, "swelling")
        await user.sees("Found: 150")
        assert sum(not row.heading for row in user.rows().rows) == size[1]
        await user.press("enter")
        await user.wait(lambda: len(user.rows().rows) == 151, "all of them")
        await user.press("end")
        assert user.rows().index == 150
        assert "The swelling, line" in user.detail


async def test_the_end_of_a_long_search_stays_in_sight(
    data_dir: Path, size: tuple[int, int]
) -> None:
    words = " ".join(f"word{number}" for number in range(40))
    async with open_app(data_dir, size, state=two_cases()) as user:
        await look_back(user)
        await user.press("slash")
        await user.type(words)
        await user.sees("word38 word39")
        await user.press("home")
        await user.sees("word0 word1 ")
        await user.press("end", *["backspace"] * 7)
        await user.sees("word37 word38")
        await user.misses("word39")


async def test_nothing_found_is_said_and_escape_shows_all(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=two_cases()) as user:
        await look_back(user)
        await seek(user, "qqqqqqqqqqq")
        await user.sees("Nothing found")
        await user.press("escape")
        await user.sees("What happened in this case", "The knee")


async def test_a_case_is_archived_and_reopened(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await look_back(user)
        await user.press("c")
        await user.sees("(archived,")
        assert user.state.cases[demo().case_id].closed == TODAY
        await user.saved()
        await user.press("c")
        assert user.state.cases == demo().cases
        await user.press("c", "u")
        assert user.state.cases == demo().cases
        await user.saved()


async def test_a_new_round_starts_from_the_case(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await look_back(user)
        await user.press("n")
        await user.to_field("round")
        await user.type("It is back")
        await user.press("ctrl+s")
        await user.wait(lambda: user.state.case_id != demo().case_id, "the new case")
        fresh = user.state.case
        assert fresh is not None
        assert fresh.follows == demo().case_id
        assert user.state.cases[demo().case_id].closed == TODAY
        assert len(user.state.doctors) == len(demo().doctors)
        assert not user.state.notes
        await user.saved()
    async with open_app(data_dir, size) as user:
        assert user.state.case == fresh
        await look_back(user)
        await user.choose(f"case:{demo().case_id}")
        await user.press("enter")
        await user.wait(lambda: user.state.case_id == demo().case_id, "the old case")
        assert user.state.notes == demo().notes
    async with open_app(data_dir, size) as user:
        assert user.state.case == fresh


async def test_lines_of_the_visits_come_in_and_out(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await look_back(user)
        before = len(user.rows().rows)
        await user.press("f")
        assert len(user.rows().rows) > before + len(demo().notes) - 1
        await user.press("f")
        assert len(user.rows().rows) == before


async def test_what_is_deleted_is_found_no_more(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    note = next(n for n in state.notes.values() if "Garden" in n.text)
    async with open_app(data_dir, size, state=state) as user:
        await look_back(user)
        await seek(user, "garden gloves")
        await user.sees("Found: 1")
        user.app.post_message(messages.Commit((Put(replace(note, text=Clean("x"))),), "changed"))
        await user.wait(lambda: "Nothing found" in user.text, "nothing any more")


async def test_home_says_that_a_case_is_archived(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    assert state.case is not None
    past = apply(state, [Put(replace(state.case, closed=TODAY))])
    async with open_app(data_dir, size, state=past) as user:
        await user.sees("This case is archived")
        await user.choose("lookback:")
        await user.press("enter")
        await user.sees("What happened in this case")
        await user.press("c")
        assert user.state.cases == state.cases
        await user.saved()


async def test_what_happened_is_written_out(
    data_dir: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    async with open_app(data_dir, size, state=demo()) as user:
        await look_back(user)
        await user.press("h", "enter")
        await user.wait(lambda: user.app.screen.query("#field-folder"), "the form")
        await user.press("left", "tab")
        await user.replace(str(folder))
        await user.press("ctrl+s")
        await user.sees("The paper is saved")
    (file,) = folder.iterdir()
    assert "WED 28 OCT 2026" in file.read_text("utf-8")
    assert "read only once" not in " ".join(file.read_text("utf-8").split())


async def test_the_paper_takes_in_the_earlier_rounds_if_chosen(
    data_dir: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    now = replace(PAST, id="0000000000ac", follows=PAST.id, round=Clean("The other knee"),
                  opened=TODAY, closed=None)  # fmt: skip
    state = replace(apply(two_cases(), [Put(now)]), case_id=now.id)
    async with open_app(data_dir, size, state=state) as user:
        for key in ("", "rounds"):
            await look_back(user)
            await user.press("h")
            await user.sees("With what happened before this round?")
            await user.choose(f"about:{key}")
            await user.press("enter")
            await user.wait(lambda: user.app.screen.query("#field-folder"), "the form")
            await user.press("tab")
            await user.replace(str(folder))
            await user.press("ctrl+s")
            await user.sees("The paper is saved")
            await user.press("escape")
    alone, whole = sorted(folder.iterdir(), key=lambda file: len(file.name))
    assert "Physio" not in alone.read_text()
    assert "Physio" in whole.read_text()
