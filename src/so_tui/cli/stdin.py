"""Reading words from standard input: arguments are visible to other users.

All that reads raises `Refused` if standard input is closed, or is not text.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain

from so_tui.cli.options import Refused
from so_tui.cli.output import STDIN, tell, why
from so_tui.content import text
from so_tui.domain.text import clean
from so_tui.terminal.decoding import NotText, decode

DASH = "-"
"""Argument that stands for words from standard input."""

_PIECE = 65536


def dashes(values: Iterable[object]) -> int:
    """Return how many of the values of a command are to come from standard input."""
    each = [v for value in values for v in (value if isinstance(value, tuple) else (value,))]
    return each.count(DASH)


def received(value: str) -> str:
    """Return a value unchanged, or for a dash the text of standard input."""
    if value != DASH:
        return value
    if sys.stdin.isatty():
        tell(text("cli.stdin.text"))
    return _text(b"".join(_pieces())).strip("\n")


def received_line(value: str) -> str:
    """Return a value unchanged, or for a dash the text of standard input as one line."""
    return " ".join(received(value).split("\n"))


def received_lines(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return values unchanged, with the lines of standard input in place of a dash."""
    each = (_filled(received(value)) if value == DASH else [value] for value in values)
    return tuple(chain.from_iterable(each))


def batches(asked: str) -> Iterator[list[str]]:
    """Yield the non-empty lines of standard input: from a terminal one by one.

    So each is saved as it is entered. Those of another program come all at once, to be saved all or
    none.

    Args:
        asked: The prompt for a person.
    """
    if not sys.stdin.isatty():
        yield _filled(_text(b"".join(_pieces())))
        return
    tell(asked)
    tell(text("cli.stdin.prompt"), end="")
    for piece in _pieces():  # a terminal gives a line at a time
        if lines := _filled(_text(piece)):
            yield lines
        tell(text("cli.stdin.prompt"), end="")
    tell("")


def _filled(body: str) -> list[str]:
    return [line for line in body.split("\n") if line.strip()]


def _pieces() -> Iterator[bytes]:
    """Yield the pieces of standard input up to its end, without buffering."""
    sys.stdout.flush()
    while True:
        try:
            piece = os.read(STDIN, _PIECE)
        except OSError as error:
            if sys.stdin.isatty():  # the terminal has gone: what was entered is saved
                return
            raise Refused(text("cli.stdin.closed", reason=why(error))) from None
        if not piece:
            return
        yield piece


def _text(content: bytes) -> str:
    try:
        return clean(decode(content))
    except NotText:
        raise Refused(text("cli.stdin.no_text")) from None
