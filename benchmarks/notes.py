"""The program over stores with few notes and with many, spread over visits or all of one."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks import much
from benchmarks.subjects import Subject, so_tui
from so_tui.content import text

COUNTS = (0, 1_000, much.NOTES)


@dataclass(frozen=True, slots=True)
class OneStore:
    """The program over one store.

    Attributes:
        home: As it starts, on Home.
        visit: As notes are typed.
        started: Which of the two are started in the measurement of starts.
    """

    home: Subject
    visit: Subject
    started: tuple[Subject, ...]


def named(count: int, *, together: bool = False) -> str:
    """Return what the report calls the program with so many notes."""
    return f"so-tui, {count:,} notes" + (" of one visit" if together else "")


def with_notes(home: Path) -> list[OneStore]:
    """Make stores with so many notes, of 200 a visit; the last has all of them in one visit."""
    spread = [_made(home / str(count), count) for count in COUNTS]
    return [*spread, _made(home / "together", much.NOTES, together=True)]


def _made(folder: Path, count: int, *, together: bool = False) -> OneStore:
    of_a_visit = count if together else much.OF_A_VISIT
    store = much.fill(folder, much.everything(count, cell=0, of_a_visit=of_a_visit))
    name = named(count, together=together)
    plain = so_tui(name, ready=text("home.progress").encode(), store=store)
    visit = so_tui(f"{name}, visit", "visit", ready=b"saves", store=store)
    return OneStore(plain, visit, (plain, visit) if count == much.NOTES else (plain,))
