"""Journal entries: what one commit changed, field by field, in one order across writers."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from math import isfinite
from typing import Any

from so_tui.domain.dataclass import dataclass

Document = Mapping[str, Any]
Operation = list[Any]
"""One change, as a JSON list of one of four forms:

- ["put", table, id, document]: a new entity, or one from the trash
- ["set", table, id, {field: [value it was based on, new value]}]
- ["drop", table, id, document as it was seen]
- ["setting", name, value]
"""


class BadEntry(ValueError):
    """A line of a journal is intact, but is not a journal entry."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """What one commit changed.

    Attributes:
        number: Its place in the one order of all writers; the first is 1.
        writer: Id of the writer that made it; `session` in the file.
        count: Sequence number among its writer's; with `writer` it identifies the entry, even
            if it had to be written a second time.
        at: When it was made (local time, ISO form); for display only, never for order.
        by: Who made it.
        label: What happened, worded for undo; `said` in the file.
        operations: The operations.
        undoes: Name of the entry that it takes back, or ''.
        after: Number of the newest entry on disk when this one was written; -1 if not known, as
            older versions did not store it.
        draft: Name of its writer's draft that it saves, or ''.
        schema: Schema of the documents that it changes, as the head of its journal says; 0 if not
            known.
    """

    number: int
    writer: str
    count: int
    at: str
    by: str
    label: str
    operations: list[Operation]
    undoes: str = ""
    after: int = -1
    draft: str = ""
    schema: int = 0

    def placed(self, after: int) -> "JournalEntry":
        """Return this entry in the place after the one with this number."""
        return self if self.after == after else replace(self, number=after + 1, after=after)

    @property
    def name(self) -> str:
        """Unique name of this entry."""
        return f"{self.writer}.{self.count}"

    def to_bytes(self) -> bytes:
        """Return the entry as one line of ASCII JSON."""
        fields = {name: getattr(self, attribute) for name, (attribute, _) in _FIELDS.items()}
        if not self.draft:
            del fields["draft"]
        return _encode(fields).encode("ascii")


MOST_ENTRIES = 10**16
"""Upper bound of entry numbers and counts; versions up to schema 2 could write very large ones."""
IMPLAUSIBLE = 10**9
"""Entry number that no store reaches: numbers from here on come from damage, and are replaced."""

DEEPEST = 12
"""Deepest nesting of values that any version writes, including the operations of the history."""
_LARGEST = 10**18
_SIMPLE = {str, bool, type(None)}

_FOLLOWING = {"meta", "trash", "history", "orphans"}
"""Tables that no operation names: they are derived from the entries."""

_ID = re.compile("[0-9a-f]{12}")
_FIELDS: dict[str, tuple[str, type]] = {
    "number": ("number", int),
    "session": ("writer", str),
    "count": ("count", int),
    "at": ("at", str),
    "by": ("by", str),
    "said": ("label", str),
    "undoes": ("undoes", str),
    "after": ("after", int),
    "steps": ("operations", list),
    "draft": ("draft", str),
}
"""Attribute and type of each name in the file."""
_DEFAULTS = {"after": -1, "draft": ""}
_encode = json.JSONEncoder(separators=(",", ":")).encode


def read_entry(parsed: Mapping[str, Any], schema: int = 0) -> JournalEntry:
    """Return the journal entry that a parsed line holds.

    Args:
        parsed: The line.
        schema: Schema of the documents that it changes; 0 if not known.

    Raises:
        BadEntry: It is not one.
    """
    if not isinstance(parsed, dict):
        raise BadEntry
    values: dict[str, Any] = {}
    for name, (attribute, kind) in _FIELDS.items():
        values[attribute] = parsed.get(name, _DEFAULTS.get(name))
        if type(values[attribute]) is not kind:
            raise BadEntry
    entry = JournalEntry(**values, schema=schema)
    counted = 0 < entry.count < MOST_ENTRIES and -1 <= entry.after < entry.number
    if not (counted and entry.number < MOST_ENTRIES and is_local_time(entry.at)):
        raise BadEntry
    for operation in entry.operations:
        if not (is_operation(operation) and is_bounded(operation, DEEPEST - 2)):
            raise BadEntry
    return entry


def is_bounded(value: Any, depth: int = DEEPEST) -> bool:
    """Return whether a JSON value can be compared, written and read back.

    It cannot if it is nested too deeply, or holds a number that is infinite, NaN or too long.
    """
    kind = type(value)
    if kind is int:
        return bool(-_LARGEST < value < _LARGEST)
    if kind is float:
        return isfinite(value)
    if kind is not dict and kind is not list:
        return kind in _SIMPLE
    values = value.values() if kind is dict else value
    if set(map(type, values)) <= _SIMPLE:
        return depth > 0
    return depth > 0 and all(is_bounded(each, depth - 1) for each in values)


def is_local_time(text: str) -> bool:
    """Return whether this is an ISO time without a time zone, comparable with our others."""
    try:
        return datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def is_operation(operation: Any, put: type = dict) -> bool:
    """Return whether this is an operation, as in a journal.

    In the history a `put` holds a fingerprint, an int, and there are no settings.
    """
    match operation:
        case ["put", str(table), str(key), value]:
            return type(value) is put and is_place(table, key)
        case ["drop", str(table), str(key), dict()]:
            return is_place(table, key)
        case ["set", str(table), str(key), dict(fields)]:
            pairs = fields.values()
            return is_place(table, key) and all(type(p) is list and len(p) == 2 for p in pairs)
        case ["setting", str(), str()]:
            return put is dict
    return False


def is_place(table: str, key: str) -> bool:
    """Return whether an operation may target this table and id."""
    return table not in _FOLLOWING and _ID.fullmatch(key) is not None


def difference(table: str, key: str, seen: Document, wanted: Document) -> Operation | None:
    """Return the operation from a document as seen to the wanted one, or None if they are equal.

    Keys of `seen` that `wanted` lacks stay: a newer version may have added them.
    """
    fields = {
        name: [seen.get(name), value]
        for name, value in wanted.items()
        if name not in seen or seen[name] != value
    }
    return ["set", table, key, fields] if fields else None
