"""A tripwire: it fails when Textual no longer has what the runtime leans on."""

import inspect
import random
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import textual
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.css.stylesheet import Stylesheet
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.geometry import Region
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip
from textual.widgets import Label, TextArea

from so_tui.terminal import textual_internals as internals
from so_tui.terminal.sanitize import STRIP_FIELDS

WRITERS = {"app.py": 9}
"""Files of Textual that write to the terminal themselves, and how often."""
METHODS: dict[type, tuple[str, ...]] = {
    App: (
        "_handle_exception", "_close_messages_no_wait", "_context", "_load_screen_css",
        "_press_keys", "on_event",
    ),
    Screen: ("_binding_chain", "_modal_binding_chain"),
    Stylesheet: ("parse", "reparse", "set_variables", "add_source"),
    MessagePump: ("_dispatch_message",),
    Key: ("_set_forwarded",),
    Compositor: ("_get_renders", "visible_widgets"),
    LinuxDriver: ("process_message", "flush", "_get_terminal_size", "_sigcont_application"),
}  # fmt: skip
"""Methods and properties of Textual's classes that are called or overridden."""
FIELDS: dict[type, tuple[str, ...]] = {
    App: (
        "_clipboard", "_css_update_count", "_driver", "_exception", "_exception_event", "_exit",
        "_return_code",
    ),
    Screen: ("_css_update_count",),
    Stylesheet: (
        "_invalid_css", "_parse_cache", "_require_parse", "_rules_map", "_variables", "source",
    ),
    Key: ("_stop_propagation",),
    LinuxDriver: (
        "_app", "_debug", "_key_thread", "_loop", "_size", "_writer_thread", "attrs_before",
        "fileno",
    ),
    TextArea: ("_theme",),
}  # fmt: skip
"""Attributes that every object of these classes has after its construction."""


def test_the_installed_textual_is_one_that_was_read() -> None:
    assert internals.supported()


def test_the_methods_are_there() -> None:
    for owner, names in METHODS.items():
        assert [name for name in names if not hasattr(owner, name)] == []


async def test_the_attributes_are_there() -> None:
    app: App[Any] = App()
    made: list[object] = [app, Screen(), app.stylesheet, Key("a", "a")]
    async with app.run_test():
        area = TextArea()
        assert type(area).__module__ == internals.TEXT_AREA
        assert internals.is_text_area(area)
        made += [area, LinuxDriver(app)]
        assert {type(each) for each in made} == set(FIELDS)
        for each in made:
            assert [name for name in FIELDS[type(each)] if not hasattr(each, name)] == []


def test_a_textual_that_was_not_read_is_left_as_it_is() -> None:
    """A new process: what is changed once stays changed."""
    program = (
        "from so_tui.terminal import textual_internals as internals;"
        "from textual._compositor import Compositor;"
        "from so_tui.terminal.driver import TerminalDriver;"
        "from so_tui.terminal.stylesheet import parse_once;"
        "from textual.app import App;"
        "from textual.css.stylesheet import Stylesheet;"
        "internals.SUPPORTED = sys.argv[1];"
        "before = Compositor._get_renders;"
        "internals.render_only_what_changes();"
        "app = App();"
        "parse_once(app);"
        "print(Compositor._get_renders is before, type(app.stylesheet) is Stylesheet,"
        " asyncio.run(thin(App(), TerminalDriver)))"
    )
    thin = "import asyncio, sys\nasync def thin(app, driver): return driver(app)._thin is None\n"
    said = {
        version: subprocess.run(
            [sys.executable, "-c", thin + program, version],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for version in (internals.SUPPORTED, "9.")
    }
    assert said == {internals.SUPPORTED: ["False"] * 3, "9.": ["True"] * 3}


async def test_only_what_changes_is_made_and_the_picture_is_the_same() -> None:
    """Widgets beside, above and over one another, scrolled, and partly out of sight."""
    internals.render_only_what_changes()
    dice = random.Random(5)
    async with Crowded().run_test(size=(60, 20)) as pilot:
        screen = pilot.app.screen
        drawn = screen._compositor.render_strips()
        for _ in range(60):
            one = dice.choice([*screen.query(Label)])
            one.update("\n".join(dice.choices(("one", "two three", "四", ""), k=3)))
            screen.query_one(VerticalScroll).scroll_to(y=dice.randrange(8), animate=False)
            await pilot.pause()
            drawn = screen._compositor.render_strips()
            crop = Region(0, dice.randrange(15), 60, dice.randrange(1, 6))
            lines = range(crop.y, crop.bottom)
            some = screen._compositor._render_chops(crop, lines.__contains__)
            assert [Strip.join(some[y].values()).text for y in lines] == [
                drawn[y].text for y in lines
            ]


class Crowded(App[None]):
    """Labels in a scrolled column, one that floats over the others, and one at the bottom."""

    CSS = """
    Label { width: 30; height: 3; background: $panel; }
    #over { layer: top; offset: 20 4; background: red; border: solid white; height: 5; }
    #low { dock: bottom; width: 60; height: 1; }
    Screen { layers: bottom top; }
    """

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield from [Label(f"label {number}") for number in range(9)]
        yield Label("over", id="over")
        yield Label("low", id="low")


def test_the_app_still_awaits_its_events() -> None:
    assert inspect.iscoroutinefunction(App.on_event)
    assert inspect.iscoroutinefunction(App._press_keys)
    assert inspect.iscoroutinefunction(MessagePump._dispatch_message)


def test_the_version_read_off_the_directory_is_the_installed_one() -> None:
    assert internals.installed_version() == version("textual")


def test_the_strips_still_draw_themselves_in_one_method() -> None:
    assert set(STRIP_FIELDS) <= set(Strip.__slots__)
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
