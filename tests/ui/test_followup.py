"""The follow-up visit: the agenda, the letter, and the papers, by keys alone."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.case import Decision
from so_tui.domain.edited_lines import Paper
from so_tui.domain.encounters import Course
from so_tui.domain.opinions import Cell, State
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState, Put, apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic.followup import agenda, visit_back
from so_tui.logic.overview import steps
from tests.support.values import CASE_ID, case, doctor, note, visit
from tests.ui.support import TODAY, Session, demo, open_app

pytestmark = pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40)])


def without_visit_back() -> AppState:
    """Return the made-up case without a follow-up visit and without coming visits."""
    state = demo()
    assert state.decision is not None
    held = {key: each for key, each in state.visits.items() if each.took_place}
    return replace(state, visits=held, decisions={}, tasks={}, ticks={})


async def go_back(user: Session) -> None:
    await user.press("f")
    await user.sees("To talk about with")


async def test_the_visit_back_is_planned_and_held(data_dir: Path, size: tuple[int, int]) -> None:
    state = without_visit_back()
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await go_back(user)
        await user.sees("Not planned yet")
        await user.press("t")
        await user.to_field("day")
        await user.type("3 Dec")
        await user.press("ctrl+s")
        visit = visit_back(user.state)
        assert visit is not None
        assert visit.doctor_id == in_order(state.doctors.values())[0].id
        assert visit.day == date(2026, 12, 3)
        assert user.state.decision is not None
        await user.sees("to come")
        await user.choose("visit")
        await user.press("space")
        assert visit_back(user.state) == visit
        await user.sees("Not yet: its day is still to come.")
        await user.press("t")
        await user.to_field("day")
        await user.replace("today")
        await user.press("ctrl+s", "space")
        held = visit_back(user.state)
        assert held is not None
        assert held.took_place
        await user.press("u", "u", "u")
        assert visit_back(user.state) is None
        assert user.state.visits == state.visits
        await user.saved()


async def test_a_coming_visit_with_the_first_doctor_is_taken(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = demo()
    before = state.decision
    assert before is not None
    state = apply(state, [Put(replace(before, follow_up=""))])
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await go_back(user)
        await user.press("t", "ctrl+s")
        assert user.state.decision == before
        assert user.state.visits == state.visits
        await user.saved()


async def test_a_line_is_left_out_reworded_and_added(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    first = agenda(state)[0]
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await go_back(user)
        await user.choose(f"agenda/{first.key}")
        await user.press("space")
        assert not agenda(user.state)[0].kept.on
        await user.press("space")
        assert user.state.paper_lines == state.paper_lines
        await user.press("enter")
        await user.press("ctrl+end")
        await user.type(" Why not the slides?")
        await user.press("ctrl+s")
        changed = agenda(user.state)[0]
        assert changed.words == f"{first.given} Why not the slides?"
        assert changed.given == first.given
        await user.press("x")
        assert agenda(user.state)[0] == first
        await user.press("n")
        await user.type("My holiday in May")
        await user.press("ctrl+s")
        assert agenda(user.state)[-1].words == "My holiday in May"
        await user.press("x")
        assert agenda(user.state) == agenda(state)
        await user.press("u")
        assert agenda(user.state)[-1].words == "My holiday in May"
        await user.saved()


async def test_half_a_line_is_put_back(data_dir: Path, size: tuple[int, int]) -> None:
    first = agenda(demo())[0]
    async with open_app(data_dir, size, state=demo(), mode="decision") as user:
        await go_back(user)
        await user.choose(f"agenda/{first.key}")
        await user.press("enter")
        await user.press("ctrl+end")
        await user.type(" Half a li")
        await user.drafted(f"form:agenda:{first.key}", "Half a li")
    async with open_app(data_dir, size) as user:
        await user.choose(f"followup:agenda|{first.key}")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#field-text"), "the form")
        assert user.field("text") == f"{first.given} Half a li"


async def test_a_part_of_the_letter_is_reworded(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="decision") as user:
        await go_back(user)
        await user.choose("letter/asking")
        await user.press("enter")
        await user.press("ctrl+end", "enter")
        await user.type("Thank you.")
        await user.press("ctrl+s")
        (kept,) = user.state.paper_lines.values()
        assert (kept.paper, kept.made_from) == (Paper.LETTER, "asking")
        assert kept.text.endswith("We meet on Thu 3 Dec 2026.\nThank you.")
        await user.press("x")
        assert not user.state.paper_lines
        await user.saved()


@pytest.mark.parametrize("layout", ["html", "md", "text"])
async def test_the_letter_is_written_out(
    data_dir: Path, size: tuple[int, int], layout: str, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    async with open_app(data_dir, size, state=demo(), mode="decision") as user:
        await go_back(user)
        await user.press("h")
        await user.choose("letter")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#field-folder"), "the form")
        await user.press(*["right"] * ["html", "large", "md", "text"].index(layout), "tab")
        await user.replace(str(folder))
        await user.press("ctrl+s")
        await user.sees("The paper is saved")
    (file,) = folder.iterdir()
    letter = file.read_text("utf-8")
    assert "My name is Pat Demo" in letter
    assert file.stat().st_mode & 0o777 == 0o600


async def test_the_notes_of_the_visit_that_is_chosen_are_written_out(
    data_dir: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="decision") as user:
        await go_back(user)
        await user.press("h")
        await user.choose("notes")
        await user.press("enter")
        await user.sees("The notes of which visit?", "Dr Ada Example")
        first = next(v for v in user.state.visits.values() if v.took_place)
        await user.choose(f"about:{first.id}")
        await user.press("enter")
        await user.wait(lambda: user.app.screen.query("#field-folder"), "the form")
        await user.to_field("folder")
        await user.replace(str(tmp_path))
        await user.press("ctrl+s")
        await user.sees("The paper is saved")
    assert "Notes: Visit with Dr Ada Example" in (tmp_path / "notes-of-a-visit.html").read_text(
        "utf-8"
    )


async def test_private_lines_stay_out_unless_ticked_one_by_one(
    data_dir: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    state = demo()
    first, second = in_order(state.doctors.values())[:2]
    texts = [c.text for d in (first, second) for c in state.cells.values()
             if (c.doctor_id, c.point) == (d.id, "felt")]  # fmt: skip
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        for ticked in (0, 1):
            await go_back(user)
            await user.press("h")
            await user.choose("comparison")
            await user.press("enter")
            await user.sees(text("followup.private").split(".")[0])
            await user.choose(f"{second.id}/felt")
            await user.press(*["space"] * ticked, "enter")
            await user.wait(lambda: user.app.screen.query("#field-folder"), "the form")
            await user.press("left", "tab")
            await user.replace(str(folder))
            await user.press("ctrl+s")
            await user.sees("The paper is saved")
            await user.press("escape")
    without, with_one = sorted(folder.iterdir(), key=lambda file: len(file.name))
    said = " ".join(without.read_text().split())
    assert not any(private in said for private in texts)
    said = " ".join(with_one.read_text().split())
    assert texts[1] in said
    assert texts[0] not in said


async def test_a_paper_of_private_lines_alone_is_written_if_they_are_ticked(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """There was nothing to print, though the command line printed it with --add."""
    seen = visit(doctor(0), day=TODAY, course=Course.TOOK_PLACE, private=True)
    state = of_case(CASE_ID, [case(), doctor(0), seen, note(seen, "mum asked how long")])
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await go_back(user)
        for ticked, comes in ((0, "nothing to write out"), (1, text("sheet.folder"))):
            await user.press("h")
            await user.choose("notes")
            await user.press("enter")
            await user.choose(seen.id)
            await user.press(*["space"] * ticked, "enter")
            await user.sees(comes)


async def test_marks_by_keys_come_to_the_agenda_and_the_letter(
    data_dir: Path, size: tuple[int, int]
) -> None:
    state = replace(demo(), cells={}, marks={}, questions={}, answers={}, decisions={})
    first, second = in_order(state.doctors.values())[:2]
    told = [
        Cell(case_id=state.case_id, doctor_id=doctor.id, point="markers", text=Clean(answer))
        for doctor, answer in ((first, "HER2 1+"), (second, "HER2 2+"))
    ]
    state = apply(state, [Put(cell) for cell in told])
    async with open_app(data_dir, size, state=state, mode="opinions") as user:
        await user.wait(lambda: user.app.screen.query("OpinionGrid"), "the grid")
        user.app.screen.focus_key(f"{second.id}/markers")  # type: ignore[attr-defined]  # every screen of ours has it
        await user.press("x")
        await user.wait(
            lambda: any(m.state is State.DIFFERS for m in user.state.marks.values()), "the mark"
        )
        await user.press("6", "f")
        await user.sees("Where they differ")
        (line,) = [each for each in agenda(user.state) if each.group == "differs"]
        assert "HER2 1+" in line.words
        assert "HER2 2+" in line.words
        await user.choose("letter/found")
        assert "HER2 2+" in user.detail


async def test_going_back_is_the_last_step(data_dir: Path, size: tuple[int, int]) -> None:
    state = demo()
    before = state.decision
    assert isinstance(before, Decision)
    decided = apply(state, [Put(replace(before, decided=before.sentence))])
    visit = visit_back(decided)
    assert visit is not None
    held = apply(
        decided, [Put(replace(visit, course=Course.TOOK_PLACE, day=TODAY - timedelta(days=1)))]
    )
    words = [steps(each, TODAY)[-1].word for each in (state, decided, held)]
    assert words == ["open", "begun", "done"]
    async with open_app(data_dir, size, state=decided) as user:
        await user.choose("followup:")
        await user.press("enter")
        await user.sees("To talk about with")
