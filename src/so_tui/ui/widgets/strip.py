"""A timeline in plain characters: one line each for decide-by, visits and due dates.

Messages, tumour boards and the like are no visits: if there are any, they have a line of their own.

Pure: it needs neither colour nor non-ASCII signs, and fits the given width.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import month_name
from so_tui.domain.encounters import VISITS, EncounterKind
from so_tui.logic.schedule import DUE, DateKind, Planned
from so_tui.ui.widgets.layout import cut

LABEL = 11
"""Columns before the days, for the labels of the lines."""
BACK_DAYS = 14
"""Most days shown before today; older ones are marked at the left edge."""
AHEAD_DAYS = 400
"""Most days shown after today; later ones are marked at the right edge."""
STEPS = (1, 7, 14, 28)
"""Days per place: the first that fits is used."""
WIDEST, WIDEST_WEEK = 3, 5
"""Most columns of a day, and of a week or more."""
EMPTY, TODAY, VISIT, DECIDE, WAY, MANY = ".", "|", "V", "D", "=", "+"
SIGNS = {
    EncounterKind.MESSAGE: "M",
    EncounterKind.WRITTEN: "W",
    EncounterKind.BOARD: "B",
    EncounterKind.NURSE: "N",
}
"""The signs of encounters that are no visit."""
BEFORE, AFTER = "<", ">"


@dataclass(frozen=True, slots=True)
class Scale:
    """The mapping of days to columns.

    Attributes:
        first: The first day shown, a Monday if a place is a week or more.
        step: Days per place.
        size: Columns per place.
        places: Number of places.
        width: Columns available; a word above the last places may reach beyond them.
    """

    first: date
    step: int
    size: int
    places: int
    width: int

    def at(self, day: date) -> int:
        """Return the place of a day; days beyond an edge are at the edge."""
        return min(max((day - self.first).days // self.step, 0), self.places - 1)

    @property
    def last(self) -> date:
        """The last day shown."""
        return self.day(self.places) - timedelta(days=1)

    def day(self, place: int) -> date:
        """Return the first day of a place."""
        return self.first + timedelta(days=place * self.step)


def scale_for(days: Iterable[date], today: date, width: int) -> Scale:
    """Return the scale on which today and these days fit in this many columns."""
    shown = [today, *days]
    first = max(min(shown), today - timedelta(days=BACK_DAYS))
    last = min(max(shown), today + timedelta(days=AHEAD_DAYS))
    width = max(1, width)
    for step in STEPS:
        start = first if step == 1 else first - timedelta(days=first.weekday())
        places = (last - start).days // step + 1
        if places <= width:
            break
    size = max(1, min(WIDEST if step == 1 else WIDEST_WEEK, width // places))
    return Scale(start, step, size, min(places, width), width)


def strip_lines(days: Iterable[Planned], today: date, width: int) -> list[str]:
    """Return the timeline with today marked, each line at most `width` columns wide."""
    days = list(days)
    scale = scale_for((one.day for one in days), today, width - LABEL)
    decide = [one.day for one in days if one.kind is DateKind.DECIDE_BY]
    visits = [one.day for one in days if one.kind is DateKind.VISIT and one.encounter in VISITS]
    due = [one.day for one in days if one.kind in DUE]
    others = [(one.day, one.encounter) for one in days if one.encounter in SIGNS]
    lines = [
        ("", _months(scale)),
        ("", _numbers(scale)),
        (text("dates.strip.decide_by"), _decide(scale, today, decide)),
        (text("dates.strip.visits"), _marks(scale, today, dict.fromkeys(visits, VISIT))),
    ]
    if others:
        lines.append((text("dates.strip.others"), _marks(scale, today, _signs(scale, others))))
    lines.append((text("dates.strip.due"), _marks(scale, today, _counts(scale, due))))
    drawn = [f"{cut(label, LABEL)}{picture}"[:width].rstrip() for label, picture in lines]
    return [*drawn, *_legend(scale, {kind for _, kind in others}, width)]


def _legend(scale: Scale, others: set[EncounterKind], width: int) -> list[str]:
    """Return what the signs mean, in lines that end between two of them."""
    named = (
        f"{sign} {text(f'encounters.kind.{kind.name.lower()}').lower()}"
        for kind, sign in SIGNS.items()
        if kind in others
    )
    parts = [
        text("dates.strip.today"),
        text("dates.strip.visit"),
        *named,
        text("dates.strip.decided"),
        text("dates.strip.counts"),
        text(f"dates.strip.step_{scale.step}"),
    ]
    lines = [""]
    for part in parts:
        longer = f"{lines[-1]}  {part}" if lines[-1] else part
        lines[-1:] = [longer] if len(longer) <= width else [lines[-1], part]
    return lines


def _signs(scale: Scale, others: list[tuple[date, EncounterKind]]) -> dict[date, str]:
    """Return the sign for each day; where those of several kinds fall together, that of many."""
    found: dict[int, set[str]] = {}
    for day, kind in others:
        found.setdefault(scale.at(day), set()).add(SIGNS[kind])
    together = {place: MANY if len(signs) > 1 else min(signs) for place, signs in found.items()}
    return {day: together[scale.at(day)] for day, _ in others}


def _counts(scale: Scale, days: list[date]) -> dict[date, str]:
    shown = (day for day in days if scale.first <= day <= scale.last)
    counted = Counter(scale.day(scale.at(day)) for day in shown)
    beyond = {day: "" for day in days if not scale.first <= day <= scale.last}
    return beyond | {day: f"{n}" if n < 10 else MANY for day, n in counted.items()}


def _marks(scale: Scale, today: date, marks: dict[date, str]) -> str:
    signs = [EMPTY] * scale.places
    signs[scale.at(today)] = TODAY
    for day, sign in marks.items():
        signs[scale.at(day)] = BEFORE if day < scale.first else AFTER if day > scale.last else sign
    return "".join(sign.ljust(scale.size) for sign in signs)


def _decide(scale: Scale, today: date, days: list[date]) -> str:
    signs = [EMPTY.ljust(scale.size)] * scale.places
    here = scale.at(today)
    signs[here] = TODAY.ljust(scale.size)
    for day in days:
        there = scale.at(day)
        for place in range(here, there):
            signs[place] = (TODAY if place == here else WAY).ljust(scale.size, WAY)
        signs[there] = DECIDE.ljust(scale.size)
    return "".join(signs)


def _months(scale: Scale) -> str:
    starts = [
        place
        for place in range(scale.places)
        if place == 0 or scale.day(place).month != scale.day(place - 1).month
    ]
    words = [(place, month_name(scale.day(place))) for place in starts]
    crowded = len(words) > 1 and words[1][0] * scale.size <= len(words[0][1])
    return _written(scale, words[1:] if crowded else words)


def _numbers(scale: Scale) -> str:
    starts = [p for p in range(scale.places) if scale.step > 1 or scale.day(p).weekday() == 0]
    return _written(scale, [(place, f"{scale.day(place).day}") for place in starts])


def _written(scale: Scale, words: list[tuple[int, str]]) -> str:
    """Return the words at their places, leaving out those that do not fit."""
    line = ""
    for place, word in words:
        start = place * scale.size
        if start >= len(line) + bool(line) and start + len(word) <= scale.width:
            line = f"{line.ljust(start)}{word}"
    return line
