"""Rows and texts for the cells of the comparison."""

from collections.abc import Sequence
from datetime import date

from so_tui.content import Point, in_blocks, text
from so_tui.domain.comparison import Comparison, Difference
from so_tui.domain.dates import short_day
from so_tui.domain.opinions import SIGNS, Aside, Cell, Source, State, Version
from so_tui.domain.people import Doctor
from so_tui.domain.state import AppState
from so_tui.logic.comparison import compared_with, opinion_of, versions_of
from so_tui.logic.differences import difference_of, inputs_words, reasons
from so_tui.logic.private import beside
from so_tui.ui.rows.sections import under_headings
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Row

SHORT = 480
"""Characters of a cell laid out for the grid, which shows at most four lines of it."""


def state_word(state: State) -> str:
    """Return the sign and the word of a mark: '= same'; 'not marked' for the blank one."""
    return f"{SIGNS[state]} {state}" if state else text("opinions.no_mark")


def grid_rows(state: AppState, doctors: Sequence[Doctor], listed: Sequence[Point]) -> list[Row]:
    """Return one row per point: its label, then what each doctor said."""
    comparison = compared_with(state, doctors[0].id)

    def row(point: Point) -> Row:
        marks = [comparison.state(doctor.id, point.key) for doctor in doctors]
        texts = tuple(short_cell(comparison, doctor.id, point.key) for doctor in doctors)
        looks = tuple("strong" if mark is State.DIFFERS else "" for mark in marks)
        return Row(point.key, (point.label, *texts), ("", *looks))

    rows = ((f"{point.group}_heading", row(point)) for point in in_blocks() if point in listed)
    return under_headings("opinions", rows)


def short_cell(comparison: Comparison, doctor_id: str, point: str) -> str:
    """Return the short text of a cell for the grid: sign, word, text."""
    mark, answer = comparison.state(doctor_id, point), comparison.text(doctor_id, point)[:SHORT]
    answer = beside(comparison.cells.get((doctor_id, point)), answer) if answer else ""
    if not mark:
        return answer
    return f"{state_word(mark)}: {answer}" if answer else state_word(mark)


def cell_parts(
    state: AppState, doctors: Sequence[Doctor], point: Point, chosen: Doctor, today: date
) -> list[Part]:
    """Return the details of a point, what the chosen doctor said first.

    The doctors are in column order: the first of them is the one compared with.
    """
    comparison = compared_with(state, doctors[0].id)
    parts: list[Part] = [(point.label, point.hint)]
    for doctor in (chosen, *(d for d in doctors if d is not chosen)):
        cell = comparison.cells.get((doctor.id, point.key))
        mark = comparison.state(doctor.id, point.key)
        parts.append((doctor.name, _words(cell, mark) or text("opinions.not_filled")))
        parts += [
            (text("opinions.beside", name=v.by), f"{v.text} ({v.source})")
            for v in versions_of(state, doctor.id, point.key, Aside.BESIDE)
            if cell is None or v.text != cell.text
        ]
        if doctor is chosen:
            parts += _about_mark(state, chosen, point, mark, doctors[0].id)
            earlier = versions_of(state, doctor.id, point.key, Aside.EARLIER)
            parts += [_earlier(version, today) for version in reversed(earlier)]
    return parts


def _words(cell: Cell | None, mark: State) -> str:
    if cell is None:
        return state_word(mark) if mark else ""
    mark_word = f"{state_word(mark)}. " if mark else ""
    source = ", ".join(filter(None, (cell.by, cell.source)))
    if cell.text:
        return beside(cell, f"{mark_word}{cell.text} ({source})")
    return f"{mark_word}({source})" if cell.source is Source.UNKNOWN else mark_word.strip()


def _about_mark(
    state: AppState, doctor: Doctor, point: Point, mark: State, against: str
) -> list[Part]:
    if mark is not State.DIFFERS:
        return []
    why = reason_words(difference_of(state, doctor.id, point.key, against))
    return [("", inputs_words(state, doctor.id, against)), (text("opinions.why"), why)]


def _earlier(version: Version, today: date) -> Part:
    title = text("opinions.earlier", day=short_day(version.at.date(), today))
    mark = f"{state_word(version.state)}. " if version.state else ""
    return title, f"{mark}{version.text} ({version.source})"


def reason_words(difference: Difference) -> str:
    """Return the reasons of a difference in one line; '' if there are none."""
    known = [text(f"differences.reason.{r}") for r in reasons() if r in difference.reasons]
    return ". ".join(filter(None, (*known, difference.note)))


def hand_parts(state: AppState, doctor: Doctor) -> list[Part]:
    """Return what a doctor had to go on, and whether they knew the first opinion."""
    opinion = opinion_of(state, doctor.id)
    names = [str(state.records[i].name) for i in opinion.had if i in state.records]
    had = ". ".join(filter(None, (", ".join(names), opinion.saw)))
    knew = text(f"opinions.knew.{opinion.knew_first or 'unknown'}")
    return [(text("opinions.saw"), had), (text("opinions.knew_first"), knew)]
