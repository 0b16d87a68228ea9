"""Undoing a journal entry, except for what was changed again since."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import field
from typing import Any

from so_tui.domain.dataclass import dataclass
from so_tui.storage.journal_entries import Operation
from so_tui.storage.ledger import Ledger, fingerprint

HistoryEntry = Mapping[str, Any]
"""An entry of the history."""


@dataclass(frozen=True, slots=True)
class Reversal:
    """How to undo an entry of the history.

    Attributes:
        label: The label of the change.
        operations: The operations that undo it; empty if all of it was changed again.
        whole: Whether they undo all of it.
        by: Who changed the rest since, as far as known.
    """

    label: str
    operations: list[Operation] = field(default_factory=list)
    whole: bool = True
    by: str = ""


def reversal_of(entry: HistoryEntry, ledger: Ledger) -> Reversal:
    """Return how to undo an entry of the history.

    Fields and entities that were changed since stay as they are.
    """
    operations: list[Operation] = []
    left: list[Operation] = []
    now: dict[tuple[str, str], dict[str, Any] | None] = {}
    for operation in reversed(entry["steps"]):
        kind, table, key, held = operation
        place = (table, key)
        document = now[place] if place in now else ledger.document(table, key)
        match kind:
            case "put" if document is not None and fingerprint(document) == held:
                operations.append(["drop", table, key, document])
                now[place] = None
            case "drop" if document is None:
                operations.append(["put", table, key, held])
                now[place] = held
            case "set" if document is not None:
                mine = {f: pair for f, pair in held.items() if document.get(f) == pair[1]}
                if mine:
                    operations.append(
                        ["set", table, key, {f: [v, b] for f, (b, v) in mine.items()}]
                    )
                    now[place] = document | {f: b for f, (b, _) in mine.items()}
                if rest := {f: pair for f, pair in held.items() if f not in mine}:
                    left.append([kind, table, key, rest])
            case _:
                left.append(operation)
    by = _changed_by(left, int(entry["number"]), ledger) if left else ""
    return Reversal(str(entry["said"]), operations, not left, by)


def _changed_by(left: Collection[Operation], number: int, ledger: Ledger) -> str:
    """Return who last changed any of `left` after the entry with this number."""
    for entry in ledger.newest_first():
        if int(entry["number"]) <= number:
            break
        for _, table, key, held in left:
            for kind, *place, changed in entry["steps"]:
                fields = set(changed) if kind == "set" and isinstance(held, dict) else None
                if place == [table, key] and (fields is None or fields & set(held)):
                    return str(entry["by"])
    return ""


def newest_of(
    ledger: Ledger,
    writer: str,
    author: str,
    living: Collection[str],
    passed: Callable[[HistoryEntry], bool] = lambda entry: False,
) -> HistoryEntry | None:
    """Return the newest entry that this writer may undo, or None.

    Args:
        ledger: Has the history.
        writer: The id of this writer.
        author: Who types here; ended writers of the same author count as well.
        living: The other writers that have the store open.
        passed: Whether an entry is skipped for now.
    """
    for entry in ledger.newest_first():
        of = entry["session"]
        is_own = of == writer or (entry["by"] == author and of not in living)
        if entry["said"] and is_own and not passed(entry):
            return entry
    return None
