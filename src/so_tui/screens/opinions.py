"""Opinions side by side: doctors as columns, points as rows, the marks set by the user."""

from collections.abc import Sequence
from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.reactive import reactive
from textual.widgets import Static

from so_tui.commands import bindings
from so_tui.content import Point, core_points, points, say
from so_tui.domain.notes import Note
from so_tui.domain.opinions import Cell, Opinion, State, grid
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.text import Clean
from so_tui.intents import Commit, Say
from so_tui.overview import counts_words
from so_tui.screens.base import BaseScreen
from so_tui.screens.dialogs.cell import CellForm, state_word
from so_tui.screens.forms.opinion import opinion_form
from so_tui.screens.forms.people import doctor_form
from so_tui.starting import add_doctor
from so_tui.state import AppState, Change, Drop, Put
from so_tui.widgets.detail import Detail
from so_tui.widgets.grid import OpinionGrid
from so_tui.widgets.layout import Column, Row
from so_tui.widgets.row_list import RowList


class OpinionsScreen(BaseScreen):
    """The grid, the counts, and the full words of the chosen point."""

    MODE = "opinions"
    AUTO_FOCUS = "OpinionGrid"
    BINDINGS = bindings("opinions")
    core_only: reactive[bool] = reactive(False, init=False)

    def body(self) -> ComposeResult:
        yield Static(id="counts", classes="banner", markup=False)
        with Container(id="opinions", classes="stack"):
            yield OpinionGrid(id="grid")
            yield Static(say("opinions.marks"), classes="muted", markup=False)
            yield Detail()

    def _doctors(self) -> list[Doctor]:
        return in_order(self.state.doctors.values())

    def show_state(self) -> None:
        doctors = self._doctors()
        self.query_one("#counts", Static).update(_counts(self.state))
        shown = self.query_one(OpinionGrid)
        if not doctors:
            words = say("opinions.empty") if self.state.case else say("status.needs_case")
            shown.show([Row("", (words,), ("dim",), heading=True)], (Column(0),))
            self.query_one(Detail).show([("", say("standing.compare"))])
            return
        listed = core_points() if self.core_only else points()
        shown.show_opinions(grid_rows(self.state, doctors, listed), [d.name for d in doctors])
        self._show_detail()

    def watch_core_only(self) -> None:
        self._update()

    def resume(self, what: str, key: str) -> None:
        if what == "doctor":
            self.action_add_doctor()
            return
        self.focus_key(key)
        self.action_about() if what == "opinion" else self.action_edit()

    def focus_key(self, key: str) -> None:
        doctor_id, _, point = key.partition("/")
        shown = self.query_one(OpinionGrid)
        shown.choose(point or key)
        ids = [d.id for d in self._doctors()]
        if doctor_id in ids:
            shown.doctor = ids.index(doctor_id)

    @on(RowList.Highlighted)
    @on(OpinionGrid.Moved)
    def _highlighted(self) -> None:
        self._show_detail()

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.action_edit()

    def _show_detail(self) -> None:
        shown, doctors = self.query_one(OpinionGrid), self._doctors()
        point = next((p for p in points() if p.key == shown.key), None)
        if point is None or not doctors:
            return
        at = grid(self.state.cells)
        parts: list[tuple[str, str]] = [(point.label, point.hint)]
        first = min(shown.doctor, len(doctors) - 1)
        for doctor in (doctors[first], *doctors[:first], *doctors[first + 1 :]):
            cell = at.get((doctor.id, point.key))
            parts.append((doctor.name, cell_words(cell) if cell else say("opinions.not_filled")))
        self.query_one(Detail).show(parts)

    def _chosen_cell(self) -> tuple[Point, Doctor, Cell, bool] | None:
        shown, doctors, case = self.query_one(OpinionGrid), self._doctors(), self.state.case
        point = next((p for p in points() if p.key == shown.key), None)
        if point is None or not doctors or case is None:
            return None
        doctor = doctors[min(shown.doctor, len(doctors) - 1)]
        kept = grid(self.state.cells).get((doctor.id, point.key))
        cell = kept or Cell(case_id=case.id, doctor_id=doctor.id, point=point.key)
        return point, doctor, cell, doctor is doctors[0]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("edit", "mark", "about", "core"):
            return bool(self.state.doctors)
        return True

    def _keep(self, old: Cell, cell: Cell, doctor: Doctor, point: Point) -> None:
        empty = not cell.text and not cell.state
        known = cell.id in self.state.cells
        if empty and not known:
            return
        change: Change = Drop(cell) if empty else Put(cell, old)
        said = say("opinions.saved", doctor=doctor.name, point=point.label)
        self.post_message(Commit((change,), said))

    def action_edit(self) -> None:
        """Write what the chosen doctor said on the chosen point."""
        chosen = self._chosen_cell()
        if chosen is None:
            return
        point, doctor, cell, reference = chosen
        notes = notes_of(self.state, doctor.id)

        def keep(result: Cell | None) -> None:
            if result is not None and result != cell:
                self._keep(cell, result, doctor, point)

        form = CellForm(cell, point, doctor, notes, self.drafts, reference=reference)
        self.app.push_screen(form, keep)

    def action_mark(self, state: str) -> None:
        """Set the state of the chosen cell."""
        chosen = self._chosen_cell()
        if chosen is None:
            return
        point, doctor, cell, reference = chosen
        if reference and State(state) in (State.SAME, State.ADDS, State.DIFFERS):
            self.post_message(Say(say("opinions.is_first")))
            return
        self._keep(cell, replace(cell, state=State(state)), doctor, point)
        first = self._doctors()[0]
        if not reference and (first.id, point.key) not in grid(self.state.cells):
            self.post_message(Say(say("opinions.first_blank", doctor=first.name)))

    def action_about(self) -> None:
        """Write what the chosen doctor had in hand."""
        chosen = self._chosen_cell()
        if chosen is None:
            return
        doctor = chosen[1]
        kept = next((o for o in self.state.opinions.values() if o.doctor_id == doctor.id), None)
        opinion = kept or Opinion(case_id=doctor.case_id, doctor_id=doctor.id)

        def keep(result: Opinion | None) -> None:
            if result is not None and result != opinion:
                said = say("people.changed", name=doctor.name)
                self.post_message(Commit((Put(result, opinion),), said))

        self.app.push_screen(opinion_form(opinion, doctor, self.drafts), keep)

    def action_core(self) -> None:
        """Switch between the core points and all points."""
        self.core_only = not self.core_only

    def action_add_doctor(self) -> None:
        """Add a doctor as a new column."""
        case = self.state.case
        if case is None:
            self.post_message(Say(say("status.needs_case")))
            return
        order = max((d.order for d in self.state.doctors.values()), default=-1) + 1

        def keep(result: Doctor | None) -> None:
            if result is not None:
                said = say("people.added", name=result.name)
                self.post_message(Commit(add_doctor(self.state, result), said))

        doctor = Doctor(case_id=case.id, name=Clean(""), order=order)
        self.app.push_screen(doctor_form(doctor, self.drafts), keep)


def notes_of(state: AppState, doctor_id: str) -> list[Note]:
    """Return the lines of all visits with a doctor, oldest first."""
    visits = {v.id for v in state.visits.values() if v.doctor_id == doctor_id}
    found = (n for n in state.notes.values() if n.visit_id in visits)
    return sorted(found, key=lambda n: (n.at, n.id))


def _counts(state: AppState) -> str:
    return counts_words(state) or (say("opinions.one_doctor") if state.doctors else "")


def cell_words(cell: Cell) -> str:
    """Return the mark, the words and where they come from."""
    mark = f"{state_word(cell.state)}. " if cell.state else ""
    return f"{mark}{cell.text} ({cell.source})" if cell.text else mark.strip()


def grid_rows(state: AppState, doctors: Sequence[Doctor], listed: Sequence[Point]) -> list[Row]:
    """Return a row a point: its label, then what each doctor said."""
    at = grid(state.cells)
    rows: list[Row] = []
    core: bool | None = None
    for point in sorted(listed, key=lambda p: not p.core):
        if point.core is not core:
            core = point.core
            title = say("opinions.core_heading" if core else "opinions.more_heading")
            rows.append(Row(f"#{core}", (title,), heading=True))
        cells = [at.get((doctor.id, point.key)) for doctor in doctors]
        texts = tuple(short_cell(cell) for cell in cells)
        looks = tuple("strong" if cell and cell.state is State.DIFFERS else "" for cell in cells)
        rows.append(Row(point.key, (point.label, *texts), ("", *looks)))
    return rows


def short_cell(cell: Cell | None) -> str:
    """Return a cell for one line of the grid: sign, word, text."""
    if cell is None:
        return ""
    if not cell.state:
        return str(cell.text)
    return f"{state_word(cell.state)}: {cell.text}" if cell.text else state_word(cell.state)


SCREEN = OpinionsScreen
