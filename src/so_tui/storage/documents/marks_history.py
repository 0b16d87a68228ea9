"""The history of schema 2, with its operations on marks as schema 3 would have done them."""

from collections.abc import Iterator, Mapping
from typing import Any

from so_tui.storage.documents.journal_entries import Operation
from so_tui.storage.documents.ledger import fingerprint
from so_tui.storage.documents.marks_pairs import CELLS, MARKS, RELATIVE, Document, Pair, Pairs


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
