"""Crash handling: the data is saved, and none of it leaks.

A traceback shows local variables and messages, and so a patient's notes, to whoever reads the
terminal's scrollback or a log. Here a crash is one plain paragraph and a log of types and places.
"""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Protocol

from so_tui.terminal.private import keep_private


class CrashRecorder(Protocol):
    """Records the crashes of one run."""

    def record(self, error: BaseException) -> None:
        """Record where an error arose; never raises."""

    def sorry(self) -> str:
        """Return what to tell the user: what happened, what is safe, what to do."""


def attempt(action: Callable[[], None], crashes: CrashRecorder) -> None:
    """Do something while leaving; a failure is logged, and leaving continues."""
    try:
        action()
    except Exception as error:  # noqa: BLE001 - whatever it was, leaving must go on
        crashes.record(error)


@contextmanager
def guarded(crashes: CrashRecorder, on_error: Callable[[BaseException], bool]) -> Iterator[None]:
    """Handle uncaught errors of any thread, without a traceback, while the block runs.

    The process is made private first, since a core file would contain user text as well.

    Args:
        crashes: Records them.
        on_error: Called with an error of another thread; returns False if no app is running that
            could handle it.
    """

    def caught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            crashes.record(error)
            # The terminal may be gone, and the user with it.
            with suppress(OSError, AttributeError):
                sys.stderr.write(crashes.sorry() + "\n")
                sys.stderr.flush()

    def caught_in_thread(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value
        if error is not None and not on_error(error):
            caught(args.exc_type, error, args.exc_traceback)

    def caught_in_passing(args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            crashes.record(args.exc_value)

    keep_private()
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    sys.excepthook, threading.excepthook = caught, caught_in_thread
    sys.unraisablehook = caught_in_passing
    try:
        yield
    except Exception as error:  # noqa: BLE001 - the last one to catch it
        caught(type(error), error, error.__traceback__)
        raise SystemExit(1) from None
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before
