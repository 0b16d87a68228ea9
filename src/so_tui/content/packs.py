"""What every case starts from: checklist sections, comparison points and the script of a call."""

from functools import cache

from so_tui.content.shipped import read, rows_of
from so_tui.domain.dataclass import dataclass
from so_tui.domain.text import BLANK, Clean


@dataclass(frozen=True, slots=True)
class TaskTemplate:
    """A shipped checklist item.

    Attributes:
        key: Unique across all sections.
        due_days: Days from the second-opinion visit, negative before it; None if it has no date.
        notice: Days of notice that it needs; left out of the plan of a visit known later.
        short: Its text if there is no time for the post; '' for the usual one.
    """

    key: str
    text: Clean
    due_days: int | None = None
    notice: int = 0
    short: Clean = BLANK


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the checklist; the sections follow the course of a second opinion.

    Attributes:
        once: Whether it is done for a doctor's first visit only, not again for the next one.
    """

    key: str
    title: Clean
    tasks: tuple[TaskTemplate, ...]
    once: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A row of the comparison.

    Attributes:
        label: At most 22 characters, so that it fits the first column.
        hint: One sentence on what to write there.
        core: Whether it is counted and printed first.
        private: Whether its words are left off papers unless the user adds them.
        fact: Whether it tells a fact about the doctor: no opinion, so no two are compared on it.
    """

    key: str
    label: Clean
    hint: Clean
    core: bool = False
    private: bool = False
    fact: bool = False

    @property
    def group(self) -> str:
        """The block it stands in: 'core', 'more' or 'fact'."""
        return "fact" if self.fact else "core" if self.core else "more"


GROUPS = ("core", "more", "fact")
"""The blocks of the comparison, in order."""


@cache
def sections() -> tuple[Section, ...]:
    """Return the sections of the checklist in order."""
    return rows_of(Section, read("checklist.toml")["sections"])


@cache
def points() -> tuple[Point, ...]:
    """Return the points of the comparison in order."""
    return rows_of(Point, read("points.toml")["points"])


def in_blocks() -> list[Point]:
    """Return the points block by block, as screens and papers show them."""
    return sorted(points(), key=lambda point: GROUPS.index(point.group))


@cache
def core_points() -> tuple[Point, ...]:
    """Return the points that are counted and printed first."""
    return tuple(point for point in points() if point.core)


@cache
def _points() -> dict[str, Point]:
    return {point.key: point for point in points()}


def point(key: str) -> Point:
    """Return one point of the comparison; `KeyError` if there is none with this key."""
    return _points()[key]


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """One question to ask on the phone.

    Attributes:
        say: What is read out.
        label: Heading of the answer in the notes of the call.
        write: What to write down.
    """

    key: str
    say: Clean
    label: Clean
    write: Clean


@cache
def call_script() -> tuple[ScriptLine, ...]:
    """Return the lines of the script in order."""
    return rows_of(ScriptLine, read("callscript.toml")["lines"])


@cache
def headings() -> frozenset[str]:
    """Return the words that stand before a colon as headings, and so are no names."""
    return frozenset(read("headings.toml")["words"].split())
