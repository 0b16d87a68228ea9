"""Pictures of looking back, deciding and going back to the first doctor."""

import pytest

from tests.snapshots.support import LARGE, MEDIUM, SMALL, Build, Snap

KEYS = {"lookback": ("b",), "decision": (*["down"] * 12,), "followup": ("f",)}
"""What to press for the picture."""
MODES = {"lookback": "home", "decision": "decision", "followup": "decision"}


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
