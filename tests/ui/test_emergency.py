"""The emergency card: one key away from everywhere, own numbers first, nothing below it is lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState
from so_tui.logic.people import card_of
from so_tui.ui.commands.specs import MODES, SIDES
from so_tui.ui.screens.emergency.screen import EmergencyCard
from tests.ui.support import SIZES, Session, demo, open_app

pytestmark = pytest.mark.parametrize("size", [*SIZES, (120, 40)])


async def sees_card(user: Session) -> None:
    """Wait until the card is in front."""
    await user.wait(lambda: isinstance(user.app.screen, EmergencyCard), "the card")


async def test_it_opens_on_every_screen_and_goes_again(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        for name in (*MODES, *SIDES):
            await user.app.action_go(name)
            below = user.app.screen
            await user.press("ctrl+e")
            await sees_card(user)
            await user.press("escape")
            await user.wait(lambda: user.app.screen is below, name)  # noqa: B023  # waited for at once


async def test_while_one_types_the_words_stay(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        await user.type("She says that")
        await user.press("f10")
        await sees_card(user)
        await user.press("ctrl+e", "0", "escape")
        await user.type(" it is small\n")
        assert any(n.text == "She says that it is small" for n in user.state.notes.values())


async def test_over_a_form_its_words_stay(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="checklist") as user:
        await user.press("n")
        await user.type("Call the clinic")
        await user.press("ctrl+e")
        await sees_card(user)
        await user.press("escape", "ctrl+s")
        assert any(t.text == "Call the clinic" for t in user.state.tasks.values())


async def test_the_local_number_and_the_doctor_come_first(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=replace(demo(), urgent_cards={})) as user:
        await user.press("0")
        await sees_card(user)
        await user.press("e")
        await user.type("555-0170\n555-0171\nJo\n555-0155\n000\nfever: call at night too")
        await user.drafted("form:emergency:case", "555-0171")
        await user.press("ctrl+s")
        card = card_of(user.state)
        assert (card.team_day, card.team_night, card.local) == ("555-0170", "555-0171", "000")
        await user.saved()
        cells = [row.cells for row in user.rows("#emergency").rows]
        doctor = in_order(user.state.doctors.values())[0]
        assert cells[0] == (text("emergency.local"), "000")
        assert cells[1] == (text("emergency.treats", name=doctor.name), doctor.phone)
        assert cells[2] == (text("emergency.team_day"), "555-0170")
        assert cells[4] == (text("emergency.person"), "Jo 555-0155")
        words = [each[0] for each in cells]
        assert "My team told me: fever: call at night too" in words
        assert words.index(text("standing.emergency")) > 4
        await user.press("escape", "u")
        assert not user.state.urgent_cards


async def test_before_there_is_a_case_the_fixed_words_are_there(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=AppState()) as user:
        await user.press("ctrl+e")
        await sees_card(user)
        await user.sees(text("standing.emergency")[:30])
        await user.press("e", "h")
        await sees_card(user)


async def test_it_is_in_the_help_and_the_footer(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        if size[0] >= 80:
            await user.sees("^E Emergency")
        await user.press("question_mark")
        await user.wait(lambda: user.app.screen.query("#help"), "the help")
        helped = " ".join(" ".join(row.cells) for row in user.rows().rows)
        assert text("commands.app.emergency_help") in helped


async def test_it_does_not_open_over_the_hidden_screen(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.press("f12")
        await user.sees(text("hidden.plain")[:20])
        await user.press("ctrl+e")
        assert not isinstance(user.app.screen, EmergencyCard)


async def test_each_person_stands_once_and_by_the_whole_name(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """Names were cut at 20 columns, and the person to call came again as a companion."""
    async with open_app(data_dir, size, state=demo()) as user:
        await user.press("0")
        await sees_card(user)
        people = [row.cells for row in user.rows("#emergency").rows if not row.heading]
        assert [number for _, number in people if "555-0100" in number] == ["Sam Demo 555-0100"]
        assert ("Jo Demo, comes along", "555-0167") in people
        shown = " ".join(user.text.replace("│", " ").split())
        assert ".." not in shown.partition("Emergency card")[2].partition("Please note")[0]
        await user.press("e")
        await user.to_field("person")
        await user.replace("Kim Demo")
        await user.press("ctrl+s")
        await user.saved()
        people = [row.cells for row in user.rows("#emergency").rows if not row.heading]
        assert [number for _, number in people if "555-0100" in number] == [
            "Kim Demo 555-0100",
            "555-0100",
        ]
