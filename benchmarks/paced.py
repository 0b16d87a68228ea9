"""Keys at a steady pace, whether or not the last one is seen; and keys all at once."""

import statistics
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from benchmarks.measures import PACE, lines, or_lost, ready
from benchmarks.moves import DOWN, Way, follow
from benchmarks.session import Session
from benchmarks.subjects import KEPT, Subject
from so_tui.storage.store import Store

EVERY = 15
"""Keys after which the second session hands in a line."""

OTHERS = "the other one's line"
"""What its lines begin with."""

BURST = 200
"""Letters that are sent in one go, with Enter after every tenth."""

PATIENCE = 60.0
"""Seconds for which a program may go on drawing after the last key."""

BEHIND = 1.0
"""Seconds after the last key, beyond the line's own delay, from which on a program fell behind."""


def pressing(
    session: Session, keys: list[bytes], beside: Callable[[int], None] = lambda number: None
) -> tuple[list[float], list[int]]:
    """Press keys at ten a second, and gather what comes.

    Returns:
        When each was sent, and the bytes that came until the next one was.
    """
    sent: list[float] = []
    sizes: list[int] = []
    start = time.perf_counter()
    for number, key in enumerate(keys):
        beside(number)
        session.read_for(start + number * PACE - time.perf_counter())
        sizes.append(session.bytes_out)
        sent.append(session.send(key))
    session.read_for(PACE)
    # Shorter than a cursor takes to blink, and longer than the line's delay.
    session.settle(quiet=0.4, timeout=PATIENCE)
    sizes.append(session.bytes_out)
    return sent, [after - before for before, after in pairwise(sizes)]


class Typed(NamedTuple):
    """What typing lines showed.

    Attributes:
        keys: The ms from each letter until it stands at the end of what was typed before it; inf
            if it never came. Blanks and the first two letters of a line are not timed: they
            cannot be told from other text.
        letter: Bytes until the next key, in the middle, of a letter.
        enter: The same of an Enter, with which a line joins those above.
        mean: Bytes a key of any kind.
    """

    keys: list[float]
    letter: float
    enter: float
    mean: float


@or_lost(Typed([float("inf")], *[float("inf")] * 3))
def typing(
    subject: Subject, home: Path, seed: int, count: int, *, company: Subject | None = None
) -> Typed:
    """Type lines at ten keys a second, as a typist does who does not look.

    Args:
        subject: The program.
        home: Its directory.
        seed: Chooses the words.
        count: How many lines, of about 20 letters.
        company: A second session on the same notes, whose lines arrive meanwhile.

    Raises:
        RuntimeError: None of the second session's lines arrived.
    """
    typed = lines(seed, count)
    keys = [key for line in typed for key in (*(c.encode() for c in line), subject.enter)]
    ends = [line[max(0, end - 8) : end] for line in typed for end in range(1, len(line) + 2)]
    with subject.open(home) as session:
        ready(subject, session)
        first, before = len(session.chunks), session.bytes_out
        if company is None:
            sent, sizes = pressing(session, keys)
        else:
            with Session(company.argv(home), home) as other:
                ready(company, other)
                sent, sizes = pressing(session, keys, lambda number: hand_in(other, number))
        size = session.bytes_out - before
        seen = session.seen_in_order(ends, session.chunks[first:])
        if company is not None and not any(OTHERS in row for row in session.screen()):
            raise RuntimeError("the lines of the second session did not arrive")
    figures = [
        (at - since) * 1000 if at else float("inf")
        for key, end, since, at in zip(keys, ends, sent, seen, strict=True)
        if key not in (b" ", subject.enter) and len(end) > 2
    ]
    letters, enters = (
        [drawn for key, drawn in zip(keys, sizes, strict=True) if (key == subject.enter) is kind]
        for kind in (False, True)
    )
    letter, enter = statistics.median(letters), statistics.median(enters)
    return Typed(figures, letter, enter, size / len(keys))


def hand_in(other: Session, number: int) -> None:
    """Let the second session hand in a line now and then."""
    other.read(0)
    if number % EVERY == EVERY - 1:
        other.send(f"{OTHERS} {number}\r".encode())


@or_lost([float("inf")])
def steady_moving(subject: Subject, home: Path, way: Way | None, count: int) -> list[float]:
    """Move down a list at ten rows a second; return the ms until the last output for each row.

    What comes before the next row's earliest answer belongs to a row. Where there is more to come
    long after the last one, the program fell behind, and no row was there in time.
    """
    with subject.open(home) as session:
        ready(subject, session)
        follow(session, way)
        first = len(session.chunks)
        sent, _ = pressing(session, [DOWN] * count)
        chunks = session.chunks[first:]
    if not chunks or chunks[-1].at - sent[-1] > subject.lag + BEHIND:
        return [float("inf")]
    figures = []
    for at, following in zip(sent, [*sent[1:], float("inf")], strict=True):
        own = [c.at for c in chunks if at + subject.lag <= c.at < following + subject.lag]
        figures.append((own[-1] - at) * 1000 if own else float("inf"))
    # After the last one more is drawn, as the cursor has come to rest.
    return figures[:-1]


@or_lost(BURST // 10)
def burst(subject: Subject, home: Path, seed: int) -> int:
    """Send letters and Enters all at once; return how many lines were lost or came out wrong."""
    letters = "".join(lines(seed, BURST // 10)).replace(" ", "")[:BURST]
    wanted = [letters[at : at + 10] for at in range(0, BURST, 10)]
    with subject.open(home) as session:
        ready(subject, session)
        with Store.read(home / KEPT) as store:
            there = set(store.state().notes)
        session.send_all("".join(f"{line}\r" for line in wanted).encode())
        session.settle(quiet=1)
        with Store.read(home / KEPT) as store:
            notes = store.state().notes.values()
    kept = [note.text for note in notes if note.id not in there]
    wrong = sum(one != other for one, other in zip(kept, wanted, strict=False))
    return wrong + abs(len(kept) - len(wanted))
