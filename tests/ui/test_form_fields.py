"""The fields of a form: a word by its letter, and where typing goes on."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.domain.encounters import by_date
from so_tui.domain.state import Put, apply
from so_tui.domain.text import Clean
from tests.ui.support import SIZES, demo, open_app

pytestmark = pytest.mark.parametrize("size", SIZES)


async def test_a_letter_takes_the_name_before_the_word_that_says_nothing(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """In 'takes notes', n is for Nora; only n again is for 'not settled'."""
    state = demo()
    companion = next(c for c in state.companions.values() if c.name == "Sam Demo")
    nora = replace(companion, name=Clean("Nora"))
    state = apply(state, [Put(nora)])
    last = by_date(state.visits.values())[-1]
    async with open_app(data_dir, size, state=state) as user:
        await user.press("p")
        await user.choose(last.id)
        await user.press("t")
        await user.to_field("typist")
        await user.press("n")
        assert user.field("typist") == nora.id
        await user.press("n")
        assert user.field("typist") == ""
        await user.press("z")
        assert user.field("typist") == ""
        await user.press("n")
        assert user.field("typist") == nora.id


async def test_typing_in_a_field_that_is_filled_goes_on_at_its_end(
    data_dir: Path, size: tuple[int, int]
) -> None:
    """Also in a field that may be long and is not the first one."""
    async with open_app(data_dir, size, state=demo(), mode="checklist") as user:
        await user.press("n")
        await user.type("Ask for the car")
        await user.to_field("note")
        await user.type("first")
        await user.press("ctrl+s")
        await user.press("enter")
        assert user.field("text") == "Ask for the car"
        await user.to_field("note")
        await user.type(", second")
        assert user.field("note") == "first, second"
        await user.press("ctrl+s")
        await user.saved()
        assert "first, second" in {task.note for task in user.state.tasks.values()}


async def test_how_soon_to_call_again_is_typed_with_or_without_its_words(
    data_dir: Path, size: tuple[int, int]
) -> None:
    async with open_app(data_dir, size, state=demo()) as user:
        await user.open_side("records")
        for typed, days in (("3", 3), ("7 working days", 7)):
            key = user.rows("#records").key
            await user.press("e")
            await user.to_field("chase")
            before = user.state.records[key].chase_days
            assert user.field("chase") == f"{before} working days"
            await user.replace(typed)
            await user.press("ctrl+s")
            assert user.state.records[key].chase_days == days
        await user.press("e")
        await user.to_field("chase")
        await user.replace("soon")
        await user.press("ctrl+s")
        await user.sees("Type a number of working days")
