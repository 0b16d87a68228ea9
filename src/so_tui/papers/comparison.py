"""The doctors side by side, as a paper in A4 landscape. Pure."""

from collections.abc import Collection
from datetime import date
from typing import ClassVar

from so_tui.content import GROUPS, Point, points, text
from so_tui.domain.comparison import Comparison
from so_tui.domain.dataclass import dataclass
from so_tui.domain.encounters import last_held, with_doctor
from so_tui.domain.opinions import SAW, SIGNS, State
from so_tui.domain.people import Doctor
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line
from so_tui.logic.comparison import comparison_of, doctors_of, had_names, opinion_of
from so_tui.logic.encounters import heard_words
from so_tui.logic.overview import counts_words
from so_tui.logic.words import said_words
from so_tui.papers.files import NAME_WIDTH, Footer, signed


@dataclass(frozen=True, slots=True)
class Spot:
    """What one doctor said on one point: the sign and word of the mark, and the text."""

    mark: Clean
    text: Clean


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point with what each doctor said on it, in the order of the doctors."""

    label: Clean
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class PointGroup:
    """Points under a shared title."""

    title: Clean
    rows: tuple[PointRow, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The text of the comparison; each part is clean and on one line.

    Attributes:
        doctors: Their names; the others are compared with the first.
        about: When each was seen and what they had in hand; '' where not known.
        counts: Counts of the marks on core points; no percentage, no verdict.
        legend: The meaning of the signs.
    """

    template: ClassVar[str] = "comparison"

    title: Clean
    lead: Clean
    doctors: tuple[Clean, ...]
    about: tuple[Clean, ...]
    counts: Clean
    sides: tuple[PointGroup, ...]
    legend: Clean
    footer: Footer


def private_points(state: AppState) -> list[tuple[str, Clean]]:
    """Return the key and text of each private cell, left out unless the user adds it."""
    comparison, found = comparison_of(state), []
    for point in points():
        for doctor in doctors_of(state) if point.private else ():
            if answer := comparison.text(doctor.id, point.key):
                words = clean_line(f"{point.label}, {doctor.name}: {answer}")
                found.append((f"{doctor.id}/{point.key}", words))
    return found


def make_comparison(
    state: AppState, today: date, author: str = "", add: Collection[str] = ()
) -> SideBySide | None:
    """Return the paper, or None while nothing is written about any doctor.

    `add` has the keys of the private cells to include.
    """
    comparison, doctors = comparison_of(state), doctors_of(state)
    if state.case is None or not (comparison.cells or comparison.marks):
        return None
    sides = []
    for group in GROUPS:
        rows = [_row(comparison, doctors, p, add) for p in points() if p.group == group]
        shown = tuple(row for row in rows if any(spot.mark or spot.text for spot in row.spots))
        sides.append(PointGroup(Clean(text(f"followup.side.{group}")), shown))
    return SideBySide(
        title=clean_line(text("followup.title.comparison", title=state.case.title)),
        lead=clean_line(text("standing.compare")),
        doctors=tuple(clean_line(first_line(doctor.name, NAME_WIDTH)) for doctor in doctors),
        about=tuple(_about(state, doctor, today) for doctor in doctors),
        counts=clean_line(counts_words(state)),
        sides=tuple(side for side in sides if side.rows),
        legend=_legend(comparison),
        footer=signed(state, today, author),
    )


def _row(
    comparison: Comparison, doctors: list[Doctor], point: Point, add: Collection[str]
) -> PointRow:
    spots = []
    for doctor in doctors:
        hidden = point.private and f"{doctor.id}/{point.key}" not in add
        state = State.BLANK if hidden else comparison.state(doctor.id, point.key)
        answer = "" if hidden else comparison.text(doctor.id, point.key)
        mark = f"{SIGNS[state]} {state}" if state else ""
        spots.append(Spot(Clean(mark), clean_line(answer)))
    return PointRow(clean_line(point.label), tuple(spots))


def _legend(comparison: Comparison) -> Clean:
    """Return the meaning of the signs; that of the rare one only where it occurs."""
    hidden = () if State.LESS in comparison.marks.values() else (State.LESS,)
    signs = ", ".join(f"{SIGNS[s]} {s}" for s in State if s and s not in hidden)
    return clean_line(text("followup.legend", signs=signs))


def _about(state: AppState, doctor: Doctor, today: date) -> Clean:
    held = last_held(with_doctor(state.visits.values(), doctor.id))
    opinion = opinion_of(state, doctor.id)
    saw = said_words(state, doctor.id, SAW)
    had = ", ".join(filter(None, (*had_names(state, opinion.had), saw)))
    parts = (
        heard_words(held) if held else "",
        text("followup.had_short", had=first_line(had, 120)) if had else "",
    )
    return clean_line(" ".join(filter(None, parts)))
