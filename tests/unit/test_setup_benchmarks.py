"""The benchmarks tell what they saw: percentiles, ratios, and keys that never came."""

import math
import sys
from pathlib import Path

from benchmarks.figures import Series, Table, Target, percentile, short
from benchmarks.measures import start, typing
from benchmarks.session import Session
from benchmarks.subjects import Subject

ECHO = """
import os, sys, tty
tty.setraw(0)
os.write(1, b"ready\\r\\n")
while key := os.read(0, 1):
    if key != {dropped!r}: os.write(1, key)
"""


def echo(dropped: bytes = b"") -> Subject:
    command = [sys.executable, "-c", ECHO.format(dropped=dropped)]
    return Subject("echo", lambda home: command, b"ready")


def test_percentiles() -> None:
    values = [float(n) for n in range(1, 101)]
    assert (percentile(values, 0.5), percentile(values, 0.95)) == (50, 95)
    assert percentile([3.0], 0.95) == 3
    assert percentile([1.0, math.inf], 0.95) == math.inf


def test_ratios_are_taken_round_by_round() -> None:
    ratio = Series([2, 9, 4]).over(Series([1, 3, 4]))
    assert ratio.values == [2, 3, 1]
    assert str(ratio) == "2.00 (1.00-3.00)"
    assert short(math.inf) == "lost"


def test_verdicts_and_tables() -> None:
    assert str(Target("start", 1.4, 1.5)).startswith("met ")
    assert str(Target("start", math.inf, 1.5)).startswith("NOT MET")
    assert str(Target("start", math.nan, 1.5)).startswith("NOT MET")
    table = Table("T", "a", "b")
    table.add("wide cell", 1)
    assert "| wide cell | 1 |" in str(table)


def test_every_key_is_timed_and_counted(tmp_path: Path) -> None:
    keys, size = typing(echo(), tmp_path / "home", seed=1, count=1)
    assert len(keys) == 16
    assert min(keys) > 0
    assert 0 < size <= 1


def test_a_lost_key_is_told(tmp_path: Path) -> None:
    """Whichever letter is lost, what is typed after it never looks as it should."""
    lost, _ = typing(echo(dropped=b"a"), tmp_path / "home", seed=3, count=1)
    assert math.inf in lost


def test_start_waits_for_the_answer_to_a_key(tmp_path: Path) -> None:
    ms, size, memory = start(echo(), tmp_path / "home")
    assert 0 < memory < 1000
    assert ms > 0
    assert size == len(b"ready\r\nQ")


def test_a_session_shows_the_screen_when_it_waits_in_vain(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('only this')"]
    with Session(command, tmp_path) as session:
        session.read_for(5)
        assert session.screen()[0].rstrip() == "only this"
        assert session.process.wait() == 0
