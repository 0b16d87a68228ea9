"""Findings of a check: fine, needs attention, or unknown."""

from enum import Enum

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.storage.errors import filled_in


class CheckState(Enum):
    """The result of one check."""

    OK = "ok"
    LOOK = "LOOK"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. It contains no user text.

    Attributes:
        name: What was checked, in one word.
        text: The result, in a sentence or two.
        todo: What can be done; '' if nothing needs to be.
    """

    name: str
    state: CheckState
    text: str
    todo: str = ""


def fine(key: str, /, **values: object) -> Finding:
    """Return a finding that all is well, with the message under `check.<key>`.

    Args:
        key: 'name.reason', where name is what was checked.
        values: The values of its placeholders.
    """
    return Finding(_name(key), CheckState.OK, _say(key, values))


def look(key: str, /, **values: object) -> Finding:
    """Return a finding that needs attention; the advice is under the key with `_todo`."""
    return Finding(_name(key), CheckState.LOOK, _say(key, values), _say(f"{key}_todo", values))


def unknown(key: str, /, **values: object) -> Finding:
    """Return a finding whose result could not be determined."""
    return Finding(_name(key), CheckState.UNKNOWN, _say(key, values))


def _name(key: str) -> str:
    return key.partition(".")[0]


def _say(key: str, values: dict[str, object]) -> str:
    return text(f"check.{key}", **filled_in(values))
