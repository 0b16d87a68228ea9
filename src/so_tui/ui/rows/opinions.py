"""Rows and texts for the cells of the comparison."""

from collections.abc import Sequence
from datetime import date

from so_tui.content import Point, in_blocks, text
from so_tui.domain.comparison import Comparison
from so_tui.domain.dates import short_day
from so_tui.domain.names import name_of
from so_tui.domain.opinions import (
    OWN,
    RELATIVE,
    SAW,
    SIGNS,
    Aside,
    Cell,
    Mark,
    Source,
    State,
    Version,
    mark_id,
)
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.state import AppState
from so_tui.logic.comparison import compared_with, comparison_of, opinion_of
from so_tui.logic.differences import (
    earlier_reasons,
    inputs_words,
    why_words,
)
from so_tui.logic.private import beside
from so_tui.logic.words import kept_cell, person_name, versions_of, words_on
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
    word = state_word(mark)
    if (doctor_id, point) in comparison.asking and mark in (*RELATIVE, State.LESS):
        word = f"{word} ({text('opinions.asks')})"
    return f"{word}: {answer}" if answer else word


def cell_parts(
    state: AppState, doctors: Sequence[Doctor], point: Point, chosen: Doctor, today: date
) -> list[Part]:
    """Return the details of a point, what the chosen doctor said first.

    The doctors are in column order: the first of them is the one compared with.
    """
    against = doctors[0]
    comparison = compared_with(state, against.id)
    parts: list[Part] = [(point.label, point.hint)]
    for doctor in (chosen, *(d for d in doctors if d is not chosen)):
        cells = words_on(state, doctor.id, point.key)
        cell = cells[0] if cells else None
        mark = comparison.state(doctor.id, point.key)
        told = _words(state, cell, mark, today) or text("opinions.not_filled")
        parts.append((name_of(state, doctor.id), told))
        parts += [
            (text("opinions.beside"), said_by(state, each, today))
            for each in cells[1:]
            if each.text
        ]
        if doctor is chosen:
            parts += _about_mark(state, chosen, point, mark, against, today)
            earlier = versions_of(state, doctor.id, point.key, Aside.EARLIER, Aside.REWORDED)
            parts += [earlier_part(state, version, today) for version in reversed(earlier)]
    return parts


def said_by(state: AppState, cell: Cell | Version, today: date) -> str:
    """Return somebody's words, with who wrote them, when, and where they are from."""
    who = person_name(state, cell.by) if cell.by or cell.written_at else ""
    day = short_day(cell.written_at.date(), today) if cell.written_at else ""
    private = text("opinions.private") if cell.private else ""
    about = ", ".join(filter(None, (who, day, cell.source, private)))
    return f"{cell.text} ({about})" if cell.text else f"({about})"


def _words(state: AppState, cell: Cell | None, mark: State, today: date) -> str:
    if cell is None:
        return state_word(mark) if mark else ""
    mark_word = f"{state_word(mark)}. " if mark else ""
    if cell.text:
        return beside(cell, f"{mark_word}{said_by(state, cell, today)}")
    if cell.source is Source.UNKNOWN:
        return f"{mark_word}{said_by(state, cell, today)}"
    return mark_word.strip()


def _about_mark(
    state: AppState, doctor: Doctor, point: Point, mark: State, against: Doctor, today: date
) -> list[Part]:
    """Return who marked a point and when, whether the mark still holds, and why they differ."""
    if not mark:
        return []
    key = mark_id(state.case_id, doctor.id, against.id, point.key)
    set_mark: Mark | Cell | None = state.marks.get(key)
    if mark in OWN:
        set_mark = kept_cell(state, doctor.id, point.key)
    parts = [("", mark_note(state, set_mark, today))]
    if isinstance(set_mark, Mark):
        compared = text("opinions.compared", name=name_of(state, against.id))
        parts = [("", ". ".join(filter(None, (compared, parts[0][1]))))]
        parts += [("", text("opinions.holds"))] if set_mark.asks else []
    if mark is State.DIFFERS:
        why = why_words(state, doctor.id, point.key, against.id)
        parts += [("", inputs_words(state, doctor.id, against.id)), (text("opinions.why"), why)]
        earlier = earlier_reasons(state, doctor.id, point.key, against.id)
        parts += [earlier_part(state, version, today) for version in reversed(earlier)]
    return parts


def doubt_words(state: AppState, mark: Mark) -> str:
    """Return a mark that may no longer hold, in words that name the two doctors."""
    first, second = pair_of(state, mark)
    word = state_word(mark.seen_from(first.id).get(second.id, State.BLANK))
    return text("opinions.doubt", name=name_of(state, second.id), mark=word,
                first=name_of(state, first.id))  # fmt: skip


def doubt_place(state: AppState, mark: Mark) -> str:
    """Return where on the Opinions screen a mark is seen."""
    first, second = pair_of(state, mark)
    return f"{second.id}/{mark.point}/{first.id}"


def pair_of(state: AppState, mark: Mark) -> tuple[Doctor, Doctor]:
    """Return the two doctors of a mark in their order."""
    first, second = (d for d in in_order(state.doctors.values()) if d.id in mark.doctor_ids)
    return first, second


def draft_key(state: AppState, form: str, doctor_id: str, point: str, against: str) -> str:
    """Return the key of the draft of a form on how two doctors stand on a point.

    The first doctor is not named in it, as in those of older versions.
    """
    usual = ("", comparison_of(state).reference)
    parts = (doctor_id, point) if against in usual else (doctor_id, point, against)
    return f"form:{form}:{'/'.join(parts)}"


def mark_note(state: AppState, mark: Mark | Cell | None, today: date) -> str:
    """Return who set a mark, and when; '' if that is not known."""
    if mark is None or mark.marked_at is None:
        return ""
    who, day = person_name(state, mark.marked_by), short_day(mark.marked_at.date(), today)
    return text("opinions.marked", name=who, day=day)


def earlier_part(state: AppState, version: Version, today: date) -> Part:
    """Return an earlier text, with until when it stood."""
    day, name = short_day(version.at.date(), today), person_name(state, version.by)
    key = "earlier" if version.aside is Aside.EARLIER else "reworded"
    mark = f"{state_word(version.state)}. " if version.state else ""
    key = "earlier_why" if version.against else key
    return text(f"opinions.{key}", day=day, name=name), f"{mark}{said_by(state, version, today)}"


def told(state: AppState, doctor: Doctor, key: str, today: date) -> str:
    """Return everybody's words on one thing in one line; who wrote them where several did."""
    cells = [cell for cell in words_on(state, doctor.id, key) if cell.text]
    if len(cells) == 1 and not cells[0].by:
        return cells[0].text.replace("\n", " / ")
    return " | ".join(said_by(state, cell, today).replace("\n", " / ") for cell in cells)


def hand_parts(state: AppState, doctor: Doctor, today: date) -> list[Part]:
    """Return what a doctor had to go on, and whether they knew the first opinion."""
    opinion = opinion_of(state, doctor.id)
    names = [str(state.records[i].name) for i in opinion.had if i in state.records]
    had = ". ".join(filter(None, (", ".join(names), told(state, doctor, SAW, today))))
    knew = text(f"opinions.knew.{opinion.knew_first or 'unknown'}")
    return [(text("opinions.saw"), had), (text("opinions.knew_first"), knew)]
