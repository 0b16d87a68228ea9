"""Hostile and endless text on the screens with lists and dates, and on the emergency card."""

from collections.abc import Callable
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.state import AppState
from so_tui.ui.screens.emergency.screen import EmergencyCard
from tests.ui.hostile import ALL, hostile_case, long_case
from tests.ui.support import SIZES, fill_store, open_app
from tests.ui.support_looks import in_dialog, looks_sane

KEYS = {"whether": ("e", "n", "v", "h"), "dates": ("e", "c"), "packing": ("n", "h", "v")}


def all_in_one() -> AppState:
    """Return a case with all of the texts in each field."""
    return hostile_case(ALL)


@pytest.mark.parametrize("size", [*SIZES, (120, 40)])
@pytest.mark.parametrize("case", [all_in_one, long_case])
async def test_each_screen_and_its_dialogs_open(
    data_dir: Path, case: Callable[[], AppState], size: tuple[int, int]
) -> None:
    fill_store(data_dir, case())
    async with open_app(data_dir, size) as user:
        for name, keys in KEYS.items():
            await user.app.action_go(name)
            await user.wait(lambda name=name: user.app.screen.query(f"#{name}"), name)  # type: ignore[misc]  # a default that binds
            looks_sane(user)
            await user.press("end")
            looks_sane(user)
            await user.press("home")
            for key in keys:
                await user.press(key)
                await user.wait(lambda: in_dialog(user), f"what {key} opens on {name}")
                looks_sane(user)
                await user.press("escape")
                await user.wait(lambda: not in_dialog(user), "the dialog to close")
        await user.press("ctrl+e")
        await user.wait(lambda: isinstance(user.app.screen, EmergencyCard), "the card")
        looks_sane(user)
        await user.press("end", "e")
        looks_sane(user)
        assert text("emergency.form") in user.text
