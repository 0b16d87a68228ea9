"""The library of questions, by topic or by kind of doctor."""

from collections.abc import Container, Sequence
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
from so_tui.domain.dates import show_day
from so_tui.domain.folding import holds
from so_tui.domain.questions import Question, fill
from so_tui.domain.state import Change, Drop, Put, apply
from so_tui.domain.text import first_line
from so_tui.forms.lists import question_filling
from so_tui.logic.questions import alike, core_left, on_list, pick, values_for, words_of
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.bases.screen import say
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.rows.questions import GAP_ROW, point_label
from so_tui.ui.rows.sections import details, heading
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
    MISSING = "missing"  # core questions that are not on the list
    MINE = "mine"  # what is on the list


class LibraryScreen(ListScreen):
    """All shipped questions; a sign marks those already on the list."""

    NAME = "library"
    COLUMNS = (Column(0, 3), Column(1, lines=3), Column(2, 4))
    BINDINGS = [*bindings("pick"), *bindings("library")]
    NEEDS_ROW = frozenset({"choose", "edit", "whole"})

    _opened: frozenset[str] = frozenset()
    _kind = ""
    _shown = Shown.ALL

    def rows(self) -> list[Row]:
        values, on_it = values_for(self.state), on_list(self.state)
        allowed: Container[str] | None = None
        if self._shown is not Shown.ALL:
            missing = {template.key for template in core_left(self.state)}
            allowed = on_it if self._shown is Shown.MINE else missing
        rows: list[Row] = []
        for topic in topics():
            found = []
            for template in topic.questions:
                question = fill(template.text, values)
                if (
                    (not self._kind or self._kind in template.kinds)
                    and (allowed is None or template.key in allowed)
                    and holds(self.sought, question, topic.title)
                ):
                    found.append(_row(template, question, template.key in on_it))
            if found and topic.sensitive and topic.key not in self._opened:
                words = ("", text("questions.closed"))
                found = [Row(f"{CLOSED_ROW}{topic.key}", words, ("", "dim"))]
            if found:
                rows += [heading(topic.key, _title(topic, on_it)), *found]
        return rows

    @property
    def filter_words(self) -> str:
        """The current filter in words; '' if everything is shown."""
        kind = text(f"library.kind.{self._kind}") if self._kind else ""
        shown = "" if self._shown is Shown.ALL else text(f"library.shown.{self._shown}")
        return ", ".join(filter(None, (kind, shown)))

    @property
    def words_for_none(self) -> str:
        return text("library.none_found" if self.filter_words else "questions.none_found")

    def detail(self, key: str) -> Sequence[Part]:
        if not has_question(key):
            return [("", text("questions.library_title"))]
        template, pack = question_template(key), pack_of(key)
        mine = on_list(self.state).get(key)
        own = mine is not None and mine.template != key
        day = show_day(pack.last_reviewed)
        told = {
            "for": ", ".join(text(f"library.kind.{kind}") for kind in template.kinds),
            "reviewed": text("library.review", title=pack.title, day=day),
            "sources": "\n".join(pack.sources),
        }
        return [
            ("", fill(template.text, values_for(self.state))),
            ("", text("library.own_words") if own else ""),
            (text("questions.feeds"), point_label(template.point)),
            *details("library", template, *told, **told),
        ]

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
            self._kind, self._shown = "", Shown.ALL
            self.query_one(SearchLine).close()
            self.show_state()
            self._choose_first(key)

        here = topic_of(self.key).key if has_question(self.key) else ""
        rows = [Row(topic.key, (_title(topic, on_list(self.state)),)) for topic in topics()]
        self.ask(Pick(text("library.topic_title"), rows, start=here), go)

    def action_kind(self) -> None:
        def show(key: str) -> None:
            self._kind = "" if key == ANYONE else key
            self._say_shown()

        everyone = Row(ANYONE, (text("library.kind.any"),), ("strong",))
        rows = [everyone, *(Row(kind, (text(f"library.kind.{kind}"),)) for kind in KINDS)]
        start = self._kind or ANYONE
        self.ask(Pick(text("library.kind_title"), rows, start=start), show)

    def action_show(self) -> None:
        order = list(Shown)
        self._shown = order[(order.index(self._shown) + 1) % len(order)]
        self._say_shown()

    def _say_shown(self) -> None:
        say(self, "library.showing", what=self.filter_words or text("library.shown.all"))
        self.show_state()

    def action_back(self) -> None:
        self.app.pop_screen()


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


def first_on(point_key: str) -> str:
    """Return the key of the first question on a point, a core one if there is one."""
    fitting = [q for t in topics() if not t.sensitive for q in t.questions if q.point == point_key]
    found = sorted(fitting, key=lambda question: (not question.core, not question.each))
    return found[0].key if found else ""
