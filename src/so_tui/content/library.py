"""The library of questions: packs of topics, each with its sources and the day of its review."""

from datetime import date
from functools import cache

from so_tui.content.files import read
from so_tui.domain.dataclass import dataclass
from so_tui.domain.text import Clean, clean

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
"""The files of `content/questions/`, in the order they are shown."""

KINDS = ("surgery", "medicine", "radiation", "slides", "scans", "genes", "nurse", "office")
"""The kinds of people that questions are for, in the order they are offered."""


@dataclass(frozen=True, slots=True)
class QuestionTemplate:
    """A shipped question to a doctor.

    Attributes:
        key: Unique over all topics.
        text: The words; a `{placeholder}` of `domain.questions` is filled in from the case.
        point: Key of the comparison point that its answer feeds, or ''.
        core: True for the few questions that fit almost every case.
        each: True where it helps to ask each doctor in the same words.
        kinds: Which of `KINDS` it is for.
        like: Key of another shipped question that asks much the same, or ''.
        covers: The topic it covers in the list the library was made from ('A1' to 'Q9'), or ''.
    """

    key: str
    text: Clean
    point: str
    core: bool
    each: bool
    kinds: tuple[str, ...]
    like: str
    covers: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of questions.

    Attributes:
        sensitive: True where the questions stay closed until the user opens the topic.
    """

    key: str
    title: Clean
    sensitive: bool
    questions: tuple[QuestionTemplate, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Topics that were written and reviewed together.

    Attributes:
        reviewed: The day when its questions were last held against the sources.
        sources: Title and address of each.
    """

    key: str
    title: Clean
    reviewed: date
    sources: tuple[str, ...]
    topics: tuple[Topic, ...]


@cache
def question_packs() -> tuple[Pack, ...]:
    """Return the packs of the library in their order."""
    return tuple(_pack(key) for key in PACKS)


def _pack(key: str) -> Pack:
    raw = read("questions", f"{key}.toml")
    made = (
        Topic(
            key=topic["key"],
            title=clean(topic["title"]),
            sensitive=topic.get("sensitive", False),
            questions=tuple(
                QuestionTemplate(
                    key=question["key"],
                    text=clean(question["text"]),
                    point=question.get("point", ""),
                    core=question.get("core", False),
                    each=question.get("each", False),
                    kinds=tuple(question.get("kinds", topic["kinds"])),
                    like=question.get("like", ""),
                    covers=question.get("covers", ""),
                )
                for question in topic["questions"]
            ),
        )
        for topic in raw["topics"]
    )
    return Pack(key, clean(raw["title"]), raw["last_reviewed"], tuple(raw["sources"]), tuple(made))


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics of all packs in their order."""
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
    """Return whether there is a shipped question of this key."""
    return key in _questions()


def question_template(key: str) -> QuestionTemplate:
    """Return one shipped question.

    Raises:
        KeyError: There is no question of this key.
    """
    return _questions()[key][2]


def topic_of(key: str) -> Topic:
    """Return the topic that a shipped question stands in.

    Raises:
        KeyError: There is no question of this key.
    """
    return _questions()[key][1]


def pack_of(key: str) -> Pack:
    """Return the pack that a shipped question stands in.

    Raises:
        KeyError: There is no question of this key.
    """
    return _questions()[key][0]
