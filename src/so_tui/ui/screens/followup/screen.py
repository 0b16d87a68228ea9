"""Following up with the first doctor: visit, agenda, letter and phone note."""

from collections.abc import Sequence
from datetime import date

from so_tui.content import text
from so_tui.domain.edited_lines import Paper
from so_tui.domain.encounters import Encounter
from so_tui.domain.state import AppState, Drop
from so_tui.domain.text import Clean, first_line
from so_tui.forms.encounters import visit_filling
from so_tui.forms.lists import line_filling
from so_tui.logic import followup
from so_tui.logic.case_lifecycle import new_visit
from so_tui.logic.encounters import doctor_name, status_word
from so_tui.logic.followup import FollowUpLine, agenda, visit_back
from so_tui.logic.letter import letter
from so_tui.logic.phrases import visit_time
from so_tui.logic.treating import addressee
from so_tui.papers.files import my_doctor
from so_tui.ui.bases.encounters import keep_encounter, mark
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.bases.papers import print_paper
from so_tui.ui.bases.screen import say
from so_tui.ui.rows.sections import heading, section, under_headings
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row

VISIT = "visit"
"""Key of the row for the follow-up visit."""
SHOWN = 180
"""Characters of a part of the letter in the list; the details show all of it."""

MOST_LINES = 8
"""Most rows of a line in the list; the details show all of it."""


class FollowupScreen(ListScreen):
    """The last step of a case; Space leaves a line out or includes it, Enter edits it."""

    SIDE = "followup"
    COLUMNS = (Column(0, 3), Column(1, lines=MOST_LINES))
    NEEDS_ROW = frozenset({"tick", "edit", "delete", "read"})

    def rows(self) -> list[Row]:
        state, today = self.state, self.today
        if state.case is None:
            return []
        rows = [*section("followup", "visit", [_visit_row(state, today)])]
        rows.append(heading("agenda", text("followup.agenda", name=my_doctor(state, today))))
        grouped = ((line.group.value, _agenda_row(line)) for line in agenda(state, today))
        none = heading("none", text("followup.no_agenda"), "dim")
        rows += under_headings("followup.group", grouped, "dim") or [none]
        for paper in (Paper.LETTER, Paper.PHONE):
            lines = (_section_row(line) for line in letter(state, paper, today))
            rows += [heading(paper, text(f"followup.{paper}")), *lines]
        return rows

    def detail(self, key: str) -> Sequence[Part]:
        if line := self._line(key):
            return line_parts(line)
        visit = visit_back(self.state)
        return [("", status_word(visit, self.today))] if visit else ()

    def _line(self, key: str) -> FollowUpLine | None:
        return next(
            (line for line in lines_of(self.state, self.today) if key_of(line) == key), None
        )

    def focus_key(self, key: str) -> None:
        super().focus_key(key if key in (VISIT, "") else self._row_key(key))

    def _row_key(self, key: str) -> str:
        """Return the key of a row, given that key or the key of the line's source."""
        lines = lines_of(self.state, self.today)
        return next((key_of(line) for line in lines if key in (line.key, key_of(line))), key)

    def resume(self, what: str, key: str) -> None:
        if key == "new":
            self.action_new()
        else:
            self.focus_key(f"{what}/{key}")
            self.action_edit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted or action not in ("tick", "delete"):
            return super().check_action(action, parameters)
        if (line := self._line(self.key)) is None:
            return action == "tick" and visit_back(self.state) is not None
        return line.kept.paper is Paper.AGENDA or (action == "delete" and bool(line.kept.text))

    def action_tick(self) -> None:
        if line := self._line(self.key):
            label = _label("out" if line.kept.on else "in", line.words)
            self.commit(label, *followup.switch(self.state, line))
        elif self.key == VISIT and (visit := visit_back(self.state)):
            mark(self, visit)

    def action_edit(self) -> None:
        if line := self._line(self.key):
            self._word(line)
        else:
            self.action_visit()

    def action_new(self) -> None:
        if self.need_case():
            self._word(followup.own_line(self.state))

    def _word(self, line: FollowUpLine) -> None:
        def keep(wording: Clean) -> None:
            label = _label("changed", wording or line.given)
            self.commit(label, *followup.write(self.state, line, wording))
            self.seek(key_of(line))

        self.ask(line_filling(line), keep, line.words)

    def action_delete(self) -> None:
        line = self._line(self.key)
        if line is None:
            return
        if not line.given:
            self.commit(_label("deleted", line.words), Drop(line.kept))
        elif line.kept.text:
            self.commit(text("followup.given_back"), *followup.write(self.state, line, line.given))
        else:
            say(self, "followup.stays")

    def action_visit(self) -> None:
        to = addressee(self.state, self.today)
        if to is None:
            say(self, "followup.no_doctor")
            return
        old = visit_back(self.state) or followup.may_be_visit_back(self.state, self.today)
        visit = old or new_visit(self.state, to)

        def plan(new: Encounter) -> None:
            back = followup.take_as_visit_back(self.state, new)
            if new == old:
                self.commit(text("followup.planned"), *back)
            else:
                keep_encounter(self, text("followup.planned"), new, old, also=back)

        filling = visit_filling(visit, self.state.doctors, self.today, new=old is None)
        self.ask(filling, plan)

    def action_print(self) -> None:
        print_paper(self)


def _label(what: str, line: str) -> str:
    return text(f"followup.{what}", text=first_line(line, 40))


def key_of(line: FollowUpLine) -> str:
    """Return the key of a line's row, unique across all papers."""
    return f"{line.kept.paper}/{line.key}"


def lines_of(state: AppState, today: date) -> list[FollowUpLine]:
    """Return all lines of the screen, in order."""
    return [
        *agenda(state, today),
        *letter(state, Paper.LETTER, today),
        *letter(state, Paper.PHONE, today),
    ]


def _visit_row(state: AppState, today: date) -> Row:
    visit = visit_back(state)
    if visit is None:
        words = text("followup.no_visit" if state.doctors else "followup.no_doctor")
        return Row(VISIT, ("[ ]", words), ("", "strong"))
    doctor, when = doctor_name(state, visit), visit_time(visit, today)
    word = status_word(visit, today)
    words = text("followup.visit_row", doctor=doctor, when=when, state=word)
    return Row(VISIT, ("[x]" if visit.took_place else "[ ]", words), ("", "strong"))


def _agenda_row(line: FollowUpLine) -> Row:
    look = "" if line.kept.on else "dim"
    return Row(key_of(line), ("[x]" if line.kept.on else "[ ]", line.words), (look, look))


def _section_row(line: FollowUpLine) -> Row:
    title = text(f"followup.section.{line.key}")
    words = text("followup.section_row", title=title, text=first_line(line.words, SHOWN))
    return Row(key_of(line), ("", words))


def line_parts(line: FollowUpLine) -> list[Part]:
    """Return the details of a line, and where its text comes from."""
    came = text("followup.from_notes") if line.given else ""
    if line.given and line.kept.text:
        came = text("followup.reworded", text=line.given)
    return [("", line.words), ("", came)]
