"""The sheet in a real browser without a window: pages, size of print, nothing cut off."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.demo.case import demo_state
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState
from so_tui.domain.text import clean_line
from so_tui.papers.files import Layout, write_out
from so_tui.papers.sheet import Sheet, make_sheet
from tests.pty.support_browser import (
    BROWSER,
    BROWSERS,
    LARGE_MARGIN,
    MARGIN,
    MM,
    PAPERS,
    folder,
    measure,
    pages,
)
from tests.support.values import TODAY
from tests.ui.hostile import ALL, hostile_case

__all__ = ["folder"]

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(BROWSER is None, reason=f"no browser here: {', '.join(BROWSERS)}"),
]


def demo_sheet(state: AppState | None = None) -> Sheet:
    state = state or demo_state(TODAY)
    brought = "Slides, a disc, the first letter, and " * 5
    return make_sheet(
        state, in_order(state.doctors.values())[2], TODAY, brought=brought, with_about=False
    )


def fullest_sheet() -> Sheet:
    """Return the sheet of a case in which every text goes on and on."""
    return replace(demo_sheet(hostile_case("many words that go on " * 60)), more=())


@pytest.mark.parametrize("paper", PAPERS)
def test_the_sheet_is_half_a_page_and_the_rest_comes_on_the_next(folder: Path, paper: str) -> None:
    sheet = demo_sheet()
    html = write_out(sheet, Layout.HTML)
    sizes = measure(folder, html, paper)
    assert sizes["front"] / MM <= PAPERS[paper][1] / 2 - MARGIN
    assert (sizes["beyond"], sizes["asked"]) == (0, 0)
    assert sizes["size"] == pytest.approx(11 * 96 / 72, abs=0.1)
    alone = write_out(replace(sheet, more=()), Layout.HTML)
    assert pages(folder, alone, paper) == 1
    assert pages(folder, write_out(replace(sheet, more=sheet.more[:5]), Layout.HTML), paper) == 2


@pytest.mark.parametrize("paper", PAPERS)
def test_a_sheet_with_much_on_it_is_half_a_page_still(folder: Path, paper: str) -> None:
    html = write_out(fullest_sheet(), Layout.HTML)
    sizes = measure(folder, html, paper)
    assert sizes["front"] / MM <= PAPERS[paper][1] / 2 - MARGIN
    assert sizes["beyond"] == 0
    assert pages(folder, html, paper) == 1


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("full", [False, True], ids=["usual", "full"])
def test_large_print_is_18_points_on_one_page(folder: Path, paper: str, full: bool) -> None:
    sheet = fullest_sheet() if full else demo_sheet()
    html = write_out(replace(sheet, more=()), Layout.HTML, large=True)
    sizes = measure(folder, html, paper, LARGE_MARGIN)
    assert sizes["least"] >= 18 * 96 / 72 - 0.1
    assert sizes["beyond"] == 0
    assert pages(folder, html, paper) == 1


def test_hostile_text_changes_neither_pages_nor_what_is_loaded(folder: Path) -> None:
    sheet = demo_sheet(hostile_case(clean_line(ALL + " <script>document.title='x'</script>")))
    html = write_out(replace(sheet, more=()), Layout.HTML)
    sizes = measure(folder, html, "A4")
    assert (sizes["beyond"], sizes["asked"]) == (0, 0)
    assert pages(folder, html, "A4") == 1
