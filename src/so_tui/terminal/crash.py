"""What happens when the program itself fails: the data is kept, and no word of it leaks.

A traceback shows local variables and messages, and so a patient's notes, to whoever reads the
terminal's scrollback or a log. Here a crash is one plain paragraph and a log of types and places.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

from so_tui.domain.text import clean
from so_tui.storage.errors import StoreError
from so_tui.storage.files import open_plain
from so_tui.storage.folders import make_folder
from so_tui.terminal.private import keep_private

FALLBACK = "Second Opinion had to stop because of a fault in the program."


def describe(error: BaseException) -> str:
    """Return the types of the error and its causes, and where in the code they arose.

    Neither messages nor values are in it: they may be the user's words.
    """
    lines = [f"Python {sys.version.split()[0]}", *map(_package, ("so-tui", "textual", "tinydb"))]
    for link in _chain(error):
        lines += ["", f"{type(link).__module__}.{type(link).__qualname__}"]
        for frame, line in walk_tb(link.__traceback__):
            code = frame.f_code
            lines.append(f"  {_short(code.co_filename)}:{line}:{code.co_qualname}")
    return "\n".join(lines) + "\n"


def write_log(error: BaseException, directory: Path, log: Path | None = None) -> Path | None:
    """Write the description of an error to a file that only its owner can read.

    Args:
        error: What went wrong.
        directory: Where a new file goes, made when needed.
        log: The file that tells of what went wrong before, and is to tell of this too.

    Returns:
        The file, or None when it could not be written.
    """
    path = log or directory / f"crash-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    try:
        make_folder(directory)
        descriptor = open_plain(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(describe(error))
    except (OSError, StoreError):
        return None
    return path


def sorry(log: Path | None) -> str:
    """Return what to tell the user: what happened, what is safe, what to do."""
    try:
        from so_tui.content import say

        return say("crash.sorry", log=clean(str(log))) if log else say("crash.sorry_no_log")
    except (ImportError, KeyError, OSError, ValueError):
        return FALLBACK


def attempt(action: Callable[[], None], log_dir: Path) -> None:
    """Do something on the way out; a failure is logged, and the way out goes on."""
    try:
        action()
    except Exception as error:  # noqa: BLE001 - whatever it was, leaving must go on
        write_log(error, log_dir)


@contextmanager
def guarded(log_dir: Path, on_error: Callable[[BaseException], bool]) -> Iterator[None]:
    """Handle what no one caught, in any thread, without a traceback, while the block runs.

    The process is made private first, since a core file would hold the user's words as well.

    Args:
        log_dir: Where logs go.
        on_error: Called with an error of another thread; returns False when no app runs that
            could take it.
    """

    def caught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            said = sorry(write_log(error, log_dir))
            # The terminal may be gone, and with it the one to tell.
            with suppress(OSError, AttributeError):
                sys.stderr.write(said + "\n")
                sys.stderr.flush()

    def caught_in_thread(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value
        if error is not None and not on_error(error):
            caught(args.exc_type, error, args.exc_traceback)

    def caught_in_passing(args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            write_log(args.exc_value, log_dir)

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


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and what led to it, the latest first."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        link = waiting.pop(0)
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        # Textual's WorkerFailed keeps what failed in `error`.
        inner = (getattr(link, "error", None), link.__cause__, link.__context__)
        waiting += [e for e in inner if isinstance(e, BaseException)]
        if isinstance(link, BaseExceptionGroup):
            waiting += link.exceptions


def _package(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    with suppress(PackageNotFoundError):
        return f"{name} {version(name)}"
    return f"{name} not installed"


def _short(file: str) -> str:
    """Return a file's path from its package on: a home directory may hold the user's name."""
    path = Path(file)
    for root in sorted(map(Path, filter(None, sys.path)), key=lambda p: -len(p.parts)):
        if path.is_relative_to(root):
            return str(path.relative_to(root))
    return path.name
