"""What a look at one thing has found: in order, in need of attention, or not known."""

from enum import Enum

from so_tui.content import say
from so_tui.domain.dataclass import dataclass
from so_tui.storage.errors import filled_in


class State(Enum):
    """How it stands with one thing."""

    OK = "ok"
    LOOK = "LOOK"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """How it stands with one thing. It holds none of the user's words.

    Attributes:
        name: The thing, in one word.
        said: How it stands with it, in a sentence or two.
        todo: What can be done; '' when nothing needs to be.
    """

    name: str
    state: State
    said: str
    todo: str = ""


def fine(key: str, /, **values: object) -> Finding:
    """Return that a thing is in order, in the words under `key` of `doctor.toml`.

    Args:
        key: 'name.reason', the name being that of the thing.
        values: What fills in the words.
    """
    return Finding(_name(key), State.OK, _say(key, values))


def look(key: str, /, **values: object) -> Finding:
    """Return that a thing needs attention; what to do stands under the key with `_todo`."""
    return Finding(_name(key), State.LOOK, _say(key, values), _say(f"{key}_todo", values))


def unknown(key: str, /, **values: object) -> Finding:
    """Return that it cannot be said how it stands with a thing."""
    return Finding(_name(key), State.UNKNOWN, _say(key, values))


def _name(key: str) -> str:
    return key.partition(".")[0]


def _say(key: str, values: dict[str, object]) -> str:
    return say(f"check.{key}", **filled_in(values))
