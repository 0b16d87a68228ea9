"""From schema 4 to 5: what happened to a record's transfer is a list of events.

In schema 4 a transfer had one day for each step, and a step that was taken back lost its day. In
schema 5 each step is an event of its own. The trash, conflicts and the history follow: what was
undone, restored or chosen before still can be, or is refused, but is never done by halves.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from so_tui.domain.entity import id_made_of
from so_tui.storage.documents.codec import number_of
from so_tui.storage.documents.events_made import (
    EVENTS,
    NEVER,
    add_events,
    by_of,
    is_filed,
    parsed,
    time_of,
)
from so_tui.storage.documents.journal_entries import Document, Operation
from so_tui.storage.documents.ledger import (
    CONFLICTS,
    HISTORY,
    TRASH,
    Tables,
    conflict_of,
    digest_id,
    fingerprint,
)
from so_tui.storage.documents.reading import plain_table

LANES = "lanes"
DAYS = {
    "asked_on": "asked",
    "promised_on": "promised",
    "copied_on": "received",
    "sent_on": "sent",
    "confirmed_on": "confirmed",
    "loaded_on": "loaded",
    "returned_on": "returned",
}
"""The days of a transfer in schema 4, in order, with the kind of event that each becomes."""
MORE = {"promised_by": "until", "how": "how", "tracking": "reference"}
"""Its other fields that belong to an event, with the event's field."""
CARRIERS = {
    "promised_by": ("promised", "asked"),
    "how": ("sent",),
    "tracking": ("sent",),
}
"""The kinds of events that may take each of them, the best first; otherwise the last event does."""
Place = tuple[str, str]


def transfers_moved(tables: Tables) -> Tables:
    """Return tables of schema 4 in the form of schema 5."""
    return _TransferMove(tables).tables()


def event_id(lane_id: str, kind: str) -> str:
    """Return the id of the event that a day of a transfer becomes."""
    return id_made_of(f"event/{lane_id}/{kind}")


def parted(lane: Document) -> dict[Place, dict[str, Any]]:
    """Return the documents that a transfer of schema 4 becomes, by table and id.

    What is no day, or no text, stays where it is.
    """
    lane_id = str(lane.get("id"))
    days = {kind: lane[name] for name, kind in DAYS.items() if _is_day(lane.get(name))}
    events = {kind: _event(lane, lane_id, kind, day) for kind, day in days.items()}
    rest = {n: v for n, v in lane.items() if not _moves(n, v)}
    notes = [str(rest.get("note") or "")]
    for name, field in MORE.items():
        value = lane.get(name)
        if value and _moves(name, value):
            kind = _carrier(name, [*events])
            if kind is None:
                notes.append(value)
            else:
                events[kind][field] = value
    rest["note"] = ", ".join(filter(None, notes))
    documents: dict[Place, dict[str, Any]] = {(LANES, lane_id): rest}
    return documents | {(EVENTS, each["id"]): each for each in events.values()}


def _event(lane: Document, lane_id: str, kind: str, day: str) -> dict[str, Any]:
    return {
        "id": event_id(lane_id, kind),
        "case_id": lane.get("case_id"),
        "about": lane_id,
        "kind": kind,
        "day": day,
        "entered": f"{day}T00:00:00",
        "who": "",
        "how": "",
        "reference": "",
        "since": None,
        "until": None,
        "note": "",
    }


def _carrier(name: str, kinds: list[str]) -> str | None:
    best = (kind for kind in CARRIERS[name] if kind in kinds)
    return next(best, kinds[-1] if kinds else None)


def _moves(name: str, value: Any) -> bool:
    """Return whether a field of a transfer is one of schema 4, and can become part of an event."""
    if name in DAYS or name == "promised_by":
        return value is None or _is_day(value)
    return name in MORE and isinstance(value, str)


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


class _TransferMove:
    """The tables while transfers are moved."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._all = plain_table(tables.get(LANES, {}))
        self._lanes: dict[str, Document] = {
            lane["id"]: lane for number, lane in self._all.items() if is_filed(LANES, number, lane)
        }
        self._trash: dict[str, Any] = {}

    def tables(self) -> Tables:
        """Return the tables with what happened to transfers as events."""
        lanes, events = dict(self._all), dict(self._tables.get(EVENTS, {}))
        conflicts = self._conflicts(plain_table(self._tables.get(CONFLICTS, {})))
        moved = {**self._tables, CONFLICTS: conflicts}
        for key, lane in self._lanes.items():
            parts = parted(lane)
            lanes[number_of(key)] = parts.pop((LANES, key))
            add_events(moved, events, iter(parts.values()))
        for number, item in self._tables.get(TRASH, {}).items():
            if item["table"] == LANES and item["document"].get("id") == item["id"]:
                for place, document in parted(item["document"]).items():
                    self._discard(place, document, item["at"], item["by"])
            else:
                self._trash[number] = item
        moved |= {LANES: lanes, EVENTS: events, TRASH: self._trash, HISTORY: self._history()}
        return {name: table for name, table in moved.items() if table or name in self._tables}

    def _discard(self, place: Place, document: Document, at: str, by: str) -> None:
        table, key = place
        item = {"at": at, "by": by, "table": table, "id": key}
        self._trash.setdefault(number_of(digest_id(table, key)), {**item, "document": document})

    def _conflicts(self, conflicts: Mapping[str, Any]) -> dict[str, Any]:
        moved = {}
        for number, conflict in conflicts.items():
            now = self._conflict(conflict)
            if now is conflict:
                moved[number] = conflict
            elif now is not None:
                moved[number_of(now["id"])] = now
            else:
                self._discard_other(conflict)
        return moved

    def _conflict(self, conflict: Document) -> Document | None:
        """Return what a conflict becomes; None if there is nothing left to choose."""
        name, key = conflict.get("field"), str(conflict.get("entity_id"))
        lane, other = self._lanes.get(key), parsed(conflict.get("other"))
        if conflict.get("table") != LANES or name not in {**DAYS, **MORE} or lane is None:
            return conflict
        kinds = [kind for day, kind in DAYS.items() if _is_day(lane.get(day))]
        if name in DAYS:
            if other is not None and not _is_day(other):
                return conflict
            if DAYS[name] not in kinds or other is None:
                return None
            about = (EVENTS, event_id(key, DAYS[name]), "day")
        elif kind := _carrier(str(name), kinds):
            about = (EVENTS, event_id(key, kind), MORE[str(name)])
        else:
            about = (LANES, key, "note")
            other = parted({**lane, str(name): other})[LANES, key]["note"]
        return {**conflict, **conflict_of(*about, other)}

    def _discard_other(self, conflict: Document) -> None:
        """Put into the trash the event of a day that was not shown."""
        name, other = str(conflict["field"]), parsed(conflict["other"])
        lane = {**self._lanes[str(conflict["entity_id"])], name: other}
        place = (EVENTS, event_id(str(lane["id"]), DAYS[name]))
        if _is_day(other):
            self._discard(place, parted(lane)[place], time_of(self._tables), by_of(conflict))

    def _history(self) -> dict[str, Any]:
        """Return the history, walked back from its newest entry to know what each one found."""
        history, were = self._tables.get(HISTORY, {}), dict(self._lanes)
        moved = {}
        for key, entry in sorted(history.items(), key=lambda each: -int(each[1]["number"])):
            steps = [self._operations(each, were) for each in reversed(entry["steps"])]
            moved[key] = {**entry, "steps": [step for each in steps[::-1] for step in each]}
        return {key: moved[key] for key in history}

    def _operations(self, operation: Operation, were: dict[str, Document]) -> list[Operation]:
        kind, table, key, value = operation
        if table == CONFLICTS and kind == "drop" and value.get("id") == key:
            now = self._conflict(value)
            return [_refused(table, key) if now is None else [kind, table, now["id"], now]]
        if table != LANES:
            return [operation]
        if kind == "put":
            lane = were.pop(key, None)
            if lane is None or fingerprint(lane) != value:
                return [_refused(table, key)]
            return _between({}, parted(lane))
        if kind == "drop":
            if value.get("id") != key:
                return [operation]
            were[key] = value
            return _between(parted(value), {})
        if key not in were:
            return [_refused(table, key)]
        now = were[key]
        back = {n: old for n, (old, new) in value.items() if now.get(n) == new and n != "id"}
        were[key] = {**now, **back}
        found = _between(parted(were[key]), parted(now))
        return found if len(back) == len(value) else [*found, _refused(table, key)]


def _between(before: Mapping[Place, Document], after: Mapping[Place, Document]) -> list[Operation]:
    """Return the operations of the history that lead from some documents to others."""
    found: list[Operation] = []
    for place, document in after.items():
        if place not in before:
            found.append(["put", *place, fingerprint(document)])
        elif pairs := {
            name: [before[place].get(name), document.get(name)]
            for name in {**before[place], **document}
            if before[place].get(name) != document.get(name)
        }:
            found.append(["set", *place, pairs])
    gone = [["drop", *place, before[place]] for place in before if place not in after]
    return [*found, *gone]


def _refused(table: str, key: str) -> Operation:
    return ["put", table, key, NEVER]
