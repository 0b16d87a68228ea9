"""Looking back, deciding and going back, with hostile and endless text in every field."""

from pathlib import Path

import pytest

from tests.ui.hostile import ALL, hostile_case, long_case
from tests.ui.support import SIZES, open_app

pytestmark = pytest.mark.parametrize("size", SIZES)


@pytest.mark.parametrize("endless", [False, True], ids=["hostile", "endless"])
async def test_every_screen_shows_it_as_text(
    data_dir: Path, size: tuple[int, int], endless: bool
) -> None:
    state = long_case() if endless else hostile_case(ALL)
    async with open_app(data_dir, size, state=state, mode="decision") as user:
        await user.press("end")
        await user.press("f")
        await user.sees("To talk about")
        await user.press("end", "enter", "escape", "home", "down", "enter", "escape", "escape")
        await user.press("b")
        await user.sees("Cases")
        await user.press("slash")
        await user.type("word" if endless else "owned")
        await user.press("enter", "home")
        await user.sees("Found:")
        await user.press("down", "enter")
        assert "\x1b" not in user.text
        assert user.app._exception is None
