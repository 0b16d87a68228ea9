"""Whatever happens to the line or the program: what was typed is kept, and nothing stays behind."""

import json
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.pty.apps.notebook import CANARY
from tests.pty.apps.running import appears, open_notebook
from tests.support.terminal import Terminal

HALF = "half a wor"
KEPT = {"first": [HALF, "", []]}
PLAIN = frozenset({7, 25})
"""Modes of a terminal as the shell wants it: lines wrap, the cursor shows."""

F2, F3, F4, F5 = "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~"
F6, F7, F8, F9 = "\x1b[17~", "\x1b[18~", "\x1b[19~", "\x1b[20~"


IGNORING_HANGUP = ("sh", "-c", "trap '' HUP; exec \"$@\"", "sh")
"""Starts a program as nohup does, but in this terminal."""


@contextmanager
def half_typed(directory: Path, before: Sequence[str] = ()) -> Iterator[Terminal]:
    """The notebook with half a word typed."""
    with open_notebook(directory, before) as terminal:
        terminal.send(HALF)
        terminal.wait_for(HALF)
        yield terminal


def kept(directory: Path) -> object:
    return json.loads((directory / "kept").read_text())


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143), (signal.SIGINT, 130)]
)
def test_a_signal_keeps_the_line_and_restores_the_terminal(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    with half_typed(tmp_path) as terminal:
        terminal.signal(number)
        assert terminal.wait() == code
        assert kept(tmp_path) == KEPT
        assert terminal.modes == PLAIN
        assert b"\x1b[<u" in terminal.raw


@pytest.mark.parametrize("before", [(), IGNORING_HANGUP])
def test_a_closed_terminal_ends_the_program(before: tuple[str, ...], tmp_path: Path) -> None:
    with half_typed(tmp_path, before) as terminal:
        terminal.hangup()
        assert terminal.wait() == 129
        assert kept(tmp_path) == KEPT


def test_the_signals_of_a_lost_line_are_no_crash(tmp_path: Path) -> None:
    """The system sends SIGCONT with SIGHUP, and both may come while a frame is made."""
    for number in range(5):
        directory = tmp_path / str(number)
        directory.mkdir()
        with half_typed(directory) as terminal:
            terminal.send((F3 + F2) * 10)
            terminal.signal(signal.SIGCONT)
            terminal.signal(signal.SIGHUP)
            terminal.signal(signal.SIGCONT)
            assert terminal.wait() == 129
            assert terminal.modes == PLAIN
        assert not (directory / "log").exists()


def test_keys_stay_in_order_when_told_to_go_on(tmp_path: Path) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz" * 8
    with open_notebook(tmp_path) as terminal:
        for place, letter in enumerate(letters):
            terminal.send(letter)
            if place % 10 == 0:
                terminal.signal(signal.SIGCONT)
        terminal.send(F9)
        appears(tmp_path / "mark1")
        assert kept(tmp_path) == {"first": [letters, "", []]}
        terminal.wait_for(letters[-20:])
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == 143
        assert terminal.modes == PLAIN
        assert not (tmp_path / "log").exists()


def test_after_a_stop_that_no_one_announced_typing_goes_on(tmp_path: Path) -> None:
    with half_typed(tmp_path) as terminal:
        terminal.signal(signal.SIGSTOP)
        terminal.stop_is_seen()
        terminal.set_line_mode()
        with terminal._news:
            terminal.emulator.feed(b"\x1b[?1049l\x1b[?25h$ fg\r\n")
        terminal.signal(signal.SIGCONT)
        terminal.send("d")
        terminal.wait_for(HALF + "d")
        assert 1049 in terminal.modes
        terminal.wait_for("second")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == 143
        assert kept(tmp_path) == {"first": [HALF + "d", "", []]}
        assert terminal.modes == PLAIN


def test_a_program_that_hangs_still_ends(tmp_path: Path) -> None:
    with half_typed(tmp_path) as terminal:
        terminal.send(F7)
        appears(tmp_path / "hanging")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == 143
        assert kept(tmp_path) == KEPT
        assert terminal.modes == PLAIN


def test_output_that_stalls_holds_no_key_back_and_ends_in_the_right_screen(tmp_path: Path) -> None:
    with half_typed(tmp_path) as terminal:
        terminal.stall()
        for _ in range(40):
            terminal.send(F3 + F2)
        terminal.send("d" + F9)
        appears(tmp_path / "mark1")
        before = terminal.bytes_out
        terminal.resume()
        terminal.wait_for(HALF + "d")
        terminal.settle()
        assert HALF + "d" in terminal.row(1)
        assert terminal.row(0).startswith("▊▔▔")
        assert terminal.bytes_out - before < 300_000


def test_a_stalled_peer_does_not_hold_the_program(tmp_path: Path) -> None:
    with half_typed(tmp_path) as terminal:
        terminal.stall()
        for _ in range(40):
            terminal.send(F3 + F2)
        terminal.send(F9)
        appears(tmp_path / "mark1")
        terminal.signal(signal.SIGTERM)
        assert terminal.wait() == 143
        assert kept(tmp_path) == {**KEPT, "second": ["", "", []]}
        terminal.resume()
        terminal.settle()
        assert terminal.modes == PLAIN


@pytest.mark.parametrize("key", [F4, F5, F6, F8])
def test_a_crash_shows_no_word_of_the_user(key: str, tmp_path: Path) -> None:
    with half_typed(tmp_path) as terminal:
        start = len(terminal.raw)
        terminal.send(key)
        assert terminal.wait() == 1
        said = terminal.raw[start:].decode()
        assert "it had to stop" in said
        assert "Traceback" not in said
        assert CANARY not in said
        assert kept(tmp_path) == KEPT
        assert terminal.modes == PLAIN
        (log,) = (tmp_path / "log").iterdir()
        assert "action_fail" in log.read_text()
        assert CANARY not in log.read_text()
        assert HALF not in log.read_text()
