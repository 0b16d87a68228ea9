"""What the documents and the history of schema 2 mark: a doctor, relative to another one."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from so_tui.domain.opinions import mark_id
from so_tui.storage.documents.journal_entries import Operation
from so_tui.storage.documents.ledger import fingerprint

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


class HistoryMoved:
    """Walks the history back from its newest entry, to know what each operation found.

    So a change that was made before can be undone in schema 3 as in schema 2.

    Attributes:
        set: The pairs whose marks the operations of schema 3 set and have not dropped since:
            undoing needs their marks.
    """

    def __init__(
        self, pairs: Pairs, cells: Mapping[str, Document], marks: Mapping[str, Document]
    ) -> None:
        """Begin with the cells and marks of schema 2 as they are, by id."""
        self.set: dict[str, Pair] = {}
        self._dropped: set[str] = set()
        self._pairs = pairs
        self._were = {(CELLS, key): cell for key, cell in cells.items()}
        self._were |= {(MARKS, key): mark for key, mark in marks.items()}

    def moved(self, history: Mapping[str, Any]) -> dict[str, Any]:
        """Return the entries in the form of schema 3."""
        moved = {}
        for key, entry in sorted(history.items(), key=lambda each: -int(each[1]["number"])):
            operations = [new for old in reversed(entry["steps"]) for new in self._moved(old)]
            moved[key] = {**entry, "steps": operations[::-1]}
        return {key: moved[key] for key in history}

    def _moved(self, operation: Operation) -> Iterator[Operation]:
        """Yield what one operation is in schema 3, the last one first."""
        kind, table, key, value = operation
        document = value if kind == "drop" else self._were.get((table, key))
        pair = self._pairs.of(table, document) if table in (CELLS, MARKS) else None
        if document is None or pair is None:
            yield operation
            return
        self._were[table, key] = document
        if kind == "set":
            back = {name: old for name, (old, new) in value.items() if document.get(name) == new}
            self._were[table, key] = {**document, **back}
            yield from self._set(table, key, pair, value)
        elif kind == "drop":
            if table == MARKS or value.get("state") in RELATIVE:
                self._dropped |= {pair.id} - self.set.keys()
                yield ["drop", MARKS, pair.id, pair.mark(value["state"])]
            if table == CELLS:
                yield ["drop", CELLS, key, self._pairs.bare(value)]
        elif fingerprint(document) != value:
            yield operation
        elif table == MARKS:
            yield ["put", MARKS, pair.id, fingerprint(pair.mark(document["state"]))]
        else:
            yield from self._marked(pair, "", document.get("state"))
            yield ["put", CELLS, key, fingerprint(self._pairs.bare(document))]

    def _marked(self, pair: Pair, *states: Any) -> Iterator[Operation]:
        before, after = (state if state in RELATIVE else "" for state in states)
        if changed := pair.fields(before, after):
            if pair.id not in self._dropped:
                self.set[pair.id] = pair
            yield ["set", MARKS, pair.id, changed]

    def _set(
        self, table: str, key: str, pair: Pair, fields: Mapping[str, Any]
    ) -> Iterator[Operation]:
        states = fields.get("state", ["", ""])
        yield from self._marked(pair, *states)
        if table == CELLS:
            alone = ["" if state in RELATIVE else state for state in states]
            rest = {name: values for name, values in fields.items() if name != "state"}
            if alone[0] != alone[1]:
                rest["state"] = alone
            if rest:
                yield ["set", CELLS, key, rest]
