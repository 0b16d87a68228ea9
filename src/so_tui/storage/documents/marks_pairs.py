"""What the documents of schema 2 mark: a doctor, relative to another one, on a point."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from so_tui.domain.opinions import mark_id

Document = dict[str, Any]

CELLS, MARKS = "cells", "marks"
RELATIVE = ("same", "adds", "differs")
"""States that are relative to another doctor."""


class Pair(NamedTuple):
    """A doctor and the one they are compared with, on a point."""

    case_id: str
    doctor_id: str
    against: str
    point: str

    @property
    def id(self) -> str:
        """Id of the mark of both."""
        return mark_id(*self)

    def mark(self, state: str) -> Document:
        """Return the mark of both as a document of schema 3."""
        first, second = sorted((self.doctor_id, self.against))
        return {
            "id": self.id,
            "case_id": self.case_id,
            "doctor_id": first,
            "against": second,
            "point": self.point,
            "state": state,
            "adds": self.adds(state),
        }

    def adds(self, state: str) -> str:
        """Return the id of the doctor who adds something in this state; '' for nobody."""
        return self.doctor_id if state == "adds" else ""

    def fields(self, before: str, after: str) -> dict[str, list[str]]:
        """Return the fields of the mark that change from one state to another."""
        pairs = {"state": [before, after], "adds": [self.adds(before), self.adds(after)]}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


class Pairs:
    """The doctors of all cases, in the order that tells whom a cell is compared with."""

    def __init__(self, doctors: Iterable[Any], deleted: Iterable[Any]) -> None:
        """Begin with the documents of the doctors, and of those in the trash."""
        doctors = list(doctors)
        self._order = _in_order(doctors)
        self._ever = _in_order([*doctors, *deleted])

    def of(self, table: str, document: Mapping[str, Any] | None) -> Pair | None:
        """Return the pair that a cell or a mark of schema 2 is about.

        A cell is about the first doctor, as the program showed it; that of the first doctor is
        about one who was the first before.

        Returns:
            None if it is about no pair, is in the form of schema 3, or cannot be understood.
        """
        if document is None:
            return None
        case_id, doctor_id = document.get("case_id"), document.get("doctor_id")
        against = document.get("against")
        if table == CELLS:
            orders = (self._order.get(str(case_id)), self._ever.get(str(case_id)))
            firsts = [order[0] for order in orders if order]
            against = next((first for first in firsts if first != doctor_id), None)
        elif "adds" in document or document.get("state") not in ("", *RELATIVE):
            return None
        values = (case_id, doctor_id, against, document.get("point"))
        if not all(isinstance(value, str) and value for value in values):
            return None
        return Pair(*map(str, values))

    def bare(self, cell: Document) -> Document:
        """Return a cell without a state that is relative to another doctor."""
        moves = cell.get("state") in RELATIVE and self.of(CELLS, cell)
        return {**cell, "state": ""} if moves else cell

    def rank(self, mark: Mapping[str, Any]) -> tuple[int, str]:
        """Return the sort key of a mark: first those against a doctor who comes first."""
        order = self._order.get(str(mark.get("case_id")), [])
        against = mark.get("against")
        return order.index(against) if against in order else len(order), str(mark.get("id"))


def _in_order(doctors: Iterable[Any]) -> dict[str, list[str]]:
    """Return the ids of the doctors of each case, the first doctor first."""
    order: dict[str, list[tuple[int, str]]] = {}
    for doctor in doctors:
        place, id_ = doctor.get("order", 0), doctor.get("id")
        if isinstance(place, int) and isinstance(id_, str):
            order.setdefault(str(doctor.get("case_id")), []).append((place, id_))
    return {case: [id_ for _, id_ in sorted(places)] for case, places in order.items()}
