"""Migrations from the documents of older versions, and checks of the shape that tables have."""

from collections.abc import Callable, Mapping
from typing import Any

from so_tui.storage.documents.journal_entries import (
    MOST_ENTRIES,
    is_bounded,
    is_local_time,
    is_operation,
    is_place,
)
from so_tui.storage.documents.ledger import HISTORY, META, READ_BY, TRASH, Tables

SCHEMA = 6
"""Version of the document format."""
CHECKED = 2
"""The first schema whose snapshots have a checksum, and that has journals."""


def _with_numbers(tables: Tables) -> Tables:
    """From 1 to 2: entries get numbers, and the snapshot records which are folded into it."""
    meta = tables[META]["1"]
    settings = {k: v for k, v in meta.get("settings", {}).items() if isinstance(v, str)}
    new_meta = {"number": 0, "counts": {}, **meta, "schema": 2, "settings": settings}
    return {**tables, META: {"1": new_meta}}


def _with_one_mark_a_pair(tables: Tables) -> Tables:
    """From 2 to 3: how two doctors stand to each other is one mark, and not in their cells."""
    from so_tui.storage.documents.marks_moved import marks_moved

    return _in_schema(marks_moved(tables), 3)


def _with_encounters(tables: Tables) -> Tables:
    """From 3 to 4: a visit tells what became of it, where it told only whether it was held."""
    from so_tui.storage.documents.fields_moved import FieldMoved

    words = {True: "took place", False: "planned"}

    def course(done: object) -> str | None:
        return words[done] if isinstance(done, bool) else None

    return _in_schema(FieldMoved("visits", "done", "course", course).tables(tables), 4)


def _with_events(tables: Tables) -> Tables:
    """From 4 to 5: what happened to a record is a list of events, where it was days."""
    from so_tui.storage.documents.transfers_moved import transfers_moved

    return _in_schema(transfers_moved(tables), 5)


def _with_requests(tables: Tables) -> Tables:
    """From 5 to 6: what became of an approval is told by events."""
    from so_tui.storage.documents.approvals_moved import approvals_moved

    return _in_schema(approvals_moved(tables), 6)


def _in_schema(tables: Tables, schema: int) -> Tables:
    """Return migrated tables marked as being in a schema, and not yet known to be readable."""
    meta = {name: value for name, value in tables[META]["1"].items() if name != READ_BY}
    return {**tables, META: {"1": {**meta, "schema": schema}}}


MIGRATIONS: dict[int, Callable[[Tables], Tables]] = {
    1: _with_numbers,
    2: _with_one_mark_a_pair,
    3: _with_encounters,
    4: _with_events,
    5: _with_requests,
}
"""The migration from each schema to the next."""


def migrate(tables: Tables, to: int = SCHEMA) -> Tables:
    """Return the tables in a schema, the current one if not given; unchanged if they already are.

    Journal entries of an older schema have to be folded in before: they change older documents.
    """
    while (schema := int(tables[META]["1"]["schema"])) < to:
        tables = MIGRATIONS[schema](tables)
    return tables


_LENGTHS = set(range(1, 16))
"""Digits that a TinyDB id may have: that of twelve hex digits has at most 15."""

_ENTRY: dict[str, type] = {
    "number": int,
    "name": str,
    "session": str,
    "at": str,
    "by": str,
    "said": str,
    "steps": list,
}
_TRASHED: dict[str, type] = {"table": str, "id": str, "at": str, "by": str, "document": dict}


def is_sound(tables: Tables) -> bool:
    """Return whether tables can be folded into, undone and cleared of trash.

    A checksum only tells that a file is intact: anybody can write one with a correct checksum. In
    schema 1 the settings may hold anything: the migration filters them.
    """
    meta = tables[META]["1"]
    return (
        _is_number(meta.get("number", 0))
        and _all(meta.get("counts", {}), int)
        and (meta["schema"] == 1 or _all(meta.get("settings", {}), str))
        and type(meta.get("at", "")) is str
        and all(_are_numbers(table) for table in tables.values())
        and all(is_bounded(d) for t in tables.values() for d in t.values() if type(d) is not bytes)
        and all(_is_entry(entry) for entry in tables.get(HISTORY, {}).values())
        and all(_is_trashed(item) for item in tables.get(TRASH, {}).values())
    )


def _all(values: Any, kind: type) -> bool:
    return isinstance(values, dict) and all(type(value) is kind for value in values.values())


def _are_numbers(keys: Mapping[str, Any]) -> bool:
    return not keys or ("".join(keys).isdecimal() and set(map(len, keys)) <= _LENGTHS)


def _has(document: Mapping[str, Any], shape: Mapping[str, type]) -> bool:
    return all(type(document.get(name)) is kind for name, kind in shape.items())


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value < MOST_ENTRIES


def _is_entry(entry: Mapping[str, Any]) -> bool:
    return (
        _has(entry, _ENTRY)
        and type(entry.get("draft", "")) is str
        and _is_number(entry["number"])
        and all(is_operation(operation, put=int) for operation in entry["steps"])
    )


def _is_trashed(item: Mapping[str, Any]) -> bool:
    named = _has(item, _TRASHED) and is_place(item["table"], item["id"])
    return named and is_local_time(item["at"])
