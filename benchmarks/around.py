"""Moving through the notes and searching, with few notes and with many."""

from pathlib import Path

from benchmarks.measures import PACE, ready
from benchmarks.moves import until_still
from benchmarks.subjects import Subject

LINES = tuple(f"word{letter} and more" for letter in "abcdefgh")
"""What is typed first, so that there are rows also where there were no notes."""

QUIET = 0.25
"""Seconds without output after which all is there."""

UP, TAB, HOME, LOOK_BACK, CLEAR = b"\x1b[A", b"\t", b"\x1bOQ", b"b", b"\x15"
NOWHERE, SOUGHT = b"qqqqzzzz", b"worde"
NOTHING = b"Nothing is found"
"""What is on the screen when nothing holds the words sought, once all has been looked through."""


def look_around(subject: Subject, home: Path) -> tuple[list[float], list[int], list[float]]:
    """Move up the notes at ten rows a second, then search for one of them letter by letter.

    Args:
        subject: The program, ready to take a note.
        home: Its directory.

    Returns:
        The ms until the last output of each row, its bytes, and the ms until the screen is still
        for each letter of the search.
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
            moves.append((chunks[-1].at - at) * 1000 if chunks else float("inf"))
        for keys in (HOME, LOOK_BACK):
            session.send(keys)
            session.settle(quiet=QUIET)
        session.send(b"/" + NOWHERE)
        session.read_until(lambda words: NOTHING in words)
        session.settle(quiet=QUIET)
        session.send(CLEAR)
        session.settle(quiet=QUIET)
        letters = [until_still(session, bytes([letter])) for letter in SOUGHT]
        return moves, sizes, letters
