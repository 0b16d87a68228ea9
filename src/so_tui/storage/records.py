"""Records: what one commit changed, field by field, in the one order of all sessions."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]
Step = list[Any]
"""One change, as JSON holds it, of one of four forms:

- ["put", table, id, document]: a new entity, or one from the trash
- ["set", table, id, {field: [value it was based on, new value]}]
- ["drop", table, id, document as it was seen]
- ["setting", name, value]
"""


class BadRecord(ValueError):
    """A line of a journal is whole, but does not hold a record."""


@dataclass(frozen=True, slots=True)
class Record:
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
    """

    number: int
    session: str
    count: int
    at: str
    by: str
    said: str
    steps: list[Step]
    undoes: str = ""

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
            "steps": self.steps,
        }
        return json.dumps(whole, separators=(",", ":")).encode("ascii")


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
}


def read_record(held: Mapping[str, Any]) -> Record:
    """Return the record that a journal's line holds.

    Raises:
        BadRecord: It is not one.
    """
    values = {name: held.get(name) for name in _SHAPE}
    if any(type(values[name]) is not kind for name, kind in _SHAPE.items()):
        raise BadRecord
    record = Record(**values)  # type: ignore[arg-type]  # the line above looked at each
    if record.number < 1 or not all(_is_step(step) for step in record.steps):
        raise BadRecord
    return record


def _is_step(step: Any) -> bool:
    match step:
        case ["put" | "drop", str(), str(key), dict()]:
            return _is_id(key)
        case ["set", str(), str(key), dict(fields)]:
            return _is_id(key) and all(
                isinstance(pair, list) and len(pair) == 2 for pair in fields.values()
            )
        case ["setting", str(), str()]:
            return True
    return False


def _is_id(key: str) -> bool:
    return _ID.fullmatch(key) is not None


def difference(table: str, key: str, seen: Document, wanted: Document) -> Step | None:
    """Return the step that leads from a document as it was seen to the wanted one, if they differ.

    Keys of `seen` that `wanted` does not name stay: a version that knows more may have put them.
    """
    fields = {
        name: [seen.get(name), value]
        for name, value in wanted.items()
        if name not in seen or seen[name] != value
    }
    return ["set", table, key, fields] if fields else None
