"""Cleaning outside text before it is stored or shown."""

import re
from typing import NewType

Clean = NewType("Clean", str)
"""Text without control characters, bidi controls or lone surrogates: safe to send to a terminal."""

BLANK = Clean("")

# C0 but for newline, DEL, C1; bidi marks, embeddings, overrides, isolates (Unicode UAX #9);
# line and paragraph separators; the byte-order mark; lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_KEPT = {"\t": " ", "\u2028": "\n", "\u2029": "\n"}
_NEWLINES = re.compile("\r\n?")
_STOP = re.compile(r"\.+([\"'\u201d\u2019)]*)$")


def clean(raw: str) -> Clean:
    """Return `raw` with control characters removed; newlines stay, a tab becomes a space."""
    if raw.isascii() and raw.isprintable():
        return Clean(raw)
    return Clean(_UNSAFE.sub(lambda m: _KEPT.get(m[0], ""), _NEWLINES.sub("\n", raw)))


def is_typed(character: str) -> bool:
    """Return whether a key's character is text: any spaces and joiners, but no controls."""
    return character.isprintable() or clean(character) == character != "\n"


def clean_line(raw: str) -> Clean:
    """Return `raw` as one clean line: newlines become spaces, the ends are trimmed."""
    return Clean(" ".join(clean(raw).split("\n")).strip())


def first_line(text: str, width: int) -> str:
    """Return the start of `text` on one line, at most `width` characters, with '...' if cut."""
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: max(0, width - 3)].rstrip() + "..."


def without_stop(text: str) -> str:
    """Return the text without a final full stop, also before quotes, to continue the sentence."""
    return _STOP.sub(r"\1", text)


def start_of_sentence(text: str, width: int) -> str:
    """Return the start of `text` for a sentence that adds the full stop.

    It ends in '..' if it was cut, so that the reader sees '...' there.
    """
    start = first_line(text, width)
    is_cut = start != " ".join(text.split())
    return start[:-1] if is_cut else without_stop(start)
