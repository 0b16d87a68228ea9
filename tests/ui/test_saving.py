"""When the words cannot be saved: it is said, work goes on, and all of it is saved later."""

from pathlib import Path

import pytest

import so_tui.ui.controller
from so_tui.content import text
from tests.ui.support import SIZES, demo, open_app
from tests.ui.support_saving import Failure, failures, folder_gone


@failures
@pytest.mark.parametrize("size", SIZES)
async def test_work_goes_on_and_the_next_change_saves_all(
    data_dir: Path, size: tuple[int, int], failure: Failure
) -> None:
    async with open_app(data_dir, size, state=demo(), mode="notes") as user:
        with failure(data_dir):
            await user.type("one\ntwo\n")
            await user.sees("NOT SAVED")
            texts = {n.text for n in user.state.notes.values()}
            assert {"one", "two"} <= texts
            await user.sees("one", "two")
        assert not {"one", "two"} & {n.text for n in user.kept.notes.values()}
        await user.type("three\n")
        await user.misses("NOT SAVED")
        assert {"one", "two", "three"} <= {n.text for n in user.kept.notes.values()}
        await user.saved()


@failures
async def test_saving_is_tried_again_without_a_key(
    data_dir: Path, failure: Failure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(so_tui.ui.controller, "RETRY_SECONDS", 0.05)
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        with failure(data_dir):
            await user.press("space")
            await user.sees("NOT SAVED")
        await user.misses("NOT SAVED")
        assert user.status == text("status.saved_again")
        await user.saved()


async def test_it_stays_said_on_every_screen(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        with folder_gone(data_dir):
            await user.press("space")
            for key in ("f2", "f4", "f5", "f6", "f7"):
                await user.press(key)
                await user.sees("NOT SAVED")
        await user.press("f3", "u")
        await user.misses("NOT SAVED")
        await user.saved()


async def test_what_is_saved_or_not_while_the_program_ends_does_no_harm(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="notes") as user:
        with folder_gone(data_dir):
            await user.type("a line\n")
            await user.sees("NOT SAVED")
        stack = user.app._screen_stack
        screens = stack.copy()
        user.app.session.apply()
        user.app.session.wait()
        stack.clear()  # as Textual does before the last messages are handled
        user.app.controller.collect()
        stack.extend(screens)
        await user.misses("NOT SAVED")
