"""Mapping complete CSI or SS3 sequences to keys.

The forms are those of the kitty keyboard protocol (sw.kovidgoyal.net/kitty/keyboard-protocol),
which includes xterm's modifyOtherKeys, and those of older terminals, which are in a table of
Textual.
"""

import re
from enum import IntFlag

from textual.events import Key

from so_tui.terminal.strokes import ALT_MEANINGS, Stroke, text_keys
from so_tui.terminal.textual_internals import key_of_character, key_of_code, keys_of_old

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
        held: The modifiers.
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
