"""Pictures of the made-up case; `pytest tests/snapshots --snapshot-update` takes them anew."""

import pytest

from so_tui.ui.commands.specs import MODES
from tests.snapshots.support import LARGE, MEDIUM, SMALL, Build, Snap

HARD = ("notes", "opinions")
"""The screens with the most in them, looked at in every size and look."""
FIRST_KEYS = {"notes": ("ctrl+o", "up", "enter", "f5")}
"""What to press for a full picture: the notes of a visit that was held."""


@pytest.mark.parametrize("mode", MODES)
def test_screen(snap_compare: Snap, build: Build, mode: str) -> None:
    press = FIRST_KEYS.get(mode, ())
    assert snap_compare(build(mode), press=press, terminal_size=MEDIUM)


def test_cell_form(snap_compare: Snap, build: Build) -> None:
    assert snap_compare(build("opinions"), press=("right", "enter"), terminal_size=MEDIUM)


def test_help(snap_compare: Snap, build: Build) -> None:
    assert snap_compare(build("notes"), press=("f1",), terminal_size=MEDIUM)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("mode", HARD)
def test_size(snap_compare: Snap, build: Build, mode: str, size: tuple[int, int]) -> None:
    press = FIRST_KEYS.get(mode, ())
    assert snap_compare(build(mode), press=press, terminal_size=size)


@pytest.mark.parametrize("theme", ["textual-light", "ansi-dark"])
@pytest.mark.parametrize("mode", HARD)
def test_theme(snap_compare: Snap, build: Build, mode: str, theme: str) -> None:
    press = FIRST_KEYS.get(mode, ())
    assert snap_compare(build(mode, theme), press=press, terminal_size=MEDIUM)


@pytest.mark.parametrize("mode", HARD)
def test_without_colour(
    snap_compare: Snap, build: Build, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    press = FIRST_KEYS.get(mode, ())
    assert snap_compare(build(mode), press=press, terminal_size=MEDIUM)
