"""Leaving while some words are saved nowhere: not by a key pressed in passing."""

from pathlib import Path

import pytest

from so_tui.ui.dialogs.locking import Hidden
from tests.ui.support import SIZES, demo, on_disk, open_app
from tests.ui.support_saving import folder_gone

TITLE = "Some words are not saved yet"


def texts(folder: Path) -> set[str]:
    return {note.text for note in on_disk(folder).notes.values()}


@pytest.mark.parametrize("size", SIZES)
async def test_it_asks_and_one_can_stay(data_dir: Path, size: tuple[int, int]) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        with folder_gone(data_dir):
            await user.type("one\n")
            await user.sees("NOT SAVED")
            for key in ("escape", "enter"):
                await user.press("ctrl+q", "ctrl+q")
                await user.sees(TITLE, "Leave, and lose those words")
                await user.press(key)
                await user.misses(TITLE)
            assert user.app.is_running
        await user.type("two\n")
        await user.misses("NOT SAVED")
        assert {"one", "two"} <= texts(data_dir)


async def test_one_can_leave_all_the_same(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        with folder_gone(data_dir):
            await user.type("one\n")
            await user.sees("NOT SAVED")
            await user.press("ctrl+q")
            await user.sees(TITLE)
            await user.press("down", "down", "enter")
            await user.wait(lambda: user.app.return_code == 1, "the end")


async def test_one_can_keep_all_elsewhere(data_dir: Path, tmp_path: Path) -> None:
    place = tmp_path / "stick"
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        with folder_gone(data_dir):
            await user.type("one\n")
            await user.sees("NOT SAVED")
            await user.press("ctrl+q")
            await user.sees(TITLE)
            await user.press("down", "enter")
            await user.sees("Where else")
            await user.type(f"{place}")
            await user.press("ctrl+s")
            await user.misses("NOT SAVED")
    assert "one" in texts(place)


async def test_it_does_not_ask_when_all_can_be_saved_by_now(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        with folder_gone(data_dir):
            await user.type("one\n")
            await user.sees("NOT SAVED")
        await user.press("ctrl+q")
        await user.wait(lambda: user.app.return_code == 0, "the end")
    assert "one" in texts(data_dir)


async def test_hidden_it_does_not_leave_either(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        with folder_gone(data_dir):
            await user.type("one\n")
            await user.sees("NOT SAVED")
            await user.press("f12", "ctrl+q")
            await user.sees("leave this window open")
            assert isinstance(user.app.screen, Hidden)
            await user.press("enter")
            await user.sees("NOT SAVED")
