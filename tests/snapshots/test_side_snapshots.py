"""Pictures of the screens beside the six, and of the emergency card."""

import pytest

from so_tui.ui.commands.specs import SIDES
from tests.snapshots.support import LARGE, MEDIUM, SMALL, Build, Snap

PRESSED = {
    "whether": ("down",),
    "dates": (),
    "packing": ("end", "up"),
    "people": (),
    "insurance": (),
    "consents": (),
    "records": ("right",),
}
"""What to press on each screen for a full picture."""


def keys(screen: str) -> tuple[str, ...]:
    """Return what to press on Home for the picture of a screen."""
    if screen == "emergency":
        return ("ctrl+e",)
    return ("a", *["down"] * SIDES.index(screen), "enter", *PRESSED[screen])


@pytest.mark.parametrize("size", [SMALL, MEDIUM, LARGE], ids=["small", "medium", "large"])
@pytest.mark.parametrize("screen", [*PRESSED, "emergency"])
def test_screen(snap_compare: Snap, build: Build, screen: str, size: tuple[int, int]) -> None:
    assert snap_compare(build("home"), press=keys(screen), terminal_size=size)


@pytest.mark.parametrize("screen", [*PRESSED, "emergency"])
def test_without_colour(
    snap_compare: Snap, build: Build, screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(build("home"), press=keys(screen), terminal_size=MEDIUM)
