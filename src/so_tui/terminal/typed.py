"""Turning the terminal's input into keys, pastes and mouse events; its answers are dropped."""

import codecs
import re
from collections.abc import Iterable, Iterator

from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.events import Paste
from textual.message import Message

from so_tui.terminal.decoding import START, STRAY_BYTES, Pasted, PasteSplitter
from so_tui.terminal.sequences import Token, Tokenizer, TokenKind
from so_tui.terminal.strokes import alt, escape, keys_of

LONGEST_DELAY = 1.0
"""Longest wait, in seconds, after an Escape for what may follow, whatever ESCDELAY says."""

BROKEN = 0.5
"""Seconds to wait for the rest of an incomplete character or paste mark."""

# Input for Textual and not from the user: mouse, focus, size and the terminal's abilities.
_FOR_TEXTUAL = re.compile(
    r"\x1b\[(?:<\d{1,5};-?\d{1,5};-?\d{1,5}[Mm]|[IO]|\?(?:2026|2048);\d\$y"
    r"|48;[1-9]\d{0,4}(?::[\d:]*)?;[1-9]\d{0,4}(?::[\d:]*)?;\d{1,5}(?::[\d:]*)?;\d{1,5}(?::[\d:]*)?t)"
)


class TypedInput:
    """Turns bytes from the terminal into messages for the app.

    Times are seconds of any monotonic clock.

    Args:
        delay: Seconds after which an Escape that nothing follows is the key.
    """

    def __init__(self, delay: float = ESCAPE_DELAY) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")(STRAY_BYTES)
        self._pastes = PasteSplitter()
        self._tokens = Tokenizer(min(delay, LONGEST_DELAY))
        self._parser = XTermParser()
        self._since: float | None = None
        self._after_return = False

    def wait(self, now: float) -> float | None:
        """Return the seconds until `tick` has something to do; None if it has not."""
        due = self._tokens.wait(now)
        if self._since is None:
            return due
        broken = max(0.0, self._since + BROKEN - now)
        return broken if due is None else min(due, broken)

    def feed(self, data: bytes, now: float) -> Iterator[Message]:
        """Yield the messages completed by these bytes."""
        yield from self._text(self._decoder.decode(data), now)
        pending, _ = self._decoder.getstate()
        self._since = now if pending or self._pastes.held else None

    def tick(self, now: float) -> Iterator[Message]:
        """Yield what the silence since the last input means."""
        for token in self._tokens.tick(now):
            yield from self._messages(token)
        if self._since is not None and now - self._since >= BROKEN:
            self._since = None
            yield from self._pieces(self._pastes.feed(self._decoder.decode(b"", final=True)), now)
            yield from self._pieces(self._pastes.flush(), now)

    def _text(self, text: str, now: float) -> Iterator[Message]:
        # The mark before a paste may come in pieces with pauses between them.
        held = self._tokens.held
        if held and START.startswith(held) and (held + text).startswith(START):
            self._tokens.held = ""
            text = held + text
        yield from self._pieces(self._pastes.feed(text), now)

    def _pieces(self, pieces: Iterable[str | Pasted], now: float) -> Iterator[Message]:
        for piece in pieces:
            if isinstance(piece, Pasted):
                yield Paste(piece.text)
                continue
            for token in self._tokens.feed(piece, now):
                yield from self._messages(token)

    def _messages(self, token: Token) -> Iterator[Message]:
        after_return, self._after_return = self._after_return, False
        if token.kind is TokenKind.TEXT:
            text = token.text.removeprefix("\n") if after_return else token.text
            self._after_return = token.text.endswith("\r")
            # Enter is CR, LF or, in 'new line mode', both.
            yield from self._parser.feed(re.sub("\r?\n", "\r", text)) if text else ()
        elif token.kind is TokenKind.ESCAPE:
            yield escape()
        elif token.kind is TokenKind.ALT:
            yield alt(token.text)
        elif _FOR_TEXTUAL.fullmatch(token.text):
            yield from self._for_textual(token.text)
        else:
            yield from keys_of(token.text)

    def _for_textual(self, sequence: str) -> Iterator[Message]:
        try:
            yield from self._parser.feed(sequence)
        except ArithmeticError:
            # Mouse positions in pixels, from a terminal that claimed not to support them.
            self._parser = XTermParser()
