"""The crash log: where the program itself failed, and what the user is told about it."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from traceback import walk_tb

from so_tui.domain.text import clean
from so_tui.storage.disk.files import open_plain
from so_tui.storage.disk.paths import make_folder
from so_tui.storage.errors import StoreError

FALLBACK = "Second Opinion had to stop because of a fault in the program."


class CrashLog:
    """One file for all crashes of a run, readable only by its owner, in this directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.path: Path | None = None
        """The file; None until something was written."""

    def record(self, error: BaseException) -> None:
        """Append where an error arose, without any user text; do nothing if that fails."""
        name = f"crash-{datetime.now():%Y%m%d-%H%M%S}-{os.getpid()}.txt"
        path = self.path or self._directory / name
        try:
            make_folder(self._directory)
            descriptor = open_plain(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            with open(descriptor, "w", encoding="utf-8") as file:
                file.write(describe(error))
        except (OSError, StoreError):
            return
        self.path = path

    def sorry(self) -> str:
        """Return what to tell the user: what happened, what is safe, what to do."""
        try:
            from so_tui.content import text

            if self.path is None:
                return text("crash.sorry_no_log")
            return text("crash.sorry", log=clean(str(self.path)))
        except (ImportError, KeyError, OSError, ValueError):
            return FALLBACK


def describe(error: BaseException) -> str:
    """Return the types of the error and its causes, and where in the code they arose.

    Messages and values are left out: they may contain user text.
    """
    lines = [f"Python {sys.version.split()[0]}", *map(_package, ("so-tui", "textual", "tinydb"))]
    for link in _chain(error):
        lines += ["", f"{type(link).__module__}.{type(link).__qualname__}"]
        for frame, line in walk_tb(link.__traceback__):
            code = frame.f_code
            lines.append(f"  {_short(code.co_filename)}:{line}:{code.co_qualname}")
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and its causes, latest first."""
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
