"""The menu: every command by its name."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.command import CommandPalette, SearchIcon
from textual.screen import Screen
from textual.widgets import Input

from so_tui.command import first_id
from so_tui.commands import COMMANDS
from so_tui.content import say
from so_tui.themes import THEMES


class Menu(CommandPalette):
    """Textual's command palette without blinking and without a sign two cells wide."""

    def __init__(self) -> None:
        super().__init__(placeholder=say("search.menu"))

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self.query_one(SearchIcon).icon = ">"


def open_menu(app: App[Any]) -> None:
    """Open the menu, unless it is open."""
    if not CommandPalette.is_open(app):
        app.push_screen(Menu())


def menu_commands(
    app: App[Any], screen: Screen[object], *, locked: bool
) -> Iterator[SystemCommand]:
    """Yield what the menu offers over this screen: what works now, locking, and the looks.

    Args:
        app: The app whose menu it is.
        screen: The screen below.
        locked: Whether the store has a passphrase.
    """
    for active in screen.active_bindings.values():
        command = COMMANDS.get(active.binding.id or "")
        if command is not None and command.id == first_id(command.id) and active.enabled:
            run = partial(app.run_action, active.binding.action, active.node)
            yield SystemCommand(command.title, command.help, run)
    for name in ("passphrase", "unlock") if locked else ("lock",):
        yield _without_key(app, name)
    yield _without_key(app, "hide_after")
    for theme in THEMES:
        title = say("commands.app.theme", name=theme)
        help_ = say("commands.app.theme_help")
        yield SystemCommand(title, help_, partial(setattr, app, "theme", theme))


def _without_key(app: App[Any], action: str) -> SystemCommand:
    """Return a command of the app that has no key of its own."""
    title, help_ = say(f"commands.app.{action}"), say(f"commands.app.{action}_help")
    return SystemCommand(title, help_, partial(app.run_action, action))
