"""Questions: what to ask, in which order, and their state with each doctor."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from so_tui.content import has_question, points, question_template, text
from so_tui.domain.entity import having
from so_tui.domain.names import name_of
from so_tui.domain.people import in_a_room, in_order
from so_tui.domain.questions import TOP, Asked, Question, is_for, moved, set_asked
from so_tui.domain.state import AppState, Change, Drop, Put
from so_tui.forms.fields import Field, Filling, Values, one_line
from so_tui.forms.lists import question_filling
from so_tui.logic.about_me import has_page
from so_tui.logic.case_lifecycle import new_question
from so_tui.logic.questions import pick, words_of
from so_tui.papers.files import file_name, write_out
from so_tui.papers.sheet import brought_along, doctor_to_see, make_sheet
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.bases.papers import folder_field, layout_field, save_file, write_in_layout
from so_tui.ui.bases.screen import say
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.messages import GoTo
from so_tui.ui.rows.questions import (
    GAP_ROW,
    point_label,
    question_columns,
    question_parts,
    question_rows,
)
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row

NO_POINT = "none"
"""Key of the row that clears the point."""


def _drop(screen: EntityList, question: Question) -> tuple[Change, ...]:
    """Delete a question with its states; its lines become free notes."""
    answers = having(screen.state.answers, "question_id", question.id)
    notes = having(screen.state.notes, "question_id", question.id)
    freed = [Put(replace(note, question_id="")) for note in notes]
    return (Drop(question), *map(Drop, answers), *freed)


QUESTION = EditedKind[Question](
    table="questions",
    fresh=lambda screen: new_question(screen.state),
    filling=lambda screen, question, new: question_filling(question, screen.state, new=new),
    called=words_of,
    parts=lambda screen, question: question_parts(screen.state, question, screen.today),
    drop=_drop,
)


class QuestionsScreen(EntityList):
    """The questions in asking order, and the answers to the chosen one."""

    MODE = "questions"
    HEADER = True
    KINDS = {"question": QUESTION}
    EMPTY = "questions"
    NEEDS_ROW = frozenset({"edit"})
    NEEDS = dict.fromkeys(("top", "move", "asked", "delete", "for_all", "feed"), Question)

    def rows(self) -> list[Row]:
        return question_rows(self.state, self.sought)

    def columns(self) -> list[Column]:
        return question_columns(self.state, self.app.size.width)

    def detail(self, key: str) -> Sequence[Part]:
        if key.startswith(GAP_ROW):
            label = point_label(key.removeprefix(GAP_ROW))
            return [("", text("questions.gap", point=label))]
        return super().detail(key)

    def action_library(self) -> None:
        if self.need_case():
            self.post_message(GoTo("library"))

    def action_edit(self) -> None:
        if self.key.startswith(GAP_ROW):
            self.post_message(GoTo("library", self.key))
        else:
            super().action_edit()

    def resume(self, what: str, key: str) -> None:
        if has_question(key) and self.state.case is not None:
            self.open(pick(self.state, question_template(key)), new=True)
        else:
            super().resume(what, key)

    def action_top(self) -> None:
        question = self.chosen
        if not question.top and sum(q.top for q in self.state.questions.values()) >= TOP:
            say(self, "questions.top_full")
        else:
            label = self.label("untopped" if question.top else "topped", question)
            self.commit(label, Put(replace(question, top=not question.top)))

    def action_move(self, step: int) -> None:
        """Swap the chosen question with the one above (-1) or below (1) it."""
        changed = moved(self.state.questions.values(), self.chosen, step)
        self.commit(self.label("moved", self.chosen), *map(Put, changed))

    def action_for_all(self) -> None:
        if self.chosen.doctor_ids:
            changed = replace(self.chosen, doctor_ids=())
            self.commit(self.label("for_all", changed), Put(changed))
        else:
            say(self, "questions.for_all_already")

    def action_feed(self) -> None:
        question = self.chosen

        def keep(key: str) -> None:
            changed = replace(question, point="" if key == NO_POINT else key)
            if changed != question:
                self.commit(self.label("changed", question), Put(changed, question))

        none = Row(NO_POINT, (text("questions.no_point"),), ("dim",))
        rows = [none, *(Row(p.key, (p.label, p.hint), ("", "dim")) for p in points())]
        title, start = text("questions.feed_title"), question.point or NO_POINT
        self.ask(Pick(title, rows, Column(0, 22), Column(1), start=start), keep)

    def action_asked(self) -> None:
        question = self.chosen
        doctors = [d for d in in_a_room(self.state.doctors.values()) if is_for(question, d.id)]
        if not doctors:
            say(self, "questions.no_doctor")
            return
        rows = [
            Row(f"{d.id}:{asked}", (name_of(self.state, d.id), asked))
            for d in doctors
            for asked in Asked
        ]

        def keep(key: str) -> None:
            doctor_id, _, word = key.partition(":")
            answers, now = self.state.answers, self.clock()
            answer = set_asked(answers, question, doctor_id, Asked(word), now)
            self.commit(self.label("stated", question), Put(answer))

        self.ask(Pick(text("questions.asked_title"), rows, Column(0, 30), Column(1)), keep)

    def action_sheet(self) -> None:
        if self.need_case() and self.state.doctors:
            save_file(self, sheet_filling(self.state, self.today), "sheet.saved")
        elif self.state.case:
            say(self, "questions.no_doctor")


def sheet_filling(state: AppState, today: date) -> Filling[str]:
    """Return the fields; what they make is the path of the written file.

    The case has at least one doctor.
    """
    doctors = in_order(state.doctors.values())
    seen = doctor_to_see(state, today) or doctors[0]
    choices = tuple((key, text(f"sheet.about_{key}")) for key in ("in", "out"))
    about = [Field("about", text("sheet.about"), "in", "choice", choices)] * has_page(state)
    fields = (
        Field("doctor", text("sheet.doctor"), seen.id, "choice",
              tuple((doctor.id, name_of(state, doctor.id)) for doctor in doctors)),
        layout_field(),
        Field("brought", text("sheet.brought"), brought_along(state), "long",
              hint=text("sheet.brought_hint")),
        *about,
        folder_field(),
    )  # fmt: skip

    def build(values: Values) -> str:
        doctor = state.doctors[values["doctor"]]
        brought = one_line(values["brought"])
        with_about = values.get("about") != "out"
        sheet = make_sheet(state, doctor, today, brought, with_about=with_about)
        name = file_name(text("sheet.file_name"), doctor.name)
        return write_in_layout(values, name, partial(write_out, sheet))

    return Filling(key="form:sheet:new", title=text("sheet.form"), fields=fields, build=build,
                   guarded=False, changes=False)  # fmt: skip
