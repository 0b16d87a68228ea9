"""Recovering what one writer saved and another writer's newer snapshot lacks."""

from so_tui.storage.journal_entries import Operation
from so_tui.storage.ledger import Ledger


def lost_operations(ours: Ledger, theirs: Ledger, writer: str) -> list[Operation]:
    """Return the operations that bring a writer's changes into another ledger.

    What was changed differently since stays as it is; what the writer deleted but the other ledger
    has, stays there.

    Args:
        ours: Holds everything that the writer did, as far as its history reaches.
        theirs: Lacks some of it.
        writer: The id of the writer.
    """
    operations: list[Operation] = []
    put: set[tuple[str, str]] = set()
    for entry in ours.newest_first():
        for kind, table, key, held in entry["steps"] if entry["session"] == writer else ():
            mine, there = ours.document(table, key), theirs.document(table, key)
            if mine is None or (table, key) in put:
                continue
            if there is None:
                operations.append(["put", table, key, mine])
                put.add((table, key))
            elif kind == "set":
                pairs = {f: p for f, p in held.items() if [there.get(f), mine.get(f)] == p}
                operations += [["set", table, key, pairs]] if pairs else []
    return operations[::-1]
