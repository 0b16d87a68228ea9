"""Turning changes, wanted here or made by another program, into operations; and the trash."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, Entity
from so_tui.domain.state import TABLE_OF, TABLES, Change, Drop
from so_tui.domain.text import Clean, clean_line
from so_tui.storage.documents.codec import BadDocument, decode, document_id, encode, number_of
from so_tui.storage.documents.journal_entries import DEEPEST, Operation, difference, is_bounded
from so_tui.storage.documents.ledger import TRASH, Ledger, Tables, digest_id


@dataclass(frozen=True, slots=True)
class Trashed:
    """A deleted entity that can still be restored, by putting it again.

    Attributes:
        at: When it was deleted (local time).
        by: Who deleted it.
    """

    entity: Entity
    at: datetime
    by: Clean


def operations_of(changes: Sequence[Change], ledger: Ledger) -> list[Operation]:
    """Return the operations that make these changes, in order, starting from the ledger.

    Raises:
        ValueError: An entity's id is not 12 hex digits.
    """
    operations: list[Operation] = []
    documents: dict[tuple[str, str], dict[str, Any] | None] = {}
    for change in changes:
        document_id(change.entity)
        table, key = TABLE_OF[type(change.entity)], change.entity.id
        place = (table, key)
        stored = documents[place] if place in documents else ledger.document(table, key)
        if isinstance(change, Drop):
            if stored is not None:
                operations.append(["drop", table, key, stored])
                documents[place] = None
            continue
        wanted = encode(change.entity)
        seen = stored
        if change.base is not None and (stored or ledger.trashed(table, key)):
            seen = encode(change.base)
        if seen is None:
            operations.append(["put", table, key, wanted])
            documents[place] = wanted
        elif operation := difference(table, key, seen, wanted):
            operations.append(operation)
            new = {name: pair[1] for name, pair in operation[3].items()}
            documents[place] = {**(seen if stored is None else stored), **new}
    return operations


def trash_of(ledger: Ledger) -> list[Trashed]:
    """Return the contents of the trash, most recently deleted first."""
    trashed = []
    for item in ledger.tables.get(TRASH, {}).values():
        kind = TABLES.get(item.get("table", ""))
        try:
            if kind is not None:
                at = datetime.fromisoformat(item["at"])
                entity: Entity = decode(kind, item["document"])
                trashed.append(Trashed(entity, at, clean_line(str(item.get("by", "")))))
        except (BadDocument, ValueError, TypeError, KeyError):
            continue  # written by a newer version; left in the trash
    return sorted(trashed, key=lambda item: item.at, reverse=True)


_Documents = Mapping[str, Any]
_Found = Operation | None
"""An operation; None for a changed document that is left as it was."""
_MISSING = object()


@dataclass(frozen=True, slots=True)
class WrittenChanges:
    """What differs between two states of the same tables.

    Attributes:
        operations: What is taken in, each with the value that it was based on.
        left: Number of changed documents that are left as they were: they are not entities of
            this version, or belong to tables that are derived from the journal.
    """

    operations: list[Operation]
    left: int


def changes_between(base: Tables, written: Tables) -> WrittenChanges:
    """Return what was changed, document by document.

    A document that is gone was deleted. A whole table that is gone was not: one changed letter in
    its name looks the same.

    Args:
        base: The tables before the change, all documents parsed.
        written: The tables after it; whatever JSON holds, but documents by number by table.
    """
    cases = {*_ids(base.get("cases", {})), *_ids(written.get("cases", {}))}
    found: list[_Found] = []
    for name, kind in TABLES.items():
        old = base.get(name, {})
        if name in written:
            new, ids = written[name], Counter(_ids(written[name]))
            found += _TableChanges(name, kind, old, new, cases, ids).found()
        else:
            found += [None] * len(old)
    for name in {**base, **written}:
        if name not in TABLES:
            old, new = base.get(name, {}), written.get(name, {})
            found += [None for number in {**old, **new} if old.get(number) != new.get(number)]
    operations = [operation for operation in found if operation]
    return WrittenChanges(operations, sum(operation is None for operation in found))


def _ids(documents: _Documents) -> Iterator[str]:
    ids = (document.get("id") for document in documents.values())
    return (key for key in ids if isinstance(key, str))


@dataclass(frozen=True, slots=True)
class _TableChanges:
    """The changes to one table of entities."""

    name: str
    kind: type[Entity]
    base: _Documents
    written: _Documents
    cases: set[str]
    ids: Counter[str]

    def found(self) -> Iterator[_Found]:
        """Yield an operation for each changed document, or None if it is left as it was."""
        for number, document in self.written.items():
            if self.base.get(number) != document:
                yield self._changed(number, document)
        for number, seen in self.base.items():
            key = f"{int(number):012x}"
            if number not in self.written and not self.ids[key]:
                yield ["drop", self.name, key, seen]

    def _changed(self, number: str, document: dict[str, Any]) -> _Found:
        if "id" not in document and number not in self.base:
            made = digest_id(self.name, number, json.dumps(document, sort_keys=True))
            document = {"id": made, **document}
        try:
            entity = decode(self.kind, document)
        except BadDocument:
            return None
        right = number_of(entity.id)
        if number != right and (number in self.base or right in self.written):
            return None  # its id was changed, or is that of another document
        if self.ids[entity.id] > 1:
            return None
        seen = self.base.get(right)
        if isinstance(entity, CaseEntity) and not self._is_of_a_case(entity, seen):
            return None
        operation = self._operation(entity, document, seen)
        return operation if is_bounded(operation, DEEPEST - 2) else None

    def _is_of_a_case(self, entity: CaseEntity, seen: dict[str, Any] | None) -> bool:
        """Return whether its case exists, so that it shows somewhere, or did not change."""
        return entity.case_id in self.cases or bool(seen and seen["case_id"] == entity.case_id)

    def _operation(
        self, entity: Entity, document: dict[str, Any], seen: dict[str, Any] | None
    ) -> Operation:
        """Return the operation; an empty one if only the number of the document changed."""
        values = encode(entity)  # texts without control characters, and defaults
        if seen is None:
            return ["put", self.name, entity.id, {**document, **values}]
        changed = {
            field: values.get(field, document.get(field))
            for field in {**seen, **document}
            if document.get(field, _MISSING) != seen.get(field, _MISSING)
            and (field in document or field in values)
        }
        return difference(self.name, entity.id, seen, changed) or []
