"""What a person does with a window: keys, and what to wait for between them."""

import re
import select
import signal
import time
from collections.abc import Callable

from tests.attack import forms
from tests.attack.program import PASSPHRASE, Place, files_below
from tests.attack.violation import Kind, Violation
from tests.support.terminal import Terminal

ENTER, ESCAPE, TAB, QUIT, UNDO, CLEAR = "\r", "\x1b", "\t", "\x11", "\x1a", "\x15"
UP, DOWN, RIGHT, DELETE = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[3~"
SCREENS = {
    "Home": "\x1bOQ",
    "Tasks": "\x1bOR",
    "Questions": "\x1bOS",
    "Notes": "\x1b[15~",
    "Opinions": "\x1b[17~",
    "Decision": "\x1b[18~",
}
"""The six screens by their keys F2 to F7."""

_SAVED = re.compile(r"^ [> ] \d\d:\d\d (?P<line>.*)")
_NOT_YET = "not saved yet"
_CHOSEN = re.compile(r"^ > \d\d:\d\d ")
_RULE = " ───"
_HINT = "Type a line"


def until(condition: Callable[[], bool], what: str, seconds: float = 20) -> None:
    """Wait until a condition holds.

    Raises:
        AssertionError: It never did.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"{seconds} s have passed without {what}")
        select.select([], [], [], 0.005)


def composer(text: str) -> str:
    """Return what stands in the field where a line is typed, '' for its hint."""
    rows = text.split("\n")
    rules = [number for number, row in enumerate(rows) if row.startswith(_RULE)]
    words = rows[rules[-1] + 1].strip() if len(rules) > 1 else ""
    return "" if words.startswith(_HINT) else words


def saved_lines(text: str) -> list[str]:
    """Return the lines that the notes screen shows as saved."""
    found = [match["line"] for row in text.split("\n") if (match := _SAVED.match(row))]
    return [line for line in found if _NOT_YET not in line]


def chosen_line(text: str) -> str:
    """Return the line of the notes under the cursor, '' when there is none."""
    return next((row for row in text.split("\n") if _CHOSEN.match(row)), "")


def ready_for_lines(window: Terminal) -> None:
    """Wait until lines can be typed into the notes."""
    window.wait_for(lambda text: "[4 Notes]" in text and text.count(_RULE) > 1, 20)


def line(window: Terminal, words: str) -> None:
    """Type a line and wait until it shows as saved."""
    window.send(words + ENTER)
    window.wait_for(lambda text: any(words in row for row in saved_lines(text)), 20)


def half(place: Place, window: Terminal, words: str) -> None:
    """Type half a line and wait until something of it is on disk."""
    before = {path: path.stat().st_size for path in files_below(place.folder / forms.DRAFTS)}
    window.send(words)
    until(
        lambda: any(
            path.stat().st_size != before.get(path)
            for path in files_below(place.folder / forms.DRAFTS)
        ),
        "a half line on disk",
    )
    window.settle(0.3)


def kill(window: Terminal) -> None:
    """Kill the program and wait for its end."""
    window.signal(signal.SIGKILL)
    window.wait(30)


def leave(window: Terminal) -> int:
    """Leave the program by its key and return the exit code."""
    window.send(QUIT)
    return window.wait(30)


def go(window: Terminal, screen: str) -> None:
    """Open one of the six screens and wait until it is there."""
    window.send(SCREENS[screen])
    window.wait_for(lambda text: re.search(rf"\[\d {screen[:8]}", text[:120]) is not None)


def passphrase(window: Terminal) -> None:
    """Give the passphrase when it is asked for."""
    window.wait_for("Passphrase (nothing shows", 20)
    window.send(PASSPHRASE + "\n")


def lock(place: Place) -> str:
    """Lock the notes with `so-tui lock` and return the recovery key."""
    with place.window("lock", size=(90, 40)) as window:
        key = answer_lock(window)
        code = window.wait(60)
        if code != 0:
            raise Violation(Kind.CLOSED, "lock fails", window.text())
    return key


def answer_lock(window: Terminal) -> str:
    """Answer what `so-tui lock` asks, and return the recovery key that it shows."""
    for prompt in ("New passphrase:", "The same once more:"):
        window.wait_for(prompt)
        window.send(PASSPHRASE + "\n")
    window.wait_for("Press Enter when")
    parts = {
        int(number): part
        for number, part in re.findall(r"\b(\d+)  ([A-Z0-9]{2,4})\b", window.text())
    }
    window.send("\n")
    for count in (1, 2):
        window.wait_for(lambda text, count=count: text.count("Group ") == count)  # type: ignore[misc]  # a bound count
        number = int(re.findall(r"Group (\d+):", window.text())[-1])
        window.send(parts[number].lower() + "\n")
    return "AGE-SECRET-KEY-1" + "".join(parts[number] for number in sorted(parts))
