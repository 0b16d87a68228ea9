"""A tripwire: it fails when Textual no longer has what the runtime leans on."""

import inspect
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import textual
from textual.app import App
from textual.events import Key
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip

from so_tui.runtime import textual_internals as internals

WRITERS = {"app.py": 9}
"""Files of Textual that write to the terminal themselves, and how often."""


def test_the_installed_textual_is_one_that_was_read() -> None:
    assert internals.supported()


def test_the_methods_are_there() -> None:
    for owner, names in (
        (App, internals.APP_INTERNALS),
        (Screen, internals.SCREEN_INTERNALS),
        (MessagePump, internals.PUMP_INTERNALS),
        (Key, internals.EVENT_INTERNALS),
    ):
        assert [name for name in names if not hasattr(owner, name)] == []


async def test_the_attributes_are_there() -> None:
    app: App[Any] = App()
    assert [name for name in internals.APP_FIELDS if not hasattr(app, name)] == []
    key = Key("a", "a")
    assert [name for name in internals.EVENT_FIELDS if not hasattr(key, name)] == []


def test_the_app_still_awaits_its_events() -> None:
    assert inspect.iscoroutinefunction(App.on_event)
    assert inspect.iscoroutinefunction(App._press_keys)
    assert inspect.iscoroutinefunction(MessagePump._dispatch_message)


def test_the_version_read_off_the_directory_is_the_installed_one() -> None:
    assert internals.installed_version() == version("textual")


def test_the_strips_still_draw_themselves_in_one_method() -> None:
    assert set(internals.STRIP_FIELDS) <= set(Strip.__slots__)
    assert list(inspect.signature(Strip.render).parameters) in (
        ["self", "console"],
        ["strip", "console"],
    )


def test_the_terminal_is_written_to_from_no_new_place() -> None:
    """Each of these was read: what they send is made by Textual, or by `Strip.render`."""
    home = Path(textual.__file__).parent
    found = {
        name: len(re.findall(r"[ .](?:_driver|driver)\.write\(|write = self\._driver\.write", text))
        for name, text in (
            (path.relative_to(home).as_posix(), path.read_text("utf-8"))
            for path in home.rglob("*.py")
        )
    }
    assert {name: count for name, count in found.items() if count} == WRITERS
    compositor = (home / "_compositor.py").read_text("utf-8")
    assert compositor.count(".render(console)") == 4
