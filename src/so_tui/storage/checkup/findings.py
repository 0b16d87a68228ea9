"""Findings of a check: fine, needs attention, or unknown; as codes with values."""

from enum import Enum

from so_tui.domain.dataclass import dataclass
from so_tui.storage.errors import Value, Values


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
        code: The result: the key of its words in `content/words/`, the file first.
        values: What the words name.
    """

    name: str
    state: CheckState
    code: str
    values: Values = ()


def fine(result: str, /, **values: Value) -> Finding:
    """Return a finding that all is well.

    Args:
        result: 'name.result', where name is what was checked; its code is 'check.name.result'.
        values: What its words name.
    """
    return _finding(CheckState.OK, result, values)


def look(result: str, /, **values: Value) -> Finding:
    """Return a finding that needs attention; its words say what to do."""
    return _finding(CheckState.LOOK, result, values)


def unknown(result: str, /, **values: Value) -> Finding:
    """Return a finding whose result could not be determined."""
    return _finding(CheckState.UNKNOWN, result, values)


def _finding(state: CheckState, result: str, values: dict[str, Value]) -> Finding:
    name = result.partition(".")[0]
    return Finding(name, state, f"check.{result}", tuple(values.items()))
