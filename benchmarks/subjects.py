"""What is measured: the command that starts it, and how one tells that it is there."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.session import SIZE, Session, run_once
from so_tui.content import text


@dataclass(frozen=True, slots=True)
class Subject:
    """A program, in the state in which it is measured.

    Attributes:
        name: What the report calls it.
        argv: The command, given an empty directory of its own.
        ready: A word that is on the screen when it can be used.
        probe: A key that it answers when it can be used.
        echo: What is on the screen then, and not before.
        prepare: Fills the directory before each start.
        size: Columns and rows of its terminal.
        lag: Seconds after which an answer is there at the earliest.
        enter: The key that ends a line; what is typed after it stands alone.
    """

    name: str
    argv: Callable[[Path], list[str]]
    ready: bytes
    probe: bytes = b"Z"
    echo: str = "Z"
    prepare: Callable[[Path], None] = lambda home: None
    size: tuple[int, int] = SIZE
    lag: float = 0.0
    enter: bytes = b"\r"

    def open(self, home: Path) -> Session:
        """Start it in a directory of its own."""
        home.mkdir(parents=True)
        self.prepare(home)
        return Session(self.argv(home), home, self.size, is_relay=self.lag > 0)


KEPT = "so-tui"
"""Where the program keeps its notes, below the home directory that it is given."""


def python(*args: str) -> list[str]:
    """Return a command of this Python."""
    return [sys.executable, *args]


def make_demo(home: Path) -> Path:
    """Let the program make its made-up case and return the directory that holds it."""
    store = home / "demo-store"
    home.mkdir(parents=True)
    run_once(python("-m", "so_tui", "demo", "--data-dir", str(store)), home)
    return store


def nano() -> Subject:
    """The editor, with an empty file."""
    return Subject("nano", lambda home: ["nano", "--ignorercfiles", str(home / "new")], b"nano")


def vim() -> Subject:
    """The other editor, in insert mode."""
    argv = ["vim", "-u", "NONE", "-i", "NONE", "-n", "-c", "set showmode", "-c", "startinsert"]
    return Subject("vim", lambda home: argv, b"INSERT")


def over_a_line(subject: Subject) -> Subject:
    """Return the same at the other end of a slow line."""
    relay = python("-m", "benchmarks.line")
    return replace(
        subject,
        name=f"{subject.name}, slow line",
        argv=lambda home: [*relay, *subject.argv(home)],
        lag=0.1,
    )


def vim_at(file: Path) -> Subject:
    """The editor with a file, jumping to what is sought with each letter of it."""
    options = "set incsearch ignorecase cursorline display=truncate"
    command = ["vim", "-u", "NONE", "-N", "-i", "NONE", "-n", "-c", options]
    return Subject("vim", lambda home: [*command, str(file)], file.name.encode())


def area() -> Subject:
    """The bare Textual app with a text area."""
    return Subject("bare TextArea", lambda home: python("-m", "benchmarks.bare", "area"), b"ready")


def still_area() -> Subject:
    """The same with a cursor that does not blink, where the last output is waited for."""
    return replace(area(), argv=lambda home: python("-m", "benchmarks.bare", "still"))


def table() -> Subject:
    """The bare Textual app with a table."""
    return Subject(
        "bare DataTable", lambda home: python("-m", "benchmarks.bare_lists", "table"), b"ready"
    )


def modes() -> Subject:
    """The bare Textual app with two screens, of the library's own widgets, in modes."""
    return Subject(
        "bare MODES", lambda home: python("-m", "benchmarks.bare_lists", "modes"), b"ready"
    )


def bare_grid() -> Subject:
    """The bare Textual app with a table as large as the comparison."""
    return Subject(
        "bare DataTable", lambda home: python("-m", "benchmarks.bare_lists", "grid"), b"Example"
    )


def so_tui(name: str, *args: str, ready: bytes, store: Path | None = None) -> Subject:
    """The program, with an empty store or with a copy of another.

    Args:
        name: What the report calls it.
        args: Its arguments; without any, what was deleted is asked for, with any, a letter typed.
        ready: A word that is on the screen when it can be used.
        store: The data directory to copy before each start.
    """

    def prepare(home: Path) -> None:
        if store:
            shutil.copytree(store, home / KEPT)

    typed = bool(args)
    return Subject(
        name,
        lambda home: python("-m", "so_tui", *args),
        ready,
        probe=b"Z" if typed else b"D",
        echo="Z" if typed else text("trash.none"),
        prepare=prepare,
    )
