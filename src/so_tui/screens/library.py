"""The library of questions, by topic, to pick from."""

from collections.abc import Sequence
from dataclasses import replace

from so_tui.commands import bindings
from so_tui.content import QuestionTemplate, question_template, say, topics
from so_tui.content.seeds import question_from
from so_tui.domain.text import first_line
from so_tui.intents import Commit, Say
from so_tui.screens.forms.question import point_label
from so_tui.screens.list_screen import ListScreen
from so_tui.starting import asked_of
from so_tui.state import Drop, Put
from so_tui.widgets.detail import Part
from so_tui.widgets.layout import Column, Row
from so_tui.widgets.search import holds


class LibraryScreen(ListScreen):
    """All shipped questions; a sign shows those on the list already."""

    LIST_ID = "library"
    BINDINGS = [*bindings("pick"), *bindings("library")]

    def __init__(self) -> None:
        super().__init__()
        self._opened: set[str] = set()

    def rows(self) -> list[Row]:
        taken = {q.template for q in self.state.questions.values() if q.template}
        rows: list[Row] = []
        for topic in topics():
            heading = Row(f"#{topic.key}", (topic.title,), heading=True)
            if topic.sensitive and topic.key not in self._opened:
                closed = Row(f"open:{topic.key}", ("", say("questions.closed")), ("", "dim"))
                rows += [] if self.sought else [heading, closed]
                continue
            found = [t for t in topic.questions if holds(self.sought, t.text, topic.title)]
            rows += [heading, *(_row(t, t.key in taken) for t in found)] if found else []
        return rows

    def columns(self) -> list[Column]:
        return [Column(0, 3), Column(1, lines=3), Column(2, 4)]

    def words_for_none(self) -> str:
        return say("questions.none_found")

    def detail(self, key: str) -> Sequence[Part]:
        if not key or key.startswith("open:"):
            return [("", say("questions.library_title"))]
        template = question_template(key)
        return [("", template.text), (say("questions.feeds"), point_label(template.point))]

    def on_row_list_chosen(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        """Put the question on the list, or take it off again."""
        key, case = self.key, self.state.case
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
