"""The library of questions, by topic or by kind of doctor."""

from collections.abc import Container, Sequence, Set
from dataclasses import replace
from enum import StrEnum

from so_tui.content import (
    QuestionTemplate,
    Topic,
    has_question,
    pack_of,
    point,
    question_template,
    text,
    topic_of,
    topics,
)
from so_tui.content.library import KINDS
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import show_day
from so_tui.domain.questions import Question, fill
from so_tui.domain.state import AppState, Change, Drop, Put, apply
from so_tui.domain.text import first_line
from so_tui.forms.lists import question_filling
from so_tui.logic.questions import alike, core_left, on_list, pick, values_for, words_of
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.bases.screen import say
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.rows.questions import GAP_ROW, point_label
from so_tui.ui.rows.sections import heading, holds
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.line import SearchLine

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


class LibraryScreen(ListScreen):
    """All shipped questions; a sign marks those already on the list."""

    NAME = "library"
    COLUMNS = (Column(0, 3), Column(1, lines=3), Column(2, 4))
    BINDINGS = [*bindings("pick"), *bindings("library")]
    NEEDS_ROW = frozenset({"choose", "edit", "whole"})

    _opened: frozenset[str] = frozenset()
    _filter = Filter()

    def rows(self) -> list[Row]:
        return library_rows(self.state, self._opened, replace(self._filter, sought=self.sought))

    @property
    def words_for_none(self) -> str:
        return text("library.none_found" if filter_words(self._filter) else "questions.none_found")

    def detail(self, key: str) -> Sequence[Part]:
        if not has_question(key):
            return [("", text("questions.library_title"))]
        return library_detail(self.state, question_template(key))

    def focus_key(self, key: str) -> None:
        if key.startswith(GAP_ROW):
            gap = point(key.removeprefix(GAP_ROW))
            say(self, "library.at_point", point=gap.label)
            key = first_on(gap.key)
        super().focus_key(key)

    def action_choose(self) -> None:
        key = self.key
        if self.state.case is None:
            return
        if key.startswith(CLOSED_ROW):
            self._open_topic(key.removeprefix(CLOSED_ROW))
            return
        template = question_template(key)
        mine = on_list(self.state).get(template.key)
        if mine is None:
            picked = pick(self.state, template)
            self.commit(self._picked_words(picked), Put(picked))
        elif mine.template != key:
            say(self, "library.own_words")
        elif any(a.question_id == mine.id for a in self.state.answers.values()):
            say(self, "questions.library_kept")
        else:
            self.commit(text("questions.library_dropped", text=self._short(mine)), Drop(mine))

    def _picked_words(self, picked: Question) -> str:
        near = alike(self.state, question_template(picked.template))
        if near is None:
            return text("questions.library_picked", text=self._short(picked))
        return text("library.picked_alike", text=self._short(near))

    def _short(self, question: Question) -> str:
        return first_line(words_of(self.state, question), 40)

    def _open_topic(self, topic: str) -> None:
        self._opened |= {topic}
        self.show_state()
        self._choose_first(topic)

    def _choose_first(self, key: str) -> None:
        """Put the cursor on the first question of a topic, or on the row that opens it."""
        topic = next(each for each in topics() if each.key == key)
        super().focus_key(f"{CLOSED_ROW}{key}")
        super().focus_key(topic.questions[0].key)

    def action_whole(self) -> None:
        if not has_question(self.key) or self.state.case is None:
            return
        topic, state = topic_of(self.key), self.state
        changes: list[Change] = []
        mine = on_list(state)
        for template in topic.questions:
            if template.key not in mine:
                changes.append(Put(pick(state, template)))
                state = apply(state, changes[-1:])
        if not changes:
            say(self, "library.whole_already")
        else:
            self.commit(text("library.whole", count=len(changes), title=topic.title), *changes)

    def action_edit(self) -> None:
        if not has_question(self.key) or self.state.case is None:
            return
        template = question_template(self.key)
        mine = on_list(self.state).get(template.key)
        question = mine or pick(self.state, template)

        def keep(result: Question) -> None:
            what = "questions.changed" if mine else "questions.library_picked"
            self.commit(text(what, text=self._short(result)), Put(result, question))

        self.ask(question_filling(question, self.state, new=mine is None), keep, mine)

    def action_topic(self) -> None:
        def go(key: str) -> None:
            self._filter = Filter()
            self.query_one(SearchLine).close()
            self.show_state()
            self._choose_first(key)

        here = topic_of(self.key).key if has_question(self.key) else ""
        rows = [Row(topic.key, (_title(topic, on_list(self.state)),)) for topic in topics()]
        self.ask(Pick(text("library.topic_title"), rows, start=here), go)

    def action_kind(self) -> None:
        def show(key: str) -> None:
            self._show_only(replace(self._filter, kind="" if key == ANYONE else key))

        everyone = Row(ANYONE, (text("library.kind.any"),), ("strong",))
        rows = [everyone, *(Row(kind, (text(f"library.kind.{kind}"),)) for kind in KINDS)]
        start = self._filter.kind or ANYONE
        self.ask(Pick(text("library.kind_title"), rows, start=start), show)

    def action_show(self) -> None:
        order = list(Shown)
        following = order[(order.index(self._filter.shown) + 1) % len(order)]
        self._show_only(replace(self._filter, shown=following))

    def _show_only(self, wanted: Filter) -> None:
        self._filter = wanted
        words = filter_words(wanted) or text("library.shown.all")
        say(self, "library.showing", what=words)
        self.show_state()

    def action_back(self) -> None:
        self.app.pop_screen()


def library_rows(state: AppState, opened: Set[str], wanted: Filter) -> list[Row]:
    """Return the library's rows by topic.

    A closed topic that is not opened has one row in place of its questions, and only if one of them
    matches.
    """
    values, on_it = values_for(state), on_list(state)
    allowed: Container[str] | None = None
    if wanted.shown is not Shown.ALL:
        allowed = on_it if wanted.shown is Shown.MINE else {t.key for t in core_left(state)}
    rows: list[Row] = []
    for topic in topics():
        found = [
            _row(template, question, template.key in on_it)
            for template in topic.questions
            if (not wanted.kind or wanted.kind in template.kinds)
            and (allowed is None or template.key in allowed)
            and holds(wanted.sought, question := fill(template.text, values), topic.title)
        ]
        if found and topic.sensitive and topic.key not in opened:
            words = ("", text("questions.closed"))
            found = [Row(f"{CLOSED_ROW}{topic.key}", words, ("", "dim"))]
        if found:
            rows += [heading(topic.key, _title(topic, on_it)), *found]
    return rows


def _title(topic: Topic, on_it: Container[str]) -> str:
    picked = sum(template.key in on_it for template in topic.questions)
    if not picked:
        return topic.title
    total = len(topic.questions)
    return text("library.topic_counted", title=topic.title, picked=picked, total=total)


def _row(template: QuestionTemplate, question: str, mine: bool) -> Row:
    sign = text("questions.on_list" if mine else "questions.off_list")
    key = "questions.core" if template.core else "library.each" if template.each else ""
    return Row(template.key, (sign, question, text(key) if key else ""), ("", "", "dim"))


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
