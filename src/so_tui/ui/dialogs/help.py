"""The help screen: the current keys of a screen."""

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Label, Static

from so_tui.content import has_words, text, words
from so_tui.ui.commands.bindings import COMMANDS, SIDES, bindings, key_name
from so_tui.ui.commands.command import first_id
from so_tui.ui.dialogs.list_dialog import ListDialog
from so_tui.ui.widgets.chrome import KeyLine
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


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
    own = [c for c in COMMANDS.values() if c.id in keys and c.scope != "app"]
    shared = [c for c in COMMANDS.values() if c.id in keys and c.scope == "app"]
    rows: list[Row] = []
    scope = ""
    for command in (*own, *shared):
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
