"""Pictures of three doctors side by side, of the summary and of the tidy-up."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.content import points
from so_tui.domain.opinions import Cell, State, cell_id
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from so_tui.ui.app import SecondOpinionApp
from tests.snapshots.support import LARGE, MEDIUM, SMALL, Build, Snap
from tests.support.marks import against_first
from tests.ui.support import NOW, demo, fill_store

THIRD = {
    "diagnosis": ("The same type of cancer.", State.SAME),
    "pathology": ("Grade 2, from the reports.", State.SAME),
    "markers": ("HER2 is low, she says.", State.ADDS),
    "plan": ("Medicine first in any case, then the operation.", State.DIFFERS),
    "benefit": ("", State.NOT_DISCUSSED),
    "timing": ("Within six weeks.", State.NOT_CLEAR),
}
PRESSED = {"grid": ("down", "down", "down", "right"), "summary": ("m",), "tidy": ("y",),
           "difference": ("down", "down", "down", "right", "d")}  # fmt: skip
SIZES = pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE], ids=["small", "medium", "large"])


def three_doctors() -> AppState:
    """Return the made-up case with the third visit held too, and a point left empty."""
    state = demo()
    first, second, third = (d.id for d in in_order(state.doctors.values()))
    cells = [c for c in state.cells.values() if (c.doctor_id, c.point) != (second, "timing")]
    for point in points():
        if point.key in THIRD:
            text, mark = THIRD[point.key]
            cell = Cell(
                id=cell_id(state.case_id, third, point.key),
                case_id=state.case_id,
                doctor_id=third,
                point=point.key,
                text=Clean(text),
                state=mark,
            )
            cells.append(cell)
    state = replace(state, cells={})
    return apply(state, [Put(each) for each in against_first(cells, first)])


@pytest.fixture
def build(data_dir: Path) -> Iterator[Build]:
    """Give a function that makes the app over the case with three opinions."""
    with ExitStack() as opened:

        def make(theme: str = "") -> SecondOpinionApp:
            fill_store(data_dir, three_doctors())
            store = opened.enter_context(Store.open(data_dir))
            return SecondOpinionApp(store, mode="opinions", theme=theme, clock=lambda: NOW)

        yield make


@SIZES
@pytest.mark.parametrize("what", PRESSED)
def test_size(snap_compare: Snap, build: Build, what: str, size: tuple[int, int]) -> None:
    assert snap_compare(build(), press=PRESSED[what], terminal_size=size)


@SIZES
@pytest.mark.parametrize("what", ["grid", "summary"])
def test_light(snap_compare: Snap, build: Build, what: str, size: tuple[int, int]) -> None:
    app = build("textual-light")
    assert snap_compare(app, press=PRESSED[what], terminal_size=size)


@SIZES
@pytest.mark.parametrize("what", ["grid", "summary"])
def test_without_colour(
    snap_compare: Snap,
    build: Build,
    what: str,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(build(), press=PRESSED[what], terminal_size=size)


@pytest.mark.parametrize("what", ["tidy", "difference"])
def test_the_rest_without_colour(
    snap_compare: Snap, build: Build, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(build(), press=PRESSED[what], terminal_size=MEDIUM)
