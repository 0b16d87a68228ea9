"""The packs a case starts from: checklist sections, question topics, comparison points."""

from dataclasses import dataclass
from functools import cache

from so_tui.content.files import read
from so_tui.domain.text import Clean, clean


@dataclass(frozen=True, slots=True)
class TaskTemplate:
    """A shipped item of the checklist.

    Attributes:
        key: Unique over all sections.
        due_days: Days from the second-opinion visit, negative before it; None for no date.
    """

    key: str
    text: Clean
    due_days: int | None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the checklist, in the order of the way through."""

    key: str
    title: Clean
    tasks: tuple[TaskTemplate, ...]


@dataclass(frozen=True, slots=True)
class QuestionTemplate:
    """A shipped question to a doctor.

    Attributes:
        key: Unique over all topics.
        point: Key of the comparison point that its answer feeds, or ''.
        core: True for the few questions that fit almost every case.
        each: True where it helps to ask each doctor in the same words.
    """

    key: str
    text: Clean
    point: str
    core: bool
    each: bool


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
class Point:
    """A row of the comparison.

    Attributes:
        label: At most 22 characters, so that it fits the first column.
        hint: One sentence on what to write there.
        core: True for the points that are counted and printed first.
        private: True where the words stay out of what is printed unless the user puts them in.
    """

    key: str
    label: Clean
    hint: Clean
    core: bool
    private: bool


@cache
def sections() -> tuple[Section, ...]:
    """Return the sections of the checklist in their order."""
    return tuple(
        Section(
            key=raw["key"],
            title=clean(raw["title"]),
            tasks=tuple(
                TaskTemplate(task["key"], clean(task["text"]), task.get("due_days"))
                for task in raw["tasks"]
            ),
        )
        for raw in read("checklist.toml")["sections"]
    )


@cache
def topics() -> tuple[Topic, ...]:
    """Return the topics of the question library in their order."""
    return tuple(
        Topic(
            key=raw["key"],
            title=clean(raw["title"]),
            sensitive=raw.get("sensitive", False),
            questions=tuple(
                QuestionTemplate(
                    key=question["key"],
                    text=clean(question["text"]),
                    point=question.get("point", ""),
                    core=question.get("core", False),
                    each=question.get("each", False),
                )
                for question in raw["questions"]
            ),
        )
        for raw in read("questions.toml")["topics"]
    )


@cache
def core_questions() -> tuple[QuestionTemplate, ...]:
    """Return the questions that fit almost every case, in the library's order."""
    return tuple(question for topic in topics() for question in topic.questions if question.core)


@cache
def points() -> tuple[Point, ...]:
    """Return the points of the comparison in their order."""
    return tuple(
        Point(
            key=raw["key"],
            label=clean(raw["label"]),
            hint=clean(raw["hint"]),
            core=raw.get("core", False),
            private=raw.get("private", False),
        )
        for raw in read("points.toml")["points"]
    )


@cache
def core_points() -> tuple[Point, ...]:
    """Return the points that are counted and printed first."""
    return tuple(point for point in points() if point.core)


@cache
def _sections() -> dict[str, Section]:
    return {section.key: section for section in sections()}


@cache
def _questions() -> dict[str, tuple[Topic, QuestionTemplate]]:
    return {question.key: (topic, question) for topic in topics() for question in topic.questions}


@cache
def _points() -> dict[str, Point]:
    return {point.key: point for point in points()}


def section(key: str) -> Section:
    """Return one section of the checklist.

    Raises:
        KeyError: There is no section of this key.
    """
    return _sections()[key]


def question_template(key: str) -> QuestionTemplate:
    """Return one shipped question.

    Raises:
        KeyError: There is no question of this key.
    """
    return _questions()[key][1]


def topic_of(key: str) -> Topic:
    """Return the topic that a shipped question stands in.

    Raises:
        KeyError: There is no question of this key.
    """
    return _questions()[key][0]


def point(key: str) -> Point:
    """Return one point of the comparison.

    Raises:
        KeyError: There is no point of this key.
    """
    return _points()[key]
