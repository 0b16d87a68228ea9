"""A tripwire: it fails when Textual no longer has what the runtime leans on."""

import inspect
from importlib.metadata import version
from typing import Any

from textual.app import App
from textual.events import Key
from textual.message_pump import MessagePump
from textual.screen import Screen

from so_tui.runtime import textual_internals as internals


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
