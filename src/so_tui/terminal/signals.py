"""Signals that end the program: save what was typed, then leave for certain."""

import os
import select
import signal
from collections.abc import Callable
from threading import Thread
from types import FrameType
from typing import Self

SIGNALS = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
"""The signals that end the program."""

GRACE = 4.0
"""Seconds the app is given to leave by itself."""

RESTORE_LIMIT = 0.3
"""Seconds that restoring the terminal may take if the app did not leave by itself."""


class Signals:
    """Handles the signals that end the program; a context manager for the main thread.

    Also handles signals that were ignored when the program started, as under nohup: a program
    without its terminal has no reason to stay.

    Args:
        flush: Saves unfinished input. Called inside the signal handler, so any other code may be
            half done.
        leave: Asks the app to exit with a code; returns False if no app is running.
        restore: Restores the terminal without waiting for it. Called from another thread.
    """

    def __init__(
        self,
        *,
        flush: Callable[[], None],
        leave: Callable[[int], bool],
        restore: Callable[[], None],
    ) -> None:
        self.code: int | None = None
        """The exit code for the first signal: 128 plus its number."""
        self._flush = flush
        self._leave = leave
        self._restore = restore
        self._alarm, self._bell = os.pipe()
        self._watchdog = Thread(target=self._watch, name="lifeline", daemon=True)
        self._before = {number: signal.getsignal(number) for number in SIGNALS}

    def __enter__(self) -> Self:
        self._watchdog.start()
        for number in SIGNALS:
            signal.signal(number, self._on_signal)
        return self

    def __exit__(self, *_: object) -> None:
        """Restore the handlers, but after a signal keep watching until the process has ended."""
        if self.code is None:
            for number, handler in self._before.items():
                signal.signal(number, handler)
            os.close(self._bell)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.code is not None:
            return
        self.code = 128 + number
        os.write(self._bell, bytes([number]))
        self._flush()
        if not self._leave(self.code):
            raise SystemExit(self.code)

    def _watch(self) -> None:
        """End the process if it outlives its grace period. Started before it is needed."""
        number = os.read(self._alarm, 1)
        if not number:
            os.close(self._alarm)
            return
        select.select([], [], [], GRACE)
        rescue = Thread(target=self._restore, daemon=True)
        rescue.start()
        rescue.join(RESTORE_LIMIT)
        os._exit(128 + number[0])
