"""Which operations would change an archived case: nothing does but reopening or deleting it."""

from collections.abc import Iterator, Sequence
from typing import Any

from so_tui.domain.case import Case
from so_tui.domain.state import TABLE_OF
from so_tui.storage.documents.journal_entries import Operation
from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.documents.reading import plain

CASES = TABLE_OF[Case]


def changes_archived(operations: Sequence[Operation], ledger: Ledger) -> bool:
    """Return whether operations would change a case that is archived in the ledger.

    Operations that reopen or delete the case, and those that start or undo a round after it, may
    change what is in it too.
    """
    cases = map(plain, ledger.tables.get(CASES, {}).values())
    archived = [case["id"] for case in cases if case.get("closed") and case.get("id")]
    if not archived:
        return False
    free = _freed(operations)
    changed = (case_id for each in operations for case_id in _cases_of(each, ledger))
    return any(case_id in archived and case_id not in free for case_id in changed)


def _cases_of(operation: Operation, ledger: Ledger) -> Iterator[Any]:
    """Yield the ids of the cases that an operation changes, before and after it, if it has any."""
    if operation[0] == "setting":
        return
    kind, table, key, value = operation
    if table == CASES:
        yield key
    elif kind == "set":
        item = ledger.document(table, key) or ledger.trashed(table, key) or {}
        yield item.get("document", item).get("case_id")
        yield value.get("case_id", (None, None))[1]
    else:
        yield value.get("case_id")


def _freed(operations: Sequence[Operation]) -> set[str]:
    """Return the ids of the cases that the operations reopen, delete, or go on from."""
    free: set[str] = set()
    for kind, *place in operations:
        if kind == "setting" or place[0] != CASES:
            continue
        _, key, value = place
        if kind == "set":
            free |= {key} if "closed" in value and not value["closed"][1] else set()
        else:
            free |= (
                {key, value.get("follows", "")} if kind == "drop" else {value.get("follows", "")}
            )
    return free
