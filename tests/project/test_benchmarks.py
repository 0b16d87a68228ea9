"""The benchmarks tell what they saw: percentiles, ratios, and keys that never came."""

import math
import sys
import time
from pathlib import Path

import pytest

from benchmarks import measures, moves
from benchmarks.figures import Series, Table, Target, percentile, short
from benchmarks.lists import bytes_by_line, details_in
from benchmarks.measures import start
from benchmarks.moves import switching
from benchmarks.paced import typing
from benchmarks.results import Results
from benchmarks.session import Session
from benchmarks.subjects import Subject
from tests.support.emulator import Emulator

ECHO = """
import os, sys, time, tty
tty.setraw(0)
os.write(1, b"ready\\r\\n")
while key := os.read(0, 1):
    time.sleep({after})
    if key != {dropped!r}: os.write(1, key)
"""


def echo(dropped: bytes = b"", after: float = 0) -> Subject:
    command = [sys.executable, "-c", ECHO.format(dropped=dropped, after=after)]
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
    beside = Target("start", 1.4, 1.5, beside=("of processor time", 1.6))
    assert str(beside) == "met      start: 1.40 (of processor time 1.60)"
    table = Table("T", "a", "b")
    table.add("wide cell", 1)
    assert "| wide cell | 1 |" in str(table)


def test_a_table_without_ratios_has_no_column_for_them() -> None:
    results = Results()
    results.add("burst", "ours", 0.0)
    lines = str(results.table("Lost", {"lines": "burst"}, "")).splitlines()
    assert [line for line in lines if " x " in line] == []
    assert any("ours" in line and "0.00" in line for line in lines)


def test_every_key_is_timed_and_counted(tmp_path: Path) -> None:
    typed = typing(echo(), tmp_path / "home", seed=1, count=1)
    assert len(typed.keys) == 16
    assert 0 < min(typed.keys) <= max(typed.keys) < math.inf
    assert (typed.letter, typed.enter, typed.mean) == (1, 1, 1)


def test_a_lost_key_is_told(tmp_path: Path) -> None:
    """Whichever letter is lost, what is typed after it never looks as it should."""
    typed = typing(echo(dropped=b"a"), tmp_path / "home", seed=3, count=1)
    assert math.inf in typed.keys


def test_start_waits_for_the_answer_to_a_key(tmp_path: Path) -> None:
    started = start(echo(after=0.4), tmp_path / "home")
    assert 0 < started.memory < 1000
    assert 400 <= started.ms < math.inf
    assert started.size >= len(b"ready\r\nZ")


def test_a_program_that_never_answers_is_lost_and_takes_no_other_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measures, "GIVE_UP", 1.0)
    started = start(echo(dropped=b"Z"), tmp_path / "home")
    assert started.ms == math.inf
    assert "echo does not answer" in capsys.readouterr().err


def test_wakes_and_bytes_at_idle_are_those_of_the_program(tmp_path: Path) -> None:
    beats = (
        "import time; print('ready', flush=True); time.sleep(1)\n"
        "while True: print(end='.', flush=True); time.sleep(0.1)"
    )
    subject = Subject("beats", lambda home: [sys.executable, "-c", beats], b"ready")
    begun = time.monotonic()
    idle = measures.idle(subject, tmp_path / "home", 1)
    most = 10 * (time.monotonic() - begun)  # a slow machine looks on for longer than a second
    assert 0 < idle.size <= most
    assert idle.size - 2 <= idle.wakes <= 3 * most
    assert idle.often == max(0, idle.wakes - 2)


def test_the_last_output_of_a_switch_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, ms, size = switching(echo(after=0.1), tmp_path / "home", [b"a", b"b"] * 3)
    assert 100 <= first < math.inf
    assert 100 <= ms < math.inf
    assert size == 1
    monkeypatch.setattr(moves, "PATIENCE", 0.5)
    lost, _, nothing = switching(echo(dropped=b"a"), tmp_path / "other", [b"a"] * 3)
    assert (lost, nothing) == (math.inf, 0)


def test_a_session_shows_the_screen_when_it_waits_in_vain(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('only this')"]
    with Session(command, tmp_path) as session:
        session.read_for(5)
        assert session.screen()[0].rstrip() == "only this"
        assert session.process.wait() == 0


def test_bytes_are_counted_by_the_line_they_draw_on() -> None:
    emulator = Emulator(20, 6)
    sizes = bytes_by_line(emulator, b"\x1b[?2026h\x1b[2;1Hone\x1b[3X\x1b[4;1H\x1b[1mtwo\x1b[H")
    assert sizes == {-1: 8, 1: 13, 3: 13, 0: 3}


def test_the_details_begin_with_the_last_rule() -> None:
    rule, row = f" {'─' * 78} ", "text"
    assert details_in([row, rule, row, rule, row, row, "status", "keys"]) == range(3, 6)
    assert not details_in([row] * 8)
