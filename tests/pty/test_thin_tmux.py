"""In tmux the thin line leaves the same picture as whole frames, through keys and new sizes."""

import random
import shutil
import subprocess
import time
from pathlib import Path

import pyte
import pytest

from tests.pty.support_companion import Companion
from tests.pty.support_thin import seen
from tests.support.emulator import Emulator
from tests.support.terminal import PATIENCE, Terminal, so_tui

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]

STEPS = (
    ("\x1bOR", "[2 Tasks]"),
    ("\x1b[B\x1b[B\x1b[B", "[2 Tasks]"),
    ("\x1b[15~", "[4 Notes]"),
    ("日本 é cafe\u0301 word", "word"),
    ("\x1bOS", "[3 Questions]"),
    ("\x1b[B\x1b[B", "[3 Questions]"),
    ("?", "[3 Questions]"),
    ("\x1b", "[3 Questions]"),
    ("\x1b[17~", "[5 Opinions]"),
    ("\x1b[B\x1b[C", "[5 Opinions]"),
    ("\x1b[18~", "[6 Decision]"),
    ("\x1b[15~", "[4 Notes]"),
)
"""Keys, and what is on the screen after them."""

PRESSED = (
    *("\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[18~", "1", "2", "3", "4", "5"),
    *("\x1b[A", "\x1b[B", "\x1b[B\x1b[B", "\x1b[C", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[F"),
    *("?", "\x1b", "\x1b", "\t", " ", "f", "/", "n", "e", "x", "v", "u", "\x7f", "\x1b[23~"),
    *("日本", "한국어", "cafe\u0301", "e\u0301", "│─", "👍🏽", "“quotes”", "words "),
)
"""Keys of random sessions: none that shows the time of day, or hides the screen."""

RANDOM = 30
"""Steps of a random session."""

SIZES = ((100, 31), (64, 21), (80, 25))


class Pane:
    """The program in tmux, drawing whole frames or only what changes."""

    def __init__(self, folder: Path, output: str) -> None:
        self._tmux = ["tmux", "-f", "/dev/null", "-S", str(folder / f"{output}.socket")]
        command = so_tui("demo", "--data-dir", str(folder / output))
        env = {"SO_TUI_OUTPUT": output}
        self.terminal = Terminal([*self._tmux, "new-session", *command], size=(80, 25), env=env)

    def picture(self) -> list[list[tuple[object, ...]]]:
        """Return what can be seen of each cell of the screen that tmux keeps."""
        self.terminal.settle(0.3)
        words = [*self._tmux, "capture-pane", "-p", "-e", "-N"]
        kept = subprocess.run(words, capture_output=True, timeout=PATIENCE, check=True).stdout
        shown = self.terminal.emulator.screen
        screen = Emulator(shown.columns, shown.lines).screen
        pyte.ByteStream(screen).feed(kept.rstrip(b"\n").replace(b"\n", b"\r\n"))
        return [
            [seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)
        ]

    def end(self) -> None:
        """End tmux, and the program with it."""
        subprocess.run(
            [*self._tmux, "kill-server"], capture_output=True, timeout=PATIENCE, check=False
        )

    def press(self, keys: str) -> None:
        """Type keys, and wait until they are shown."""
        self.terminal.send(keys)
        self.terminal.settle(0.15)


def same(thin: Pane, whole: Pane) -> bool:
    """Return whether both show the same in the end: one may still draw what the other has drawn."""
    until = time.monotonic() + PATIENCE
    while (alike := thin.picture() == whole.picture()) is False and time.monotonic() < until:
        pass
    return alike


def test_both_ways_leave_the_same_picture_in_tmux(tmp_path: Path) -> None:
    thin, whole = Pane(tmp_path, "thin"), Pane(tmp_path, "whole")
    try:
        with thin.terminal, whole.terminal:
            for pane in (thin, whole):
                Companion(pane.terminal).sees("[1 Home]")
            for keys, shown in STEPS:
                for pane in (thin, whole):
                    pane.terminal.send(keys)
                    pane.terminal.wait_for(shown)
                assert same(thin, whole), keys
            for size in SIZES:
                for pane in (thin, whole):
                    pane.terminal.resize(*size)
                assert same(thin, whole), size
    finally:
        thin.end()
        whole.end()


@pytest.mark.parametrize("seed", range(2))
def test_random_keys_leave_the_same_picture_in_tmux(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    thin, whole = Pane(tmp_path, "thin"), Pane(tmp_path, "whole")
    done: list[object] = []
    try:
        with thin.terminal, whole.terminal:
            for pane in (thin, whole):
                Companion(pane.terminal).sees("[1 Home]")
            for number in range(RANDOM):
                step = dice.choice(SIZES) if number % 12 == 11 else dice.choice(PRESSED)
                done.append(step)
                for pane in (thin, whole):
                    if isinstance(step, str):
                        pane.press(step)
                    else:
                        pane.terminal.resize(*step)
                assert same(thin, whole), done
    finally:
        thin.end()
        whole.end()
