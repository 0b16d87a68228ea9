"""Keys that mean one of several things, depending on where they are pressed.

To a terminal, `Alt` and a character is an Escape and the character. Where nothing is bound to it,
it is taken for those two keys, pressed shortly after each other. And a letter of a Greek or
Cyrillic layout is the command at its position, unless it is typed into a text.
"""

from typing import Any

from textual.app import App
from textual.events import Key

from so_tui.terminal.textual_internals import (
    bound_keys,
    is_text_area,
    key_of_character,
    mark_forwarded,
)

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


def meant(app: App[Any], stroke: Stroke) -> list[Key]:
    """Return the keys meant by a key that types nothing, depending on the current bindings.

    An Escape and a character are dropped while text is being written: leaving the text, or
    inserting a stray character, is worse than a key that does nothing.
    """
    bound = bound_keys(app)
    for name in (stroke.key, *stroke.or_else):
        if name in bound:
            return [Key(name, None)]
    if stroke.at_last is None:
        return [Key(stroke.key, None)]
    return [] if _is_writing(app) else list(stroke.at_last)


def unused(app: App[Any], stroke: Stroke) -> Key:
    """Return what a key that no widget has used means to the app: a command of another layout."""
    bound = bound_keys(app)
    if stroke.key not in bound:
        for name in stroke.or_else:
            if name in bound:
                key = Key(name, None)
                mark_forwarded(key)
                return key
    return stroke


def _is_writing(app: App[Any]) -> bool:
    """Return whether there is unfinished text in a field outside a dialog."""
    field = app.focused
    return is_text_area(field) and bool(field.text) and not app.screen.is_modal
