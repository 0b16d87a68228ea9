"""Turning requested changes into operations, and reading the trash."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import Entity
from so_tui.domain.state import TABLE_OF, TABLES, Change, Drop
from so_tui.domain.text import Clean, clean_line
from so_tui.storage.documents.codec import BadDocument, decode, document_id, encode
from so_tui.storage.documents.journal_entries import Operation, difference
from so_tui.storage.documents.ledger import TRASH, Ledger


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
