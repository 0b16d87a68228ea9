"""The measurements: each takes a subject and returns figures of one run of it."""

import random
import statistics
import string
import subprocess
import time
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.session import Session, run_once
from benchmarks.subjects import Subject, python
from tests.support.pty import terminal_env

PACE = 0.1
"""Seconds between keys: a quick typist."""

COMMANDS = ("so-tui --version", "so-tui note add", "python -c pass")


def until_answered(session: Session, subject: Subject) -> float:
    """Wait until a program that was just started answers a key, and return the ms that took.

    What is on the screen is worked out when there is nothing to be read, so that it takes no time.

    Raises:
        TimeoutError: It did not within 20 s.
    """
    session.read_until(lambda words: subject.ready in words)
    while time.perf_counter() - session.started < 20:
        session.send(subject.probe)
        if at := session.seen(subject.echo, session.read_for(PACE)):
            return (at - session.started) * 1000
    raise TimeoutError(f"{subject.name} does not answer")


def start(subject: Subject, home: Path) -> tuple[float, int, float]:
    """Start a program, wait until a key is answered, and then until it is silent.

    Returns:
        The ms until the answer, the bytes until it is silent, and the most memory held, in MiB.
    """
    with subject.open(home) as session:
        ms = until_answered(session, subject)
        session.settle()
        status = Path(f"/proc/{session.process.pid}/status").read_text()
        return ms, session.bytes_out, int(status.split("VmHWM:")[1].split()[0]) / 1024


def lines(seed: int, count: int) -> list[str]:
    """Return lines of made-up words, about 30 letters each, the same for the same seed."""
    dice = random.Random(seed)
    word = ["".join(dice.choices(string.ascii_lowercase, k=k)) for k in (6, 5, 7) * count]
    return [" ".join(word[3 * n : 3 * n + 3]) for n in range(count)]


def ready(subject: Subject, session: Session) -> None:
    """Wait until a subject is ready and silent."""
    session.read_until(lambda words: subject.ready in words)
    session.settle(quiet=0.4)


def typing(subject: Subject, home: Path, seed: int, count: int) -> tuple[list[float], float]:
    """Type lines at ten keys a second; a line is ended by Enter, which is not counted.

    A letter counts as seen when it stands on the screen at the end of what was typed before it.
    The first two letters of a line are too short to be told from other text and are not timed.

    Returns:
        The ms from each key until it is on the screen (inf if it never came), and bytes a key.
    """
    with subject.open(home) as session:
        ready(subject, session)
        figures: list[float] = []
        keys = size = 0
        for line in lines(seed, count):
            for place, letter in enumerate(line, 1):
                before = session.bytes_out
                at = session.send(letter.encode())
                chunks = session.read_for(max(PACE, subject.lag))
                keys, size = keys + 1, size + session.bytes_out - before
                tail = line[max(0, place - 8) : place]
                if place > 2 and letter != " ":
                    seen = session.seen(tail, chunks)
                    figures.append((seen - at) * 1000 if seen else float("inf"))
            session.send(subject.enter)
            session.settle()
        return figures, size / keys


def back_to_back(subject: Subject, home: Path, seed: int, count: int) -> list[float]:
    """Type each letter as soon as the one before is seen and return the ms for each."""
    with subject.open(home) as session:
        ready(subject, session)
        figures = []
        for line in lines(seed, count):
            typed = ""
            for letter in line.replace(" ", ""):
                typed += letter
                at = session.send(letter.encode())
                chunk = session.read_until(partial(_shows, typed[-4:].encode(), letter.encode()))
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
        wakes: How often one of its threads is woken.
    """

    size: float
    cpu: float
    wakes: float


def idle(subject: Subject, home: Path, seconds: float) -> Idle:
    """Leave a program alone for a time and see what it does."""
    with subject.open(home) as session:
        ready(subject, session)
        session.read_for(1)
        before = session.bytes_out, session.cpu() * 1000, session.wakes()
        session.read_for(seconds)
        after = session.bytes_out, session.cpu() * 1000, session.wakes()
        return Idle(*((now - then) / seconds for then, now in zip(before, after, strict=True)))


def paste(subject: Subject, home: Path, count: int) -> tuple[float, int]:
    """Paste words, and return the ms until the last output, and the bytes written."""
    text = " ".join(lines(7, count // 20 + 1))[:count].encode()
    with subject.open(home) as session:
        ready(subject, session)
        before, at = session.bytes_out, time.perf_counter()
        session.send_all(b"\x1b[200~" + text + b"\x1b[201~")
        session.settle(quiet=0.4)
        return (session.chunks[-1].at - at) * 1000, session.bytes_out - before


def version(home: Path) -> tuple[float, float]:
    """Return the ms that `so-tui --version` takes, and those that Python takes for nothing."""
    home.mkdir(parents=True)
    ours = run_once(python("-m", "so_tui", "--version"), home)
    return ours * 1000, run_once(python("-c", "pass"), home) * 1000


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
