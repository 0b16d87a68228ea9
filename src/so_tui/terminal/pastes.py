"""Separating pastes from keys before anything in them can be taken for a key."""

from collections.abc import Iterator

from so_tui.domain.dataclass import dataclass

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
