"""What the documents and the history of schema 2 mark: a doctor, relative to another one."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from so_tui.domain.opinions import State, mark_between, mark_id
from so_tui.storage.documents.codec import encode
from so_tui.storage.documents.journal_entries import Operation, difference
from so_tui.storage.documents.ledger import fingerprint

Document = dict[str, Any]
Place = tuple[str, str]
"""Table and id of a document."""

CELLS, MARKS = "cells", "marks"
RELATIVE = ("same", "adds", "differs")
"""States that are relative to another doctor."""

MARK_FIELDS = frozenset({"id", "case_id", "doctor_id", "against", "point", "state", "adds"})
"""The fields of a mark in schema 3; later ones take their defaults."""


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
        mark = encode(mark_between(*self, State(state)))
        return {name: value for name, value in mark.items() if name in MARK_FIELDS}

    def adds(self, state: str) -> str:
        """Return the id of the doctor who adds something in this state; '' for nobody."""
        return self.doctor_id if state == "adds" else ""


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

    def claims(
        self, documents: Iterable[tuple[Place, Document]]
    ) -> Iterator[tuple[Pair, str, bool]]:
        """Yield the pairs that cells and marks are about, their state, and whether it was shown.

        The first for a pair is the one that counts: a cell comes first, then marks against a doctor
        who comes first. A state of its doctor alone, such as "not clear", was shown in place of a
        mark.
        """
        found = sorted(documents, key=lambda each: self._rank(*each))
        alone = {
            _seat(cell)
            for (table, _), cell in found
            if table == CELLS and cell.get("state") not in ("", None, *RELATIVE)
        }
        for (table, _), document in found:
            pair, state = self.of(table, document), document.get("state")
            if pair is not None and state in RELATIVE:
                yield pair, state, table == CELLS or _seat(document) not in alone

    def shown(self, documents: Iterable[tuple[Place, Document]]) -> dict[str, Document]:
        """Return the marks that cells and marks come to, by id; blank ones for what was hidden."""
        marks: dict[str, Document] = {}
        for pair, state, is_shown in self.claims(documents):
            mark = marks.setdefault(pair.id, pair.mark(""))
            if is_shown and not mark["state"]:
                marks[pair.id] = pair.mark(state)
        return marks

    def _rank(self, place: Place, document: Mapping[str, Any]) -> tuple[int, str]:
        table, key = place
        order = self._order.get(str(document.get("case_id")), [])
        against = document.get("against")
        last = order.index(against) if against in order else len(order)
        return -1 if table == CELLS else last, key


def _seat(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return whose words on what a cell or a mark is about."""
    return tuple(str(document.get(name)) for name in ("case_id", "doctor_id", "point"))


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

    An operation on a cell or a mark becomes what it changed in how the pairs were shown. So a
    change that was made before can be undone in schema 3 as in schema 2.

    Attributes:
        set: The marks, blank, that operations set and have not dropped since: undoing needs them.
        taken_away: The pairs whose newest operation took their state away: undoing restores it.
    """

    def __init__(self, pairs: Pairs, documents: Mapping[Place, Document]) -> None:
        """Begin with the cells and marks of schema 2 as they are."""
        self.set: dict[str, Document] = {}
        self.taken_away: set[str] = set()
        self._dropped: set[str] = set()
        self._pairs = pairs
        self._were = dict(documents)

    def moved(self, history: Mapping[str, Any]) -> dict[str, Any]:
        """Return the entries in the form of schema 3."""
        moved = {}
        for key, entry in sorted(history.items(), key=lambda each: -int(each[1]["number"])):
            operations = [new for old in reversed(entry["steps"]) for new in self._moved(old)]
            moved[key] = {**entry, "steps": operations[::-1]}
        there: set[str] = set()
        for entry in reversed(moved.values()):
            entry["steps"] = [_final(operation, there) for operation in entry["steps"]]
        return {key: moved[key] for key in history}

    def _moved(self, operation: Operation) -> Iterator[Operation]:
        """Yield what one operation is in schema 3, the last one first."""
        kind, table, key, value = operation
        place = (table, key)
        document = value if kind == "drop" else self._were.get(place)
        is_about = table == CELLS or (table == MARKS and self._pairs.of(table, document))
        if not is_about or document is None or (kind == "put" and fingerprint(document) != value):
            yield operation
            return
        before, after = _before_and_after(operation, document)
        shown = self._shown(place, after, document), self._shown(place, before, document)
        if before and kind == "set":
            back = {name: old for name, (old, new) in value.items() if document.get(name) == new}
            self._were[place] = {**document, **back}
        for id_ in shown[1] | shown[0]:
            yield from self._mark_moved(kind, table, shown[1].get(id_), shown[0].get(id_))
        if table == CELLS:
            bare = (each and self._pairs.bare(each) for each in (before, after))
            yield from _from_to(CELLS, key, *bare)

    def _shown(self, place: Place, now: Document | None, like: Document) -> dict[str, Document]:
        """Return the marks on the point of a document, at the moment when it is `now`."""
        self._were.pop(place, None)
        if now is not None:
            self._were[place] = now
        point = like.get("case_id"), like.get("point")
        on_it = (
            (each, document)
            for each, document in self._were.items()
            if (document.get("case_id"), document.get("point")) == point
        )
        return self._pairs.shown(on_it)

    def _mark_moved(
        self, kind: str, table: str, before: Document | None, after: Document | None
    ) -> Iterator[Operation]:
        mark = after or before
        if mark is None or before == after:
            return
        id_, blank = mark["id"], _blank(mark)
        if kind != "put" or table != MARKS:
            before = before or blank
        if kind != "drop" or id_ in self.set:
            after = after or blank
        for operation in _from_to(MARKS, id_, before, after):
            if after is None:
                self._dropped.add(id_)
            elif before and id_ not in self._dropped:
                if id_ not in self.set and not after["state"]:
                    self.taken_away.add(id_)
                self.set[id_] = blank
            yield operation


def _before_and_after(
    operation: Operation, document: Document
) -> tuple[Document | None, Document | None]:
    kind, _, _, value = operation
    if kind == "put":
        return None, document
    if kind == "drop":
        return document, None
    before, after = ({name: pair[at] for name, pair in value.items()} for at in (0, 1))
    return {**document, **before}, {**document, **after}


def _blank(mark: Document) -> Document:
    return {**mark, "state": "", "adds": ""}


def _from_to(
    table: str, key: str, before: Document | None, after: Document | None
) -> Iterator[Operation]:
    """Yield the operation that leads from one to the other; a "put" has the whole document."""
    if before is None:
        yield ["put", table, key, after]
    elif after is None:
        yield ["drop", table, key, before]
    elif operation := difference(table, key, before, after):
        yield operation


def _final(operation: Operation, there: set[str]) -> Operation:
    """Return an operation as the history holds it; `there` are the marks that are there before."""
    kind, table, key, value = operation
    was_there = table == MARKS and key in there
    if table == MARKS:
        (there.discard if kind == "drop" else there.add)(key)
    if kind != "put" or isinstance(value, int):
        return operation
    if was_there:
        return difference(table, key, _blank(value), value) or operation
    return [kind, table, key, fingerprint(value)]
