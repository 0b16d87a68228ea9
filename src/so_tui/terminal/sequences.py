"""Telling typing from what a terminal sends by itself, in whatever pieces either arrives.

A state machine after the VT500's (vt100.net/emu/dec_ansi_parser), with two additions that a
terminal does not need: a person may type the characters that begin a sequence, and a slow
connection may deliver the rest of one seconds later. So what may become a sequence is held. It is
dropped once it is complete and not a key, and counts as typing again once it cannot be one.
"""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from so_tui.terminal.grammar import ESC, LIMIT, goes_on, is_string, is_sure, is_whole, may_begin

LATE = 10.0
"""Seconds of silence to wait for the rest of what is certainly an answer."""

DOUBT = 4.0
"""Seconds to hold characters that may begin an answer, or be typing."""

BEGINNING = 32
"""Characters kept of an answer longer than any that is requested."""

_C1 = {0x80 + code - 0x40: f"{ESC}{chr(code)}" for code in map(ord, "[]P_^X")}


class TokenKind(Enum):
    """The kind of input."""

    TEXT = "characters, control characters among them"
    ESCAPE = "the Escape key"
    ALT = "a character with Alt, or after Escape"
    SEQUENCE = "a whole CSI or SS3 sequence"


class Token(NamedTuple):
    """One piece of input.

    Attributes:
        kind: Its kind.
        text: Its characters: a sequence with its Escape, an Alt character without it.
    """

    kind: TokenKind
    text: str


class Tokenizer:
    """Splits the terminal's input into tokens.

    Times are seconds of any monotonic clock; see `TypedInput` for the delay.
    """

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self.held = ""
        """An Escape and what followed it, as long as that may become a sequence."""
        self._since = 0.0
        self._is_told = False
        """Whether the Escape was already reported as the key."""
        self._is_late = False
        """Whether there was a pause since the Escape."""
        self._is_fresh = False
        """Whether everything after the Escape came at once, faster than anyone types."""
        self._after_string = False
        """Whether the Escape may be the first half of a string's terminator."""

    def wait(self, now: float) -> float | None:
        """Return the seconds until `tick` has something to do; None if it has not."""
        if not self.held or (self._is_told and self.held == ESC):
            return None
        return max(0.0, self._since + self._patience() - now)

    def tick(self, now: float) -> Iterator[Token]:
        """Yield what the silence since the last character means."""
        if not self.held or now - self._since < self._patience():
            return
        if self._is_late or self.held == ESC + "O":
            yield from self._let_go(in_silence=True)
            return
        self._is_late = True
        if self.held == ESC:
            self._is_told = True
            yield Token(TokenKind.ESCAPE, ESC)

    def feed(self, text: str, now: float) -> Iterator[Token]:
        """Yield the tokens completed by this text."""
        if not text.isascii():
            text = text.translate(_C1)
        if self._is_late:
            yield from self.tick(now)
        self._since = now
        self._is_fresh = False
        place = 0
        while place < len(text):
            if not self.held:
                start = text.find(ESC, place)
                end = len(text) if start < 0 else start
                if end > place:
                    yield Token(TokenKind.TEXT, text[place:end])
                if start >= 0:
                    self._begin()
                place = end + 1
            elif self._takes(text, place):
                self._hold(text[place])
                place += 1
                yield from self._whole()
            else:
                yield from self._let_go()

    def _hold(self, char: str) -> None:
        if len(self.held) > LIMIT and char != ESC and is_sure(self.held[1:]):
            self.held = self.held[:BEGINNING]
        self.held += char

    def _begin(self, *, told: bool = False, after_string: bool = False) -> None:
        self.held = ESC
        self._is_told = self._is_late = told
        self._after_string = after_string

    def _patience(self) -> float:
        if not self._is_late:
            return self._delay
        return LATE if self.held == ESC or is_sure(self.held[1:]) else DOUBT

    def _takes(self, text: str, place: int) -> bool:
        """Return whether the character at this index belongs to the held input."""
        body = self.held[1:]
        if not body:
            if self._after_string and text[place] == "\\":
                return True
            takes = may_begin(text, place, told=self._is_told)
            self._is_fresh = takes
            return takes
        is_late = self._is_late and (is_string(body) or not self._is_fresh)
        return goes_on(body, text, place, late=is_late)

    def _whole(self) -> Iterator[Token]:
        """Yield the held input if it is complete and a key."""
        body = self.held[1:]
        if is_string(body) or body[0] in "[O":
            if not is_whole(body):
                return
            if not is_string(body):
                yield Token(TokenKind.SEQUENCE, self.held)
        elif not (self._after_string and body == "\\"):
            yield Token(TokenKind.ALT, body)
        self.held = ""

    def _let_go(self, *, in_silence: bool = False) -> Iterator[Token]:
        """Yield the held input as typed, or nothing if nobody can have typed it."""
        told, body = self._is_told, self.held[1:]
        may_be_end = len(body) > 1 and body.endswith(ESC)
        body = body.removesuffix(ESC)
        is_cut = body.startswith("[") and len(body) > 1 and not self._is_late
        self.held = ""
        if may_be_end:
            self._begin(told=in_silence, after_string=in_silence)
        if is_cut or is_sure(body):
            return
        if told:
            yield from [Token(TokenKind.TEXT, body)] * bool(body)
        elif not body:
            yield Token(TokenKind.ESCAPE, ESC)
        else:
            yield Token(TokenKind.ALT, body[0])
            yield from [Token(TokenKind.TEXT, body[1:])] * (len(body) > 1)
