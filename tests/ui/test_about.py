"""The page about the patient: filled in line by line, printed, undone, found."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.domain.text import Clean
from so_tui.logic.about_me import about_of
from tests.ui.support import SIZES, demo, open_app

pytestmark = pytest.mark.parametrize("size", SIZES)


async def test_medicines_and_allergies_have_a_place_of_their_own(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """Hard case: medicines, allergies, history can be written nowhere, print nowhere."""
    async with open_app(data_dir, size, state=replace(demo(), about_me={})) as user:
        await user.open_side("about")
        await user.sees("Medicines", "nothing written")
        await user.choose("allergies")
        await user.press("enter")
        await user.to_field("allergies")
        await user.paste("Penicillin: rash\nPlasters")
        await user.press("ctrl+s")
        assert about_of(user.state).lines("allergies") == ["Penicillin: rash", "Plasters"]
        await user.sees("Saved: About me", "Penicillin: rash")
        await user.press("escape", "u")
        assert not user.state.about_me


async def test_what_is_there_stays_when_another_line_is_filled_in(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        before = about_of(user.state)
        await user.open_side("about")
        await user.press("enter")
        await user.to_field("phone")
        await user.replace("555-0199")
        await user.press("ctrl+s")
        assert about_of(user.state) == replace(before, phone=Clean("555-0199"))


async def test_a_full_member_number_is_refused(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=replace(demo(), about_me={})) as user:
        await user.open_side("about")
        await user.press("enter")
        await user.to_field("contacts")
        await user.paste("Member number 12345678901")
        await user.press("ctrl+s")
        await user.sees("last four digits")
        assert not user.state.about_me


async def test_the_page_is_written_to_a_file(
    data_dir: Path, size: tuple[int, int], tmp_path: Path
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("about")
        await user.press("h")
        await user.to_field("folder")
        await user.replace(str(tmp_path))
        await user.press("ctrl+s")
        assert "Plasters: red skin" in (tmp_path / "about-me.html").read_text("utf-8")
