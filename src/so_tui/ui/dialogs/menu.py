"""The menu of all commands."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

from textual.app import App, ComposeResult, SystemCommand
from textual.command import CommandInput, CommandPalette, SearchIcon
from textual.screen import Screen

from so_tui.content import text
from so_tui.ui.commands.bindings import COMMANDS
from so_tui.ui.commands.command import first_id
from so_tui.ui.messages import Say
from so_tui.ui.themes import THEMES
from so_tui.ui.widgets.line import Line
from so_tui.ui.widgets.row_list import RowList


class _SearchLine(CommandInput, Line):
    """The palette's input, in which keys act on whole characters."""


class Menu(CommandPalette):
    """Textual's command palette without blinking and without a double-width icon."""

    def compose(self) -> ComposeResult:
        """Compose the palette with our own search input."""
        for widget in super().compose():
            if isinstance(widget, CommandInput):
                line = _SearchLine(placeholder=text("search.menu"), select_on_focus=False)
                line.cursor_blink = False
                yield line
            else:
                yield widget

    def on_mount(self) -> None:
        self.query_one(SearchIcon).icon = ">"


def open_menu(app: App[Any]) -> None:
    """Open the menu, unless it is open already."""
    if not CommandPalette.is_open(app):
        app.push_screen(Menu())


def menu_commands(
    app: App[Any], screen: Screen[object], *, locked: bool
) -> Iterator[SystemCommand]:
    """Yield the entries of the menu: the commands available now, passphrase, and themes.

    Args:
        app: The app.
        screen: The screen below.
        locked: Whether the store has a passphrase.
    """
    for active in screen.active_bindings.values():
        command = COMMANDS.get(active.binding.id or "")
        if command is not None and command.id == first_id(command.id) and active.enabled:
            run = partial(app.run_action, active.binding.action, active.node)
            shared = active.node is app
            yield SystemCommand(command.title, command.help, run if shared else _still(screen, run))
    for name in ("passphrase", "unlock") if locked else ("lock",):
        yield _without_key(app, name)
    yield _without_key(app, "hide_after")
    for theme in THEMES:
        title = text("commands.app.theme", name=theme)
        help_ = text("commands.app.theme_help")
        yield SystemCommand(title, help_, partial(setattr, app, "theme", theme))


def _still(screen: Screen[object], run: Callable[[], Awaitable[bool]]) -> Callable[[], object]:
    """Return a function that runs a command only if the same row is still chosen."""
    lists = screen.query(RowList)
    chosen = [listed.key for listed in lists]

    async def run_if_still() -> None:
        if [listed.key for listed in lists] == chosen:
            await run()
        else:
            screen.post_message(Say(text("status.chosen_gone")))

    return run_if_still


def _without_key(app: App[Any], name: str) -> SystemCommand:
    """Return an app command without a key of its own."""
    title, help_ = text(f"commands.app.{name}"), text(f"commands.app.{name}_help")
    return SystemCommand(title, help_, partial(app.run_action, f"run('{name}')"))
