"""Questions: placeholders filled in, gaps, and what visits have left open. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from so_tui.content import QuestionTemplate, core_points, core_questions, text, topics
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import show_day
from so_tui.domain.encounters import Encounter, by_date, last_visit, next_visit
from so_tui.domain.entity import next_order
from so_tui.domain.names import name_of
from so_tui.domain.people import in_order
from so_tui.domain.questions import (
    Asked,
    Question,
    answer_to,
    bare,
    fill,
    is_for,
    open_for,
    open_in,
)
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line
from so_tui.logic.words import short_words

PLAN_WIDTH = 90
"""Most characters of a plan in a question that names it."""


def values_for(state: AppState, doctor_id: str = "") -> dict[str, str]:
    """Return the value of each placeholder of a question to this doctor, or to each it is for."""
    doctors = in_order(state.doctors.values())
    first = doctors[0] if doctors else None
    others = [d for d in doctors if d.id != doctor_id]
    other = (others[-1] if first and doctor_id == first.id else others[0]) if others else None
    asked = state.doctors.get(doctor_id)
    plan = short_words(state, first.id, "plan", PLAN_WIDTH) if first else ""
    decide_by = state.decision.decide_by if state.decision else None
    values = {
        "diagnosis": state.case.title if state.case else "",
        "patient": state.case.patient if state.case else "",
        "plan": plan.rstrip("."),
        "doctor": name_of(state, asked.id) if asked else text("questions.the_doctor"),
        "first_doctor": name_of(state, first.id) if first else "",
        "other_doctor": (name_of(state, other.id) if other else "")
        if asked
        else text("questions.other_doctor"),
        "decide_by": show_day(decide_by),
    }
    return {name: clean_line(value) for name, value in values.items()}


def words_of(state: AppState, question: Question, doctor_id: str = "") -> Clean:
    """Return a question's text as asked of this doctor; '' is no doctor in particular."""
    if "{" not in question.text:
        return question.text
    if not doctor_id and len(question.doctor_ids) == 1:
        doctor_id = question.doctor_ids[0]
    return fill(question.text, values_for(state, doctor_id))


def pick(state: AppState, template: QuestionTemplate) -> Question:
    """Return the case's own question made from a shipped one, last in the order."""
    from so_tui.content.seeds import question_from
    from so_tui.logic.people import asked_of

    picked = question_from(template, state.case_id, next_order(state.questions.values()))
    return replace(picked, doctor_ids=asked_of(state, picked.topic))


@cache
def _bare_templates() -> dict[str, str]:
    return {t.key: bare(t.text) for topic in topics() for t in topic.questions}


def on_list(state: AppState) -> dict[str, Question]:
    """Return the list's question for each shipped one, by the shipped one's key.

    It was picked from the shipped one, or has the same text.
    """
    picked = {q.template: q for q in state.questions.values() if q.template}
    own = {bare(q.text): q for q in state.questions.values()}
    found = {key: picked.get(key) or own.get(words) for key, words in _bare_templates().items()}
    return {key: question for key, question in found.items() if question is not None}


def alike(state: AppState, template: QuestionTemplate) -> Question | None:
    """Return a question on the list that asks much the same as a shipped one, or None."""
    found = (q for q in state.questions.values() if template.like and q.template == template.like)
    return next(found, None)


def gap_points(state: AppState) -> list[str]:
    """Return the core points of the comparison that no question on the list covers yet."""
    fed = {question.point for question in state.questions.values()}
    return [point.key for point in core_points() if point.key not in fed]


def core_left(state: AppState) -> list[QuestionTemplate]:
    """Return the core questions of the library that are not on the list yet."""
    mine = on_list(state)
    return [template for template in core_questions() if template.key not in mine]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that a visit has left open.

    Attributes:
        since: The visit that was held without an answer to it.
        comes: The next visit with that doctor, where it comes up again; None while there is none.
    """

    since: Encounter
    comes: Encounter | None


def left_over(
    state: AppState, question: Question, doctor_id: str, today: date
) -> OpenQuestion | None:
    """Return where a question was left open with this doctor; None if no visit has left it open.

    A question skipped on purpose is settled; one postponed or never asked is open, and comes up
    again in the next visit with the same doctor.
    """
    if not is_for(question, doctor_id):
        return None
    answer = answer_to(state.answers.values(), question.id, doctor_id)
    if answer is not None and answer.asked not in (Asked.NOT_ASKED, Asked.LATER):
        return None
    theirs = [visit for visit in state.visits.values() if doctor_id in visit.doctor_ids]
    since = last_visit(theirs)
    if since is None:
        return None
    later = [visit for visit in by_date(theirs) if visit.id != since.id]
    return OpenQuestion(since, next_visit(later, today))


def to_ask_in(state: AppState, doctor_ids: Sequence[str]) -> list[Question]:
    """Return the questions still to be asked of any of these doctors, with their final text."""
    waiting = open_in(state.questions.values(), state.answers, doctor_ids)
    asked = ((q, next(i for i in doctor_ids if is_for(q, i))) for q in waiting)
    return [replace(q, text=words_of(state, q, doctor_id)) for q, doctor_id in asked]


def to_ask(state: AppState, doctor_id: str) -> list[Question]:
    """Return the questions still to be asked of this doctor, in order, with their final text.

    A tumour board is asked none.
    """
    doctor = state.doctors.get(doctor_id)
    if doctor is not None and doctor.is_board:
        return []
    waiting = open_for(state.questions.values(), state.answers, doctor_id)
    return [replace(q, text=words_of(state, q, doctor_id)) for q in waiting]
