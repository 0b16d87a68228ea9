"""Moving through the notes and searching, with few notes and with many."""

from math import inf
from pathlib import Path
from typing import NamedTuple

from benchmarks.measures import PACE, or_lost, ready
from benchmarks.moves import until_still
from benchmarks.subjects import Subject
from so_tui.content import text

LINES = tuple(f"word{letter} and more" for letter in "abcdefgh")
"""What is typed first, so that there are rows also where there were no notes."""

QUIET = 0.25
"""Seconds without output after which all is there."""

UP, TAB, HOME, LOOK_BACK, CLEAR = b"\x1b[A", b"\t", b"\x1bOQ", b"b", b"\x15"
NOWHERE, SOUGHT = b"qqqqzzzz", b"worde"
NOTHING = text("lookback.none_found").partition(".")[0].encode()
"""What is on the screen when nothing holds the words sought, once all has been looked through."""


class Around(NamedTuple):
    """What looking around in the notes showed.

    Attributes:
        rows: The ms until the last output of each row moved.
        sizes: The bytes of each.
        opening: The ms until the search over all notes is there.
        letters: The ms until the screen is still for each letter of a search.
        memory: The most that was held by then, in MiB.
    """

    rows: list[float]
    sizes: list[int]
    opening: float
    letters: list[float]
    memory: float


@or_lost(Around([inf], [0], inf, [inf], inf))
def look_around(subject: Subject, home: Path) -> Around:
    """Move up the notes at ten rows a second, then search for one of them letter by letter.

    Args:
        subject: The program, ready to take a note.
        home: Its directory.
    """
    with subject.open(home) as session:
        ready(subject, session)
        session.send("".join(f"{line}\r" for line in LINES).encode())
        session.settle(quiet=QUIET)
        session.send(TAB)
        session.settle(quiet=QUIET)
        moves, sizes = [], []
        for _ in LINES[1:]:
            at = session.send(UP)
            chunks = session.read_for(PACE)
            sizes.append(sum(len(chunk.data) for chunk in chunks))
            moves.append((chunks[-1].at - at) * 1000 if chunks else inf)
        session.send(HOME)
        session.settle(quiet=QUIET)
        opening = until_still(session, LOOK_BACK)
        session.send(b"/" + NOWHERE)
        session.read_until(lambda words: NOTHING in words)
        session.settle(quiet=QUIET)
        session.send(CLEAR)
        session.settle(quiet=QUIET)
        letters = [until_still(session, bytes([letter])) for letter in SOUGHT]
        return Around(moves, sizes, opening, letters, session.peak())
