"""The row that the cursor is on looks as it should at every moment."""

from pathlib import Path

from rich.style import Style
from textual.geometry import Region

from so_tui.ui.themes import THEMES
from so_tui.ui.widgets.row_list import RowList
from tests.ui.support import demo, open_app


def look_of_cursor(rows: RowList) -> Style:
    """Return the look of the sign before the chosen row, as it is drawn now."""
    lines = rows.render_lines(Region(0, 0, *rows.size))
    (segment,) = {s for line in lines for s in list(line)[:1] if s.text.startswith("> ")}
    assert segment.style is not None
    return segment.style


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
