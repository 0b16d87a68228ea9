"""Undoing a journal entry, and recovering what another writer's snapshot lacks of our own."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from typing import Any

from so_tui.domain.dataclass import dataclass
from so_tui.storage.documents.journal_entries import Operation
from so_tui.storage.documents.ledger import Ledger, as_stored, fingerprint

HistoryEntry = Mapping[str, Any]
"""An entry of the history."""


@dataclass(frozen=True, slots=True)
class Reversal:
    """How to undo an entry of the history.

    Attributes:
        label: The label of the change.
        operations: The operations that undo it; empty if all of it was changed again.
        complete: Whether they undo all of it.
        by: Who changed the rest since, as far as known.
    """

    label: str
    operations: list[Operation] = field(default_factory=list)
    complete: bool = True
    by: str = ""


def reversal_of(entry: HistoryEntry, ledger: Ledger) -> Reversal:
    """Return how to undo an entry of the history.

    Fields and entities that were changed since stay as they are.
    """
    operations: list[Operation] = []
    remaining: list[Operation] = []
    documents: dict[tuple[str, str], dict[str, Any] | None] = {}
    for operation in reversed(as_stored(entry)["steps"]):
        kind, table, key, value = operation
        place = (table, key)
        document = documents[place] if place in documents else ledger.document(table, key)
        match kind:
            case "put" if document is not None and fingerprint(document) == value:
                operations.append(["drop", table, key, document])
                documents[place] = None
            case "drop" if document is None:
                operations.append(["put", table, key, value])
                documents[place] = value
            case "set" if document is not None:
                unchanged = {f: pair for f, pair in value.items() if document.get(f) == pair[1]}
                if unchanged:
                    operations.append(
                        ["set", table, key, {f: [v, b] for f, (b, v) in unchanged.items()}]
                    )
                    documents[place] = document | {f: b for f, (b, _) in unchanged.items()}
                if others := {f: pair for f, pair in value.items() if f not in unchanged}:
                    remaining.append([kind, table, key, others])
            case _:
                remaining.append(operation)
    by = _changed_by(remaining, int(entry["number"]), ledger) if remaining else ""
    return Reversal(str(entry["said"]), operations, not remaining, by)


def _changed_by(operations: Collection[Operation], number: int, ledger: Ledger) -> str:
    """Return who last changed any of `left` after the entry with this number."""
    for entry in ledger.newest_first():
        if int(entry["number"]) <= number:
            break
        for _, table, key, value in operations:
            for kind, *place, changed in entry["steps"]:
                fields = set(changed) if kind == "set" and isinstance(value, dict) else None
                if place == [table, key] and (fields is None or fields & set(value)):
                    return str(entry["by"])
    return ""


def newest_of(
    ledger: Ledger,
    writer: str,
    author: str,
    living: Collection[str],
    passed: Callable[[HistoryEntry], bool],
) -> HistoryEntry | None:
    """Return the newest entry that this writer may undo, or None.

    Entries of the same author count as its own, unless their writer is among the `living`. What
    was `passed` is skipped for now.
    """
    for entry in ledger.newest_first():
        entry_writer = entry["session"]
        is_own = entry_writer == writer or (entry["by"] == author and entry_writer not in living)
        if entry["said"] and is_own and not passed(entry):
            return entry
    return None


def lost_operations(ours: Ledger, theirs: Ledger, writer: str) -> list[Operation]:
    """Return the operations that bring a writer's changes into another ledger.

    What was changed differently since stays as it is; what the writer deleted but the other ledger
    has, stays there. `ours` reaches as far back as its history.
    """
    operations: list[Operation] = []
    put: set[tuple[str, ...]] = set()
    for entry in ours.newest_first():
        for kind, table, key, changed in entry["steps"] if entry["session"] == writer else ():
            document, other = ours.document(table, key), theirs.document(table, key)
            if document is None or (table, key) in put:
                continue
            if other is None:
                operations.append(["put", table, key, document])
                put.add((table, key))
            elif kind == "set":
                # A field that was changed several times goes from what is there to its last value.
                pairs = {
                    field: [before, document.get(field)]
                    for field, (before, _) in changed.items()
                    if other.get(field) == before != document.get(field)
                    and (table, key, field) not in put
                }
                put.update((table, key, field) for field in pairs)
                operations += [["set", table, key, pairs]] if pairs else []
    return operations[::-1]
