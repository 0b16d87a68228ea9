"""One view is handed down to all screens; each draws anew only for what it draws."""

from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.ui.bases.screen import BaseScreen
from so_tui.ui.messages import Say
from tests.ui.support import Session, demo, open_app


def open_screens(user: Session) -> list[BaseScreen]:
    stacks = user.app._screen_stacks.values()
    return [screen for stack in stacks for screen in stack if isinstance(screen, BaseScreen)]


async def test_every_open_screen_has_the_same_view(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo()) as user:
        await user.press("f3", "f4", "f5", "f6", "f7", "f3", "space")
        assert len(open_screens(user)) == 6
        assert {id(screen.view) for screen in open_screens(user)} == {id(user.app.view)}
        assert user.app.view is user.app.controller.view


async def test_more_letters_change_no_view_and_home_has_them_all(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="home") as user:
        await user.press("f5")
        await user.type("a")
        await user.wait(lambda: user.app.view.drafts, "the draft")
        key = next(iter(user.app.view.drafts))
        await user.drafted(key, "a")
        before = user.app.view
        await user.type("bout the margins")
        await user.drafted(key, "about the margins")
        assert user.app.view is before
        await user.press("f2")
        await user.sees("about the margins")
        await user.press("f5")
        await user.type(" again")
        await user.press("f2")
        await user.sees("about the margins again")


async def test_a_screen_is_not_brought_up_to_date_for_what_it_does_not_draw(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        screen = user.app.screen
        assert isinstance(screen, BaseScreen)
        drawn: list[str] = []
        show_state = screen.show_state

        def counted() -> None:
            drawn.append(user.status)
            show_state()

        monkeypatch.setattr(screen, "show_state", counted)
        user.app.post_message(Say("something happened"))
        await user.sees("something happened")
        user.app.view = replace(user.app.view, others="Sam is here too")
        await user.sees("Sam is here too")
        assert drawn == []
        await user.press("space")
        assert len(drawn) == 1
