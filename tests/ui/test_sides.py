"""The screens beside the six: each opens from the list, has its help, and is left again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.screen import ModalScreen

from so_tui.content import text
from so_tui.domain.state import AppState
from so_tui.ui.commands.specs import COMMANDS, MODES, SIDES
from so_tui.ui.dialogs.menu import heading
from so_tui.ui.widgets.row_list import RowList
from tests.ui.hostile import ALL, hostile_case, long_case
from tests.ui.support import TODAY, demo, open_app
from tests.ui.support_looks import looks_sane

FORMS = ("insurance", "consents", "people")
"""The sides where Enter on a line opens its form."""


def all_in_one() -> AppState:
    """Return a case with all hostile texts in each field."""
    return hostile_case(ALL)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("size", [(60, 20), (120, 40)])
async def test_a_side_opens_tells_its_keys_and_is_left(
    data_dir: Path, size: tuple[int, int], side: str
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side(side)
        await user.press("question_mark")
        await user.sees(text("help.title"))
        keys = [row for row in user.rows().rows if row.key.startswith(f"{side}.")]
        assert keys, "the screen's own keys"
        assert all(COMMANDS[row.key].title in row.cells[1] for row in keys)
        assert heading(side) in [row.cells[0] for row in user.rows().rows if row.heading]
        await user.press("escape", "escape")
        await user.wait(lambda: getattr(user.app.screen, "SIDE", "") == "", "the screen before")
        assert user.app.screen.query("#overview")


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("case", [all_in_one, long_case])
async def test_a_side_shows_hostile_text_as_typed(
    data_dir: Path, case: Callable[[], AppState], side: str
) -> None:
    async with open_app(data_dir, (60, 20), state=case()) as user:
        await user.open_side(side)
        looks_sane(user)
        if side not in FORMS:
            return
        for _ in range(12):
            if user.rows().key in user.state.chases:  # it opens the record
                await user.press("down")
            await user.press("enter")
            await user.wait(lambda: isinstance(user.app.screen, ModalScreen), "the form")
            looks_sane(user)
            await user.press("escape")
            await user.wait(lambda: getattr(user.app.screen, "SIDE", "") == side, "the list")
            await user.press("down")
            looks_sane(user)


async def test_no_list_says_the_year_that_it_is(data_dir: Path) -> None:
    """Some lists told a day with its year, others without. Texts of papers and history keep it."""
    async with open_app(data_dir, (120, 40), state=demo()) as user:
        for name in (*MODES, *(side for side in SIDES if side not in ("followup", "lookback"))):
            await user.app.action_go(name)
            await user.pilot.pause()
            lists = user.app.screen.query(RowList)
            cells = [cell for listed in lists for row in listed.rows for cell in row.cells]
            assert [cell for cell in cells if str(TODAY.year) in cell] == [], name
            banner = "\n".join(user.lines[:4])
            assert str(TODAY.year) not in banner, name
