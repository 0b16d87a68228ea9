"""Whatever the surroundings say: the program starts, and is as large as the terminal."""

from pathlib import Path

import pytest

from tests.pty.support_companion import Companion
from tests.pty.support_keys import QUIT
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

REDRAW = "\x1b[23~"
ODD = ("", "0", "-1", "abc", "9999", "1e9", "9" * 5000)
LET_THROUGH = (
    "COLOR_SYSTEM", "DIM_FACTOR", "DISABLE_KITTY_KEY", "FILTERS", "FPS", "SMOOTH_SCROLL",
    "SPEEDUPS",
)  # fmt: skip
TAKEN_AWAY = ("THEME", "DRIVER", "DEVTOOLS_PORT", "ANIMATIONS", "SLOW_THRESHOLD", "PRESS", "LOG")


def fills(companion: Companion, columns: int, rows: int) -> None:
    """Wait until the program fills a screen of this size."""

    def is_filled(screen: str) -> bool:
        lines = screen.split("\n")
        right = len(lines[-2]) if len(lines) == rows else 0
        return lines[0].startswith("[1") and "^Q Quit" in lines[-1] and 0 <= columns - right <= 1

    companion.terminal.wait_for(is_filled)


@pytest.mark.parametrize("odd", ["0", "-1", "abc", "9999", "20"])
def test_the_terminal_tells_its_size(odd: str, tmp_path: Path) -> None:
    command = so_tui("demo", "--data-dir", str(tmp_path / "new"))
    env = {"COLUMNS": odd, "LINES": odd}
    with Terminal(command, size=(90, 27), env=env) as terminal:
        companion = Companion(terminal)
        fills(companion, 90, 27)
        for size in ((70, 22), (110, 33)):
            terminal.resize(*size)
            fills(companion, *size)
        companion.press(QUIT)
        assert terminal.wait() == 0


def test_a_terminal_that_tells_no_size_is_taken_for_the_usual_one(tmp_path: Path) -> None:
    command = so_tui("demo", "--data-dir", str(tmp_path / "new"))
    with Terminal(command, size=(0, 0), env={"COLUMNS": "7", "LINES": "x"}) as terminal:
        terminal.emulator.resize(80, 24)
        terminal.send(REDRAW)
        companion = Companion(terminal)
        companion.sees("[1 Home]", "^Q Quit")
        assert max(map(len, terminal.rows())) <= 80
        companion.press(QUIT)
        assert terminal.wait() == 0


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_never_stop_the_start(odd: str, tmp_path: Path) -> None:
    names = [f"TEXTUAL_{name}" for name in (*LET_THROUGH, *TAKEN_AWAY)]
    env = dict.fromkeys([*names, "TEXTUAL", "ESCDELAY"], odd)
    command = so_tui("demo", "--data-dir", str(tmp_path / "new"))
    with Terminal(command, env=env) as terminal:
        companion = Companion(terminal)
        companion.sees("[1 Home]", "^Q Quit")
        companion.press("?")
        companion.sees_no_more("[1 Home]")
        companion.press("\x1b")
        companion.sees("[1 Home]")
        companion.press(QUIT)
        assert terminal.wait() == 0
