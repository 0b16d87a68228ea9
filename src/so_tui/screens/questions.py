"""Questions: what to ask, in which order, and how each stands with each doctor."""

from collections.abc import Sequence
from dataclasses import replace

from so_tui.commands import bindings
from so_tui.content import say
from so_tui.domain.people import Doctor, in_order, short_name
from so_tui.domain.questions import (
    TOP,
    Asked,
    Question,
    asked_by_pair,
    is_for,
    set_asked,
)
from so_tui.domain.questions import in_order as as_asked
from so_tui.domain.text import BLANK, first_line
from so_tui.intents import Commit, GoTo, Say
from so_tui.screens.dialogs.pick import Pick
from so_tui.screens.forms.question import point_label, question_form
from so_tui.screens.list_screen import EditedList
from so_tui.state import AppState, Change, Drop, Put
from so_tui.widgets.detail import Part
from so_tui.widgets.layout import Column, Row
from so_tui.widgets.search import holds

STATE_WIDTH = 10
LOOK = {Asked.ANSWERED: "done", Asked.SKIPPED: "dim", Asked.LATER: "soon"}


class QuestionsScreen(EditedList):
    """The questions in the order to ask them, and the answers to the chosen one."""

    MODE = "questions"
    LIST_ID = "questions"
    HEADER = True
    BINDINGS = bindings("questions")
    NEEDS_ROW = frozenset({"edit", "top", "move", "asked", "delete"})

    def rows(self) -> list[Row]:
        return question_rows(self.state, self.sought)

    def columns(self) -> list[Column]:
        return question_columns(self.state, self.size.width)

    def words_for_none(self) -> str:
        if self.state.case is None:
            return super().words_for_none()
        return say("questions.none_found" if self.state.questions else "questions.empty")

    def detail(self, key: str) -> Sequence[Part]:
        question = self.state.questions.get(key)
        if question is None:
            return [("", say("questions.hint"))]
        point = (say("questions.feeds"), point_label(question.point))
        return [("", question.text), *answers_to(self.state, question), point]

    @property
    def _question(self) -> Question | None:
        return self.state.questions.get(self.key)

    def _commit(self, what: str, question: Question, *changes: Change) -> None:
        said = say(f"questions.{what}", text=first_line(question.text, 40))
        self.post_message(Commit(changes, said))

    def action_library(self) -> None:
        """Open the library."""
        needs = self.state.case is None
        self.post_message(Say(say("status.needs_case")) if needs else GoTo("library"))

    def action_new(self) -> None:
        """Write a question."""
        case = self.state.case
        if case is None:
            self.post_message(Say(say("status.needs_case")))
            return
        order = max((q.order for q in self.state.questions.values()), default=0) + 1
        self._open_form(Question(case_id=case.id, text=BLANK, order=order), new=True)

    def action_edit(self) -> None:
        """Change the chosen question."""
        if question := self._question:
            self._open_form(question, new=False)

    def _open_form(self, question: Question, *, new: bool) -> None:
        def keep(result: Question | None) -> None:
            if result is not None and result != question:
                self._commit("added" if new else "changed", result, Put(result, question))
                self.seek(result.id)

        self.app.push_screen(question_form(question, self.state, self.drafts, new=new), keep)

    def action_delete(self) -> None:
        """Take the chosen question away, with its states; its lines stay as free notes."""
        if question := self._question:
            answers = [a for a in self.state.answers.values() if a.question_id == question.id]
            notes = [n for n in self.state.notes.values() if n.question_id == question.id]
            freed = [Put(replace(note, question_id="")) for note in notes]
            self._commit("deleted", question, Drop(question), *map(Drop, answers), *freed)

    def action_top(self) -> None:
        """Put the chosen question among the top three, or take it out."""
        if question := self._question:
            top = [q for q in self.state.questions.values() if q.top and q.id != question.id]
            if not question.top and len(top) >= TOP:
                self.post_message(Say(say("questions.top_full")))
                return
            changed = replace(question, top=not question.top)
            self._commit("topped" if changed.top else "untopped", question, Put(changed))

    def action_move(self, step: int) -> None:
        """Swap the chosen question with the one above (-1) or below (1) it."""
        if question := self._question:
            ordered = as_asked(self.state.questions.values())
            here = ordered.index(question)
            there = here + step
            if 0 <= there < len(ordered) and ordered[there].top == question.top:
                ordered[here], ordered[there] = ordered[there], ordered[here]
                moved = [Put(replace(q, order=n)) for n, q in enumerate(ordered, 1) if q.order != n]
                self._commit("moved", question, *moved)

    def action_asked(self) -> None:
        """Set how the chosen question stands with a doctor."""
        question = self._question
        if question is None:
            return
        doctors = [d for d in in_order(self.state.doctors.values()) if is_for(question, d.id)]
        if not doctors:
            self.post_message(Say(say("questions.no_doctor")))
            return
        rows = [
            Row(f"{doctor.id}:{asked}", (doctor.name, asked))
            for doctor in doctors
            for asked in Asked
        ]

        def keep(key: str | None) -> None:
            if key is not None:
                doctor_id, _, asked = key.partition(":")
                self._set_asked(question, doctor_id, Asked(asked))

        columns = (Column(0, 30), Column(1))
        self.app.push_screen(Pick(say("questions.asked_title"), rows, *columns), keep)

    def _set_asked(self, question: Question, doctor_id: str, asked: Asked) -> None:
        answer = set_asked(self.state.answers, question, doctor_id, asked, self.clock())
        self._commit("stated", question, Put(answer))


def question_columns(state: AppState, width: int) -> list[Column]:
    """Return the columns: sign, question, and a state for each doctor as far as they fit."""
    doctors = in_order(state.doctors.values())
    fitting = min(len(doctors), 4 if width >= 100 else 2 if width >= 70 else 1)
    states = [
        Column(2 + n, STATE_WIDTH, title=short_name(doctors[n], STATE_WIDTH))
        for n in range(len(doctors))
    ]
    shown = states if fitting == len(doctors) else _latest(states, fitting)
    return [Column(0, 3), Column(1, title=say("questions.title"), lines=3), *shown]


def _latest(columns: list[Column], count: int) -> list[Column]:
    return columns[-count:] if count else []


def question_rows(state: AppState, sought: str = "") -> list[Row]:
    """Return the questions in the order to ask them, the top ones under their own heading.

    Args:
        state: The open case.
        sought: Only questions that hold each of these words.
    """
    doctors = in_order(state.doctors.values())
    states = asked_by_pair(state.answers)
    rows: list[Row] = []
    shown_top: bool | None = None
    for number, question in enumerate(as_asked(state.questions.values()), 1):
        if not holds(sought, question.text):
            continue
        if question.top is not shown_top:
            shown_top = question.top
            name = "top_heading" if shown_top else "rest_heading"
            rows.append(Row(f"#{name}", (say(f"questions.{name}"),), heading=True))
        rows.append(_row(number, question, doctors, states))
    return rows


def _row(
    number: int, question: Question, doctors: list[Doctor], states: dict[tuple[str, str], Asked]
) -> Row:
    cells, looks = [], []
    for doctor in doctors:
        asked = states.get((question.id, doctor.id), Asked.NOT_ASKED)
        cells.append(asked if is_for(question, doctor.id) else "-")
        looks.append(LOOK.get(asked, ""))
    return Row(question.id, (f"Q{number}", question.text, *cells), ("dim", "", *looks))


def answers_to(state: AppState, question: Question) -> list[tuple[str, str]]:
    """Return (doctor's name, state and lines of the answer) for each doctor it is for."""
    found: list[tuple[str, str]] = []
    states = asked_by_pair(state.answers)
    for doctor in in_order(state.doctors.values()):
        visits = {v.id for v in state.visits.values() if v.doctor_id == doctor.id}
        lines = sorted(
            (n for n in state.notes.values()
             if n.question_id == question.id and n.visit_id in visits),
            key=lambda n: (n.at, n.id),
        )  # fmt: skip
        asked = states.get((question.id, doctor.id), Asked.NOT_ASKED)
        text = " / ".join(n.text for n in lines)
        if is_for(question, doctor.id) or lines:
            found.append((doctor.name, f"{asked}. {text}" if text else str(asked)))
    return found


SCREEN = QuestionsScreen
