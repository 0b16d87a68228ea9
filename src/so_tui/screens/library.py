"""The library of questions, by topic, to pick from."""

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container

from so_tui.commands import bindings
from so_tui.content import QuestionTemplate, question_template, say, topics
from so_tui.content.seeds import question_from
from so_tui.domain.text import first_line
from so_tui.intents import Commit, Say
from so_tui.screens.base import BaseScreen
from so_tui.screens.forms.question import point_label
from so_tui.starting import asked_of
from so_tui.state import Drop, Put
from so_tui.widgets.detail import Detail
from so_tui.widgets.layout import Column, Row
from so_tui.widgets.row_list import RowList
from so_tui.widgets.search import SearchLine, holds


class LibraryScreen(BaseScreen):
    """All shipped questions; a sign shows those on the list already."""

    AUTO_FOCUS = "RowList"
    BINDINGS = [*bindings("pick"), *bindings("library")]

    def __init__(self) -> None:
        super().__init__()
        self._opened: set[str] = set()
        self._search = ""

    def body(self) -> ComposeResult:
        yield SearchLine()
        with Container(classes="split"):
            yield RowList(Column(0, 3), Column(1, lines=3), Column(2, 4), id="library")
            yield Detail()

    def show_state(self) -> None:
        taken = {q.template for q in self.state.questions.values() if q.template}
        rows: list[Row] = []
        for topic in topics():
            heading = Row(f"#{topic.key}", (topic.title,), heading=True)
            if topic.sensitive and topic.key not in self._opened:
                closed = Row(f"open:{topic.key}", ("", say("questions.closed")), ("", "dim"))
                rows += [] if self._search else [heading, closed]
                continue
            found = [t for t in topic.questions if holds(self._search, t.text, topic.title)]
            rows += [heading, *(_row(t, t.key in taken) for t in found)] if found else []
        if not rows:
            rows = [Row("", (say("questions.none_found"),), heading=True)]
        self.query_one(RowList).show(rows)

    def action_search(self) -> None:
        """Open the line that filters the list."""
        self.query_one(SearchLine).open()

    def on_search_line_sought(self, event: SearchLine.Sought) -> None:
        self._search = event.words
        self.show_state()

    def on_search_line_done(self) -> None:
        self.query_one(RowList).focus()

    def on_row_list_highlighted(self, event: RowList.Highlighted) -> None:
        if not event.key or event.key.startswith("open:"):
            self.query_one(Detail).show([("", say("questions.library_title"))])
            return
        template = question_template(event.key)
        point = (say("questions.feeds"), point_label(template.point))
        self.query_one(Detail).show([("", template.text), point])

    def on_row_list_chosen(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        """Put the question on the list, or take it off again."""
        key = self.query_one(RowList).key
        case = self.state.case
        if not key or case is None:
            return
        if key.startswith("open:"):
            self._opened.add(key.removeprefix("open:"))
            self.show_state()
            return
        template = question_template(key)
        short = first_line(template.text, 40)
        mine = next((q for q in self.state.questions.values() if q.template == key), None)
        if mine is None:
            order = max((q.order for q in self.state.questions.values()), default=0) + 1
            picked = question_from(template, case.id, order)
            picked = replace(picked, doctor_ids=asked_of(self.state, picked.topic))
            said = say("questions.library_picked", text=short)
            self.post_message(Commit((Put(picked),), said))
        elif any(a.question_id == mine.id for a in self.state.answers.values()):
            self.post_message(Say(say("questions.library_kept")))
        else:
            said = say("questions.library_dropped", text=short)
            self.post_message(Commit((Drop(mine),), said))

    def action_back(self) -> None:
        """Go back to the questions."""
        self.app.pop_screen()


def _row(template: QuestionTemplate, taken: bool) -> Row:
    sign = say("questions.on_list" if taken else "questions.off_list")
    core = say("questions.core") if template.core else ""
    return Row(template.key, (sign, template.text, core), ("", "", "dim"))


SCREEN = LibraryScreen
