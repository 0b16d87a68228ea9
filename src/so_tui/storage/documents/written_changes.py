"""What another program changed in the tables of a snapshot, as operations of one journal entry."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, Entity
from so_tui.domain.state import TABLES
from so_tui.storage.documents.codec import BadDocument, decode, encode
from so_tui.storage.documents.journal_entries import DEEPEST, Operation, difference, is_bounded
from so_tui.storage.documents.ledger import Tables, digest_id, number_of

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
            found += _TableChanges(name, kind, old, written[name], cases).found()
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


class _TableChanges:
    """The changes to one table of entities."""

    def __init__(
        self,
        name: str,
        kind: type[Entity],
        base: _Documents,
        written: _Documents,
        cases: set[str],
    ) -> None:
        self._name = name
        self._kind = kind
        self._base = base
        self._written = written
        self._cases = cases
        self._ids = Counter(_ids(written))

    def found(self) -> Iterator[_Found]:
        """Yield an operation for each changed document, or None if it is left as it was."""
        for number, document in self._written.items():
            if self._base.get(number) != document:
                yield self._changed(number, document)
        for number, seen in self._base.items():
            key = f"{int(number):012x}"
            if number not in self._written and not self._ids[key]:
                yield ["drop", self._name, key, seen]

    def _changed(self, number: str, document: dict[str, Any]) -> _Found:
        if "id" not in document and number not in self._base:
            made = digest_id(self._name, number, json.dumps(document, sort_keys=True))
            document = {"id": made, **document}
        try:
            entity = decode(self._kind, document)
        except BadDocument:
            return None
        right = number_of(entity.id)
        if number != right and (number in self._base or right in self._written):
            return None  # its id was changed, or is that of another document
        if self._ids[entity.id] > 1:
            return None
        seen = self._base.get(right)
        if isinstance(entity, CaseEntity) and not self._is_of_a_case(entity, seen):
            return None
        operation = self._operation(entity, document, seen)
        return operation if is_bounded(operation, DEEPEST - 2) else None

    def _is_of_a_case(self, entity: CaseEntity, seen: dict[str, Any] | None) -> bool:
        """Return whether its case exists, so that it shows somewhere, or did not change."""
        return entity.case_id in self._cases or bool(seen and seen["case_id"] == entity.case_id)

    def _operation(
        self, entity: Entity, document: dict[str, Any], seen: dict[str, Any] | None
    ) -> Operation:
        """Return the operation; an empty one if only the number of the document changed."""
        values = encode(entity)  # texts without control characters, and defaults
        if seen is None:
            return ["put", self._name, entity.id, {**document, **values}]
        changed = {
            field: values.get(field, document.get(field))
            for field in {**seen, **document}
            if document.get(field, _MISSING) != seen.get(field, _MISSING)
            and (field in document or field in values)
        }
        return difference(self._name, entity.id, seen, changed) or []
