"""A command of the user interface, and how its keys are displayed."""

from functools import cache

from so_tui.content import text, words
from so_tui.domain.dataclass import dataclass

SECOND = ("_digit", "_letter")
"""Id suffixes of commands that only give another command a second key."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the user interface.

    Attributes:
        id: 'scope.name': the id for words and key remapping.
        keys: Default keys in Textual's names, comma separated.
        action: The action to run on the node that owns the scope.
        footer: Position in the footer, from 1; 0 if not shown there.
        priority: Whether it works even where a text field uses the key.
    """

    id: str
    keys: str
    action: str
    footer: int = 0
    priority: bool = False

    @property
    def scope(self) -> str:
        """The screen or widget that the command belongs to."""
        return self.id.rsplit(".", 1)[0]

    @property
    def title(self) -> str:
        """A word or two for footer and palette."""
        return text(f"commands.{self.id}")

    @property
    def help(self) -> str:
        """One sentence for the help screen."""
        return text(f"commands.{self.id}_help")


def first_id(command_id: str) -> str:
    """Return the id of the command that a second-key command stands for."""
    for end in SECOND:
        command_id = command_id.removesuffix(end)
    return command_id


@cache
def key_name(key: str) -> str:
    """Return a key as displayed: 'question_mark' is '?', 'f2' is 'F2'."""
    if word := words("commands.key").get(key):
        return word
    if key.startswith("ctrl+"):
        return f"^{key[5:].upper()}"
    return key.upper() if len(key) > 1 else key
