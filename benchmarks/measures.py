"""The measurements: each takes a subject and returns figures of one run of it."""

import random
import statistics
import string
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

from benchmarks.session import Session, run_once
from benchmarks.subjects import Subject, python
from tests.support.pty import terminal_env

PACE = 0.1
"""Seconds between keys: a quick typist."""

GIVE_UP = 20.0
"""Seconds that a program that was started is given to answer."""

COMMANDS = ("so-tui --version", "so-tui note add", "python -c pass")


P = ParamSpec("P")
R = TypeVar("R")


def or_lost(lost: R) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Have a measurement return this, and say so, where a program did not do what was waited for.

    So a peer that fails does not take with it what was measured for half an hour.
    """

    def wrap(measure: Callable[P, R]) -> Callable[P, R]:
        @wraps(measure)
        def measured(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return measure(*args, **kwargs)
            except TimeoutError as error:
                print(f"{measure.__name__}: {error}", file=sys.stderr, flush=True)
                return lost

        return measured

    return wrap


def until_answered(session: Session, subject: Subject) -> float:
    """Wait until a program that was just started answers a key, and return the ms that took.

    What is on the screen is worked out when there is nothing to be read, so that it takes no time.

    Raises:
        TimeoutError: It did not within `GIVE_UP` seconds.
    """
    session.read_until(lambda words: subject.ready in words)
    while time.perf_counter() - session.started < GIVE_UP:
        session.send(subject.probe)
        if at := session.seen(subject.echo, session.read_for(PACE)):
            return (at - session.started) * 1000
    raise TimeoutError(f"{subject.name} does not answer")


class Started(NamedTuple):
    """What a start took.

    Attributes:
        ms: Until a key was answered.
        size: Bytes until the program was silent.
        memory: The most that it held by then, in MiB.
        cpu: Milliseconds of processor time, up to a tenth of a second after the answer.
    """

    ms: float
    size: float
    memory: float
    cpu: float


@or_lost(Started(*[float("inf")] * 4))
def start(subject: Subject, home: Path) -> Started:
    """Start a program, wait until a key is answered, and then until it is silent."""
    with subject.open(home) as session:
        ms = until_answered(session, subject)
        cpu = session.cpu() * 1000
        session.settle()
        return Started(ms, session.bytes_out, session.peak(), cpu)


def lines(seed: int, count: int) -> list[str]:
    """Return lines of made-up words, about 20 letters each, the same for the same seed."""
    dice = random.Random(seed)
    word = ["".join(dice.choices(string.ascii_lowercase, k=k)) for k in (6, 5, 7) * count]
    return [" ".join(word[3 * n : 3 * n + 3]) for n in range(count)]


def ready(subject: Subject, session: Session) -> None:
    """Wait until a subject is ready and silent."""
    session.read_until(lambda words: subject.ready in words)
    session.settle(quiet=0.4)


@or_lost([float("inf")])
def back_to_back(subject: Subject, home: Path, seed: int, count: int) -> list[float]:
    """Type each letter as soon as the one before is seen and return the ms for each.

    The first two letters of a line are not timed: they cannot be told from other text.
    """
    with subject.open(home) as session:
        ready(subject, session)
        figures = []
        for line in lines(seed, count):
            typed = ""
            for letter in line.replace(" ", ""):
                typed += letter
                at = session.send(letter.encode())
                chunk = session.read_until(partial(_shows, typed[-4:].encode(), letter.encode()))
                if len(typed) > 2:
                    figures.append((chunk.at - at) * 1000)
            session.send(subject.enter)
            session.settle()
        return figures


def _shows(tail: bytes, key: bytes, words: bytes) -> bool:
    """Tell whether output redraws the line with the key, or draws the changed cells alone."""
    return tail in words or (key in words and len(words.split()) <= 2)


class Idle(NamedTuple):
    """What a program does in a second in which nobody touches it.

    Attributes:
        size: Bytes written.
        cpu: Milliseconds of processor time used.
        wakes: How often one of its threads is woken, all together.
        often: How often in all any thread was woken beyond once a second.
    """

    size: float
    cpu: float
    wakes: float
    often: float


@or_lost(Idle(*[float("inf")] * 4))
def idle(subject: Subject, home: Path, seconds: float) -> Idle:
    """Leave a program alone for a time and see what it does."""
    with subject.open(home) as session:
        ready(subject, session)
        session.read_for(1)
        size, cpu, wakes = session.bytes_out, session.cpu(), session.wakes()
        session.read_for(seconds)
        slept = {thread: now - wakes.get(thread, 0) for thread, now in session.wakes().items()}
        return Idle(
            (session.bytes_out - size) / seconds,
            (session.cpu() - cpu) * 1000 / seconds,
            sum(slept.values()) / seconds,
            max(0, *(count - seconds - 1 for count in slept.values())),
        )


@or_lost((float("inf"), float("inf")))
def paste(subject: Subject, home: Path, count: int) -> tuple[float, float]:
    """Paste words, and return the ms until the last output, and the bytes written."""
    text = " ".join(lines(7, count // 20 + 1))[:count].encode()
    with subject.open(home) as session:
        ready(subject, session)
        before, at = session.bytes_out, time.perf_counter()
        session.send_all(b"\x1b[200~" + text + b"\x1b[201~")
        session.settle(quiet=0.4)
        return (session.chunks[-1].at - at) * 1000, session.bytes_out - before


def commands(home: Path, visit: Subject) -> dict[str, float]:
    """Return the ms that each of `COMMANDS` takes, the median of three runs.

    Args:
        home: A directory for them.
        visit: What a line is added to.
    """
    visit.prepare(home)
    lines = (
        python("-m", "so_tui", "--version"),
        python("-m", "so_tui", "note", "add", "one more line"),
        python("-c", "pass"),
    )
    runs = [[run_once(line, home) * 1000 for line in lines] for _ in range(3)]
    return dict(zip(COMMANDS, map(statistics.median, zip(*runs, strict=True)), strict=True))


def version_imports(home: Path) -> list[str]:
    """Return which of the slow libraries `so-tui --version` imports."""
    command = python("-X", "importtime", "-m", "so_tui", "--version")
    done = subprocess.run(
        command, cwd=home, env=terminal_env(home), capture_output=True, text=True, check=True
    )
    modules = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    return sorted(modules & {"textual", "tinydb", "rich"})
