"""Decoding bytes from the terminal into characters, and telling pastes from typed keys."""

import codecs
from collections.abc import Iterator

from so_tui.domain.dataclass import dataclass

_FALLBACK = "so_tui.stray_bytes"
_WHOLE = "so_tui.known_bytes"


def _stray_bytes(error: UnicodeError) -> tuple[str, int]:
    """Decode bytes that are not UTF-8 as cp1252, which old terminals send: 0xE9 is 'é'."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "ignore"), error.end


def _known_bytes(error: UnicodeError) -> tuple[str, int]:
    """The same, but fail on the few bytes that are undefined in cp1252 too."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252"), error.end


codecs.register_error(_FALLBACK, _stray_bytes)
codecs.register_error(_WHOLE, _known_bytes)


class NotText(ValueError):
    """The bytes are not text: they are neither UTF-8 nor what old terminals send."""


def decode(content: bytes) -> str:
    """Decode bytes from outside like keys, but without dropping any.

    Raises:
        NotText: Some bytes would have to be dropped.
    """
    try:
        read = content.decode("utf-8", _WHOLE)
    except UnicodeDecodeError:
        raise NotText from None
    if "\0" in read:
        raise NotText
    return read


class KeyDecoder:
    """An incremental UTF-8 decoder that never fails.

    A character may come in pieces. A byte that cannot be UTF-8 is decoded as cp1252; the few that
    are undefined there too are dropped.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(_FALLBACK)

    @property
    def is_pending(self) -> bool:
        """Whether an incomplete character is pending."""
        return bool(self._decoder.getstate()[0])

    def feed(self, data: bytes) -> str:
        """Return the characters that are now complete."""
        return self._decoder.decode(data)

    def finish(self) -> str:
        """Return the pending bytes as stray ones, since no more of the character will come."""
        return self._decoder.decode(b"", final=True)


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
        self._held = ""

    @property
    def is_waiting(self) -> bool:
        """Whether input is held back that may be part of a mark."""
        return bool(self._held)

    def feed(self, text: str) -> Iterator[str | Pasted]:
        """Yield typed text at once, and each paste when it has ended."""
        text, self._held = self._held + text, ""
        while text:
            found, marked, rest = _until_end(text) if self._is_pasting else text.partition(START)
            if not marked:
                kept = 0 if self._is_pasting else len(text) - _unfinished(text, START)
                found, self._held = text[:kept], text[kept:]
            if found or (marked and self._is_pasting):
                yield Pasted(found) if self._is_pasting else found
            if marked:
                self._is_pasting = not self._is_pasting
            text = rest

    def flush(self) -> Iterator[str | Pasted]:
        """Yield what was held back, since nothing more has come for a while."""
        kept = len(self._held) - (_unfinished(self._held, END) if self._is_pasting else 0)
        text, self._held = self._held[:kept], self._held[kept:]
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
