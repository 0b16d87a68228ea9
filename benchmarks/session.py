"""A program in a terminal, driven by one thread that notes when each piece of output came."""

import os
import re
import select
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.support.emulator import Emulator
from tests.support.pty import spawn, terminal_env

TOP = Path(__file__).parents[1]
SIZE = (80, 24)
LARGE = (120, 40)
WAITS = "\nvoluntary_ctxt_switches:"
ESCAPES = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])"
)
ANSWERS = (
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\[\?(\d+)\$p"), b"\x1b[?%b;0$y"),
)
"""Queries that programs wait for, and what a plain terminal answers."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Output that came in one piece.

    Attributes:
        at: When it was read, in seconds of `time.perf_counter`.
        data: The bytes.
    """

    at: float
    data: bytes


class Session:
    """One run of a program, ended for certain at the end of the `with`.

    Output is only gathered while it is timed. What it puts on the screen is worked out later,
    by `seen`, so a slow emulator takes nothing from the figures. A relay is told to end, and ends
    the program behind it; any other program is killed.
    """

    def __init__(
        self,
        argv: Sequence[str],
        home: Path,
        size: tuple[int, int] = SIZE,
        *,
        is_relay: bool = False,
    ) -> None:
        self.chunks: list[Chunk] = []
        self._is_relay = is_relay
        self._emulator = Emulator(*size)
        self._shown = 0
        self.started = time.perf_counter()
        self.process, self._master = spawn(argv, size, terminal_env(home), TOP)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the program."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM if self._is_relay else signal.SIGKILL)
        self.process.wait()
        os.close(self._master)

    @property
    def bytes_out(self) -> int:
        """Bytes written so far."""
        return sum(len(chunk.data) for chunk in self.chunks)

    def send(self, keys: bytes) -> float:
        """Type keys and return when."""
        at = time.perf_counter()
        os.write(self._master, keys)
        return at

    def send_all(self, data: bytes) -> None:
        """Send more than the terminal may take in one go, reading what comes meanwhile."""
        while data:
            try:
                data = data[os.write(self._master, data[:1024]) :]
            except BlockingIOError:
                self.read(0.01)

    def read(self, timeout: float) -> Chunk | None:
        """Return the next output, or None when there is none in time or the program ended."""
        if not select.select([self._master], [], [], max(timeout, 0))[0]:
            return None
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return None
        chunk = Chunk(time.perf_counter(), data)
        self.chunks.append(chunk)
        for query, answer in ANSWERS:
            for match in query.finditer(data):
                os.write(self._master, answer % match.groups())
        return chunk

    def read_for(self, seconds: float) -> list[Chunk]:
        """Gather output for a time."""
        end = time.perf_counter() + seconds
        gathered = []
        while (left := end - time.perf_counter()) > 0:
            if chunk := self.read(left):
                gathered.append(chunk)
            elif self.process.poll() is not None:
                break
        return gathered

    def read_until(self, done: Callable[[bytes], bool], timeout: float = 15) -> Chunk:
        """Gather output until the printed bytes gathered in this call satisfy `done`.

        Raises:
            TimeoutError: They did not in time; the message holds the screen.
        """
        end, data = time.perf_counter() + timeout, b""
        while (left := end - time.perf_counter()) > 0:
            if chunk := self.read(left):
                data += chunk.data
                if done(ESCAPES.sub(b"", data)):
                    return chunk
            elif self.process.poll() is not None:
                break
        raise TimeoutError("not seen:\n" + "\n".join(self.screen()))

    def settle(self, quiet: float = 0.15, timeout: float = 10) -> None:
        """Gather output until there is none for a while."""
        end = time.perf_counter() + timeout
        while self.read(quiet) and time.perf_counter() < end:
            pass

    def until_shown(self, text: str, timeout: float = 20) -> None:
        """Gather output until a text stands on the screen and nothing more comes.

        Raises:
            TimeoutError: It did not come in time.
        """
        end = time.perf_counter() + timeout
        while not any(text in row for row in self.screen()):
            if self.read(0.1) is None and time.perf_counter() > end:
                raise TimeoutError(f"{text!r} is not on the screen")
        self.settle(quiet=0.4)

    def screen(self) -> list[str]:
        """Return what the screen shows after all output gathered so far."""
        for chunk in self.chunks[self._shown :]:
            self._emulator.feed(chunk.data)
        self._shown = len(self.chunks)
        return list(self._emulator.screen.display)

    def seen(self, text: str, chunks: Sequence[Chunk]) -> float | None:
        """Return when a text came on the screen with the latest chunks, or None if it did not.

        Args:
            text: What must be on one line of the screen.
            chunks: The latest output, not yet shown; what came before is shown first.
        """
        for chunk in self.chunks[self._shown : len(self.chunks) - len(chunks)]:
            self._emulator.feed(chunk.data)
        self._shown = len(self.chunks)
        at = None
        for chunk in chunks:
            self._emulator.feed(chunk.data)
            if at is None and any(text in row for row in self._emulator.screen.display):
                at = chunk.at
        return at

    def seen_in_order(self, texts: Sequence[str], chunks: Sequence[Chunk]) -> list[float | None]:
        """Return when each of the texts stood on the screen, one after the other, None if never.

        Args:
            texts: What must be on one line of the screen, each once the one before has been.
            chunks: The latest output, not yet shown; what came before is shown first.
        """
        for chunk in self.chunks[self._shown : len(self.chunks) - len(chunks)]:
            self._emulator.feed(chunk.data)
        self._shown = len(self.chunks)
        found: list[float | None] = []
        for chunk in chunks:
            self._emulator.feed(chunk.data)
            rows = self._emulator.screen.display
            while len(found) < len(texts) and any(texts[len(found)] in row for row in rows):
                found.append(chunk.at)
        return found + [None] * (len(texts) - len(found))

    def cpu(self) -> float:
        """Return the seconds of processor time used so far by all threads; nan if not known."""
        try:
            tasks = list(Path(f"/proc/{self.process.pid}/task").iterdir())
            return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
        except OSError:
            return float("nan")

    def wakes(self) -> dict[str, int]:
        """Return by thread how often it gave up the processor to wait, so far."""
        try:
            tasks = list(Path(f"/proc/{self.process.pid}/task").iterdir())
            told = {task.name: (task / "status").read_text().split(WAITS)[1] for task in tasks}
        except (OSError, IndexError):
            return {}
        return {name: int(words.split()[0]) for name, words in told.items()}

    def peak(self) -> float:
        """Return the most memory that was held so far, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024


def run_once(argv: Sequence[str], home: Path) -> float:
    """Run a command to its end, without a terminal, and return the seconds it took."""
    start = time.perf_counter()
    subprocess.run(
        argv,
        cwd=TOP,
        env=terminal_env(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - start
