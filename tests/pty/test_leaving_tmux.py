"""In tmux: after leaving, whatever way and size, no word of the notes is left behind."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.terminal import PATIENCE, Terminal, so_tui

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]

SIZES = ((80, 24), (100, 40), (64, 20), (120, 50), (80, 24))
WORDS = re.compile("cancer|Demo|Madeup|Hillview|Tasks|insurance", re.IGNORECASE)


class Shell:
    """A shell in tmux, in which the program is started and left."""

    def __init__(self, folder: Path) -> None:
        self._tmux = ["tmux", "-f", "/dev/null", "-S", str(folder / "socket")]
        argv = [*self._tmux, "new-session", "env", "PS1=ready> ", "sh"]
        self.terminal = Terminal(argv, size=(80, 24), env={"ENV": "", "HISTFILE": ""})
        self.terminal.wait_for("ready>")

    def run(self, *words: str) -> str:
        """Give tmux a command, and return what it prints."""
        done = subprocess.run(
            [*self._tmux, *words], capture_output=True, text=True, timeout=PATIENCE, check=True
        )
        return done.stdout

    def kept(self) -> str:
        """Return all that tmux keeps of the pane: the screen and what was scrolled off it."""
        return self.run("capture-pane", "-p", "-S", "-")

    def start(self, folder: Path, name: str = "new") -> None:
        """Start the program on the made-up case, by a command that holds none of its words."""
        script = folder / "start"
        command = " ".join(so_tui("demo", "--data-dir", str(folder / name)))
        script.write_text(f"#!/bin/sh\nexec {command}\n")
        script.chmod(0o700)
        self.terminal.send(f"echo before; {script}; echo code $?\r")
        self.terminal.wait_for("[1 Home]")
        self.until(lambda: "[1 Home]" in self.kept())

    def children(self) -> list[int]:
        """Return the process ids of what the shell runs."""
        shell = self.run("display-message", "-p", "#{pane_pid}").strip()
        words = ["ps", "-o", "pid=", "--ppid", shell]
        found = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False)
        return [int(line) for line in found.stdout.split()]

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        (pid,) = self.children()
        os.kill(pid, number)

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size, and wait until the program fills it."""
        self.terminal.resize(columns, rows)
        self.until(
            lambda: self.run("display-message", "-p", "#{pane_width}").strip() == str(columns)
        )
        self.until(lambda: "^Q Quit" in self.run("capture-pane", "-p").rstrip("\n").split("\n")[-1])

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < deadline, self.kept()
            time.sleep(0.05)

    def is_left(self, code: str) -> None:
        """Wait until the program has ended, and see that nothing of it is left."""
        self.until(lambda: f"code {code}" in self.kept())
        self.has_nothing()

    def has_nothing(self) -> None:
        """See that nothing of the notes is left, but all that was there before."""
        kept = self.kept()
        assert "before" in kept
        assert not WORDS.search(kept), kept

    def end(self) -> None:
        """End tmux, and all in it."""
        subprocess.run(
            [*self._tmux, "kill-server"], capture_output=True, timeout=PATIENCE, check=False
        )


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """A shell in tmux."""
    shell = Shell(tmp_path)
    try:
        with shell.terminal:
            yield shell
    finally:
        shell.end()


def test_quitting_leaves_nothing_after_every_change_of_size(shell: Shell, tmp_path: Path) -> None:
    for number in range(1, len(SIZES) + 1):
        shell.start(tmp_path, f"new{number}")
        for size in SIZES[:number]:
            shell.resize(*size)
        shell.terminal.send("\x11")
        shell.is_left("0")
        shell.run("clear-history")
        shell.terminal.send("clear\r")
        shell.until(lambda: "code" not in shell.kept())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing_in_a_window_that_grew(
    shell: Shell, number: signal.Signals, tmp_path: Path
) -> None:
    shell.start(tmp_path)
    shell.resize(110, 45)
    shell.signal(number)
    shell.is_left(str(128 + number.value))


def test_a_stop_leaves_nothing_and_going_on_shows_the_notes_again(
    shell: Shell, tmp_path: Path
) -> None:
    shell.start(tmp_path)
    shell.resize(110, 45)
    shell.signal(signal.SIGTSTP)
    shell.until(lambda: "ready>" in shell.run("capture-pane", "-p").rstrip().split("\n")[-1])
    shell.has_nothing()
    shell.terminal.send("fg\r")
    shell.until(lambda: "[1 Home]" in shell.kept())
    shell.terminal.send("\x11")
    shell.until(lambda: "[1 Home]" not in shell.kept())
    shell.has_nothing()


def test_reset_mends_what_a_kill_leaves(shell: Shell, tmp_path: Path) -> None:
    """The notes stay on the screen until then: nothing runs that could take them away."""
    shell.start(tmp_path)
    modes = "#{alternate_on} #{mouse_any_flag} #{cursor_flag} #{wrap_flag}"
    assert shell.run("display-message", "-p", modes).split() == ["1", "1", "0", "0"]
    shell.signal(signal.SIGKILL)
    shell.until(lambda: "code 137" in shell.kept())
    # The line is still the program's: Enter does nothing in a plain shell, but ^J does.
    shell.terminal.send("reset\n")
    shell.until(lambda: shell.run("display-message", "-p", modes).split()[1:] == ["0", "1", "1"])
    shell.until(lambda: not shell.children())
    assert not WORDS.search(shell.kept())
    shell.terminal.send("echo all is well\r")
    shell.until(lambda: "\nall is well\n" in shell.kept())
    # tmux alone goes on with the other screen, until it is told to.
    shell.terminal.send("tput rmcup\r")
    shell.until(lambda: shell.run("display-message", "-p", modes).split() == ["0", "0", "1", "1"])
    shell.has_nothing()
