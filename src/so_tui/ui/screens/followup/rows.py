"""Rows and texts of the follow-up with the first doctor."""

from datetime import date
from itertools import groupby

from so_tui.content import text
from so_tui.domain.dates import short_day, show_time
from so_tui.domain.edited_lines import Paper
from so_tui.domain.people import held
from so_tui.domain.state import AppState
from so_tui.domain.text import first_line
from so_tui.logic.followup import FollowUpLine, agenda, visit_back
from so_tui.logic.letter import letter
from so_tui.papers.files import my_doctor
from so_tui.ui.rows.sections import heading
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Row

VISIT = "visit"
"""Key of the row for the follow-up visit."""
SHOWN = 180
"""Characters of a part of the letter in the list; the details show all of it."""


def key_of(line: FollowUpLine) -> str:
    """Return the key of a line's row, unique across all papers."""
    return f"{line.kept.paper}/{line.key}"


def lines_of(state: AppState, today: date) -> list[FollowUpLine]:
    """Return all lines of the screen, in order."""
    letters = [
        line for paper in (Paper.LETTER, Paper.PHONE) for line in letter(state, paper, today)
    ]
    return [*agenda(state), *letters]


def followup_rows(state: AppState, today: date) -> list[Row]:
    """Return the visit, the agenda, the letter and the phone note under their headings."""
    if state.case is None:
        return []
    rows = [heading("visit", text("followup.visit")), _visit_row(state, today)]
    rows.append(heading("agenda", text("followup.agenda", name=my_doctor(state))))
    for group, lines in groupby(agenda(state), key=lambda line: line.group):
        rows.append(heading(group, text(f"followup.group.{group}"), "dim"))
        rows += [_agenda_row(line) for line in lines]
    if rows[-1].heading:
        rows.append(heading("none", text("followup.no_agenda"), "dim"))
    for paper in (Paper.LETTER, Paper.PHONE):
        rows.append(heading(paper, text(f"followup.{paper}")))
        rows += [_section_row(line) for line in letter(state, paper, today)]
    return rows


def _visit_row(state: AppState, today: date) -> Row:
    visit = visit_back(state)
    if visit is None:
        words = text("followup.no_visit" if state.doctors else "followup.no_doctor")
        return Row(VISIT, ("[ ]", words), ("", "strong"))
    doctor = state.doctors.get(visit.doctor_id)
    when = f"{short_day(visit.day, today)} {show_time(visit.at)}".strip()
    word = text(f"people.{held(visit, today)}")
    words = text(
        "followup.visit_row",
        doctor=doctor.name if doctor else "",
        when=when or text("people.no_date"),
        state=word,
    )
    return Row(VISIT, ("[x]" if visit.done else "[ ]", words), ("", "strong"))


def _agenda_row(line: FollowUpLine) -> Row:
    look = "" if line.kept.on else "dim"
    return Row(key_of(line), ("[x]" if line.kept.on else "[ ]", line.words), (look, look))


def _section_row(line: FollowUpLine) -> Row:
    title = text(f"followup.section.{line.key}")
    words = text("followup.section_row", title=title, text=first_line(line.words, SHOWN))
    return Row(key_of(line), ("", words))


def line_parts(line: FollowUpLine) -> list[Part]:
    """Return the details of a line, and where its text comes from."""
    if not line.given:
        return [("", line.words)]
    if line.kept.text:
        return [("", line.words), ("", text("followup.reworded", text=line.given))]
    return [("", line.words), ("", text("followup.from_notes"))]
