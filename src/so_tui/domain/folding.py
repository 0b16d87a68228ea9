"""Comparing texts without regard to case and accents: one way for find, filters and commands."""

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]")
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


def fold(text: str) -> str:
    """Return the text in lower case without accents: 'Ångström' is 'angstrom'."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain).translate(_STROKES))


def holds(words: str, *texts: str) -> bool:
    """Return whether the texts contain each of the words, as `fold` sees them."""
    if not words:
        return True
    hay = fold(" ".join(texts))
    return all(word in hay for word in fold(words).split())


def named_in(words: str, *texts: str) -> bool:
    """Return whether the texts contain each of the words, and each number as a number of its own.

    '6 Nov' names '6 Nov 2026' and '06 Nov', neither '16 Nov' nor '1 Nov 2026'.
    """
    hay = fold(" ".join(texts))
    return all(_standing_alone(word).search(hay) for word in fold(words).split())


def _standing_alone(word: str) -> re.Pattern[str]:
    before = r"(?<!\d)0*" if word[0].isdecimal() else ""
    after = r"(?!\d)" if word[-1].isdecimal() else ""
    return re.compile(before + re.escape(word) + after)


def alike(text: str, other: str) -> bool:
    """Return whether two texts are alike but for case, accents and outer spaces."""
    return fold(text).strip() == fold(other).strip()
