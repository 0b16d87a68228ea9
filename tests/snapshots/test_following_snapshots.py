"""Pictures of looking back, deciding and going back to the first doctor."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from so_tui.storage.store import Store
from so_tui.ui.app import SecondOpinionApp
from tests.snapshots.test_snapshots import LARGE, MEDIUM, SMALL, Build, Snap
from tests.ui.support import NOW, demo, fill_store

KEYS = {"lookback": ("b",), "decision": (*["down"] * 12,), "followup": ("f",)}
"""What to press for the picture."""
MODES = {"lookback": "home", "decision": "decision", "followup": "decision"}


@pytest.fixture
def build(data_dir: Path) -> Iterator[Build]:
    """Give a function that makes the app over the made-up case."""
    with ExitStack() as opened:

        def make(mode: str, theme: str = "") -> SecondOpinionApp:
            fill_store(data_dir, demo())
            store = opened.enter_context(Store.open(data_dir))
            return SecondOpinionApp(store, mode=mode, theme=theme, clock=lambda: NOW)

        yield make


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE], ids=["small", "medium", "large"])
@pytest.mark.parametrize("screen", KEYS)
def test_screen(snap_compare: Snap, build: Build, screen: str, size: tuple[int, int]) -> None:
    assert snap_compare(build(MODES[screen]), press=KEYS[screen], terminal_size=size)


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark"])
def test_theme(snap_compare: Snap, build: Build, theme: str) -> None:
    app = build("decision", theme)
    assert snap_compare(app, press=KEYS["decision"], terminal_size=MEDIUM)


@pytest.mark.parametrize("screen", KEYS)
def test_without_colour(
    snap_compare: Snap, build: Build, screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(build(MODES[screen]), press=KEYS[screen], terminal_size=MEDIUM)
