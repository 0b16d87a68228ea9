"""A slow line between a terminal and a program: each byte comes late, and few at a time.

Usage: python -m benchmarks.line COMMAND ...
"""

import contextlib
import os
import select
import signal
import sys
import termios
import time
import tty
from collections import deque
from pathlib import Path

from tests.support.pty import spawn

ONE_WAY = 0.05
"""Seconds that anything takes in either direction: a round trip of 100 ms."""

RATE = 32_000
"""Bytes a second towards the terminal."""


class Direction:
    """One direction of the line.

    Args:
        target: Descriptor to write to.
        rate: Bytes a second; 0 for as many as come.
    """

    def __init__(self, target: int, rate: int = 0) -> None:
        self._target, self._rate = target, rate
        self._waiting: deque[tuple[float, bytes]] = deque()
        self._free = 0.0

    def take(self, data: bytes) -> None:
        """Send data off."""
        self._free = max(time.monotonic(), self._free) + (
            len(data) / self._rate if self._rate else 0
        )
        self._waiting.append((self._free + ONE_WAY, data))

    def deliver(self) -> float | None:
        """Write what has arrived, and return the seconds until more does."""
        while self._waiting:
            due, data = self._waiting[0]
            if (left := due - time.monotonic()) > 0:
                return left
            self._waiting.popleft()
            while data:
                with contextlib.suppress(BlockingIOError):
                    data = data[os.write(self._target, data) :]
        return None


def main() -> int:
    """Run the command on the line, and return when it ends."""
    columns, rows = os.get_terminal_size(0)
    tty.setraw(0, termios.TCSANOW)
    process, far = spawn(sys.argv[1:], (columns, rows), dict(os.environ), Path.cwd())
    signal.signal(signal.SIGTERM, lambda *_: process.kill())
    there, back = Direction(far), Direction(1, RATE)
    while process.poll() is None:
        waits = [wait for wait in (there.deliver(), back.deliver()) if wait is not None]
        ready = select.select([0, far], [], [], min(waits, default=1.0))[0]
        try:
            if 0 in ready:
                there.take(os.read(0, 4096))
            if far in ready:
                back.take(os.read(far, 1024))
        except OSError:
            break
    return 0


if __name__ == "__main__":
    sys.exit(main())
