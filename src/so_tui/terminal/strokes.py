"""Keys from complete CSI or SS3 sequences, and keys that mean one of several things.

The forms are those of the kitty keyboard protocol (sw.kovidgoyal.net/kitty/keyboard-protocol),
which includes xterm's modifyOtherKeys, and those of older terminals, which are in a table of
Textual. To a terminal, `Alt` and a character is an Escape and the character. Where nothing is bound
to it, it is taken for those two keys, pressed shortly after each other. And a letter of a Greek or
Cyrillic layout is the command at its position, unless it is typed into a text.
"""

import re
from enum import IntFlag
from typing import Any

from textual.app import App
from textual.events import Key

from so_tui.terminal.textual_internals import (
    bound_keys,
    is_text_area,
    key_of_character,
    key_of_code,
    keys_of_old,
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
    name = _bound(app, stroke)
    if name or stroke.at_last is None:
        return [Key(name or stroke.key, None)]
    return [] if _is_writing(app) else list(stroke.at_last)


def unused(app: App[Any], stroke: Stroke) -> Key:
    """Return what a key that no widget has used means to the app: a command of another layout."""
    name = _bound(app, stroke)
    if name in ("", stroke.key):
        return stroke
    key = Key(name, None)
    mark_forwarded(key)
    return key


def _bound(app: App[Any], stroke: Stroke) -> str:
    """Return the first name of a key that something is bound to; '' if there is none."""
    bound = bound_keys(app)
    return next((name for name in (stroke.key, *stroke.or_else) if name in bound), "")


def _is_writing(app: App[Any]) -> bool:
    """Return whether there is unfinished text in a field outside a dialog."""
    field = app.focused
    return is_text_area(field) and bool(field.text) and not app.screen.is_modal


# code:shifted:base ; modifiers:event ; text end
_FORM = re.compile(
    r"\x1b\[(\d*)(?::(\d*))?(?::(\d*))?(?:;(\d*)(?::(\d*))?)?(?:;([\d:]*))?([u~A-HPQRSE])"
)
_POSITION = re.compile(r"\x1b\[\d+;\d+R")
"""A cursor position report: the same form as F3 with Shift, which is not needed here."""

RELEASED = "3"
OTHER_KEYS = 27
"""The code of xterm's modifyOtherKeys: CSI 27 ; modifiers ; code ~."""

_KEYPAD = dict(zip(range(57399, 57414), "0123456789./*-+", strict=True)) | {57415: "=", 57416: ","}
_SILENT = (range(57358, 57361), range(57428, 57455))
"""Locks, media keys, and modifiers alone: ignored."""

_PLAIN = {"enter": "\r", "tab": "\t", "backspace": "\x7f", "escape": "\x1b"}
_SAME_WITH = {"enter": {"shift", "ctrl"}, "escape": {"shift", "ctrl"}, "backspace": {"shift"}}
"""Modifiers that a terminal without the protocol does not report with these keys."""

_AS_CONTROL = {"h": "backspace", "i": "tab", "j": "enter", "m": "enter", "[": "escape"}
"""Letters that with Ctrl have meant these keys since ASCII."""


class Held(IntFlag):
    """Modifiers, with the bits of the protocol."""

    SHIFT = 1
    ALT = 2
    CTRL = 4
    SUPER = 8
    HYPER = 16
    META = 32
    CAPS_LOCK = 64


_NOT_SHIFT = Held.ALT | Held.CTRL | Held.SUPER | Held.HYPER | Held.META


def keys_of(sequence: str) -> list[Key]:
    """Return the keys for a sequence; none if it is not a key."""
    form = _FORM.fullmatch(sequence)
    if _POSITION.fullmatch(sequence):
        return []
    if form is None:
        return _old(sequence)
    code, shifted, base, modifiers, event, text, end = form.groups(default="")
    if event == RELEASED:
        return []
    held = Held(max(0, int(modifiers or 1) - 1) & 127)
    number = int(code or 1)
    if end == "~" and number == OTHER_KEYS and text.isdecimal():
        return _character(int(text), 0, 0, held, "")
    if end == "u":
        return _character(number, int(shifted or 0), int(base or 0), held, _text(text))
    name = key_of_code(f"{number}{end}")
    return [_named(name, held)] if name else _old(sequence)


def _old(sequence: str) -> list[Key]:
    """Return the keys for a sequence from before the protocol."""
    found = keys_of_old(sequence)
    if isinstance(found, str):
        return text_keys(found)
    return [_named(key, Held(0)) for key in found]


def _named(name: str, held: Held) -> Key:
    names = {m.name.lower() for m in Held if m in held and m.name and m is not Held.CAPS_LOCK}
    names -= _SAME_WITH.get(name, set())
    return Key("+".join([*sorted(names), name]), None if names else _PLAIN.get(name))


def _character(code: int, shifted: int, base: int, held: Held, text: str) -> list[Key]:
    """Return the keys for a key that types a character.

    Args:
        code: The character without Shift, in the current layout; 0 for text alone.
        shifted: The character with Shift; 0 if not reported.
        base: The character at the same place of the base layout; 0 if the same.
        text: The text typed by it; '' if none or not reported.
    """
    if any(code in silent for silent in _SILENT):
        return []
    command = _char(base) if base and code > 127 else _char(code)
    is_alt = Held.ALT in held and text.lower() in ("", _char(code).lower(), _char(shifted))
    if text and not is_alt:
        return _typed(text, command)
    name = key_of_code(f"{code}u")
    if code in _KEYPAD:
        return text_keys(_KEYPAD[code]) if not held & _NOT_SHIFT else []
    if name is not None:
        return [_named(name, held)]
    if not command:
        return []
    if not held & _NOT_SHIFT:
        is_upper = bool(held & (Held.SHIFT | Held.CAPS_LOCK))
        plain = _char(code)
        upper = _char(shifted) or plain.upper()
        return _typed(upper if is_upper else plain, command)
    return [_command(command, _char(shifted), held)]


def _command(char: str, shifted: str, held: Held) -> Key:
    """Return the key of a character with Ctrl, Alt or the like."""
    if held & ~(Held.SHIFT | Held.CAPS_LOCK) == Held.CTRL and char.lower() in _AS_CONTROL:
        return _named(_AS_CONTROL[char.lower()], Held(0))
    plain = held & ~Held.SHIFT
    if Held.SHIFT in held and not char.isalpha():
        return _named(key_of_character(shifted or char), plain)
    name = key_of_character(char.lower())
    key = _named(name, held).key
    # A terminal without the protocol does not report Shift with a letter.
    meaning = _named(name, plain).key if plain != held else ALT_MEANINGS.get(key)
    return Stroke(key, None, or_else=(meaning,) if meaning else ())


def _typed(text: str, command: str) -> list[Key]:
    """Return the keys for typed text, which in a list may be a command of another layout."""
    keys = text_keys(text)
    if len(keys) != 1 or text.isascii() or not command.isascii() or not command:
        return keys
    name = key_of_character(command.upper() if text.isupper() else command)
    return [Stroke(keys[0].key, text, or_else=(name,))]


def _text(codes: str) -> str:
    return "".join(_char(int(code)) for code in codes.split(":") if code)


def _char(code: int) -> str:
    """Return a character by its code point, '' for controls, surrogates and invalid ones."""
    if code < 32 or 127 <= code < 160 or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    return chr(code)
