"""The menu: every command by its name."""

from typing import Any

from textual.app import App
from textual.command import CommandPalette, SearchIcon
from textual.widgets import Input

from so_tui.content import say


class Menu(CommandPalette):
    """Textual's command palette without blinking and without a sign two cells wide."""

    def __init__(self) -> None:
        super().__init__(placeholder=say("search.menu"), id="--command-palette")

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self.query_one(SearchIcon).icon = ">"


def open_menu(app: App[Any]) -> None:
    """Open the menu, unless it is open."""
    if not CommandPalette.is_open(app):
        app.push_screen(Menu())
