"""From schema 5 to 6: what became of an approval is told by events, which nothing erases.

Before, an approval itself told its state, when it was asked for, a number and its last day. Each
approval now has up to two events with ids made of its own: that it was asked for, and the answer.
An older version did not ask for the day of the answer: that event has no known day.

Documents, the trash, conflicts and the history all follow, so that what could be chosen, put back
or undone before still can.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

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
from so_tui.storage.documents.journal_entries import Document, Operation, difference
from so_tui.storage.documents.ledger import (
    CONFLICTS,
    HISTORY,
    TRASH,
    Tables,
    conflict_of,
    digest_id,
    fingerprint,
)
from so_tui.storage.documents.reading import plain, plain_table

APPROVALS = "approvals"
MOVED = ("state", "asked_on", "number", "expires")
"""The fields that an approval had before."""
ANSWERS = {
    "not needed": "not needed",
    "promised": "promised",
    "given": "approved",
    "refused": "refused",
}
"""The kind of event for each state that is an answer."""
UNKNOWN_DAY = "2000-01-01"
"""The place among others of an event whose day is not known."""

Place = tuple[str, str]
Documents = dict[Place, Document]


def approvals_moved(tables: Tables) -> Tables:
    """Return the tables with the events of all approvals; what cannot be understood stays."""
    documents = plain_table(tables.get(APPROVALS, {}))
    approvals = {
        each["id"]: each for number, each in documents.items() if is_filed(APPROVALS, number, each)
    }
    events, trash = dict(tables.get(EVENTS, {})), dict(tables.get(TRASH, {}))
    moved = {**tables, CONFLICTS: _conflicts(tables, approvals, trash)}
    for key, approval in approvals.items():
        documents[number_of(key)], made = split(approval)
        add_events(moved, events, _after_asking(made, events))
    for number, item in list(trash.items()):
        if item["table"] == APPROVALS and item["document"].get("id") == item["id"]:
            document, made = split(item["document"])
            trash[number] = {**item, "document": document}
            for event in made:
                _discard(trash, event, item["at"], item["by"])
    history = _history(tables.get(HISTORY, {}), approvals)
    moved |= {APPROVALS: documents, EVENTS: events, HISTORY: history, TRASH: trash}
    return {name: table for name, table in moved.items() if table or name in tables}


def _after_asking(
    made: list[dict[str, Any]], events: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield events; an answer alone comes after what is known of the asking, if anything is."""
    for event in made:
        asked = plain(events.get(number_of(digest_id(EVENTS, event["about"], "asked"))))
        day = asked.get("day") if asked and event["day"] == UNKNOWN_DAY else None
        yield {**event, "day": day, "entered": f"{day}T23:59:59"} if _is_day(day) and day else event


def split(approval: Document) -> tuple[Document, list[dict[str, Any]]]:
    """Return an approval without what became of it, and the events that tell that."""
    state = approval.get("state", "")
    days = approval.get("asked_on"), approval.get("expires")
    number, note = approval.get("number", ""), approval.get("note", "")
    odd = state not in ("", "asked", *ANSWERS) or not all(map(_is_day, days))
    if odd or not isinstance(number, str) or not isinstance(note, str):
        return approval, []
    if not any(name in approval for name in MOVED):
        return approval, []
    asked_on, expires = days
    asked = asked_on or state == "asked"
    made = [_event(approval, "asked", "asked", asked_on)] if asked else []
    if state in ANSWERS:
        made.append(_event(approval, "answer", ANSWERS[state], None, asked_on))
    if made:
        made[-1]["reference"], number = number, ""
    if made and state == "given":
        made[-1]["until"], expires = expires, None
    left = (note, f"Number: {number}" if number else "", f"Good until: {expires or ''}")
    kept = "\n".join(filter(None, left if expires else left[:2]))
    bare = {name: value for name, value in approval.items() if name not in MOVED}
    return ({**bare, "note": kept} if kept != note else bare), made


def _event(
    approval: Document, slot: str, kind: str, day: str | None, after: str | None = None
) -> dict[str, Any]:
    id_, place = digest_id(EVENTS, str(approval.get("id")), slot), day or after or UNKNOWN_DAY
    return {
        "id": id_,
        "case_id": approval.get("case_id", ""),
        "about": approval.get("id", ""),
        "kind": kind,
        "day": place,
        "entered": f"{place}T00:00:0{int(slot == 'answer')}",
        "who": "",
        "how": "",
        "reference": "",
        "since": None,
        "until": None,
        "note": "",
        "day_known": day is not None,
    }


def _is_day(value: Any) -> bool:
    if value is None:
        return True
    try:
        return str(date.fromisoformat(value)) == str(value)
    except (TypeError, ValueError):
        return False


def _parts(approval: Document | None) -> Documents:
    """Return an approval and its events by their places; nothing for None."""
    if approval is None:
        return {}
    bare, events = split(approval)
    parts: Documents = {(APPROVALS, str(approval.get("id"))): bare}
    return parts | {(EVENTS, event["id"]): event for event in events}


def _discard(trash: dict[str, Any], document: Document, at: str, by: str) -> None:
    """Put an event into the trash."""
    place = number_of(digest_id(EVENTS, document["id"]))
    kept = {"table": EVENTS, "id": document["id"], "document": document}
    trash.setdefault(place, {"at": at, "by": by, **kept})


def _conflicts(
    tables: Tables, approvals: Mapping[str, Document], trash: dict[str, Any]
) -> dict[str, Any]:
    """Return the conflicts; an event that only the other value tells goes into the trash."""
    moved: dict[str, Any] = {}
    for number, conflict in plain_table(tables.get(CONFLICTS, {})).items():
        told, hidden = _told(conflict, approvals)
        moved |= {number: conflict} if told == [conflict] else {number_of(t["id"]): t for t in told}
        for event in hidden:
            _discard(trash, event, time_of(tables), by_of(conflict))
    return moved


def _told(
    conflict: Document, approvals: Mapping[str, Document]
) -> tuple[list[Document], list[Document]]:
    """Return what a conflict becomes, and the events that only its other value tells."""
    field, approval = conflict.get("field"), approvals.get(str(conflict.get("entity_id")))
    if conflict.get("table") != APPROVALS or field not in MOVED or approval is None:
        return [conflict], []
    changed = {**approval, field: parsed(conflict.get("other"))}
    shown, other = _parts(approval), _parts(changed)
    if changed in other.values():  # it cannot be understood
        return [conflict], []
    told: list[Document] = [
        {**conflict, **conflict_of(*place, name, new)}
        for place in other
        if place in shown
        for name, new in other[place].items()
        if shown[place].get(name) != new and name not in MOVED
    ]
    return told, [event for place, event in other.items() if place not in shown]


def _history(history: Mapping[str, Any], approvals: Mapping[str, Document]) -> dict[str, Any]:
    """Return the history, walked back from its newest entry to know what each one found."""
    were, moved = dict(approvals), {}
    for key, entry in sorted(history.items(), key=lambda each: -int(each[1]["number"])):
        steps = [
            new for old in reversed(entry["steps"]) for new in _operations(old, were, approvals)
        ]
        moved[key] = {**entry, "steps": steps[::-1]}
    return {key: moved[key] for key in history}


def _operations(
    operation: Operation, were: dict[str, Document], approvals: Mapping[str, Document]
) -> Iterator[Operation]:
    """Yield what one operation is now, the last one first."""
    kind, table, key, value = operation
    if table == CONFLICTS and kind == "drop":
        told, _ = _told(value, approvals)
        if told == [value]:
            yield operation
            return
        for each in told:
            yield [kind, table, each["id"], each]
        if not told:
            yield ["put", table, key, NEVER]
        return
    if table != APPROVALS or (kind == "drop" and value.get("id") != key):
        yield operation
        return
    if kind == "put":
        document = were.pop(key, None)
        if document is None or fingerprint(document) != value:
            yield operation
            return
        before, after = _parts(None), _parts(document)
    elif kind == "drop":
        were[key] = value
        before, after = _parts(value), _parts(None)
    elif key in were:
        now = were[key]
        value = {name: pair for name, pair in value.items() if name != "id"}
        olds = {name: pair[0] for name, pair in value.items() if now.get(name) == pair[1]}
        were[key] = {**now, **olds}
        news = {name: pair[1] for name, pair in value.items()}
        before, after = (
            _parts({**now, **{n: p[0] for n, p in value.items()}}),
            _parts({**now, **news}),
        )
    else:
        yield operation
        return
    for place in reversed([*dict.fromkeys([*before, *after])]):
        old, new = before.get(place), after.get(place)
        if old is None and new is not None:
            yield ["put", *place, fingerprint(new)]
        elif new is None and old is not None:
            yield ["drop", *place, old]
        elif old is not None and new is not None and (step := difference(*place, old, new)):
            yield step
