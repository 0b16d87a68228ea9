"""Keys that mean one of several things, by where they are pressed.

`Alt` and a character is, to a terminal, an Escape and the character. Where nothing is bound to it,
it was those two keys, pressed one shortly after the other. And a letter of a Greek or Cyrillic
layout is the command that stands at its place, where it is not typed into a text.
"""

from textual.events import Key

from so_tui.terminal.textual_internals import key_of_character

ALT_MEANINGS = {
    "alt+b": "ctrl+left",
    "alt+f": "ctrl+right",
    "alt+d": "alt+delete",
    "alt+backspace": "ctrl+w",
    "alt+tab": "shift+tab",
}
"""What shells and editors have these for; `Esc Tab` is Shift+Tab on the Linux console."""


class Stroke(Key):
    """A key with second meanings.

    Args:
        key: Its name.
        character: What it types, if anything.
        or_else: Names of the keys it stands for, where it means nothing itself and they do.
        at_last: What it is where none of them means anything; itself if None.
    """

    __slots__ = ["at_last", "or_else"]

    def __init__(
        self,
        key: str,
        character: str | None,
        *,
        or_else: tuple[str, ...] = (),
        at_last: tuple[Key, ...] | None = None,
    ) -> None:
        super().__init__(key, character)
        self.or_else = or_else
        self.at_last = at_last


# Textual finds a handler by the name of the event's class.
Stroke.handler_name = Key.handler_name


def text_keys(text: str) -> list[Key]:
    """Return the keys of typed text, one a character."""
    return [Key(key_of_character(char), char) for char in text]


def escape() -> Key:
    """Return the Escape key."""
    return Key("escape", "\x1b")


def alt(char: str) -> Stroke:
    """Return the key of an Escape and a character that came together."""
    name = key_of_character(char)
    if len(name) == 1 and name.isupper():
        name = f"shift+{name.lower()}"
    key = f"alt+{name}"
    meaning = ALT_MEANINGS.get(key)
    single = Key(key_of_character(char), char)
    return Stroke(key, None, or_else=(meaning,) if meaning else (), at_last=(escape(), single))
