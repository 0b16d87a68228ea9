"""The row that the cursor is on looks as it should at every moment."""

from pathlib import Path

import pytest
from rich.style import Style
from textual.geometry import Region

from so_tui.ui.themes import THEMES
from so_tui.ui.widgets.grid import RecordGrid
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList
from tests.ui.support import demo, open_app


def look_of_cursor(rows: RowList) -> Style:
    """Return the look of the sign before the chosen row, as it is drawn now."""
    lines = rows.render_lines(Region(0, 0, *rows.size))
    (segment,) = {s for line in lines for s in list(line)[:1] if s.text.startswith("> ")}
    assert segment.style is not None
    return segment.style


def bars_of(rows: RowList) -> list[str]:
    """Return the lines that the bar is on: what is in it, its blanks as '_'; all else blank."""
    bar = look_of_cursor(rows)
    lines = [
        "".join(s.text.replace(" ", "_") if s.style == bar else " " * len(s.text) for s in line)
        for line in rows.render_lines(Region(0, 0, *rows.size))
    ]
    return [line.rstrip() for line in lines if line.strip()]


async def test_it_follows_the_focus_and_the_theme(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        rows = user.rows()
        focused = look_of_cursor(rows)
        user.app.screen.set_focus(None)
        await user.pilot.pause()
        blurred = look_of_cursor(rows)
        assert blurred.bgcolor != focused.bgcolor
        rows.focus()
        await user.pilot.pause()
        assert look_of_cursor(rows) == focused
        user.app.theme = next(name for name in THEMES if "light" in name)
        await user.pilot.pause()
        assert look_of_cursor(rows).bgcolor != focused.bgcolor


@pytest.mark.parametrize("theme", [*THEMES, "NO_COLOR"])
async def test_the_bar_names_the_row_and_goes_down_beside_it(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    """The other cells keep their own looks; no theme has to find colours that stand out."""
    if theme == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    shown = theme if theme in THEMES else THEMES[0]
    async with open_app(data_dir, state=demo(), mode="checklist", theme=shown) as user:
        rows = user.rows()
        words = ("[ ]", "Ask for the report, and for the slides, by the end of this week", "late")
        columns = (Column(0, 3), Column(1, lines=3), Column(2, 10))
        rows.show([Row("one", words, ("", "strong", "late")), Row("two", words)], columns)
        await user.press("home")
        assert look_of_cursor(rows).reverse
        first, *others = bars_of(rows)
        assert first.startswith(">_[_]_Ask_for_the_report")
        assert len(first) == rows.size.width - len(" ") - 10
        assert others == ["_"]
        await user.press("down")
        assert bars_of(rows) == [first, *others]


async def test_a_chosen_cell_is_in_the_bar_on_all_its_lines(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="records") as user:
        grid = user.app.screen.query_one(RecordGrid)
        await user.press("home", "right")
        row = grid.rows[grid.index]
        label, chosen = row.cells[0], row.cells[grid.doctor + 1]
        first, second = (line.replace("_", " ").split() for line in bars_of(grid))
        assert [">", *f"{label} {chosen}".split()] == [*first, *second]
