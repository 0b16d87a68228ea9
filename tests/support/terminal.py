"""A program in a real pseudo-terminal, with a screen that can be read and a line that can break."""

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from tests.support.emulator import Emulator
from tests.support.pty import set_size, spawn, terminal_env

PATIENCE = 60.0
"""Seconds after which what has not come fails a test: a busy machine may take its time."""
RAW_KEPT = 1_000_000
"""How many of the latest output bytes `Terminal.raw` holds."""


class Process(Protocol):
    """A process as `subprocess.Popen` has it."""

    @property
    def pid(self) -> int:
        """Its id."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code."""


Spawn = Callable[[Sequence[str], tuple[int, int], Mapping[str, str], Path], tuple[Process, int]]
"""Starts a program in a terminal, as `pty.spawn` does."""


def so_tui(*args: str) -> list[str]:
    """Return the command line that runs the program under test."""
    return [sys.executable, "-m", "so_tui", *args]


class Terminal:
    """Run a program in a terminal of its own; a context manager that ends it for certain.

    A thread reads what the program writes and answers its queries, as a terminal does, so the
    program runs on while the test does something else. `stall` stops the reading.

    Args:
        argv: The command; a bare name is looked up in PATH.
        size: Columns and rows.
        env: Variables on top of a small clean environment with a fresh home directory.
        cwd: Where the program runs; its home directory if not given.
        start: What starts it.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        start: Spawn = spawn,
    ) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="so-tui-home-"))
        self.bytes_out = 0
        self.closed = False
        self.emulator = Emulator(*size)
        self._raw = bytearray()
        self._news = threading.Condition()
        self._last_output = time.monotonic()
        self._reading = True
        self._leave = False
        self._wake_out, self._wake_in = os.pipe()
        self._process, self._master = start(
            argv, size, {**terminal_env(self.home), **(env or {})}, cwd or self.home
        )
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the program, whatever state it is in, and remove its home directory."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.hangup()
        os.close(self._wake_in)
        os.close(self._wake_out)
        shutil.rmtree(self.home, ignore_errors=True)

    # What the user does

    def send(self, keys: str | bytes, timeout: float = PATIENCE) -> None:
        """Type keys, all in one go.

        Raises:
            AssertionError: The program did not take them in time.
        """
        self._write(keys.encode() if isinstance(keys, str) else keys, timeout)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the window; the program gets SIGWINCH."""
        with self._news:
            self.emulator.resize(columns, rows)
            set_size(self._master, columns, rows)

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        os.kill(self._process.pid, number)

    def hangup(self) -> None:
        """Drop the line: the terminal is gone and the program gets SIGHUP."""
        if self._leave:
            return
        self._leave = True
        self._wake()
        self._thread.join()
        os.close(self._master)
        self.closed = True

    def set_line_mode(self) -> None:
        """Set the line as a shell does for itself: it is read line by line and echoed."""
        attributes = termios.tcgetattr(self._master)
        attributes[3] |= termios.ICANON | termios.ECHO | termios.ISIG
        termios.tcsetattr(self._master, termios.TCSANOW, attributes)

    def stop_is_seen(self) -> None:
        """Wait until the program is stopped, as by ctrl+z in a shell."""
        found, status = os.waitpid(self.pid, os.WUNTRACED)
        assert found == self.pid
        assert os.WIFSTOPPED(status)

    def stall(self) -> None:
        """Stop reading, as a frozen peer does, so that the program's writes block in the end."""
        self._reading = False
        self._wake()

    def resume(self) -> None:
        """Read again after `stall`."""
        self._reading = True
        self._wake()

    # What the user sees

    @property
    def pid(self) -> int:
        """Process id of the program."""
        return self._process.pid

    @property
    def raw(self) -> bytes:
        """The latest output, as it came."""
        with self._news:
            return bytes(self._raw)

    @property
    def modes(self) -> frozenset[int]:
        """The private terminal modes that are set now, such as 1049 (alternate screen)."""
        with self._news:
            return frozenset(self.emulator.modes)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the cursor, from 0."""
        with self._news:
            return self.emulator.screen.cursor.x, self.emulator.screen.cursor.y

    def rows(self) -> list[str]:
        """Return the lines of the screen without the blanks at their ends."""
        with self._news:
            return [line.rstrip() for line in self.emulator.screen.display]

    def row(self, number: int) -> str:
        """Return one line of the screen, from 0; -1 is the last."""
        return self.rows()[number]

    def text(self) -> str:
        """Return the whole screen."""
        return "\n".join(self.rows())

    def wait_for(self, what: str | Callable[[str], bool], timeout: float = PATIENCE) -> None:
        """Wait until the screen holds a text, or until a predicate of the screen's text is true.

        Raises:
            AssertionError: It did not come in time, or the program has ended without it.
        """
        with self._news:
            deadline = time.monotonic() + timeout
            while not (what in self.text() if isinstance(what, str) else what(self.text())):
                left = deadline - time.monotonic()
                if self.closed or left <= 0:
                    wanted = repr(what) if isinstance(what, str) else "the condition"
                    why = "the program has ended" if self.closed else f"{timeout} s have passed"
                    raise AssertionError(f"{why} without {wanted}\n{self._picture()}")
                self._news.wait(left)

    def settle(self, quiet: float = 0.1, timeout: float = PATIENCE) -> None:
        """Wait until nothing has been written for `quiet` seconds.

        Raises:
            AssertionError: The program never fell silent.
        """
        with self._news:
            start = time.monotonic()
            while not self.closed:
                now = time.monotonic()
                left = max(self._last_output, start) + quiet - now
                if left <= 0:
                    return
                if now - start > timeout:
                    raise AssertionError(f"no silence in {timeout} s\n{self._picture()}")
                self._news.wait(left)

    def wait(self, timeout: float = PATIENCE) -> int:
        """Wait for the program's end and return its exit code, 128 + n if signal n ended it.

        Raises:
            AssertionError: It is still running.
        """
        try:
            code = self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running after {timeout} s\n{self._picture()}") from None
        if self._reading:
            self._thread.join(1)
        return 128 - code if code < 0 else code

    # The line

    def _picture(self) -> str:
        width = self.emulator.screen.columns
        edge = "+" + "-" * width + "+"
        return "\n".join([edge, *(f"|{row:<{width}}|" for row in self.rows()), edge])

    def _wake(self) -> None:
        os.write(self._wake_in, b"w")

    def _write(self, data: bytes, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while data:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([], [self._master], [], left)[1]:
                raise AssertionError(f"the program takes no more keys\n{self._picture()}")
            with contextlib.suppress(BlockingIOError):
                data = data[os.write(self._master, data) :]

    def _read(self) -> None:
        while not self._leave:
            sources = [self._wake_out] + ([self._master] if self._reading else [])
            ready = select.select(sources, [], [])[0]
            if self._wake_out in ready:
                os.read(self._wake_out, 1024)
            elif not self._take():
                break
        with self._news:
            self.closed = True
            self._news.notify_all()

    def _take(self) -> bool:
        """Read once; False when the program's side of the line is closed."""
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        with self._news:
            answer = self.emulator.feed(data)
            self.bytes_out += len(data)
            self._raw += data
            del self._raw[:-RAW_KEPT]
            self._last_output = time.monotonic()
            self._news.notify_all()
        if answer:
            with contextlib.suppress(OSError, AssertionError):
                self._write(answer, 1)
        return bool(data)
