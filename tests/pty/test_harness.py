"""The terminal of the tests, tested on programs whose behaviour is known."""

import random
import signal
import sys
from pathlib import Path

import pyte
import pytest

from tests.support.emulator import Emulator, Screen
from tests.support.terminal import Terminal

pytestmark = pytest.mark.terminal


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_shows_output_and_takes_keys() -> None:
    with Terminal(python("print('name?'); print('hello', input())")) as term:
        term.wait_for("name?")
        term.send("Ana\r")
        term.wait_for("hello Ana")
        assert term.wait() == 0
        assert term.row(0) == "name?"
        assert term.closed


def test_answers_queries() -> None:
    code = """
import sys, tty
tty.setraw(0)
for query, final in (("\\x1b[c", "c"), ("\\x1b[6n", "R"), ("\\x1b[?2026$p", "y")):
    sys.stdout.write(query); sys.stdout.flush()
    answer = ""
    while not answer.endswith(final): answer += sys.stdin.read(1)
    print(repr(answer), end="\\r\\n")
"""
    with Terminal(python(code)) as term:
        assert term.wait() == 0
        assert term.rows()[:3] == [r"'\x1b[?62;22c'", r"'\x1b[2;1R'", r"'\x1b[?2026;0$y'"]


def test_exit_codes_and_signals() -> None:
    with Terminal(python("raise SystemExit(3)")) as term:
        assert term.wait() == 3
    with Terminal(python("print('up'); input()")) as term:
        term.wait_for("up")
        term.signal(signal.SIGTERM)
        assert term.wait() == 128 + signal.SIGTERM


def test_hangup_reaches_the_program(tmp_path: Path) -> None:
    witness = tmp_path / "witness"
    code = f"""
import os, signal, pathlib
def gone(number, frame):
    pathlib.Path({str(witness)!r}).write_text("hung up")
    os._exit(7)
signal.signal(signal.SIGHUP, gone)
print("up")
while True: signal.pause()
"""
    with Terminal(python(code)) as term:
        term.wait_for("up")
        term.hangup()
        assert term.wait() == 7
    assert witness.read_text() == "hung up"


def test_stalled_line_blocks_the_program(tmp_path: Path) -> None:
    written = tmp_path / "written"
    code = f"""
import pathlib
print("up")
input()
for n in range(150):
    print("x" * 999)
pathlib.Path({str(written)!r}).touch()
"""
    with Terminal(python(code)) as term:
        term.wait_for("up")
        term.stall()
        term.send("\r")
        with pytest.raises(AssertionError, match="still running"):
            term.wait(0.3)
        assert not written.exists()
        term.resume()
        assert term.wait() == 0
        assert written.exists()
        assert term.bytes_out > 150_000


def test_resize_is_seen_by_both_sides() -> None:
    code = """
import os, signal
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGWINCH})
print("was", *os.get_terminal_size())
signal.sigwait({signal.SIGWINCH})
print("now", *os.get_terminal_size())
"""
    with Terminal(python(code), size=(60, 20)) as term:
        term.wait_for("was 60 20")
        term.resize(100, 30)
        term.wait_for("now 100 30")
        assert len(term.rows()) == 30


def test_a_failure_shows_the_screen() -> None:
    program = python("print('only this')")
    with Terminal(program) as term, pytest.raises(AssertionError, match="only this"):
        term.wait_for("something else")


def test_home_is_fresh_and_goes_away() -> None:
    with Terminal(python("import os; print(os.environ['HOME'])")) as term:
        home = term.home
        term.wait_for(str(home))
        assert home.is_dir()
    assert not home.exists()


def test_emulator_keeps_two_screens_and_ignores_what_it_does_not_know() -> None:
    emulator = Emulator(20, 3)
    emulator.feed(
        b"shell$ \x1b[?1049h\x1b[H\x1b[>1u\x1b[<u\x1b[?2026hpicture\x1b[4:3m!\x1bP+q54\x1b\\"
    )
    assert emulator.screen.display[0].rstrip() == "picture!"
    assert emulator.modes == {1049, 2026}
    emulator.feed(b"\x1b[?1049")
    emulator.feed(b"l")
    assert emulator.screen.display[0].rstrip() == "shell$"
    assert emulator.feed(b"\x1b]11;?\x07") == b"\x1b]11;rgb:0000/0000/0000\x1b\\"


def test_dim_is_told_from_plain_and_ends_with_what_ends_it() -> None:
    term = Emulator(12, 1)
    term.feed(b"a\x1b[38;2;2;2;2mb\x1b[2mc\x1b[1;38;5;2md\x1b[22me\x1b[2mf\x1b[mg")
    assert [term.screen.buffer[0][x].blink for x in range(7)] == [
        *(False, False, True, True),
        *(False, True, False),
    ]


DRAWN = (
    *("plain words", "x" * 30, "─│ ▁", "日本", "e\u0301", "\u200b", "👍🏽", "\n", "\r", "\t", "\b"),
    *("\x1b[1m", "\x1b[m", "\x1b[0;2m", "\x1b[22;31m", "\x1b[38;2;1;2;3m", "\x1b[48;5;7;2m"),
    *("\x1b[4:3m", "\x1b[3;5H", "\x1b[;7H", "\x1b[H", "\x1b[99999C", "\x1b[2A", "\x1b[2;8r"),
    *("\x1b[K", "\x1b[1K", "\x1b[?K", "\x1b[J", "\x1b[5X", "\x1b[3P", "\x1b[2@", "\x1b[2L"),
    *("\x1b[4h", "\x1b[4l", "\x1b[?7l", "\x1b[?7h", "\x1b[?5h", "\x1b[?5l", "\x1b[?6h", "\x1b[y"),
    *("\x1b[?1049h", "\x1b[?1049l", "\x1b7", "\x1b8", "\x1bM", "\x1bc", "\x1b", "\x9b"),
)
"""What may be written, also in an order in which nobody writes it."""


class Careful(Screen):
    """The picture as pyte makes it, with care for each character."""

    display = pyte.Screen.display
    draw = pyte.Screen.draw
    select_graphic_rendition = Screen._change_look


def careful() -> Emulator:
    """Return a terminal in which pyte reads and draws everything."""
    emulator = Emulator(20, 6)
    emulator._screens = [Careful(20, 6), Careful(20, 6)]
    emulator._streams = [pyte.ByteStream(screen) for screen in emulator._screens]
    emulator._control = lambda *parts: emulator._draw(b"\x1b[" + b"".join(parts))  # type: ignore[method-assign]
    return emulator


def seen(emulator: Emulator) -> tuple[object, ...]:
    """Return all that can be told of a screen."""
    screen = emulator.screen
    lines = [screen.buffer[y] for y in range(screen.lines)]
    cells = [[line.get(x, line.default) for x in range(screen.columns)] for line in lines]
    try:
        text = screen.display
    except IndexError:  # pyte takes no half of a wide letter
        text = []
    return cells, text, screen.cursor.x, screen.cursor.y, screen.cursor.attrs, screen.dirty


@pytest.mark.parametrize("seed", range(20))
def test_what_is_drawn_quickly_is_what_pyte_draws(seed: int) -> None:
    dice = random.Random(seed)
    terminals = Emulator(20, 6), careful()
    done: list[bytes] = []
    for _ in range(100):
        done.append("".join(dice.choices(DRAWN, k=3)).encode() + dice.choice((b"", b"", b"\xe6")))
        answers = [terminal.feed(done[-1]) for terminal in terminals]
        assert answers[0] == answers[1]
        assert seen(terminals[0]) == seen(terminals[1]), done[-4:]
