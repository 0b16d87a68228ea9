"""The commands of a screen: the help lists them, the menu runs them."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import Any

from textual.app import App, ComposeResult, SystemCommand
from textual.command import CommandInput, CommandPalette, SearchIcon
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Label, Static

from so_tui.content import has_words, text, words
from so_tui.ui.commands.command import first_id, key_name
from so_tui.ui.commands.specs import COMMANDS, SIDES, bindings
from so_tui.ui.dialogs.list_dialog import ListDialog
from so_tui.ui.messages import Say
from so_tui.ui.themes import THEMES
from so_tui.ui.widgets.chrome import KeyLine
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.line import Line
from so_tui.ui.widgets.row_list import RowList


class _SearchLine(CommandInput, Line):
    """The palette's input, in which keys act on whole characters."""


class Menu(CommandPalette):
    """Textual's command palette without blinking and without a double-width icon."""

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            if isinstance(widget, CommandInput):
                yield _SearchLine(placeholder=text("search.menu"), compact=False)
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
    """Yield the entries of the menu: the commands available now, passphrase, and themes."""
    offered = set()
    for active in screen.active_bindings.values():
        command = COMMANDS.get(active.binding.id or "")
        if command is None or command.id in offered:
            continue
        if command.id == first_id(command.id) and active.enabled:
            offered.add(command.id)
            run = partial(app.run_action, active.binding.action, active.node)
            shared = active.node is app
            yield SystemCommand(command.title, command.help, run if shared else _still(screen, run))
    scope = getattr(screen, "NAME", "")
    for name, run in getattr(screen, "KEYLESS", {}).items():
        title, help_ = (text(f"commands.{scope}.{name}{end}") for end in ("", "_help"))
        yield SystemCommand(title, help_, partial(run, screen))
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


class Help(ListDialog[None]):
    """The commands of the screen below, with their keys."""

    BINDINGS = bindings("help")

    def __init__(self, below: Screen[object]) -> None:
        super().__init__(text("help.title"), Column(0, 14), Column(1, lines=0))
        self._rows = help_rows(below)
        mode = f"help.about.{getattr(below, 'MODE', '')}"
        self._about = text(mode) if has_words(mode) else ""

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield Label(self._title, id="form-title", markup=False)
            yield Static(self._about, classes="muted", markup=False)
            yield RowList(*self._columns)
            yield KeyLine()

    def rows(self) -> list[Row]:
        return self._rows


def help_rows(screen: Screen[object]) -> list[Row]:
    """Return the keys of this screen and what they do, its own commands first."""
    keys: dict[str, list[str]] = {}
    for key, command_id in _bound(screen):
        keys.setdefault(command_id, []).append(key_name(key))
    bound = (command for command in COMMANDS.values() if command.id in keys)
    rows: list[Row] = []
    scope = ""
    for command in sorted(bound, key=lambda command: command.scope == "app"):
        if command.scope != scope:
            scope = command.scope
            rows.append(Row(f"#{scope}", (heading(scope),), heading=True))
        names = ", ".join(dict.fromkeys(keys[command.id]))
        sentence = f"{command.title}. {command.help}"
        rows.append(Row(command.id, (names, sentence), ("strong",)))
    rows.append(Row("#lists", (text("help.lists_title"),), heading=True))
    rows += [Row(f"list.{key}", (key, sentence), ("strong",))
             for key, sentence in words("help.lists").items()]  # fmt: skip
    return rows


def heading(scope: str) -> str:
    """Return the heading for the commands of a scope."""
    return text(f"arrange.{scope}" if scope in SIDES else f"help.scope.{scope.replace('.', '_')}")


def _bound(screen: Screen[object]) -> Iterator[tuple[str, str]]:
    """Yield keys and their commands; a command closer to the focus takes precedence."""
    nodes: list[DOMNode] = [*screen.query("*"), screen, screen.app]
    taken: set[str] = set()
    for node in nodes:
        for key, bound in node._bindings.key_to_bindings.items():
            for binding in bound:
                command_id = first_id(binding.id or "")
                if command_id in COMMANDS and key not in taken:
                    taken.add(key)
                    yield key, command_id
