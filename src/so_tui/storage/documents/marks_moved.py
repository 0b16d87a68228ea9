"""From schema 2 to 3: how two doctors stand to each other on a point is kept in one place.

In schema 2 a cell held its mark against the first doctor, and the table `marks` those against any
other reference, one from each side of a pair. In schema 3 each pair has one mark on a point, and a
cell only holds what concerns its doctor alone.

Where a pair was marked differently from its two sides, the mark against the first doctor stays, and
the other is kept as a conflict. Conflicts, the trash and the history follow the marks they are
about, so that what could be chosen, put back or undone still can.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from so_tui.storage.documents.codec import number_of
from so_tui.storage.documents.ledger import (
    CONFLICTS,
    HISTORY,
    META,
    TRASH,
    Tables,
    conflict_of,
    digest_id,
)
from so_tui.storage.documents.marks_pairs import (
    CELLS,
    MARKS,
    RELATIVE,
    Document,
    HistoryMoved,
    Pair,
    Pairs,
    Place,
)
from so_tui.storage.documents.reading import plain_table

_LONG_AGO = "2000-01-01T00:00:00"
"""When a conflict was noticed in tables that do not tell their time."""


def marks_moved(tables: Tables) -> Tables:
    """Return tables of schema 2 in the form of schema 3.

    Documents that are in that form already, or that cannot be understood, stay as they are.
    """
    return _Move(tables).tables()


class _Move:
    """The tables while marks are moved."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._at = str(tables.get(META, {}).get("1", {}).get("at") or _LONG_AGO)
        self._conflicts: dict[str, Any] = plain_table(tables.get(CONFLICTS, {}))
        self._trash: dict[str, Any] = dict(tables.get(TRASH, {}))
        doctors = plain_table(tables.get("doctors", {})).values()
        self._pairs = Pairs(doctors, self._trashed("doctors"))
        self._cells = plain_table(tables.get(CELLS, {}))
        marks = plain_table(tables.get(MARKS, {}))
        self._marks = {n: mark for n, mark in marks.items() if self._pairs.of(MARKS, mark) is None}
        self._old = _by_place(CELLS, self._cells.values()) | _by_place(MARKS, marks.values())
        self._known = _by_place(MARKS, self._trashed(MARKS)) | self._old

    def _trashed(self, table: str) -> list[Any]:
        return [item["document"] for item in self._trash.values() if item["table"] == table]

    def tables(self) -> Tables:
        """Return the tables with the marks moved."""
        claims = list(self._pairs.claims(self._old.items()))
        for pair, state, is_shown in claims:
            if is_shown:
                self._claim(pair, state)
        self._move_conflicts()
        self._move_trash()
        history = self._moved_history([(pair, state) for pair, state, shown in claims if not shown])
        moved = {
            **self._tables,
            CELLS: self._bare_cells(),
            MARKS: self._marks,
            CONFLICTS: self._conflicts,
            TRASH: self._trash,
            HISTORY: history,
        }
        return {name: table for name, table in moved.items() if table or name in self._tables}

    def _moved_history(self, hidden: Iterable[tuple[Pair, str]]) -> dict[str, Any]:
        """Return the history in the new form, and add the marks that undoing needs.

        What was `hidden` comes back when the change that hid it is undone; if the history does not
        reach back so far, it is in the trash.
        """
        walk = HistoryMoved(self._pairs, self._old)
        history = walk.moved(self._tables.get(HISTORY, {}))
        for id_, blank in walk.set.items():
            if number_of(digest_id(MARKS, id_)) not in self._trash:
                self._marks.setdefault(number_of(id_), blank)
        for pair, state in hidden:
            mark = self._marks.get(number_of(pair.id), {})
            if pair.id not in walk.taken_away and mark.get("state") != state:
                self._discard(pair.mark(state), {"at": self._at, "by": ""})
        return history

    def _bare_cells(self) -> dict[str, Any]:
        """Return the table of the cells; those that do not change stay unread."""
        bare = {number: self._pairs.bare(cell) for number, cell in self._cells.items()}
        changed = {n: cell for n, cell in bare.items() if cell is not self._cells[n]}
        return {**self._tables.get(CELLS, {}), **changed}

    def _claim(self, pair: Pair, state: str, told: Mapping[str, Any] | None = None) -> None:
        """Set the mark of a pair; where it has another one, keep this one as a conflict.

        `told` is the conflict that said so, if one did.
        """
        number, adds = number_of(pair.id), pair.adds(state)
        mark = self._marks.setdefault(number, pair.mark("" if told else state))
        if state != mark["state"]:
            self._tell(told, pair.case_id, MARKS, pair.id, "state", state)
            if adds and not mark["adds"]:
                self._marks[number] = {**mark, "adds": adds}
        if adds and mark["adds"] not in ("", adds):
            self._tell(told, pair.case_id, MARKS, pair.id, "adds", adds)

    def _tell(self, told: Mapping[str, Any] | None, case_id: str, *about: str) -> None:
        """Keep a conflict, with the people and the time of the one that told it before."""
        rest = {"by": "", "shown_by": "", "at": self._at, **(told or {}), "case_id": case_id}
        conflict = {**rest, **conflict_of(*about)}
        self._conflicts[number_of(conflict["id"])] = conflict

    def _move_conflicts(self) -> None:
        for number, conflict in list(self._conflicts.items()):
            table, key = conflict.get("table"), str(conflict.get("entity_id"))
            if table not in (CELLS, MARKS) or conflict.get("field") != "state":
                continue
            entity = self._known.get((table, key))
            pair, other = self._pairs.of(table, entity), _parsed(conflict.get("other"))
            if entity is None or pair is None or not isinstance(other, str):
                continue
            shown = entity.get("state")
            if shown in ("", *RELATIVE) and other in ("", *RELATIVE):
                del self._conflicts[number]
                self._claim(pair, other, conflict)
            elif other in RELATIVE:  # the state of one doctor alone is shown in its place
                del self._conflicts[number]
                self._claim(pair, other)
                self._tell(conflict, pair.case_id, CELLS, key, "state", "")

    def _move_trash(self) -> None:
        for number, item in list(self._trash.items()):
            table, document = item["table"], item["document"]
            pair = self._pairs.of(table, document) if table in (CELLS, MARKS) else None
            state = document.get("state")
            if pair is None or (table == CELLS and state not in RELATIVE):
                continue
            if table == CELLS:
                self._trash[number] = {**item, "document": self._pairs.bare(document)}
            else:
                del self._trash[number]
            if number_of(pair.id) not in self._marks:
                self._discard(pair.mark(str(state)), item)

    def _discard(self, mark: Document, item: Mapping[str, Any]) -> None:
        place = number_of(digest_id(MARKS, mark["id"]))
        kept = {"table": MARKS, "id": mark["id"], "document": mark}
        self._trash.setdefault(place, {**item, **kept})


def _by_place(table: str, documents: Iterable[Any]) -> dict[Place, Document]:
    return {(table, str(document.get("id"))): document for document in documents}


def _parsed(other: Any) -> Any:
    try:
        return json.loads(other)
    except (ValueError, TypeError, RecursionError):
        return None
