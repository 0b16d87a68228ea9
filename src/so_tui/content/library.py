"""The library of questions: packs of topics, each with its sources and review date."""

from datetime import date
from functools import cache
from typing import Any

from so_tui.content.shipped import read, rows_of
from so_tui.domain.dataclass import dataclass
from so_tui.domain.text import Clean

PACKS = (
    "quick",
    "second_opinion",
    "illness",
    "treatment",
    "living",
    "companion",
    "first_doctor",
    "advanced_breast",
    "closed",
)
"""The files of `content/questions/`, in display order."""

KINDS = ("surgery", "medicine", "radiation", "slides", "scans", "genes", "nurse", "office")
"""The people a question can be for, in the order they are offered."""


@dataclass(frozen=True, slots=True)
class QuestionTemplate:
    """A shipped question to a doctor.

    Attributes:
        key: Unique across all topics.
        text: Its words; each `{placeholder}` of `domain.questions` is filled in from the case.
        kinds: The `KINDS` of people it is for; those of its topic unless it names its own.
        point: Key of the comparison point that the answer belongs to, or ''.
        core: Whether it is one of the few questions that fit almost every case.
        each: Whether it helps to ask every doctor in the same words.
        like: Key of another shipped question that asks much the same, or ''.
        covers: Its topic in the list the library was made from ('A1' to 'Q9'), or ''.
    """

    key: str
    text: Clean
    kinds: tuple[str, ...]
    point: str = ""
    core: bool = False
    each: bool = False
    like: str = ""
    covers: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of questions.

    Attributes:
        kinds: The `KINDS` of people its questions are for.
        sensitive: Whether its questions stay hidden until the user opens the topic.
    """

    key: str
    title: Clean
    kinds: tuple[str, ...]
    questions: tuple[QuestionTemplate, ...]
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """Topics written and reviewed together.

    Attributes:
        last_reviewed: The day its questions were last checked against the sources.
        sources: The title and address of each source.
    """

    key: str
    title: Clean
    last_reviewed: date
    sources: tuple[str, ...]
    topics: tuple[Topic, ...]


@cache
def question_packs() -> tuple[Pack, ...]:
    """Return the packs of the library in order."""
    return rows_of(Pack, map(_pack, PACKS))


def _pack(key: str) -> dict[str, Any]:
    raw = read("questions", f"{key}.toml")
    topics = [
        {**topic, "questions": [{"kinds": topic["kinds"], **each} for each in topic["questions"]]}
        for topic in raw["topics"]
    ]
    return {**raw, "key": key, "topics": topics}


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics of all packs in order."""
    return tuple(topic for pack in question_packs() for topic in pack.topics)


@cache
def core_questions() -> tuple[QuestionTemplate, ...]:
    """Return the questions that fit almost every case, in the library's order."""
    return tuple(question for topic in topics() for question in topic.questions if question.core)


@cache
def _questions() -> dict[str, tuple[Pack, Topic, QuestionTemplate]]:
    return {
        question.key: (pack, topic, question)
        for pack in question_packs()
        for topic in pack.topics
        for question in topic.questions
    }


def has_question(key: str) -> bool:
    """Return whether there is a shipped question with this key."""
    return key in _questions()


def question_template(key: str) -> QuestionTemplate:
    """Return one shipped question; `KeyError` if there is none with this key."""
    return _questions()[key][2]


def topic_of(key: str) -> Topic:
    """Return the topic of a shipped question; `KeyError` if there is none with this key."""
    return _questions()[key][1]


def pack_of(key: str) -> Pack:
    """Return the pack of a shipped question; `KeyError` if there is none with this key."""
    return _questions()[key][0]
