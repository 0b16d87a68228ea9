"""Keeping the process private, and handling a crash: the data is saved, and none of it leaks.

A traceback shows local variables and messages, and so a patient's notes, to whoever reads the
terminal's scrollback or a log. Here a crash is one plain paragraph and a log of types and places.
"""

import os
import resource
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Protocol

_PR_SET_DUMPABLE = 4


def keep_private() -> str:
    """Protect this process, and the files it creates from now on, from other users and programs.

    Call before any user data is read. A crash leaves no core file, other programs of the same user
    cannot read its memory (root still can), new files are private to their owner, and so is an
    empty file that the shell has created for standard output.

    Returns:
        Why its memory can still be read by other programs of the same user, or '' if it cannot.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _close_fresh_output()
    return _hide_memory()


def _hide_memory() -> str:
    """Make the system refuse debuggers, and core dumps to a program, which ignore the limit."""
    if not sys.platform.startswith("linux"):
        return "only Linux has a switch for it"
    import ctypes

    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0):
        return os.strerror(ctypes.get_errno())
    return ""


def _close_fresh_output() -> None:
    """Make an empty file that the shell created for standard output private to its owner."""
    try:
        status = os.fstat(1)
        is_fresh = stat.S_ISREG(status.st_mode) and status.st_size == 0
        if is_fresh and status.st_mode & 0o077 and status.st_uid == os.geteuid():
            os.fchmod(1, stat.S_IMODE(status.st_mode) & 0o700)
    except OSError:  # no output at all, or a file system without modes
        return


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
