"""Findings of a check: fine, needs attention, or unknown; as codes with values."""

from enum import Enum
from functools import partial

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


def _finding(state: CheckState, result: str, /, **values: Value) -> Finding:
    """Return a finding, where `result` is 'name.result' and its code is 'check.name.result'."""
    name = result.partition(".")[0]
    return Finding(name, state, f"check.{result}", tuple(values.items()))


fine = partial(_finding, CheckState.OK)
look = partial(_finding, CheckState.LOOK)
"""Needs attention: its words say what to do."""
unknown = partial(_finding, CheckState.UNKNOWN)
"""Could not be determined."""
