"""Boundaries of characters as people count them: accents, emoji of several parts, flags.

The rules are those of Unicode's UAX #29, 'extended grapheme clusters', for what keyboards send.
"""

import unicodedata

_JOINER, _NON_JOINER = "\u200d", "\u200c"
_PICTURES = (
    (0xA9, 0xA9), (0xAE, 0xAE), (0x203C, 0x203C), (0x2049, 0x2049), (0x2122, 0x2122),
    (0x2139, 0x2139), (0x2194, 0x21AA), (0x231A, 0x23FF), (0x24C2, 0x24C2), (0x25AA, 0x25FE),
    (0x2600, 0x27BF), (0x2934, 0x2935), (0x2B05, 0x2B55), (0x3030, 0x303D), (0x3297, 0x3299),
    (0x1F000, 0x1F1E5), (0x1F200, 0x1F3FA), (0x1F400, 0x1FAFF), (0x1FC00, 0x1FFFD),
)  # fmt: skip
"""First and last code points of the ranges that a joiner can combine into one emoji."""


def is_boundary(text: str, place: int) -> bool:
    """Return whether a user-perceived character begins or ends at this index."""
    if place <= 0 or place >= len(text):
        return True
    before, after = text[place - 1], text[place]
    if after.isascii():
        return not (before == "\r" and after == "\n")
    if unicodedata.category(before) in ("Cc", "Zl", "Zp"):
        return True
    if _extends(after) or _is_one_syllable(ord(before), ord(after)):
        return False
    if before == _JOINER and _is_picture(after):
        return not _is_picture(text[_without_marks(text, place - 1)])
    if _is_flag_half(before) and _is_flag_half(after):
        return _flag_halves_before(text, place) % 2 == 0
    return True


def previous(text: str, place: int) -> int:
    """Return the start of the character that ends at or spans this index."""
    place = max(0, place - 1)
    while not is_boundary(text, place):
        place -= 1
    return place


def following(text: str, place: int) -> int:
    """Return the end of the character that begins at or spans this index."""
    place = min(len(text), place + 1)
    while not is_boundary(text, place):
        place += 1
    return place


def _extends(char: str) -> bool:
    """Return whether it belongs to the preceding character: accents, vowel signs, skin tones."""
    code = ord(char)
    return (
        char in (_JOINER, _NON_JOINER, "\u0e33", "\u0eb3", "\uff9e", "\uff9f")
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0020 <= code <= 0xE007F
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
    )


def _is_picture(char: str) -> bool:
    code = ord(char)
    return any(first <= code <= last for first, last in _PICTURES)


def _without_marks(text: str, place: int) -> int:
    """Return the index of the last character before this one that is not a mark."""
    place -= 1
    while place > 0 and _extends(text[place]) and text[place] != _JOINER:
        place -= 1
    return max(0, place)


def _is_flag_half(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def _flag_halves_before(text: str, place: int) -> int:
    start = place
    while start > 0 and _is_flag_half(text[start - 1]):
        start -= 1
    return place - start


def _is_one_syllable(before: int, after: int) -> bool:
    """Return whether two parts of Korean writing form one syllable."""
    first, second = _korean(before), _korean(after)
    return (
        (first == "L" and second in ("L", "V", "LV", "LVT"))
        or (first in ("LV", "V") and second in ("V", "T"))
        or (first in ("LVT", "T") and second == "T")
    )


def _korean(code: int) -> str:
    if 0x1100 <= code < 0x1160 or 0xA960 <= code < 0xA980:
        return "L"
    if 0x1160 <= code < 0x11A8 or 0xD7B0 <= code < 0xD7C7:
        return "V"
    if 0x11A8 <= code < 0x1200 or 0xD7CB <= code < 0xD7FC:
        return "T"
    if 0xAC00 <= code < 0xD7A4:
        return "LVT" if (code - 0xAC00) % 28 else "LV"
    return ""
