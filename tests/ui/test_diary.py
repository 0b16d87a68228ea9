"""The diary: lines beside the visits, dated, found, changed and moved."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.encounters import by_date
from so_tui.domain.notes import DiaryKind, of_visit
from so_tui.domain.state import AppState
from so_tui.logic.diary import diary
from tests.ui.support import SIZES, TODAY, demo, open_app


def without_diary() -> AppState:
    """Return the made-up case before the first line of its diary."""
    notes = {id_: note for id_, note in demo().notes.items() if note.visit_id}
    return replace(demo(), notes=notes)


@pytest.mark.parametrize("size", SIZES)
async def test_a_line_is_written_with_its_day_and_changed(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=without_diary()) as user:
        await user.open_side("diary")
        await user.sees(text("diary.empty")[:30])
        await user.press("n")
        await user.type("felt sick")
        await user.to_field("about_day")
        await user.replace("yesterday")
        await user.press("ctrl+s")
        (line,) = diary(user.state)
        assert (line.text, line.visit_id, line.author) == ("felt sick", "", "Pat Demo")
        assert line.about_day == date(2026, 11, 22)
        await user.sees("Sun 22 Nov", "felt sick")
        await user.press("e")
        await user.to_field("diary")
        await user.press("right", "ctrl+s")
        assert diary(user.state)[0].diary is DiaryKind.SYMPTOM
        await user.press("x")
        assert diary(user.state) == []
        await user.press("u")
        assert diary(user.state)[0].text == "felt sick"
        await user.saved()


async def test_a_line_moves_to_a_visit(data_dir: Path) -> None:
    visit = by_date(demo().visits.values())[0]
    async with open_app(data_dir, state=without_diary()) as user:
        await user.app.action_side("diary")
        await user.press("n")
        await user.type("remembered")
        await user.press("ctrl+s", "m")
        await user.choose(visit.id, "#dialog RowList")
        await user.press("enter")
        assert diary(user.state) == []
        assert "remembered" in [n.text for n in of_visit(user.state.notes, visit.id)]
        await user.saved()


async def test_several_lines_move_at_once_and_one_undo_brings_them_back(data_dir: Path) -> None:
    visit = by_date(demo().visits.values())[0]
    async with open_app(data_dir, state=without_diary()) as user:
        await user.app.action_side("diary")
        for words in ("one", "two", "three"):
            await user.press("n")
            await user.type(words)
            await user.press("ctrl+s")
        first, second, left = diary(user.state)
        await user.choose(first.id)
        await user.press("space", "space")
        await user.sees(f"[x] {first.text}", f"[x] {second.text}")
        await user.press("m")
        await user.choose(visit.id, "#dialog RowList")
        await user.press("enter")
        assert diary(user.state) == [left]
        moved = of_visit(user.state.notes, visit.id)[-2:]
        assert {note.text for note in moved} == {first.text, second.text}
        await user.press("u")
        assert len(diary(user.state)) == 3
        await user.saved()


async def test_lines_typed_between_visits_are_moved_from_the_menu(data_dir: Path) -> None:
    """Lines typed for a visit still to come were pointed out, one by one."""
    async with open_app(data_dir, (80, 24), state=without_diary(), mode="notes") as user:
        coming = next(v for v in user.state.visits.values() if (v.day or TODAY) > TODAY)
        user.app.screen.focus_key(coming.id)  # type: ignore[attr-defined]  # the notes
        await user.type("felt sick\n")
        await user.sees("still to come", "Mon 23 Nov: felt sick")
        await user.type("slept badly\n")
        await user.press("tab", "ctrl+v")
        await user.choose("all", "#dialog RowList")
        await user.sees("Where does this line belong?", "All 2 lines typed")
        await user.press("enter")
        await user.sees("Where do these 2 lines belong?")
        await user.press("escape", "escape", "ctrl+p")
        await user.type("typed before")
        await user.press("enter")
        await user.sees("Where do these 2 lines belong?")
        await user.press("end", "enter")
        assert [note.text for note in diary(user.state)] == ["slept badly", "felt sick"]
        await user.saved()
