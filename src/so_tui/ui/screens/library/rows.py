"""Filtering the library of questions, and its rows."""

from collections.abc import Container, Set
from enum import StrEnum

from so_tui.content import QuestionTemplate, Topic, pack_of, text, topics
from so_tui.content.library import KINDS
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import show_day
from so_tui.domain.questions import fill
from so_tui.domain.state import AppState
from so_tui.logic.questions import core_left, on_list, values_for
from so_tui.ui.rows.questions import point_label
from so_tui.ui.rows.sections import holds
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Row

ANYONE = "any"
"""Key of the row that shows the questions for every kind of person."""
CLOSED_ROW = "open:"
"""Key prefix of the row that opens a closed topic; the topic's key follows."""


class Shown(StrEnum):
    """Which part of the library is shown; the value names its words."""

    ALL = "all"
    MISSING = "missing"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the library.

    Attributes:
        sought: Words that the question, or its topic's title, contains.
        kind: Kind of person it is for; '' for any.
        shown: MISSING for core questions not on the list, MINE for those on it.
    """

    sought: str = ""
    kind: str = ""
    shown: Shown = Shown.ALL


def library_rows(state: AppState, opened: Set[str], wanted: Filter) -> list[Row]:
    """Return the library's rows by topic.

    A closed topic has one row in place of its questions, and only if one of them matches.

    Args:
        state: The open case.
        opened: Keys of the closed topics that the user has opened.
        wanted: The filter.
    """
    values, on_it = values_for(state), on_list(state)
    missing = {t.key for t in core_left(state)} if wanted.shown is Shown.MISSING else set()
    rows: list[Row] = []
    for topic in topics():
        found = []
        for template in topic.questions:
            question = fill(template.text, values)
            mine = template.key in on_it
            if wanted.kind and wanted.kind not in template.kinds:
                continue
            if wanted.shown is Shown.MISSING and template.key not in missing:
                continue
            if wanted.shown is Shown.MINE and not mine:
                continue
            if holds(wanted.sought, question, topic.title):
                found.append(_row(template, question, mine))
        if found:
            heading = Row(f"#{topic.key}", (_title(topic, on_it),), heading=True)
            closed = topic.sensitive and topic.key not in opened
            rows += [heading, *([_closed(topic)] if closed else found)]
    return rows


def _title(topic: Topic, on_it: Container[str]) -> str:
    picked = sum(template.key in on_it for template in topic.questions)
    if not picked:
        return topic.title
    total = len(topic.questions)
    return text("library.topic_counted", title=topic.title, picked=picked, total=total)


def _closed(topic: Topic) -> Row:
    return Row(f"{CLOSED_ROW}{topic.key}", ("", text("questions.closed")), ("", "dim"))


def _row(template: QuestionTemplate, question: str, mine: bool) -> Row:
    sign = text("questions.on_list" if mine else "questions.off_list")
    core = (
        text("questions.core") if template.core else text("library.each") if template.each else ""
    )
    return Row(template.key, (sign, question, core), ("", "", "dim"))


def library_detail(state: AppState, template: QuestionTemplate) -> list[Part]:
    """Return the details of a question: text, point, whom it is for, and its sources."""
    pack = pack_of(template.key)
    kinds = ", ".join(text(f"library.kind.{kind}") for kind in template.kinds)
    mine = on_list(state).get(template.key)
    own = mine is not None and mine.template != template.key
    day = show_day(pack.last_reviewed)
    return [
        ("", fill(template.text, values_for(state))),
        ("", text("library.own_words") if own else ""),
        (text("questions.feeds"), point_label(template.point)),
        (text("library.for"), kinds),
        (text("library.reviewed"), text("library.review", title=pack.title, day=day)),
        (text("library.sources"), "\n".join(pack.sources)),
    ]


def kind_rows() -> list[Row]:
    """Return the kinds of people to choose from, with all of them first."""
    everyone = Row(ANYONE, (text("library.kind.any"),), ("strong",))
    return [everyone, *(Row(kind, (text(f"library.kind.{kind}"),)) for kind in KINDS)]


def topic_rows(state: AppState) -> list[Row]:
    """Return the topics to jump to."""
    on_it = on_list(state)
    return [Row(topic.key, (_title(topic, on_it),)) for topic in topics()]


def first_on(point_key: str) -> str:
    """Return the key of the first question on a point, a core one if there is one."""
    fitting = [q for t in topics() if not t.sensitive for q in t.questions if q.point == point_key]
    found = sorted(fitting, key=lambda question: (not question.core, not question.each))
    return found[0].key if found else ""


def filter_words(wanted: Filter) -> str:
    """Return the current filter in words; '' if everything is shown."""
    parts = [
        text(f"library.kind.{wanted.kind}") if wanted.kind else "",
        "" if wanted.shown is Shown.ALL else text(f"library.shown.{wanted.shown}"),
    ]
    return ", ".join(filter(None, parts))
