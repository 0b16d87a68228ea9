"""Opinions side by side: doctors as columns, points as rows, marks set by the user."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from textual.app import ComposeResult
from textual.containers import Container
from textual.reactive import reactive
from textual.widgets import Static

from so_tui.content import points, text
from so_tui.domain.comparison import Show
from so_tui.domain.encounters import opinion_heard, with_doctor
from so_tui.domain.names import name_of
from so_tui.domain.opinions import RELATIVE, Cell, State, places
from so_tui.domain.people import Doctor
from so_tui.domain.state import AppState
from so_tui.forms.people import doctor_filling
from so_tui.logic import comparison as comparing
from so_tui.logic.case_lifecycle import new_doctor
from so_tui.logic.cell_changes import seen_cell
from so_tui.logic.comparison import asking_mark, compared_with, doctors_of, points_shown
from so_tui.logic.overview import counts_words
from so_tui.logic.people import add_doctor
from so_tui.ui.bases.cells import ask_them, edit_cell, edit_facts, keep_cell, open_difference
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.bases.screen import read, say
from so_tui.ui.bases.words import choose_words, keep_mark
from so_tui.ui.messages import GoTo
from so_tui.ui.rows.opinions import cell_parts, grid_rows, hand_parts
from so_tui.ui.widgets.detail import Detail, Part
from so_tui.ui.widgets.grid import OpinionGrid
from so_tui.ui.widgets.layout import Column, Row


class OpinionsScreen(ListScreen):
    """The grid, the counts, and the details of the chosen point."""

    MODE = "opinions"
    LIST_ID = "grid"
    BANNER = "counts"
    EMPTY = "doctors"
    without_rows = "opinions.show_none"
    NEEDS = dict.fromkeys(
        (
            "edit",
            "mark",
            "about",
            "ask",
            "source",
            "reference",
            "hand",
            "difference",
            "read",
            "holds",
            "versions",
        ),
        tuple,
    )
    RESUMES = {"opinion": "about", "difference": "difference"}
    filter: reactive[Show] = reactive(Show.ALL, init=False)
    """Which points are shown."""
    against = ""
    """The doctor that the others are compared with here, '' for the first; nothing stored."""

    def body(self) -> ComposeResult:
        with Container(id="opinions", classes="stack"):
            yield OpinionGrid(Column(0), id=self.list_id)
            yield Static(text("opinions.marks"), id="legend", classes="muted", markup=False)
            yield Detail()

    @property
    def banner(self) -> str:
        return _counts(self.state, self.filter, self.against)

    def rows(self) -> list[Row]:
        doctors = doctors_of(self.state, self.against)
        keys = set(points_shown(self.state, self.filter, self.against))
        listed = [point for point in points() if point.key in keys]
        return grid_rows(self.state, doctors, listed) if doctors else []

    def columns(self) -> list[Column]:
        columns = doctors_of(self.state, self.against)
        doctors = [(doctor.id, name_of(self.state, doctor.id)) for doctor in columns]
        return self.query_one(OpinionGrid).columns_for(doctors) if doctors else [Column(0)]

    def watch_filter(self) -> None:
        self._update()

    def focus_key(self, key: str) -> None:
        doctor_id, point, against = (*key.split("/"), "", "")[:3]
        if against:
            self.against = against
            self._update()
        shown = self.query_one(OpinionGrid)
        if (point or key) not in {row.key for row in shown.rows}:
            self.filter = Show.ALL
            self._update()
        shown.choose(point or key)
        shown.choose_doctor(doctor_id)

    def resume(self, what: str, key: str) -> None:
        self.against = (*key.split("/"), "", "")[2]
        self._update()
        super().resume(what, key)

    def on_mount(self) -> None:
        self.watch(self.query_one(OpinionGrid), "doctor", self.show_chosen, init=False)

    def detail(self, key: str) -> Sequence[Part]:
        if not (chosen := self.chosen):
            about = [("", text("standing.compare"))]
            return self.query_one(Detail).parts if self.state.doctors else about
        point, doctor = chosen
        doctors = doctors_of(self.state, self.against)
        return cell_parts(self.state, doctors, point, doctor, self.today)

    @property
    def markable(self) -> Sequence[Cell]:
        if not (chosen := self.chosen):
            return ()
        point, doctor = chosen
        there = places(self.state.cells.values()).get((doctor.id, point.key), [])
        return [cell for cell in there if cell.text]

    @property
    def chosen(self) -> Any:
        """The point and the doctor of the chosen cell; None if there is none."""
        shown = self.query_one(OpinionGrid)
        point = next((p for p in points() if p.key == shown.key), None)
        doctor = self.state.doctors.get(shown.doctor_id)
        return (point, doctor) if point and doctor else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "show":
            return bool(self.state.doctors)
        return super().check_action(action, parameters)

    def action_edit(self) -> None:
        point, doctor = self.chosen
        edit_cell(self, doctor, point, against=self.against)

    def action_mark(self, state: str) -> None:
        point, doctor = self.chosen
        if point.fact and State(state) in RELATIVE:
            say(self, "opinions.is_fact")
            return
        comparison = compared_with(self.state, self.against)
        first = self.state.doctors[comparison.reference]
        if doctor.id == first.id and State(state) in RELATIVE:
            say(self, "opinions.is_first", doctor=name_of(self.state, doctor.id))
            return
        cell = seen_cell(self.state, doctor.id, point.key, self.author, self.against)
        if cell.state == state and asking_mark(self.state, doctor.id, point.key, self.against):
            self.action_holds()
            return
        new = replace(cell, state=State(state))
        keep_cell(self, cell, new, doctor, point, against=self.against)
        if doctor.id != first.id and comparison.is_empty(first.id, point.key):
            say(self, "opinions.first_blank", doctor=name_of(self.state, first.id))

    def action_holds(self) -> None:
        point, doctor = self.chosen
        if mark := asking_mark(self.state, doctor.id, point.key, self.against):
            keep_mark(self, mark)
        else:
            say(self, "opinions.no_doubt")

    def action_versions(self) -> None:
        point, doctor = self.chosen
        choose_words(self, doctor, point.key, self.against)

    def action_ask(self) -> None:
        point, doctor = self.chosen
        ask_them(self, doctor, point, self.against)

    def action_source(self) -> None:
        point, doctor = self.chosen
        note = comparing.note_behind(self.state, seen_cell(self.state, doctor.id, point.key))
        visit = opinion_heard(with_doctor(self.state.visits.values(), doctor.id))
        if found := note or visit:
            self.post_message(GoTo("notes", found.id))
        else:
            say(self, "opinions.no_notes", doctor=name_of(self.state, doctor.id))

    def action_reference(self) -> None:
        point, doctor = self.chosen
        self.against = doctor.id
        self._update()
        self.focus_key(f"{doctor.id}/{point.key}")
        say(self, "opinions.against", doctor=name_of(self.state, doctor.id))

    def action_about(self) -> None:
        _, doctor = self.chosen
        edit_facts(self, doctor)

    def action_hand(self) -> None:
        from so_tui.ui.dialogs.ticking import InHand

        _, doctor = self.chosen
        self.app.push_screen(InHand(doctor, self.view_now))

    def action_difference(self) -> None:
        point, doctor = self.chosen
        open_difference(self, doctor, point, self.against)

    def action_read(self) -> None:
        _, doctor = self.chosen
        read(self, [*self.query_one(Detail).parts, *hand_parts(self.state, doctor, self.today)])

    def action_show(self) -> None:
        order = list(Show)
        here = order.index(self.filter)
        following = (*order[here + 1 :], *order[: here + 1])
        self.filter = next(s for s in following if points_shown(self.state, s, self.against))

    def action_open(self, screen: str) -> None:
        self.post_message(GoTo(screen))

    def action_add_doctor(self, is_board: bool = False) -> None:
        def keep(result: Doctor) -> None:
            self.commit(text("people.added", name=result.name), *add_doctor(self.state, result))

        if self.need_case():
            new = replace(new_doctor(self.state), is_board=is_board)
            self.ask(doctor_filling(new), keep)


def _counts(state: AppState, show: Show, against: str) -> str:
    missing = text("opinions.one_doctor" if len(state.doctors) == 1 else "opinions.not_in")
    counts = counts_words(state, against) or (missing if state.doctors else "")
    if show is Show.ALL or not counts:
        return counts
    number = len(points_shown(state, show, against))
    name = text(f"opinions.show.{show}")
    return f"{counts}\n{text('opinions.showing', name=name, count=number)}"
