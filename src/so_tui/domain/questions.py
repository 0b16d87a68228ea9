"""Questions, and the state of each with each doctor."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CanBePrivate, CaseEntity
from so_tui.domain.text import Clean

TOP = 3
"""Number of questions that can be marked as the most important."""

PLACEHOLDERS = (
    "diagnosis",
    "plan",
    "doctor",
    "first_doctor",
    "other_doctor",
    "decide_by",
    "patient",
)
"""Placeholders in braces in a question's text, filled in from the case."""

GAP = "(...)"
"""Shown for a placeholder that the case has no value for."""

_BRACED = re.compile(r"\{(\w+)\}")
_NO_WORD = re.compile(r"[\W_]+")


class Asked(StrEnum):
    """The state of a question with one doctor."""

    NOT_ASKED = "not asked"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(CanBePrivate):
    """A question for one or more doctors.

    Attributes:
        topic: Key of a topic of the library, or '' for the user's own.
        template: Key of the library question it was picked from, or ''.
        doctor_ids: The doctors to ask; empty means every doctor of the case.
        point: Key of the comparison point that the answer fills, or ''.
        top: True for one of the top three.
    """

    text: Clean
    topic: str = ""
    template: str = ""
    doctor_ids: tuple[str, ...] = ()
    point: str = ""
    top: bool = False
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(CaseEntity):
    """The state of one question with one doctor.

    The text of the answer is the notes of that doctor's visits that have the question's id.

    Attributes:
        at: When the state was set (local time).
    """

    question_id: str
    doctor_id: str
    asked: Asked
    at: datetime


def in_order(questions: Iterable[Question]) -> list[Question]:
    """Return the questions in asking order: the top ones first, then the user's order."""
    return sorted(questions, key=lambda q: (not q.top, q.order, q.id))


def is_for(question: Question, doctor_id: str) -> bool:
    """Return whether the question is to be asked of this doctor."""
    return not question.doctor_ids or doctor_id in question.doctor_ids


def answer_to(answers: Iterable[Answer], question_id: str, doctor_id: str) -> Answer | None:
    """Return the answer for this question and this doctor, or None."""
    found = (a for a in answers if (a.question_id, a.doctor_id) == (question_id, doctor_id))
    return next(found, None)


def set_asked(
    answers: Mapping[str, Answer], question: Question, doctor_id: str, asked: Asked, at: datetime
) -> Answer:
    """Return the answer entity that sets a question's state with one doctor."""
    old = answer_to(answers.values(), question.id, doctor_id)
    if old is not None:
        return replace(old, asked=asked, at=at)
    return Answer(
        case_id=question.case_id, question_id=question.id, doctor_id=doctor_id, asked=asked, at=at
    )


def asked_by_pair(answers: Mapping[str, Answer]) -> dict[tuple[str, str], Asked]:
    """Return the state of each (question id, doctor id) pair that has one."""
    return {(a.question_id, a.doctor_id): a.asked for a in answers.values()}


def open_for(
    questions: Iterable[Question], answers: Mapping[str, Answer], doctor_id: str
) -> list[Question]:
    """Return the questions still to be asked of this doctor: not asked yet, or postponed."""
    states = asked_by_pair(answers)
    unsettled = (Asked.NOT_ASKED, Asked.LATER)
    return [
        q
        for q in in_order(questions)
        if is_for(q, doctor_id) and states.get((q.id, doctor_id), Asked.NOT_ASKED) in unsettled
    ]


def open_in(
    questions: Iterable[Question], answers: Mapping[str, Answer], doctor_ids: Sequence[str]
) -> list[Question]:
    """Return the questions still to be asked of any of these doctors, in order."""
    known = list(questions)
    left = {q.id for id_ in doctor_ids for q in open_for(known, answers, id_)}
    return [question for question in in_order(known) if question.id in left]


def fill(text: Clean, values: Mapping[str, str]) -> Clean:
    """Return the text with each of `PLACEHOLDERS` filled in; `GAP` if its value is ''.

    Other braces stay as typed, and so do braces in a value.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        return (values.get(name) or GAP) if name in PLACEHOLDERS else match[0]

    return Clean(_BRACED.sub(value, text)) if "{" in text else text


def bare(text: str) -> str:
    """Return the text without case, punctuation and spaces, to compare wordings."""
    return _NO_WORD.sub("", text.casefold()) or text.strip()


def twin_of(question: Question, questions: Iterable[Question]) -> Question | None:
    """Return another question with the same text or library question, or None."""
    words = bare(question.text)
    for other in questions:
        same_template = bool(question.template) and question.template == other.template
        if other.id != question.id and (same_template or bare(other.text) == words):
            return other
    return None


def moved(questions: Iterable[Question], question: Question, step: int) -> list[Question]:
    """Return the changed questions when one moves up (-1) or down (1) by one place.

    A top question stays among the top ones, any other one below them.
    """
    ordered = in_order(questions)
    place = ordered.index(question)
    target = place + step
    if not 0 <= target < len(ordered) or ordered[target].top != question.top:
        return []
    ordered[place], ordered[target] = ordered[target], ordered[place]
    return [replace(q, order=n) for n, q in enumerate(ordered, 1) if q.order != n]
