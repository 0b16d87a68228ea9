"""What the migrations to events share: which documents they take apart, and events made before.

An event made of an older document has an id made of that document's. It is there already if a
journal of an older version was put back, and then people may have added to it: they keep their
words, and what differs is kept as a conflict.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from so_tui.storage.documents.codec import number_of
from so_tui.storage.documents.journal_entries import Document, is_place
from so_tui.storage.documents.ledger import CONFLICTS, META, Tables, conflict_of
from so_tui.storage.documents.reading import plain

EVENTS = "events"
NEVER = -1
"""What is the fingerprint of no document: undoing an operation with it is refused."""
_LONG_AGO = "2000-01-01T00:00:00"
"""When a conflict was noticed in tables that do not tell their time."""
_UNTOLD = ("id", "entered", "day_known")


def is_filed(table: str, number: str, document: Document) -> bool:
    """Return whether a document is filed under its own id."""
    key = document.get("id")
    return isinstance(key, str) and is_place(table, key) and number_of(key) == number


def time_of(tables: Tables) -> str:
    """Return when the tables were changed last (local time, ISO form)."""
    return str(tables.get(META, {}).get("1", {}).get("at") or _LONG_AGO)


def by_of(conflict: Document) -> str:
    """Return who wrote the value of a conflict that is not shown."""
    by = conflict.get("by")
    return by if isinstance(by, str) else ""


def parsed(other: Any) -> Any:
    """Return a value that a conflict holds as JSON; None for what is none."""
    try:
        return json.loads(other)
    except (ValueError, TypeError, RecursionError):
        return None


def add_events(tables: Tables, events: dict[str, Any], made: Iterator[dict[str, Any]]) -> None:
    """Add events to the table of events, and to that of conflicts what those there tell otherwise.

    Args:
        tables: All tables; their conflicts are replaced.
        events: The table of events.
        made: The events of an older document.
    """
    at = time_of(tables)
    for event in made:
        place = number_of(event["id"])
        known = plain(events.get(place))
        if known is None:
            events[place] = event
            continue
        events[place] = {**event, **known, **_new(known, event)}
        for name, other in _differing(known, event):
            who = {"case_id": str(event["case_id"]), "by": "", "shown_by": "", "at": at}
            told = conflict_of(EVENTS, event["id"], name, other, **who)
            conflicts = {**tables.get(CONFLICTS, {}), number_of(told["id"]): told}
            tables[CONFLICTS] = conflicts


def _new(known: Mapping[str, Any], event: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in event.items() if value and known.get(name) in ("", None)}


def _differing(known: Mapping[str, Any], event: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in event.items():
        is_told = value and name not in _UNTOLD and (name != "day" or event.get("day_known", True))
        if is_told and known.get(name) not in ("", None, value):
            yield name, value
