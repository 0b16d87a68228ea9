"""Hidden while something is not saved yet: the program keeps trying, and nothing fails."""

from pathlib import Path

import pytest

from so_tui.ui import controller
from tests.ui.support import demo
from tests.ui.support_locked import PASSPHRASE, fill_locked, locked_on_disk, open_locked
from tests.ui.support_saving import folder_gone

HIDE = "ctrl+backslash"


async def test_the_next_try_to_save_may_come_while_the_notes_are_closed(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(controller, "RETRY_SECONDS", 600.0)
    fill_locked(data_dir, demo())
    async with open_locked(data_dir, mode="notes") as user:
        with folder_gone(data_dir):
            await user.type("one\n")
            await user.sees("NOT SAVED")
        await user.press(HIDE)
        await user.wait(lambda: user.app.session.is_suspended, "the notes closed")
        user.app.controller.retry()
        await user.type(f"{PASSPHRASE}\n")
        await user.sees("one")
        await user.misses("NOT SAVED")
    assert "one" in {note.text for note in locked_on_disk(data_dir).notes.values()}
