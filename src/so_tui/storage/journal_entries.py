"""Records: what one commit changed, field by field, in the one order of all sessions."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Any

from so_tui.domain.dataclass import dataclass

Document = Mapping[str, Any]
Operation = list[Any]
"""One change, as JSON holds it, of one of four forms:

- ["put", table, id, document]: a new entity, or one from the trash
- ["set", table, id, {field: [value it was based on, new value]}]
- ["drop", table, id, document as it was seen]
- ["setting", name, value]
"""


class BadEntry(ValueError):
    """A line of a journal is whole, but does not hold a record."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """What one commit changed.

    Attributes:
        number: Its place in the one order of all sessions; the first is 1.
        session: Which session made it.
        count: The how-manieth of its session it is: with `session` it names the record, also when
            it had to be written a second time.
        at: When it was made (local time, ISO form); for show only, never for order.
        by: Who made it.
        said: What happened, for undo.
        steps: What changed.
        undoes: Name of the record that it takes back, or ''.
        after: Number of the newest record that was on disk when this one was written there;
            -1 when it is not known, as older versions did not write it down.
    """

    number: int
    session: str
    count: int
    at: str
    by: str
    said: str
    steps: list[Operation]
    undoes: str = ""
    after: int = -1

    @property
    def name(self) -> str:
        """What tells this record from all others."""
        return f"{self.session}.{self.count}"

    def to_bytes(self) -> bytes:
        """Return the record as one line of JSON, in ASCII."""
        whole = {
            "number": self.number,
            "session": self.session,
            "count": self.count,
            "at": self.at,
            "by": self.by,
            "said": self.said,
            "undoes": self.undoes,
            "after": self.after,
            "steps": self.steps,
        }
        return json.dumps(whole, separators=(",", ":")).encode("ascii")


MOST_ENTRIES = 10**16
"""No number that is read is as large: versions up to schema 2 could be led to write such ones."""
IMPLAUSIBLE = 10**9
"""No store reaches so many records: numbers from here on come from damage, and are made anew."""

DEEPEST = 12
"""So deep are the values of no version nested, those of the steps of a history included."""
_LARGEST = 10**18
_SIMPLE = {str, bool, type(None)}

_FOLLOWING = {"meta", "trash", "history", "orphans"}
"""Tables that no step names: they follow from the records."""

_ID = re.compile("[0-9a-f]{12}")
_SHAPE: dict[str, type] = {
    "number": int,
    "session": str,
    "count": int,
    "at": str,
    "by": str,
    "said": str,
    "steps": list,
    "undoes": str,
    "after": int,
}
_DEFAULTS = {"after": -1}


def read_entry(held: Mapping[str, Any]) -> JournalEntry:
    """Return the record that a journal's line holds.

    Raises:
        BadEntry: It is not one.
    """
    if not isinstance(held, dict):
        raise BadEntry
    values = {name: held.get(name, _DEFAULTS.get(name)) for name in _SHAPE}
    if any(type(values[name]) is not kind for name, kind in _SHAPE.items()):
        raise BadEntry
    record = JournalEntry(**values)  # type: ignore[arg-type]  # the line above looked at each
    counted = 0 < record.count < MOST_ENTRIES and -1 <= record.after < record.number
    if not (counted and record.number < MOST_ENTRIES and is_local_time(record.at)):
        raise BadEntry
    if not all(_is_step(step) and is_bounded(step, DEEPEST - 2) for step in record.steps):
        raise BadEntry
    return record


def is_bounded(value: Any, depth: int = DEEPEST) -> bool:
    """Return whether a value from JSON can be compared, and written out and read in again.

    It cannot if it is nested too deep, or holds a number that is not one or is too long.
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
    """Return whether this is a time in ISO form that can be compared with others of ours."""
    try:
        return datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _is_step(step: Any) -> bool:
    match step:
        case ["put" | "drop", str(table), str(key), dict()]:
            return is_place(table, key)
        case ["set", str(table), str(key), dict(fields)]:
            return is_place(table, key) and are_pairs(fields)
        case ["setting", str(), str()]:
            return True
    return False


def is_place(table: str, key: str) -> bool:
    """Return whether a step may be about an entity of this table and id."""
    return table not in _FOLLOWING and _ID.fullmatch(key) is not None


def are_pairs(fields: Mapping[str, Any]) -> bool:
    """Return whether each field has the value that a change was based on, and the new one."""
    return all(isinstance(pair, list) and len(pair) == 2 for pair in fields.values())


def difference(table: str, key: str, seen: Document, wanted: Document) -> Operation | None:
    """Return the step that leads from a document as it was seen to the wanted one, if they differ.

    Keys of `seen` that `wanted` does not name stay: a version that knows more may have put them.
    """
    fields = {
        name: [seen.get(name), value]
        for name, value in wanted.items()
        if name not in seen or seen[name] != value
    }
    return ["set", table, key, fields] if fields else None
