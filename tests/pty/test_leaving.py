"""The screen is empty before it is left: what a terminal does with it then cannot matter."""

import signal
from pathlib import Path

import pytest

from tests.pty.support_keys import QUIT
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

HIDE = "\x1c"


@pytest.mark.parametrize("way", ["quit", "hidden", "signal", "stop"])
def test_the_screen_is_empty_when_it_is_left(way: str, tmp_path: Path) -> None:
    command = so_tui("demo", "--data-dir", str(tmp_path / "new"))
    with Terminal(command, size=(100, 40)) as terminal:
        terminal.wait_for("[1 Home]")
        for size in ((70, 20), (110, 45)):
            terminal.resize(*size)
            terminal.settle()
        if way == "hidden":
            terminal.send(HIDE)
            terminal.wait_for(lambda screen: "[1 Home]" not in screen)
        if way == "signal":
            terminal.signal(signal.SIGTERM)
            assert terminal.wait() == 128 + signal.SIGTERM
        elif way == "stop":
            terminal.signal(signal.SIGTSTP)
            terminal.stop_is_seen()
            terminal.settle()
        else:
            terminal.send(QUIT)
            assert terminal.wait() == 0
        assert 1049 not in terminal.modes
        assert terminal.emulator.left_behind == []
