"""Keys at a steady pace, whether or not the last one is seen; and keys all at once."""

import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measures import PACE, lines, ready
from benchmarks.moves import DOWN, Way, follow
from benchmarks.session import Session
from benchmarks.subjects import KEPT, Subject
from so_tui.storage.store import Store

EVERY = 15
"""Keys after which the second session hands in a line."""

BURST = 200
"""Letters that are sent in one go, with Enter after every tenth."""


def pressing(
    session: Session, keys: list[bytes], beside: Callable[[int], None] = lambda number: None
) -> list[float]:
    """Press keys at ten a second, and gather what comes; return when each was sent."""
    sent: list[float] = []
    start = time.perf_counter()
    for number, key in enumerate(keys):
        beside(number)
        session.read_for(start + number * PACE - time.perf_counter())
        sent.append(session.send(key))
    session.read_for(PACE)
    # Shorter than a cursor takes to blink, and longer than the line's delay.
    session.settle(quiet=0.4, timeout=30)
    return sent


def steady_typing(
    subject: Subject, home: Path, seed: int, count: int, *, company: Subject | None = None
) -> tuple[list[float], float]:
    """Type lines at ten keys a second, as a typist does who does not look.

    Args:
        subject: The program.
        home: Its directory.
        seed: Chooses the words.
        count: How many lines, of about 20 letters.
        company: A second session on the same notes, whose lines arrive meanwhile.

    Returns:
        The ms from each key until its letter stands at the end of what was typed before it (inf if
        it never came; the first two letters of a line and blanks are not timed), and bytes a key.
    """
    typed = lines(seed, count)
    keys = [letter.encode() for line in typed for letter in [*line, "\r"]]
    ends = [line[max(0, end - 8) : end] for line in typed for end in range(1, len(line) + 2)]
    with subject.open(home) as session:
        ready(subject, session)
        first, before = len(session.chunks), session.bytes_out
        if company is None:
            sent = pressing(session, keys)
        else:
            with Session(company.argv(home), home) as other:
                ready(company, other)
                sent = pressing(session, keys, lambda number: hand_in(other, number))
        size = session.bytes_out - before
        seen = session.seen_in_order(ends, session.chunks[first:])
    figures = [
        (at - since) * 1000 if at else float("inf")
        for key, end, since, at in zip(keys, ends, sent, seen, strict=True)
        if key not in (b" ", b"\r") and len(end) > 2
    ]
    return figures, size / len(keys)


def hand_in(other: Session, number: int) -> None:
    """Let the second session hand in a line now and then."""
    other.read(0)
    if number % EVERY == EVERY - 1:
        other.send(f"the other one's line {number}\r".encode())


def steady_moving(subject: Subject, home: Path, way: Way | None, count: int) -> list[float]:
    """Move down a list at ten rows a second; return the ms until the last output for each row.

    What comes before the next row's earliest answer belongs to a row.
    """
    with subject.open(home) as session:
        ready(subject, session)
        follow(session, way)
        first = len(session.chunks)
        sent = pressing(session, [DOWN] * count)
        chunks = session.chunks[first:]
    figures = []
    for at, following in zip(sent, [*sent[1:], float("inf")], strict=True):
        own = [c.at for c in chunks if at + subject.lag <= c.at < following + subject.lag]
        figures.append((own[-1] - at) * 1000 if own else float("inf"))
    # After the last one more is drawn, as the cursor has come to rest.
    return figures[:-1]


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
