"""Queued output to the terminal, which may be slow, stalled or gone."""

import os
import re
import select
import termios
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Condition, Lock, Thread

ROOM = 128 * 1024
"""Bytes that may be queued before frames are dropped."""

PATIENCE = 0.5
"""Seconds that closing waits for a terminal that accepts nothing."""

PEN_LIMIT = 0.1
"""Seconds that giving up waits for the thread to finish one write."""

BLOCKING_CHUNK = 256
"""Bytes per write if the terminal cannot be opened for non-blocking writing."""

# Private modes and key protocols switched on or off, or queried, but not the marks around one
# frame (2026); and rows erased before the screen is left. Nothing else.
_KEPT = re.compile(r"(?:\x1b\[[?<>=](?!2026[hl])[\d;]*\$?[a-zA-Z]|\x1b\[(?:\d*H|2K|0m))+")


class Outbox:
    """A thread that writes to the terminal, so that nothing else ever waits for it.

    If the queue is full, frames are dropped until it has drained: they only change parts of a
    screen that would be out of date. Mode switches are always kept, and so is the erasing of the
    screen before it is left.

    Args:
        drained: Called from the thread when the queue has drained after frames were dropped.
        lost: Called from the thread when the terminal is gone.
    """

    def __init__(
        self, descriptor: int, *, drained: Callable[[], None], lost: Callable[[], None]
    ) -> None:
        self._fd, self._chunk = _open_for_writing(descriptor)
        self._drained = drained
        self._lost = lost
        self._waiting: deque[tuple[bytes, bool]] = deque()
        self._size = 0
        self._is_dropping = False
        self._is_closing = False
        self._is_given_up = False
        self._news = Condition()
        self._pen = Lock()
        self._thread = Thread(target=self._run, name="terminal-output", daemon=True)
        self._thread.start()

    def write(self, text: str) -> bool:
        """Queue text without ever waiting, and return whether it was not dropped."""
        data = text.encode("utf-8", "replace")
        is_kept = _KEPT.fullmatch(text) is not None
        with self._news:
            sent = 0 if self._size or self._is_dropping else self._write_now(data)
            full = self._size > 0 and self._size + len(data) > ROOM
            if not sent and not is_kept and (self._is_dropping or full):
                self._is_dropping = True
                return False
            if sent == len(data):
                return True
            if sent:
                # Half a sequence may have been written: the rest comes next, and must not be
                # dropped.
                self._waiting.appendleft((data[sent:], True))
            else:
                self._waiting.append((data, is_kept))
            self._size += len(data) - sent
            self._news.notify()
        return True

    def _write_now(self, data: bytes) -> int:
        """Write what the terminal accepts at once, without waking the thread; return how much."""
        may_block = self._chunk == BLOCKING_CHUNK
        if may_block or self._is_closing or not self._pen.acquire(blocking=False):
            return 0
        try:
            # The thread notices a lost terminal.
            with suppress(OSError):
                return 0 if self._is_given_up else os.write(self._fd, data[: self._chunk])
        finally:
            self._pen.release()
        return 0

    def forget_frames(self) -> None:
        """Drop the queued frames: the screen is about to be left."""
        with self._news:
            self._waiting = deque(entry for entry in self._waiting if entry[1])
            self._is_dropping = False

    def close(self, last_words: str) -> None:
        """Write the queue and end the thread, within `PATIENCE`.

        Args:
            last_words: Restores the terminal; written if the rest could not be.
        """
        with self._news:
            self._is_closing = True
            self._news.notify()
        self._thread.join(PATIENCE)
        if self._thread.is_alive():
            self.give_up(last_words)
        else:
            os.close(self._fd)

    def give_up(self, last_words: str) -> None:
        """Discard output queued here and in the kernel, and write the last words if they fit."""
        self._is_given_up = True
        # If writing blocks, the thread may hold the lock for ever.
        has_pen = self._pen.acquire(timeout=PEN_LIMIT)
        with suppress(OSError, termios.error):
            termios.tcflush(self._fd, termios.TCOFLUSH)
        with suppress(OSError):
            if _is_ready(self._fd, 100):
                os.write(self._fd, last_words.encode())
        if has_pen:
            self._pen.release()

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._is_closing)
                if not self._waiting:
                    return
                data, _ = self._waiting.popleft()
            try:
                self._send(data)
            except OSError:
                self._is_given_up = True
                self._lost()
            if self._is_given_up:
                return
            with self._news:
                self._size = sum(len(waiting) for waiting, _ in self._waiting)
                has_drained = self._is_dropping and not self._waiting
                if has_drained:
                    self._is_dropping = False
            if has_drained:
                self._drained()

    def _send(self, data: bytes) -> None:
        while data and not self._is_given_up:
            if not _is_ready(self._fd, 200):
                continue
            with self._pen, suppress(BlockingIOError):
                if not self._is_given_up:
                    data = data[os.write(self._fd, data[: self._chunk]) :]


def _open_for_writing(descriptor: int) -> tuple[int, int]:
    """Return a descriptor for the terminal, and how many bytes may be written to it at once.

    The terminal is reopened: non-blocking mode belongs to the open file, which the terminal's own
    descriptors share with the shell.
    """
    try:
        flags = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC
        return os.open(os.ttyname(descriptor), flags), 1 << 16
    except OSError:
        return os.dup(descriptor), BLOCKING_CHUNK


def _is_ready(descriptor: int, milliseconds: int) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLOUT)
    return bool(poll.poll(milliseconds))
