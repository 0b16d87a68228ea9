"""Keys that arrive together take effect one after the other."""

import asyncio
import random
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from so_tui.terminal import keyboard
from tests.pty.apps.notebook import Dialog, Notebook
from tests.pty.apps.notebook_model import NotebookModel, random_keys


def key(name: str) -> events.Key:
    """Return the key as the terminal driver would make it."""
    character = {"enter": "\r", "tab": "\t", "backspace": "\x7f"}.get(name)
    special = {" ": "space", ".": "full_stop", ",": "comma"}
    if len(name) == 1:
        return events.Key(special.get(name, name), name)
    return events.Key(name, character)


async def settled(app: Notebook) -> None:
    """Wait until the keys posted so far have reached the app and are done."""
    reached = asyncio.Event()
    app.call_later(reached.set)
    await reached.wait()
    await app.keys_done()


@pytest.mark.parametrize("seed", range(12))
async def test_a_packet_gives_what_typing_key_by_key_gives(seed: int, tmp_path: Path) -> None:
    keys = random_keys(random.Random(seed), 150)
    model = NotebookModel()
    app = Notebook(tmp_path)
    async with app.run_test():
        for name in keys:
            model.press(name)
            app.post_message(key(name))
        await settled(app)
        assert app.content() == model.content()


async def test_letters_after_a_key_that_opens_a_dialog_land_in_the_dialog(tmp_path: Path) -> None:
    app = Notebook(tmp_path)
    async with app.run_test():
        for name in ["a", "ctrl+t", "b", "c"]:
            app.post_message(key(name))
        await settled(app)
        assert isinstance(app.screen, Dialog)
        assert app.screen.query_one(Input).value == "bc"
        assert app.content() == {"first": ["a", "", []]}


async def test_pilot_sees_the_effect_of_a_key_at_once(tmp_path: Path) -> None:
    app = Notebook(tmp_path)
    async with app.run_test() as pilot:
        await pilot.press("x", "enter", "f3", "y")
        assert app.content() == {"first": ["", "", ["x"]], "second": ["y", "", []]}


async def test_a_paste_keeps_its_place_among_the_keys_and_is_cleaned(tmp_path: Path) -> None:
    app = Notebook(tmp_path)
    async with app.run_test():
        app.post_message(key("tab"))
        app.post_message(key("a"))
        app.post_message(events.Paste("b\x1b]52;c;eA==\x07\u202ec\r\nd"))
        app.post_message(key("backspace"))
        app.post_message(key("e"))
        await settled(app)
        assert app.content() == {"first": ["", "ab]52;c;eA==c\ne", []]}


async def test_a_character_that_no_text_may_hold_is_dropped(tmp_path: Path) -> None:
    app = Notebook(tmp_path)
    async with app.run_test():
        for character in "a\x9b\u202e\ud800b":
            app.post_message(events.Key(character, character))
        await settled(app)
        assert app.content() == {"first": ["ab", "", []]}


async def test_an_error_in_an_action_reaches_the_test(tmp_path: Path) -> None:
    app = Notebook(tmp_path)
    with pytest.raises(ValueError, match="cannot read"):
        async with app.run_test() as pilot:
            await pilot.press("f4")


async def test_a_long_run_of_letters_is_taken_whole(tmp_path: Path) -> None:
    app = Notebook(tmp_path)
    text = "abcdefgh " * 60
    async with app.run_test():
        for letter in text:
            app.post_message(key(letter))
        app.post_message(key("enter"))
        await settled(app)
        assert app.content() == {"first": ["", "", [text]]}


async def test_keys_keep_their_order_however_long_the_app_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyboard, "PASS_LIMIT", 0.001)
    monkeypatch.setattr(keyboard, "SETTLE_ROUNDS", 1)
    app, free = Notebook(tmp_path), asyncio.Event()
    async with app.run_test():
        for name in [*"helo", "backspace", *"lo"]:
            app.post_message(key(name))
        app.call_later(free.wait)
        for _ in range(50):
            await asyncio.sleep(0.005)
        free.set()
        await settled(app)
        assert app.content() == {"first": ["hello", "", []]}
