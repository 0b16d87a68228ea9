"""Two people have the notes open at once: each sees the other's words, and none are lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from tests.ui.support import demo, on_disk, open_app

FIRST = min(demo().doctors.values(), key=lambda doctor: doctor.order)


async def test_what_the_other_one_saves_shows_by_itself(data_dir: Path) -> None:
    async with open_app(data_dir, (80, 24), state=demo(), mode="opinions") as user:
        await user.sees("Ada Example")
        with Store.open(data_dir) as other:
            other.commit([Put(replace(FIRST, name=Clean("Dr Ada Other")))])
            await user.sees("Dr Ada Other")


@pytest.mark.parametrize(("keys", "stays"), [(("enter",), "222"), (("down", "enter"), "111")])
async def test_the_same_field_asks_which_one_is_to_stay(
    data_dir: Path, keys: tuple[str, ...], stays: str
) -> None:
    async with open_app(data_dir, (80, 24), state=demo()) as user:
        with Store.open(data_dir) as other:
            other.commit([Put(replace(FIRST, phone=Clean("111")), base=FIRST)], author="Sam")
            await user.wait(lambda: user.state.doctors[FIRST.id].phone == "111", "the other's")
            other.commit([Put(replace(FIRST, phone=Clean("222")), base=FIRST)], author="Pat")
            await user.sees("Two people wrote at once", "222", "or: 111")
            await user.choose(next(f"conflict:{key}" for key in user.state.conflicts))
            await user.press("enter")
            await user.sees("Which of the two is to stay?", "Sam", "111")
            await user.press(*keys)
            await user.wait(lambda: not user.state.conflicts, "the choice")
            assert user.state.doctors[FIRST.id].phone == stays
            other.refresh()
            assert other.state().doctors[FIRST.id].phone == stays
    assert on_disk(data_dir).doctors[FIRST.id].phone == stays
