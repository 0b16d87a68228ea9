"""Decoding bytes from the terminal into characters, and telling pastes from typed keys."""

import codecs
from collections.abc import Iterator

from so_tui.domain.dataclass import dataclass

STRAY_BYTES = "so_tui.stray_bytes"
"""How bytes that are not UTF-8 are decoded: as cp1252, which old terminals send. 0xE9 is 'é'.

The few that are undefined there too are dropped, so that decoding never fails.
"""
_KNOWN_BYTES = "so_tui.known_bytes"
"""The same, but it fails instead of dropping any."""


def _register(name: str, undefined: str) -> None:
    def decoded(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return error.object[error.start : error.end].decode("cp1252", undefined), error.end

    codecs.register_error(name, decoded)


_register(STRAY_BYTES, "ignore")
_register(_KNOWN_BYTES, "strict")


class NotText(ValueError):
    """The bytes are not text: they are neither UTF-8 nor what old terminals send."""


def decode(content: bytes) -> str:
    """Decode bytes from outside like keys, but without dropping any.

    Raises:
        NotText: Some bytes would have to be dropped.
    """
    try:
        read = content.decode("utf-8", _KNOWN_BYTES)
    except UnicodeDecodeError:
        raise NotText from None
    if "\0" in read:
        raise NotText
    return read


START = "\x1b[200~"
END = "\x1b[201~"
"""The marks that a terminal sends around a paste ('bracketed paste', xterm)."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """Pasted text, or a part of it."""

    text: str


class PasteSplitter:
    """Splits the input into typed and pasted text.

    Textual's own parser takes an escape sequence within a paste for keys, and so would run it.
    """

    def __init__(self) -> None:
        self._is_pasting = False
        self.held = ""
        """Input held back because it may be part of a mark."""

    def feed(self, text: str) -> Iterator[str | Pasted]:
        """Yield typed text at once, and each paste when it has ended."""
        text, self.held = self.held + text, ""
        while text:
            found, marked, rest = _until_end(text) if self._is_pasting else text.partition(START)
            if not marked:
                kept = 0 if self._is_pasting else len(text) - _unfinished(text, START)
                found, self.held = text[:kept], text[kept:]
            if found or (marked and self._is_pasting):
                yield Pasted(found) if self._is_pasting else found
            if marked:
                self._is_pasting = not self._is_pasting
            text = rest

    def flush(self) -> Iterator[str | Pasted]:
        """Yield what was held back, since nothing more has come for a while."""
        kept = len(self.held) - (_unfinished(self.held, END) if self._is_pasting else 0)
        text, self.held = self.held[:kept], self.held[kept:]
        if text:
            yield Pasted(text) if self._is_pasting else text


def _until_end(text: str) -> tuple[str, str, str]:
    """Return the pasted text, its end mark, if found, and the rest.

    A terminal ends a paste once. Of several marks the last one before the next paste is the end,
    and the others were pasted: someone wants what follows them to be taken for keys.
    """
    before_next, _, _ = text.partition(START)
    found, mark, _ = before_next.rpartition(END)
    return (found, mark, text[len(found) + len(mark) :]) if mark else (text, "", "")


def _unfinished(text: str, mark: str) -> int:
    """Return how many characters at the end of the text may begin the mark.

    An Escape alone, or with a bracket, is not held back: it may be the key.
    """
    return next((n for n in range(len(mark) - 1, 2, -1) if text.endswith(mark[:n])), 0)
