"""All commands as bindings: the one source for bindings, footer, palette and help.

The list itself is in `specs`.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from so_tui.ui.commands.command import Command, key_name
from so_tui.ui.commands.specs import MODES, SIDES, SPECS, WRITTEN

if TYPE_CHECKING:
    from textual.binding import BindingType

__all__ = [
    "COMMANDS",
    "FOOTER_KEYS",
    "MODES",
    "SIDES",
    "WRITTEN",
    "Command",
    "bindings",
    "in_scope",
    "key_name",
]

FOOTER_KEYS = 7
"""Most keys shown in the footer."""

COMMANDS: Mapping[str, Command] = {command.id: command for command in SPECS}


def in_scope(scope: str) -> list[Command]:
    """Return the commands of one scope, in reading order."""
    return [command for command in COMMANDS.values() if command.scope == scope]


@cache
def bindings(scope: str) -> "list[BindingType]":
    """Return the Textual bindings of one scope."""
    from textual.binding import Binding

    return [
        Binding(c.keys, c.action, c.title, id=c.id, tooltip=c.help, priority=c.priority, show=False)
        for c in in_scope(scope)
    ]
