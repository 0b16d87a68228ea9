"""The library of questions, by topic or by kind of doctor."""

from collections.abc import Sequence
from dataclasses import replace

from so_tui.content import has_question, point, question_template, text, topic_of, topics
from so_tui.domain.questions import Question
from so_tui.domain.state import Change, Drop, Put, apply
from so_tui.domain.text import first_line
from so_tui.forms.lists import question_filling
from so_tui.logic.questions import alike, on_list, pick, words_of
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.bases.screen import say
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.rows.questions import GAP_ROW
from so_tui.ui.screens.library.rows import (
    ANYONE,
    CLOSED_ROW,
    Filter,
    Shown,
    filter_words,
    first_on,
    kind_rows,
    library_detail,
    library_rows,
    topic_rows,
)
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.line import SearchLine
from so_tui.ui.widgets.row_list import RowList


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
        """Add the question to the list or remove it; or open a closed topic."""
        key, case = self.key, self.state.case
        if not key or case is None:
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
        opened = next(each for each in topics() if each.key == topic)
        self.query_one(RowList).choose(opened.questions[0].key)

    def action_whole(self) -> None:
        """Add every question of the topic under the cursor to the list."""
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
        """Reword a question, and add it to the list."""
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
        """Jump to a topic."""

        def go(key: str) -> None:
            self._filter = Filter()
            self.query_one(SearchLine).close()
            self.show_state()
            listed = {row.key for row in self.query_one(RowList).rows}
            topic = next(topic for topic in topics() if topic.key == key)
            closed = f"{CLOSED_ROW}{key}"
            first = closed if closed in listed else topic.questions[0].key
            self.query_one(RowList).choose(first)

        here = topic_of(self.key).key if has_question(self.key) else ""
        title = text("library.topic_title")
        self.ask(Pick(title, topic_rows(self.state), start=here), go)

    def action_kind(self) -> None:
        """Show only the questions for one kind of doctor."""

        def show(key: str) -> None:
            self._show_only(replace(self._filter, kind="" if key == ANYONE else key))

        title, start = text("library.kind_title"), self._filter.kind or ANYONE
        self.ask(Pick(title, kind_rows(), start=start), show)

    def action_show(self) -> None:
        """Switch between all, the missing core questions, and those on the list."""
        order = list(Shown)
        following = order[(order.index(self._filter.shown) + 1) % len(order)]
        self._show_only(replace(self._filter, shown=following))

    def _show_only(self, wanted: Filter) -> None:
        self._filter = wanted
        words = filter_words(wanted) or text("library.shown.all")
        say(self, "library.showing", what=words)
        self.show_state()

    def action_back(self) -> None:
        """Go back to the questions."""
        self.app.pop_screen()
