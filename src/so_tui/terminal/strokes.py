"""Keys that mean one of several things, depending on where they are pressed.

To a terminal, `Alt` and a character is an Escape and the character. Where nothing is bound to it,
it is taken for those two keys, pressed shortly after each other. And a letter of a Greek or
Cyrillic layout is the command at its position, unless it is typed into a text.
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
"""Their meaning in shells and editors; `Esc Tab` is Shift+Tab on the Linux console."""


class Stroke(Key):
    """A key with alternative meanings.

    Args:
        key: Its name.
        character: What it types, if anything.
        or_else: Names of keys it stands for if it is not bound itself and they are.
        at_last: The keys it stands for if none of them is bound; itself if None.
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
    """Return the keys of typed text, one per character."""
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
