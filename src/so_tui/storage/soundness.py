"""Whether tables from a file that was elsewhere have the shape that the program relies on.

A checksum only tells that a file is whole: anybody can write one with a right checksum.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from so_tui.storage.ledger import HISTORY, META, TRASH, Tables

MOST_RECORDS = 10**12
"""A number of records that no store reaches."""

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
    """Return whether tables in today's form can be folded into, undone and cleared of trash."""
    meta = tables[META]["1"]
    return (
        _is_number(meta.get("number"))
        and _all(meta.get("counts"), int)
        and _all(meta.get("settings"), str)
        and all(key.isdecimal() for table in tables.values() for key in table)
        and all(_is_entry(entry) for entry in tables.get(HISTORY, {}).values())
        and all(_is_trashed(item) for item in tables.get(TRASH, {}).values())
    )


def _all(values: Any, kind: type) -> bool:
    return isinstance(values, dict) and all(type(value) is kind for value in values.values())


def _has(document: Mapping[str, Any], shape: Mapping[str, type]) -> bool:
    return all(type(document.get(name)) is kind for name, kind in shape.items())


def _is_number(value: Any) -> bool:
    return type(value) is int and 0 <= value < MOST_RECORDS


def _is_entry(entry: Mapping[str, Any]) -> bool:
    return (
        _has(entry, _ENTRY)
        and _is_number(entry["number"])
        and all(_is_undoable(step) for step in entry["steps"])
    )


def _is_undoable(step: Any) -> bool:
    match step:
        case ["put", str(), str(key), int()] | ["drop", str(), str(key), dict()]:
            return _is_id(key)
        case ["set", str(), str(key), dict(fields)]:
            return _is_id(key) and all(
                isinstance(pair, list) and len(pair) == 2 for pair in fields.values()
            )
    return False


def _is_trashed(item: Mapping[str, Any]) -> bool:
    if not _has(item, _TRASHED):
        return False
    try:
        return datetime.fromisoformat(item["at"]).tzinfo is None
    except ValueError:
        return False


def _is_id(key: str) -> bool:
    return len(key) == 12 and all(letter in "0123456789abcdef" for letter in key)
