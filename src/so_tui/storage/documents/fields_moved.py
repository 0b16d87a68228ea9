"""Moving a field of a kind of document to another one, wherever the tables hold it.

Documents, the trash, conflicts and the history all follow, so that what could be chosen, put back
or undone before still can.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from so_tui.domain.dataclass import dataclass
from so_tui.storage.documents.codec import number_of
from so_tui.storage.documents.journal_entries import Document, Operation
from so_tui.storage.documents.ledger import (
    CONFLICTS,
    HISTORY,
    TRASH,
    Tables,
    conflict_of,
    fingerprint,
)
from so_tui.storage.documents.reading import plain_table


@dataclass(frozen=True, slots=True)
class FieldMoved:
    """A field that has another name and other values in the next schema.

    Attributes:
        table: The table of its documents.
        old: Its name before.
        new: Its name from now on.
        value: Returns its new value; None for an odd one, which stays under the old name.
    """

    table: str
    old: str
    new: str
    value: Callable[[Any], Any]

    def tables(self, tables: Tables) -> Tables:
        """Return the tables with the field moved in all of them."""
        documents = plain_table(tables.get(self.table, {}))
        moved = {
            self.table: {number: self.document(each) for number, each in documents.items()},
            TRASH: {number: self._trashed(each) for number, each in tables.get(TRASH, {}).items()},
            CONFLICTS: self._conflicts(plain_table(tables.get(CONFLICTS, {}))),
            HISTORY: self._history(tables.get(HISTORY, {}), documents),
        }
        return {**tables, **{name: table for name, table in moved.items() if name in tables}}

    def document(self, document: Document) -> dict[str, Any]:
        """Return a document with the field moved."""
        value = self.value(document.get(self.old))
        if value is None:
            return dict(document)
        return {(self.new if n == self.old else n): v for n, v in document.items()} | {
            self.new: value
        }

    def _trashed(self, item: Mapping[str, Any]) -> dict[str, Any]:
        if item["table"] != self.table:
            return dict(item)
        return {**item, "document": self.document(item["document"])}

    def _conflicts(self, conflicts: Mapping[str, Any]) -> dict[str, Any]:
        moved = {}
        for number, conflict in conflicts.items():
            told = self._conflict(conflict)
            moved[number if told is conflict else number_of(told["id"])] = told
        return moved

    def _conflict(self, conflict: Document) -> Document:
        key, value = conflict.get("entity_id"), self.value(_parsed(conflict.get("other")))
        about = conflict.get("table"), conflict.get("field")
        if about != (self.table, self.old) or value is None or not isinstance(key, str):
            return conflict
        return {**conflict, **conflict_of(self.table, key, self.new, value)}

    def _history(
        self, history: Mapping[str, Any], documents: Mapping[str, Document]
    ) -> dict[str, Any]:
        """Return the history, walked back from its newest entry to know what each one found."""
        were = {str(document.get("id")): document for document in documents.values()}
        moved = {}
        for key, entry in sorted(history.items(), key=lambda each: -int(each[1]["number"])):
            steps = [self._operation(each, were) for each in reversed(entry["steps"])]
            moved[key] = {**entry, "steps": steps[::-1]}
        return {key: moved[key] for key in history}

    def _operation(self, operation: Operation, were: dict[str, Document]) -> Operation:
        kind, table, key, value = operation
        if table == CONFLICTS and kind == "drop":
            told = self._conflict(value)
            return operation if told is value else [kind, table, told["id"], told]
        if table != self.table:
            return operation
        if kind == "put":
            document = were.pop(key, None)
            if document is None or fingerprint(document) != value:
                return operation
            return [kind, table, key, fingerprint(self.document(document))]
        if kind == "drop":
            were[key] = value
            return [kind, table, key, self.document(value)]
        if key in were:
            now = were[key]
            back = {name: old for name, (old, new) in value.items() if now.get(name) == new}
            were[key] = {**now, **back}
        pairs = {(self.new if name == self.old else name): pair for name, pair in value.items()}
        if self.old in value:
            pairs[self.new] = [self.value(each) for each in value[self.old]]
        return [kind, table, key, pairs]


def _parsed(other: Any) -> Any:
    try:
        return json.loads(other)
    except (ValueError, TypeError, RecursionError):
        return None
