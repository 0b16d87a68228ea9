"""Rows and texts for the questions, their gaps and the answers."""

from collections.abc import Mapping
from datetime import date

from so_tui.content import point, points, text
from so_tui.domain.dates import short_day
from so_tui.domain.entity import having
from so_tui.domain.folding import holds
from so_tui.domain.names import name_of
from so_tui.domain.people import Doctor, in_a_room, in_order, short_name
from so_tui.domain.questions import Asked, Question, asked_by_pair, is_for
from so_tui.domain.questions import in_order as as_asked
from so_tui.domain.state import AppState
from so_tui.logic.private import beside
from so_tui.logic.questions import gap_points, left_over, words_of
from so_tui.logic.speakers import as_said, doctor_of
from so_tui.ui.rows.sections import section, under_headings
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row

STATE_WIDTH = 10
LOOK = {Asked.ANSWERED: "done", Asked.SKIPPED: "dim", Asked.LATER: "soon"}
GAP_ROW = "gap:"
"""Key prefix of a row for a point that no question covers yet; the point's key follows."""


def question_columns(state: AppState, width: int) -> list[Column]:
    """Return the columns: number, question, and a state for as many doctors as fit."""
    doctors = in_a_room(state.doctors.values())
    fitting = min(len(doctors), 4 if width >= 100 else 2 if width >= 70 else 1)
    states = [
        Column(2 + n, STATE_WIDTH, title=short_name(name_of(state, doctors[n].id), STATE_WIDTH))
        for n in range(len(doctors))
    ]
    shown = states[-fitting:] if fitting else []
    return [Column(0, 3), Column(1, title=text("questions.title"), lines=3), *shown]


def question_rows(state: AppState, sought: str = "") -> list[Row]:
    """Return the questions in asking order, the top ones under their own heading.

    Below them are the core points of the comparison that no question covers yet, unless the list
    is filtered or has no question at all.
    """
    doctors = in_a_room(state.doctors.values())
    states = asked_by_pair(state.answers)
    found: list[tuple[str, Row]] = []
    for number, question in enumerate(as_asked(state.questions.values()), 1):
        wording = words_of(state, question)
        if holds(sought, wording):
            title = "top_heading" if question.top else "rest_heading"
            cells, looks = _standing(question, doctors, states)
            cells = (f"Q{number}", beside(question, wording), *cells)
            found.append((title, Row(question.id, cells, ("dim", "", *looks))))
    rows = under_headings("questions", found)
    return rows if sought or not rows else [*rows, *_gap_rows(state)]


def _standing(
    question: Question, doctors: list[Doctor], states: Mapping[tuple[str, str], Asked]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    asked = [states.get((question.id, doctor.id), Asked.NOT_ASKED) for doctor in doctors]
    pairs = zip(asked, doctors, strict=True)
    cells = tuple(word if is_for(question, doctor.id) else "-" for word, doctor in pairs)
    return cells, tuple(LOOK.get(word, "") for word in asked)


def _gap_rows(state: AppState) -> list[Row]:
    missing = [Row(f"{GAP_ROW}{p}", ("", point(p).label), ("", "dim")) for p in gap_points(state)]
    return section("questions", "gap_heading", missing)


def point_label(key: str) -> str:
    """Return the label of a comparison point; '' for none."""
    return next((p.label for p in points() if p.key == key), "")


def question_parts(state: AppState, question: Question, today: date) -> list[Part]:
    """Return the details of a question: its words, the answers, and the point it covers."""
    covers = (text("questions.feeds"), point_label(question.point))
    return [("", words_of(state, question)), *_answers_to(state, question, today), covers]


def _answers_to(state: AppState, question: Question, today: date) -> list[Part]:
    """Return, for each doctor the question is for, the name, and the state and lines of the answer.

    A question left open by a visit says so, and when it comes up again.
    """
    found: list[Part] = []
    states = asked_by_pair(state.answers)
    notes = sorted(having(state.notes, "question_id", question.id), key=lambda n: (n.at, n.id))
    for doctor in in_order(state.doctors.values()):
        lines = [note for note in notes if doctor_of(state, note) == doctor.id]
        asked = states.get((question.id, doctor.id), Asked.NOT_ASKED)
        answer = " / ".join(n.text if n.said_by == doctor.id else as_said(state, n) for n in lines)
        words = f"{asked}. {answer}" if answer else str(asked)
        if (is_for(question, doctor.id) and not doctor.is_board) or lines:
            left = _left_words(state, question, doctor, today)
            found.append((name_of(state, doctor.id), ". ".join(filter(None, (words, left)))))
    return found


def _left_words(state: AppState, question: Question, doctor: Doctor, today: date) -> str:
    left = left_over(state, question, doctor.id, today)
    if left is None:
        return ""
    if left.comes is None:
        return text("questions.left_no_visit")
    day = short_day(left.comes.day, today) or text("questions.left_no_day")
    return text("questions.left", day=day)
