"""The editors in the states in which they are compared with lists and screens."""

import shutil
from pathlib import Path

from benchmarks.measures import lines
from benchmarks.subjects import Subject

VIM = ["vim", "-u", "NONE", "-i", "NONE", "-n"]
LINES = 200
"""Lines of the files they open."""


def fill(home: Path) -> None:
    """Write two files that are full of words."""
    for seed, name in enumerate(("one", "two")):
        rows = [
            f"line {number} {' '.join(lines(seed * LINES + number, 3))}" for number in range(LINES)
        ]
        (home / name).write_text("\n".join(rows))


def nano_lines() -> Subject:
    """Nano with the same file; only its cursor moves."""
    return Subject(
        "nano, Down",
        lambda home: ["nano", "--ignorercfiles", str(home / "one")],
        b"line 3",
        prepare=fill,
    )


def vim_lines() -> Subject:
    """Vim with a file whose lines are looked through, the place shown below."""
    return Subject(
        "vim, Down",
        lambda home: [*VIM, "-c", "set ruler", str(home / "one")],
        b"line 3",
        prepare=fill,
    )


def vim_tabs() -> Subject:
    """Vim with two files in tabs; `gt` goes to the other."""
    return Subject(
        "vim, gt",
        lambda home: [*VIM, "-p", str(home / "one"), str(home / "two")],
        b"line 3",
        prepare=fill,
    )


def posting() -> list[Subject]:
    """A large Textual program for the terminal, where it is installed."""
    if not shutil.which("posting"):
        return []
    # Ctrl+U empties its line: Enter would send what stands there off.
    enter = b"\x15"
    return [Subject("posting", lambda home: ["posting"], b"URL", enter=enter)]
