"""Rows moved in a list, and screens in turn."""

import math
import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measures import PACE, or_lost, ready
from benchmarks.session import Session
from benchmarks.subjects import Subject

FIRST, STILL = 1.0, 0.12
"""Seconds in which a key is answered, and without output after which the screen is still."""

PATIENCE = 5.0
"""Seconds in which a screen is there at least in part."""

DOWN = b"\x1b[B"

Way = tuple[bytes, str]
"""Keys that lead to a list, and what is on the screen when it is there."""


@or_lost(([0], [math.inf]))
def moving(
    subject: Subject, home: Path, way: Way | None, count: int
) -> tuple[list[int], list[float]]:
    """Move down a list at ten rows a second.

    Args:
        subject: The program with the list.
        home: Its directory.
        way: How the list is reached, if it is not there at once.
        count: How many rows.

    Returns:
        For each row the bytes, and the ms until the last output.
    """
    with subject.open(home) as session:
        ready(subject, session)
        follow(session, way)
        sizes, figures = [], []
        for _ in range(count):
            at = session.send(DOWN)
            chunks = session.read_for(PACE)
            sizes.append(sum(len(chunk.data) for chunk in chunks))
            figures.append((chunks[-1].at - at) * 1000 if chunks else math.inf)
        return sizes, figures


def follow(session: Session, way: Way | None) -> None:
    """Go where a list is."""
    if way is not None:
        keys, there = way
        session.send(keys)
        session.until_shown(there)


def until_still(session: Session, key: bytes) -> float:
    """Press a key and return the ms until the last output for it; inf when there was none."""
    at = last = session.send(key)
    while chunk := session.read(STILL if last > at else FIRST):
        last = chunk.at
    return (last - at) * 1000 if last > at else math.inf


@or_lost((math.inf, math.inf, math.inf))
def switching(subject: Subject, home: Path, keys: Sequence[bytes]) -> tuple[float, float, float]:
    """Go from screen to screen.

    Returns:
        The ms until the first switch is still, which may have to make the screen; the median ms,
        and bytes, of those between screens that have been there before.
    """
    with subject.open(home) as session:
        ready(subject, session)
        figures, sizes = [], []
        for key in keys:
            before, at = session.bytes_out, session.send(key)
            answered = session.read(PATIENCE)
            session.settle(quiet=0.3)
            figures.append((session.chunks[-1].at - at) * 1000 if answered else math.inf)
            sizes.append(session.bytes_out - before)
        return figures[0], statistics.median(figures[2:]), statistics.median(sizes[2:])
