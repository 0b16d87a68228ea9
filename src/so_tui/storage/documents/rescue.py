"""Recovering what one writer saved and another writer's newer snapshot lacks."""

from so_tui.storage.documents.journal_entries import Operation
from so_tui.storage.documents.ledger import Ledger


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
