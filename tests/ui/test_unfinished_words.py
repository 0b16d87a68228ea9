"""Half-written words: whatever is closed or opened in one breath, they are in their field again."""

import json
from pathlib import Path

import pytest
from textual.widgets import TextArea

from so_tui.storage.store import Store
from so_tui.ui.app import SecondOpinionApp
from so_tui.ui.dialogs.difference import DifferenceDialog
from tests.ui.support import Session, demo, key_event, open_app


async def burst(user: Session, *keys: str) -> None:
    """Press keys as a slow line delivers them: all in one packet."""
    for key in keys:
        user.app.post_message(key_event(key))
    await user.type("")  # nothing more, but it waits until all keys are done


@pytest.fixture(autouse=True)
def _slow_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be flushed by the clock: what is shown must not wait for a disk."""
    monkeypatch.setattr("so_tui.ui.controller.DRAFT_SECONDS", 3600.0)


def typed_in(app: SecondOpinionApp, name: str) -> str:
    field = app.screen.query_one(f"#field-{name}")
    return field.text if isinstance(field, TextArea) else str(getattr(field, "value", ""))


async def test_a_form_closed_and_opened_in_one_breath_has_its_words(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        await burst(user, "n", *"abc", "escape", "n", "d")
        await user.wait(lambda: typed_in(user.app, "text") == "abcd", "all four letters")


async def test_a_line_left_for_another_visit_is_there_again(data_dir: Path) -> None:
    state = demo()
    first, second = list(state.visits)[:2]
    async with open_app(data_dir, state=state, mode="notes") as user:
        user.app.screen.focus_key(first)  # type: ignore[attr-defined]  # the screen of the notes
        await user.type("half")
        user.app.screen.focus_key(second)  # type: ignore[attr-defined]  # the same
        await user.misses("half")
        user.app.screen.focus_key(first)  # type: ignore[attr-defined]  # the same
        await user.sees("half")


async def test_why_they_differ_is_there_again_in_the_same_dialog(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="opinions") as user:
        await user.press("right", "d")
        await user.wait(lambda: isinstance(user.app.screen, DifferenceDialog), "the dialog")
        await user.press("e")
        before = typed_in(user.app, "note")
        await user.type("abc")
        await user.press("escape", "e")
        await user.type("d")
        assert typed_in(user.app, "note") == f"{before}abcd"


async def test_an_emergency_number_is_there_again_in_the_same_card(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo()) as user:
        await user.press("ctrl+e", "e")
        assert user.app.screen.focused is not None
        name = (user.app.screen.focused.id or "").removeprefix("field-")
        before = typed_in(user.app, name)
        await user.type("12")
        await user.press("escape", "e")
        await user.type("3")
        assert typed_in(user.app, name) == f"{before}123"


async def test_keys_that_came_with_the_signal_to_end_are_kept(data_dir: Path) -> None:
    async with open_app(data_dir, state=demo(), mode="checklist") as user:
        for key in ("n", *"abc"):
            user.app.post_message(key_event(key))
        assert user.app.leave(143)
        await user.wait(lambda: user.app.return_code == 143, "the end")
    (draft,) = Store.read(data_dir).drafts.all().values()
    assert json.loads(draft.text) == {"text": "abc"}
