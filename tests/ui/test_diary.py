"""The diary: lines beside the visits, dated, found, changed and moved."""

from datetime import date
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.encounters import by_date
from so_tui.domain.notes import DiaryKind, of_visit
from so_tui.logic.diary import diary
from tests.ui.support import SIZES, demo, open_app


@pytest.mark.parametrize("size", SIZES)
async def test_a_line_is_written_with_its_day_and_changed(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
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
        await user.sees("Sun 22 Nov 2026", "felt sick")
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
    async with open_app(data_dir, state=demo()) as user:
        await user.app.action_side("diary")
        await user.press("n")
        await user.type("remembered")
        await user.press("ctrl+s", "m")
        await user.choose(visit.id, "#dialog RowList")
        await user.press("enter")
        assert diary(user.state) == []
        assert "remembered" in [n.text for n in of_visit(user.state.notes, visit.id)]
        await user.saved()
