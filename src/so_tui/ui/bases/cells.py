"""Actions on one cell of the comparison shared by several screens: edit, ask, explain."""

from collections.abc import Callable

from so_tui.content import Point, text
from so_tui.domain.opinions import Cell
from so_tui.domain.people import Doctor
from so_tui.domain.text import first_line
from so_tui.logic.comparison import compared_with, notes_of, on_point, seen_cell, write_cell
from so_tui.logic.differences import ask, cell_question
from so_tui.ui.bases.screen import BaseScreen, say
from so_tui.ui.dialogs.cell import CellForm, Written


def edit_cell(
    screen: BaseScreen,
    doctor: Doctor,
    point: Point,
    *,
    visit_id: str = "",
    against: str = "",
    then: Callable[[], None] = lambda: None,
) -> None:
    """Open the form for a cell, with the doctor's notes beside it.

    Args:
        visit_id: The visit whose notes are shown; '' for all visits with this doctor.
        against: The doctor compared with; '' for the first.
        then: Called when the cell is about to change.
    """
    state = screen.state
    cell = seen_cell(state, doctor.id, point.key, screen.author, against)
    notes = on_point(state, notes_of(state, doctor.id, visit_id), point.key)

    def keep(result: Written | None) -> None:
        if result is not None and result.cell != cell:
            then()
            key = form.draft_key
            keep_cell(
                screen, cell, result.cell, doctor, point,
                later=result.later, against=against, draft_key=key,
            )  # fmt: skip

    first = state.doctors[compared_with(state, against).reference]
    form = CellForm(cell, point, doctor, notes, screen.view_now, first=first)
    screen.app.push_screen(form, keep)


def keep_cell(
    screen: BaseScreen,
    old: Cell,
    cell: Cell,
    doctor: Doctor,
    point: Point,
    *,
    later: bool = False,
    against: str = "",
    draft_key: str = "",
) -> None:
    """Commit a cell as it was written; see `comparison.write_cell`."""
    changes = write_cell(
        screen.state, old, cell, screen.author, screen.clock(), later=later, against=against
    )
    said = text("opinions.saved", doctor=doctor.name, point=point.label)
    screen.commit(said, *changes, draft_key=draft_key)


def ask_them(screen: BaseScreen, doctor: Doctor, point: Point, against: str = "") -> None:
    """Add a question about a cell to the doctor's list."""
    question = cell_question(screen.state, doctor, point, against)
    if changes := ask(screen.state, question):
        screen.commit(text("differences.asked_now", text=first_line(question.text, 60)), *changes)
    else:
        say(screen, "differences.asked_before")


def open_difference(screen: BaseScreen, doctor: Doctor, point: Point, against: str = "") -> None:
    """Open the dialog on why a doctor differs from another one, the first by default."""
    from so_tui.ui.dialogs.difference import DifferenceDialog

    first = screen.state.doctors[compared_with(screen.state, against).reference]
    if doctor.id == first.id:
        say(screen, "differences.not_first")
    else:
        screen.app.push_screen(DifferenceDialog(doctor, first, point, screen.view_now))
