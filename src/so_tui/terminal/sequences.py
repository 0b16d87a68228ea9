"""Typing is told from what a terminal sends of its own accord, in whatever pieces either comes in.

A state machine after the VT500's (vt100.net/emu/dec_ansi_parser), with two cares that a terminal's
own need not have: a person may type the characters that begin a sequence, and a slow line may
bring the rest of one seconds later. So what may become a sequence is held. It is dropped once it
is whole and no key, and is typing again once it can be none.
"""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from so_tui.terminal.grammar import ESC, LIMIT, goes_on, is_string, is_sure, is_whole, may_begin

DELAY = 0.1
"""Seconds after which an Escape that nothing follows was the key."""

LATE = 10.0
"""Seconds of silence for which the rest of what is surely an answer is waited for."""

DOUBT = 4.0
"""Seconds for which characters are held that may begin an answer, and may be typing."""

BEGINNING = 32
"""Characters that are kept of an answer longer than any that is asked for."""

_C1 = {0x80 + code - 0x40: f"{ESC}{chr(code)}" for code in map(ord, "[]P_^X")}


class Kind(Enum):
    """What came in."""

    TEXT = "characters, control characters among them"
    ESCAPE = "the Escape key"
    ALT = "a character with Alt, or after Escape"
    SEQUENCE = "a whole CSI or SS3 sequence"


class Token(NamedTuple):
    """One thing that came in.

    Attributes:
        kind: What it is.
        text: Its characters: a sequence with its Escape, what comes with Alt without it.
    """

    kind: Kind
    text: str


class Tokenizer:
    """Takes apart what a terminal sends.

    Times are seconds of any clock that only goes forward.

    Args:
        delay: Seconds after which an Escape that nothing follows was the key.
    """

    def __init__(self, delay: float = DELAY) -> None:
        self._delay = delay
        self._held = ""
        """An Escape, and what came after it, for as long as it may become a sequence."""
        self._since = 0.0
        self._is_told = False
        """Whether the Escape was given out as the key."""
        self._is_late = False
        """Whether there was a silence since the Escape."""
        self._is_fresh = False
        """Whether all after the Escape came in one go, as no one types it."""
        self._after_string = False
        """Whether the Escape may be the first half of a string's end."""

    @property
    def held(self) -> str:
        """What waits to become a sequence."""
        return self._held

    def forget(self) -> None:
        """Drop what is held."""
        self._held = ""

    def wait(self, now: float) -> float | None:
        """Return in how many seconds `tick` will have something to do; None: not by itself."""
        if not self._held or (self._is_told and self._held == ESC):
            return None
        return max(0.0, self._since + self._patience() - now)

    def tick(self, now: float) -> Iterator[Token]:
        """Yield what the silence since the last character means."""
        if not self._held or now - self._since < self._patience():
            return
        if self._is_late or self._held == ESC + "O":
            yield from self._let_go(in_silence=True)
            return
        self._is_late = True
        if self._held == ESC:
            self._is_told = True
            yield Token(Kind.ESCAPE, ESC)

    def feed(self, text: str, now: float) -> Iterator[Token]:
        """Yield what is complete with this text."""
        if not text.isascii():
            text = text.translate(_C1)
        if self._is_late:
            yield from self.tick(now)
        self._since = now
        self._is_fresh = False
        place = 0
        while place < len(text):
            if not self._held:
                start = text.find(ESC, place)
                end = len(text) if start < 0 else start
                if end > place:
                    yield Token(Kind.TEXT, text[place:end])
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
        if len(self._held) > LIMIT and char != ESC and is_sure(self._held[1:]):
            self._held = self._held[:BEGINNING]
        self._held += char

    def _begin(self, *, told: bool = False, after_string: bool = False) -> None:
        self._held = ESC
        self._is_told = self._is_late = told
        self._after_string = after_string

    def _patience(self) -> float:
        if not self._is_late:
            return self._delay
        return LATE if self._held == ESC or is_sure(self._held[1:]) else DOUBT

    def _takes(self, text: str, place: int) -> bool:
        """Return whether the character at this place belongs to what is held."""
        body = self._held[1:]
        if not body:
            if self._after_string and text[place] == "\\":
                return True
            takes = may_begin(text, place, told=self._is_told)
            self._is_fresh = takes
            return takes
        is_late = self._is_late and (is_string(body) or not self._is_fresh)
        return goes_on(body, text, place, late=is_late)

    def _whole(self) -> Iterator[Token]:
        """Yield what is held, unless it is not whole yet, or no key."""
        body = self._held[1:]
        if is_string(body) or body[0] in "[O":
            if not is_whole(body):
                return
            if not is_string(body):
                yield Token(Kind.SEQUENCE, self._held)
        elif not (self._after_string and body == "\\"):
            yield Token(Kind.ALT, body)
        self.forget()

    def _let_go(self, *, in_silence: bool = False) -> Iterator[Token]:
        """Yield what is held as it was typed, or nothing when no one can have typed it."""
        told, body = self._is_told, self._held[1:]
        may_be_end = len(body) > 1 and body.endswith(ESC)
        body = body.removesuffix(ESC)
        is_cut = body.startswith("[") and len(body) > 1 and not self._is_late
        self.forget()
        if may_be_end:
            self._begin(told=in_silence, after_string=in_silence)
        if is_cut or is_sure(body):
            return
        if told:
            yield from [Token(Kind.TEXT, body)] * bool(body)
        elif not body:
            yield Token(Kind.ESCAPE, ESC)
        else:
            yield Token(Kind.ALT, body[0])
            yield from [Token(Kind.TEXT, body[1:])] * (len(body) > 1)
