"""What another program wrote over the screen goes away: by a key, a new size, or coming back."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.pty.support_thin import seen
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

MARKS = "scribbled over"
F1, F3, F11, F12, CTRL_L = "\x1bOP", "\x1bOR", "\x1b[23~", "\x1b[24~", "\x0c"


@contextmanager
def checklist(folder: Path) -> Iterator[Terminal]:
    """The program on the checklist of the made-up case."""
    with Terminal(so_tui("demo", "--data-dir", str(folder / "store"))) as terminal:
        terminal.wait_for("[1 Home]", timeout=30)
        terminal.send(F3)
        terminal.wait_for("[2 Tasks]")
        yield terminal


Picture = list[list[tuple[object, ...]]]
"""What can be seen of each cell, by rows."""


def still(terminal: Terminal) -> Picture:
    """Return the picture once nothing has moved for a while."""
    terminal.settle(0.5)
    return picture(terminal)


def picture(terminal: Terminal) -> Picture:
    screen = terminal.emulator.screen
    return [[seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]


def scribble(terminal: Terminal) -> None:
    """Write over the screen in colour, as another program on the same terminal does."""
    with open(f"/proc/{terminal.pid}/fd/0", "wb", buffering=0) as line:
        line.write(f"\x1b[7;20H\x1b[41m{MARKS}\x1b[12;1H\x1b[2K{MARKS}\x1b[0m".encode())
    terminal.wait_for(lambda text: text.count(MARKS) == 2)


def shows_again(terminal: Terminal, before: Picture) -> None:
    """Wait until the picture is the one from before."""
    terminal.wait_for(lambda text: MARKS not in text and picture(terminal) == before)


@pytest.mark.parametrize("key", [F11, CTRL_L])
def test_a_key_draws_all_anew(tmp_path: Path, key: str) -> None:
    with checklist(tmp_path) as terminal:
        before = still(terminal)
        scribble(terminal)
        terminal.send(key)
        shows_again(terminal, before)


def test_the_key_works_in_a_dialog_and_on_the_hidden_screen(tmp_path: Path) -> None:
    with checklist(tmp_path) as terminal:
        for key, shown in ((F1, "Keys on this screen"), (F12, "Press Enter to come back")):
            terminal.send(key)
            terminal.wait_for(shown)
            before = still(terminal)
            scribble(terminal)
            terminal.send(F11)
            shows_again(terminal, before)
        assert "[2 Tasks]" not in terminal.text()


def test_a_new_size_draws_all_anew_even_if_it_is_the_old_one(tmp_path: Path) -> None:
    """A program that hands a session on to another terminal says so by this signal."""
    with checklist(tmp_path) as terminal:
        before = still(terminal)
        scribble(terminal)
        terminal.signal(signal.SIGWINCH)
        shows_again(terminal, before)


def test_coming_back_from_the_background_draws_all_anew(tmp_path: Path) -> None:
    with checklist(tmp_path) as terminal:
        before = still(terminal)
        terminal.signal(signal.SIGTSTP)
        terminal.wait_for(lambda text: "[2 Tasks]" not in text)
        terminal.stop_is_seen()
        scribble(terminal)
        terminal.signal(signal.SIGCONT)
        shows_again(terminal, before)
