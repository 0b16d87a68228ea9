"""Bringing back what one session saved and a newer snapshot of another one lacks."""

from so_tui.storage.journal_entries import Operation
from so_tui.storage.ledger import Ledger


def lost_steps(ours: Ledger, theirs: Ledger, session: str) -> list[Operation]:
    """Return the steps that lead from another ledger to what a session has done.

    What somebody has changed otherwise since stays as it is; what the session took away and the
    other ledger has stays there.

    Args:
        ours: What holds all that the session did, as far as its history reaches.
        theirs: What lacks some of it.
        session: The id of the session.
    """
    steps: list[Operation] = []
    put: set[tuple[str, str]] = set()
    for entry in ours.newest_first():
        for kind, table, key, held in entry["steps"] if entry["session"] == session else ():
            mine, there = ours.document(table, key), theirs.document(table, key)
            if mine is None or (table, key) in put:
                continue
            if there is None:
                steps.append(["put", table, key, mine])
                put.add((table, key))
            elif kind == "set":
                pairs = {f: p for f, p in held.items() if [there.get(f), mine.get(f)] == p}
                steps += [["set", table, key, pairs]] if pairs else []
    return steps[::-1]
