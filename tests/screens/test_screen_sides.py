"""The screens beside the six: each opens from the list, has its help, and is left again."""

from pathlib import Path

import pytest

from so_tui.commands import COMMANDS, SIDES
from so_tui.content import has_words, say
from tests.screens.support import demo, open_app


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_a_side_opens_tells_its_keys_and_is_left(
    data_dir: Path, size: tuple[int, int], side: str
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.press("a")
        await user.choose(side)
        await user.press("enter")
        await user.wait(lambda: getattr(user.app.screen, "SIDE", "") == side, f"the screen {side}")
        await user.press("question_mark")
        await user.sees(say("help.title"))
        keys = [row for row in user.rows().rows if row.key.startswith(f"{side}.")]
        assert keys, "the screen's own keys"
        assert all(COMMANDS[row.key].title in row.cells[1] for row in keys)
        assert has_words(f"help.scope.{side}")
        await user.press("escape", "escape")
        await user.wait(lambda: getattr(user.app.screen, "SIDE", "") == "", "the screen before")
        assert user.app.screen.query("#overview")
