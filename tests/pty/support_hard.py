"""A hard case: its people, its days, and how to read the program's plain output of it."""

import re
from datetime import date, timedelta
from pathlib import Path
from subprocess import run

from tests.pty.support_companion import Companion
from tests.pty.support_keys import ENTER
from tests.support.terminal import so_tui

TITLE, PATIENT = "A lump in the kidney", "Ruth"
ABEL, BRANDT, COLE, DUNN = "Dr. Abel", "Dr. Brandt", "Dr. Cole", "Dr. Dunn"
"""The first doctor, the second and the third, and the one who takes over from the first."""
NORA, LEO = "Nora", "Leo"
INSURER, LAB, DISC = "Example Health", "Northfield clinic", "Scan files on a disc"
APPROVAL = f"The visit with {BRANDT}"
SIZE = (96, 44)


def on(days: int) -> str:
    """Return the day so many days from today as papers and screens show it: 'Sat 5 Dec'."""
    day = date.today() + timedelta(days=days)
    return f"{day:%a} {day.day} {day:%b}"


def asked(folder: Path, *args: str, code: int = 0) -> str:
    """Return what a command prints, which must end with this exit code."""
    done = run(so_tui(*args, "--data-dir", str(folder)), capture_output=True, text=True, timeout=30)
    assert done.returncode == code, (args, done.stdout, done.stderr)
    return done.stdout


def paper(folder: Path, *args: str) -> str:
    """Return a paper as one line of words."""
    return " ".join(asked(folder, *args).split())


def events_of(calendar: str) -> list[str]:
    """Return the events of a calendar file, their long lines put together."""
    return calendar.replace("\r", "").replace("\n ", "").split("BEGIN:VEVENT")[1:]


def event_on(calendar: str, summary: str, days: int, *, cancelled: bool = False) -> str:
    """Return the one event that begins so on that day."""
    stamp = f"{date.today() + timedelta(days=days):%Y%m%d}"
    found = [
        event
        for event in events_of(calendar)
        if re.search(rf"^SUMMARY:{re.escape(summary)}", event, re.M)
        and re.search(rf"^DTSTART[^:]*:{stamp}", event, re.M)
        and ("STATUS:CANCELLED" in event) is cancelled
    ]
    assert len(found) == 1, (summary, days, found)
    return found[0]


def in_order(told: str, *parts: str) -> None:
    """Look for these texts, one after the other."""
    at = 0
    for part in parts:
        found = told.find(part, at)
        assert found >= 0, f"{part!r} is not there, or not in its place\n{told}"
        at = found + len(part)


def pick(companion: Companion, row: str) -> None:
    """Choose a row of the list that opens."""
    companion.terminal.wait_for(
        lambda screen: re.search(rf"│.*{re.escape(row)}", screen) is not None
    )
    companion.choose(row)
    companion.press(ENTER)
