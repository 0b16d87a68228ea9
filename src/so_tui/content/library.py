"""The library of questions: packs of topics, each with its sources and review date."""

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
"""The files of `content/questions/`, in display order."""

KINDS = ("surgery", "medicine", "radiation", "slides", "scans", "genes", "nurse", "office")
"""The people a question can be for, in the order they are offered."""


@dataclass(frozen=True, slots=True)
class QuestionTemplate:
    """A shipped question to a doctor.

    Attributes:
        key: Unique across all topics.
        text: Its words; each `{placeholder}` of `domain.questions` is filled in from the case.
        point: Key of the comparison point that the answer belongs to, or ''.
        core: Whether it is one of the few questions that fit almost every case.
        each: Whether it helps to ask every doctor in the same words.
        kinds: The `KINDS` of people it is for.
        like: Key of another shipped question that asks much the same, or ''.
        covers: Its topic in the list the library was made from ('A1' to 'Q9'), or ''.
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
        sensitive: Whether its questions stay hidden until the user opens the topic.
    """

    key: str
    title: Clean
    sensitive: bool
    questions: tuple[QuestionTemplate, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Topics written and reviewed together.

    Attributes:
        reviewed: The day its questions were last checked against the sources.
        sources: The title and address of each source.
    """

    key: str
    title: Clean
    reviewed: date
    sources: tuple[str, ...]
    topics: tuple[Topic, ...]


@cache
def question_packs() -> tuple[Pack, ...]:
    """Return the packs of the library in order."""
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
    """Return one shipped question.

    Raises:
        KeyError: There is no question with this key.
    """
    return _questions()[key][2]


def topic_of(key: str) -> Topic:
    """Return the topic of a shipped question.

    Raises:
        KeyError: There is no question with this key.
    """
    return _questions()[key][1]


def pack_of(key: str) -> Pack:
    """Return the pack of a shipped question.

    Raises:
        KeyError: There is no question with this key.
    """
    return _questions()[key][0]
