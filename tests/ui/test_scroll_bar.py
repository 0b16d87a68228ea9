"""No letter lies under the scroll bar of a list."""

from pathlib import Path

import pytest

from so_tui.ui.commands.specs import MODES
from so_tui.ui.widgets.row_list import RowList
from tests.ui.support import demo, open_app


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_a_list_is_as_wide_as_what_can_be_seen_of_it(
    data_dir: Path, mode: str, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo(), mode=mode) as user:
        lists = list(user.app.screen.query(RowList))
        assert lists
        for rows in lists:
            assert rows.virtual_size.width <= rows.scrollable_content_region.width


async def test_a_line_shows_whole_beside_the_scroll_bar(data_dir: Path) -> None:
    async with open_app(data_dir, (60, 20), state=demo(), mode="notes") as user:
        visit = next(v for v in user.state.visits.values() if v.took_place)
        user.app.screen.focus_key(visit.id)  # type: ignore[attr-defined]  # of our own screens
        await user.pilot.pause()
        log = user.rows("#log")
        assert log.show_vertical_scrollbar
        shown = " ".join("".join(line) for line in log_text(log)).split()
        wanted = [n.text for n in user.state.notes.values() if n.visit_id == visit.id]
        assert wanted
        assert all(word in shown for text in wanted for word in text.split())


def log_text(rows: RowList) -> list[str]:
    """Return all lines of a list, as far as they can be seen."""
    width = rows.scrollable_content_region.width
    found = []
    for top in range(0, rows.virtual_size.height, rows.size.height):
        rows.scroll_to(y=top, animate=False, force=True)
        found += [rows.render_line(y).text[:width] for y in range(rows.size.height)]
    return found
