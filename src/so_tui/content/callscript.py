"""The script for a call to the insurer: what to read out, and what to write down."""

from functools import cache

from so_tui.content.shipped import read, rows_of
from so_tui.domain.dataclass import dataclass
from so_tui.domain.text import Clean


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One question to ask on the phone.

    Attributes:
        say: What is read out.
        label: Heading of the answer in the notes of the call.
        write: What to write down.
    """

    key: str
    say: Clean
    label: Clean
    write: Clean


@cache
def call_script() -> tuple[ScriptLine, ...]:
    """Return the lines of the script in order."""
    return rows_of(ScriptLine, read("callscript.toml")["lines"])
