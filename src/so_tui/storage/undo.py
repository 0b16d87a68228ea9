"""What takes a record back, as far as nobody has changed the same since."""

from collections.abc import Collection, Mapping
from typing import Any

from so_tui.storage.ledger import Ledger, fingerprint
from so_tui.storage.records import Step


def inverse(entry: Mapping[str, Any], ledger: Ledger) -> list[Step]:
    """Return the steps that take back a record of the history.

    Fields that were changed again since, and entities that were, stay as they are.
    """
    steps: list[Step] = []
    now: dict[tuple[str, str], dict[str, Any] | None] = {}
    for kind, table, key, held in reversed(entry["steps"]):
        place = (table, key)
        document = now[place] if place in now else ledger.document(table, key)
        match kind:
            case "put" if document is not None and fingerprint(document) == held:
                steps.append(["drop", table, key, document])
                now[place] = None
            case "drop" if document is None:
                steps.append(["put", table, key, held])
                now[place] = held
            case "set" if document is not None:
                mine = {f: pair for f, pair in held.items() if document.get(f) == pair[1]}
                if mine:
                    steps.append(["set", table, key, {f: [v, b] for f, (b, v) in mine.items()}])
                    now[place] = document | {f: b for f, (b, _) in mine.items()}
    return steps


def newest_of(
    ledger: Ledger, session: str, author: str, living: Collection[str]
) -> Mapping[str, Any] | None:
    """Return the newest record that this session may take back, or None.

    Args:
        ledger: What has the history.
        session: The id of this session.
        author: Who types here; what ended sessions of the same author did counts as well.
        living: The other sessions that have the store open.
    """
    for entry in ledger.newest_first():
        of = entry["session"]
        if entry["said"] and (of == session or (entry["by"] == author and of not in living)):
            return entry
    return None
