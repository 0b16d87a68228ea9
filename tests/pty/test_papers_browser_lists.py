"""Packing list and emergency card in a real browser without a window."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.demo.case import demo_state
from so_tui.domain.state import AppState
from so_tui.domain.text import clean_line
from so_tui.logic.tick_lists import visit_to_pack
from so_tui.papers.files import Layout, write_out
from so_tui.papers.listing import Listing, make_card, make_packing
from tests.pty.support_browser import (
    BROWSER,
    BROWSERS,
    LARGE_MARGIN,
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


def packing(state: AppState) -> Listing:
    """Return the packing list for the next visit of a case."""
    visit = visit_to_pack(state, TODAY)
    assert visit is not None
    return make_packing(state, visit, TODAY)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ["packing", "card"])
def test_each_is_one_page_also_in_large_print(folder: Path, paper: str, name: str) -> None:
    state = demo_state(TODAY)
    listing = packing(state) if name == "packing" else make_card(state, TODAY)
    assert pages(folder, write_out(listing, Layout.HTML), paper) == 1
    large = write_out(listing, Layout.HTML, large=True)
    sizes = measure(folder, large, paper, LARGE_MARGIN)
    assert sizes["least"] >= 18 * 96 / 72 - 0.1
    assert (sizes["beyond"], sizes["asked"]) == (0, 0)
    assert pages(folder, large, paper) == 1


def test_hostile_text_is_cut_off_nowhere_and_loads_nothing(folder: Path) -> None:
    state = hostile_case(clean_line(ALL + " <script>document.title='x'</script>"))
    for listing in (packing(state), make_card(state, TODAY)):
        sizes = measure(folder, write_out(replace(listing), Layout.HTML), "A4")
        assert (sizes["beyond"], sizes["asked"]) == (0, 0)
