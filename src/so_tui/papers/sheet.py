"""The text of the sheet handed to a doctor. Pure: no template, no file."""

from datetime import date
from typing import ClassVar

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import show_day
from so_tui.domain.encounters import next_visit
from so_tui.domain.opinions import SAW, cell_at
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.questions import TOP
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line
from so_tui.logic.private import for_others
from so_tui.logic.questions import to_ask
from so_tui.logic.words import said_words
from so_tui.papers.files import NAME_WIDTH, signed

LINE_WIDTH = 85
"""Most characters of the illness, and of the first plan."""
ITEM_WIDTH = 130
"""Most characters of a top question, of the decision and of what was brought, so that the sheet
takes half a page. A longer question is repeated in full on the second page."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a hand-over sheet; each part is clean and on one line.

    Attributes:
        title: The doctor and the day it is for.
        sender: The patient, or '' if not known.
        situation: Two lines: the illness, and the first opinion.
        decision: What is to be decided, and by when.
        top: The questions to ask first, at most three.
        brought: What was brought along; '' leaves space to write.
        more: The other open questions, for the second page, after any long top ones in full.
        footer: Who wrote it, when, and that it is not a medical record.
    """

    template: ClassVar[str] = "sheet"

    title: Clean
    sender: Clean
    situation: tuple[Clean, Clean]
    decision: Clean
    top: tuple[Clean, ...]
    brought: Clean
    more: tuple[Clean, ...]
    footer: Clean


def doctor_to_see(state: AppState, today: date) -> Doctor | None:
    """Return the doctor of today's or the next visit, else the newest doctor, else None."""
    visit = next_visit(state.visits.values(), today)
    doctors = in_order(state.doctors.values())
    newest = doctors[-1] if doctors else None
    return state.doctors.get(visit.doctor_id, newest) if visit else newest


def make_sheet(
    state: AppState, doctor: Doctor, today: date, author: str = "", brought: str | None = None
) -> Sheet:
    """Return the sheet for a doctor.

    `brought` is what was brought along, None for what this doctor has according to the case.
    """
    state = for_others(state)
    questions = [clean_line(question.text) for question in to_ask(state, doctor.id)]
    first, rest = questions[:TOP], questions[TOP:]
    cut = [_cut_question(wording) for wording in first]
    full = [wording for wording, short in zip(first, cut, strict=True) if wording != short]
    patient = first_line(state.case.patient, NAME_WIDTH) if state.case else ""
    return Sheet(
        title=_title(state, doctor, today),
        sender=clean_line(text("sheet.paper.from", name=patient) if patient else ""),
        situation=_situation(state, doctor),
        decision=_decision(state),
        top=tuple(cut),
        brought=clean_line(
            first_line(had_in_hand(state, doctor) if brought is None else brought, ITEM_WIDTH)
        ),
        more=(*full, *rest),
        footer=signed(state, today, author),
    )


def had_in_hand(state: AppState, doctor: Doctor) -> Clean:
    """Return what this doctor has in hand according to the case; '' if it does not say."""
    return clean_line(said_words(state, doctor.id, SAW))


def _sentence(words: str, width: int) -> str:
    """Return text cut to a width, without a final full stop."""
    return first_line(words, width).rstrip(".")


def _cut_question(question: Clean) -> Clean:
    if len(question) <= ITEM_WIDTH:
        return question
    return Clean(f"{first_line(question, ITEM_WIDTH)} {text('sheet.paper.overleaf')}")


def _title(state: AppState, doctor: Doctor, today: date) -> Clean:
    theirs = [visit for visit in state.visits.values() if visit.doctor_id == doctor.id]
    visit = next_visit(theirs, today)
    name, day = first_line(doctor.name, NAME_WIDTH), show_day(visit.day if visit else None)
    key = "sheet.paper.title_visit" if day else "sheet.paper.title"
    return clean_line(text(key, doctor=name, day=day))


def _situation(state: AppState, doctor: Doctor) -> tuple[Clean, Clean]:
    case = state.case
    title = _sentence(case.title, LINE_WIDTH) if case else ""
    illness = text("sheet.paper.diagnosis", diagnosis=title) if case else ""
    first = in_order(state.doctors.values())[0]
    cell = cell_at(state.cells.values(), first.id, "plan")
    name = _sentence(first.name, NAME_WIDTH)
    if first.id == doctor.id:
        opinion = text("sheet.paper.back") if len(state.doctors) > 1 else text("sheet.paper.alone")
    elif cell and cell.text:
        opinion = text("sheet.paper.plan", doctor=name, plan=_sentence(cell.text, LINE_WIDTH))
    else:
        opinion = text("sheet.paper.no_plan", doctor=name)
    return clean_line(illness), clean_line(opinion)


def _decision(state: AppState) -> Clean:
    decision = state.decision
    if decision is None or not (decision.sentence or decision.decide_by):
        return Clean(text("sheet.paper.no_decision"))
    parts = [first_line(decision.sentence, ITEM_WIDTH)]
    if decision.decide_by:
        day, name = show_day(decision.decide_by), _sentence(decision.given_by, NAME_WIDTH)
        key = "sheet.paper.decide_by_from" if name else "sheet.paper.decide_by"
        parts.append(text(key, day=day, name=name))
    return clean_line(" ".join(filter(None, parts)))
