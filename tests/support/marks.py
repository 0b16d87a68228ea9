"""Marks between doctors, set and read without the code that compares them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from so_tui.domain.opinions import OWN, Cell, Mark, State, mark_between
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState


def against_first(cells: Iterable[Cell], first: str) -> Iterator[Cell | Mark]:
    """Yield cells, and as marks those states of them that are relative to the first doctor."""
    for cell in cells:
        if cell.state in OWN:
            yield cell
        else:
            yield replace(cell, state=State.BLANK)
            yield mark_between(cell.case_id, cell.doctor_id, first, cell.point, cell.state)


def marks_of(state: AppState, doctor_id: str) -> dict[str, State]:
    """Return how a doctor stands against the first one, by point, where anything is marked."""
    first = in_order(state.doctors.values())[0].id
    found: dict[str, State] = {}
    for mark in state.marks.values():
        if set(mark.doctor_ids) == {doctor_id, first}:
            found[mark.point] = State.LESS if mark.adds == first else mark.state
    alone = (c for c in state.cells.values() if c.doctor_id == doctor_id and c.state)
    return found | {cell.point: cell.state for cell in alone}
