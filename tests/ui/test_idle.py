"""The screen hides by itself after a time without a key."""

from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.ui import privacy
from so_tui.ui.dialogs.locking import Hidden
from tests.ui.support import Session, demo, open_app
from tests.ui.support_locked import PASSPHRASE, fill_locked, has_session, open_locked


class Clock:
    """Seconds that go by when told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def stop_time(user: Session) -> Clock:
    """Let only the returned clock tell how long no key was pressed."""
    clock = Clock()
    user.app.privacy.idle.now = clock
    user.app.privacy.idle.touch()
    return clock


async def test_with_a_passphrase_it_hides_after_ten_minutes(data_dir: Path) -> None:
    fill_locked(data_dir, demo())
    async with open_locked(data_dir, mode="notes") as user:
        clock = stop_time(user)
        await user.type("half a li")
        clock.seconds = 599
        user.app.every_second()
        await user.pilot.pause()
        await user.type("n")
        clock.seconds = 1198
        user.app.every_second()
        await user.pilot.pause()
        assert "half a lin" in user.text
        clock.seconds = 1199
        await user.sees(text("hidden.locked"))
        await user.wait(lambda: not has_session(data_dir), "a closed store")
        await user.type(PASSPHRASE + "\n")
        await user.sees("half a lin")
        await user.type("e\n")
        await user.wait(
            lambda: "half a line" in {n.text for n in user.state.notes.values()}, "the line"
        )


async def test_without_one_it_hides_only_when_that_is_set(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo()) as user:
        clock = stop_time(user)
        clock.seconds = 1e6
        user.app.every_second()
        await user.pilot.pause()
        assert not isinstance(user.app.screen, Hidden)
        await user.press("ctrl+p")
        await user.type("hide by")
        await user.sees(text("commands.app.hide_after_help")[:30])
        await user.press("down", "enter")
        await user.sees(text("locking.hide_after"))
        await user.choose("5")
        await user.press("enter")
        await user.wait(lambda: user.store.settings.get(privacy.SETTING) == "5", "the setting")
        clock.seconds += 300
        await user.sees(text("hidden.plain"))
        await user.press("enter")
        await user.misses(text("hidden.plain"))


@pytest.mark.parametrize(
    ("chosen", "locked", "minutes"),
    [("", True, 10), ("", False, 0), ("0", True, 0), ("30", False, 30), ("x", True, 10)],
)
def test_what_is_set_counts(chosen: str, locked: bool, minutes: int) -> None:
    settings = {privacy.SETTING: chosen} if chosen else {}
    assert privacy.hide_after(settings, locked=locked) == minutes
