"""The doctors side by side, as a paper: across where there are more than two. Pure."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import ClassVar

from so_tui.content import GROUPS, Point, points, text
from so_tui.domain.comparison import Comparison
from so_tui.domain.dataclass import dataclass
from so_tui.domain.encounters import opinion_heard, with_doctor
from so_tui.domain.names import name_of
from so_tui.domain.opinions import OWN, SIGNS, State
from so_tui.domain.people import Doctor
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean, clean_line, first_line, without_stop
from so_tui.logic.comparison import (
    compared_with,
    comparison_of,
    doctors_of,
    fact_words,
)
from so_tui.logic.differences import next_steps, why_words
from so_tui.logic.encounters import heard_words
from so_tui.logic.overview import counts_words
from so_tui.logic.told import on_record
from so_tui.logic.words import all_words
from so_tui.papers.files import NAME_WIDTH, Footer, signed


@dataclass(frozen=True, slots=True)
class Spot:
    """What one doctor said on one point: the sign and word of the mark, and the text.

    The text ends with why doctors differ, what is to be done, and how the doctor stands to another
    one than the first.
    """

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
        about: When each was seen; '' where not known.
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
    found = []
    for point in points():
        for doctor in doctors_of(state) if point.private else ():
            if answer := all_words(state, doctor.id, point.key):
                words = clean_line(f"{point.label}, {name_of(state, doctor.id)}: {answer}")
                found.append((f"{doctor.id}/{point.key}", words))
    return found


def make_comparison(state: AppState, today: date, add: Collection[str] = ()) -> SideBySide | None:
    """Return the paper, or None while nothing is written about any doctor.

    `add` has the keys of the private cells to include.
    """
    comparison = comparison_of(state)
    known = {comparison.reference, *(doctor.id for doctor in on_record(state))}
    doctors = [doctor for doctor in doctors_of(state) if doctor.id in known]
    if state.case is None or not (comparison.cells or comparison.marks):
        return None
    sides = []
    for group in GROUPS:
        rows = [_row(state, doctors, p, add) for p in points() if p.group == group]
        shown = tuple(row for row in rows if any(spot.mark or spot.text for spot in row.spots))
        sides.append(PointGroup(Clean(text(f"followup.side.{group}")), shown))
    return SideBySide(
        title=clean_line(text("followup.title.comparison", title=state.case.name)),
        lead=Clean(text("followup.compare_lead")),
        doctors=tuple(clean_line(first_line(name_of(state, d.id), NAME_WIDTH)) for d in doctors),
        about=tuple(_about(state, doctor) for doctor in doctors),
        counts=clean_line(counts_words(state, only=known)),
        sides=tuple(side for side in sides if side.rows),
        legend=_legend(comparison),
        footer=signed(state, today),
    )


def _row(state: AppState, doctors: list[Doctor], point: Point, add: Collection[str]) -> PointRow:
    comparison = comparison_of(state)
    spots = []
    for number, doctor in enumerate(doctors):
        if point.private and f"{doctor.id}/{point.key}" not in add:
            spots.append(Spot(BLANK, BLANK))
            continue
        mark = comparison.state(doctor.id, point.key)
        told = fact_words(state, doctor.id, point)
        between = [_pair(state, doctor, other, point) for other in doctors[1:number]]
        notes = [*_why(state, doctor, point, mark, doctors[0]), *filter(None, between)]
        words = f"{without_stop(told)}." if told and notes else told
        asks = (doctor.id, point.key) in comparison.asking and mark not in OWN
        spots.append(
            Spot(_mark_word(mark, asks=asks), clean_line(" ".join(filter(None, (words, *notes)))))
        )
    return PointRow(clean_line(point.label), tuple(spots))


def _mark_word(mark: State, *, asks: bool) -> Clean:
    word = f"{SIGNS[mark]} {mark}" if mark else ""
    return clean_line(text("followup.asks", mark=word) if asks else word)


def _pair(state: AppState, doctor: Doctor, other: Doctor, point: Point) -> str:
    """Return how a doctor stands to another one who is not the first, '' without a mark."""
    comparison = compared_with(state, other.id)
    mark = comparison.marks.get((doctor.id, point.key), State.BLANK)
    if not mark:
        return ""
    word = _mark_word(mark, asks=(doctor.id, point.key) in comparison.asking)
    told = text("followup.pair", mark=word, name=name_of(state, other.id))
    return " ".join((f"{told}.", *_why(state, doctor, point, mark, other)))


def _why(
    state: AppState, doctor: Doctor, point: Point, mark: State, other: Doctor
) -> Iterator[str]:
    """Yield why two doctors differ, and what is to be done about it, where known."""
    if mark is not State.DIFFERS:
        return
    if why := why_words(state, doctor.id, point.key, other.id):
        yield text("followup.why_short", why=without_stop(why))
    if steps := next_steps(state, doctor.id, point, other.id):
        yield text("followup.next_short", steps="; ".join(steps))


def _legend(comparison: Comparison) -> Clean:
    """Return the meaning of the signs; that of the rare one only where it occurs."""
    hidden = () if State.LESS in comparison.marks.values() else (State.LESS,)
    signs = ", ".join(f"{SIGNS[s]} {s}" for s in State if s and s not in hidden)
    return clean_line(text("followup.legend", signs=signs))


def _about(state: AppState, doctor: Doctor) -> Clean:
    """Return how and when a doctor's opinion was heard last, or that nothing is marked as such."""
    held = opinion_heard(with_doctor(state.visits.values(), doctor.id))
    if held is not None:
        return clean_line(heard_words(held))
    kind = "board" if doctor.is_board else "visit"
    known = doctor in on_record(state)
    return Clean(text(f"followup.unmarked_{kind}")) if known else BLANK
