"""The ledger: all documents, with journal entries folded into them in order."""

import copy
import json
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from so_tui import __version__
from so_tui.domain.entity import id_made_of
from so_tui.storage.documents.codec import number_of
from so_tui.storage.documents.journal_entries import IMPLAUSIBLE, JournalEntry, Operation
from so_tui.storage.documents.reading import plain

Tables = dict[str, dict[str, Any]]
"""Documents by table and TinyDB id, as a TinyDB storage holds them.

In a ledger some may still be unread bytes; see `reading`.
"""
Touched = dict[tuple[str, str], None]
"""Table and id of entities whose documents changed."""

META, TRASH, HISTORY, ORPHANS, CONFLICTS = "meta", "trash", "history", "orphans", "conflicts"
READ_BY = "read_by"
"""Key in `meta`: the version that could read every document when it wrote the snapshot."""
UNDO_DEPTH = 200
"""Number of changes of each person that can be undone."""
TRASH_DAYS = 30
"""Days a deleted item can be restored."""
UNASKED = frozenset({"written_at", "marked_by", "marked_at", "asks"})
"""Fields that tell about another field of the same entity: where two people set one, the later one
stands, and nobody is asked."""
_encode_sorted = json.JSONEncoder(sort_keys=True).encode


def digest_id(*parts: str) -> str:
    """Return an id that depends only on the parts."""
    return id_made_of("\0".join(parts))


def fingerprint(document: Mapping[str, Any]) -> int:
    """Return a checksum that tells whether a document has changed."""
    return zlib.crc32(_encode_sorted(document).encode("ascii"))


def as_stored(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry of the history as a snapshot holds it: of what was put, the fingerprint."""
    steps = [
        [*step[:3], fingerprint(step[3])] if step[0] == "put" and type(step[3]) is dict else step
        for step in entry["steps"]
    ]
    return {**entry, "steps": steps}


def conflict_of(table: str, key: str, field: str, other: Any, **rest: str) -> dict[str, Any]:
    """Return the conflict about a field, `other` being its value that is not shown."""
    value = json.dumps(other)
    place = {"table": table, "entity_id": key, "field": field, "other": value}
    return {"id": digest_id(table, key, field, value), **place, **rest}


class Ledger:
    """The whole content of a store as plain documents, up to one journal entry.

    The same entries in the same order give the same ledger for every writer. Documents are
    replaced, never mutated, so a copy is cheap and does not change.

    Attributes:
        tables: The documents of all tables, including the trash, but not `meta` and history.
        settings: The user's settings, by name.
        number: Number of the newest entry folded in.
        at: When that entry was made (local time, ISO form), for display only; '' if not known.
        counts: Number of entries folded in per writer, for writers that may still have a
            journal.
        readable: Whether every document is known to decode in this version.
        history: The newest entries of each person that can be undone, oldest first, as JSON.
    """

    def __init__(self, tables: Tables | None = None) -> None:
        """Begin with the tables of a snapshot, or empty."""
        self.tables: Tables = dict(tables or {})
        meta = self.tables.pop(META, {}).get("1", {})
        self.settings: dict[str, str] = dict(meta.get("settings", {}))
        self.number: int = meta.get("number", 0)
        self.at: str = meta.get("at", "")
        self.counts: dict[str, int] = dict(meta.get("counts", {}))
        self._begun_at = self.number
        self.readable: bool = meta.get(READ_BY) == __version__
        self.history: dict[str, deque[dict[str, Any]]] = {}
        for entry in self.tables.pop(HISTORY, {}).values():
            self._history_of(entry["by"]).append(entry)

    def migrated(self, tables: Tables) -> None:
        """Go on with all documents and the history as a migration has made them of these."""
        other = Ledger(tables)
        self.tables, self.history, self.readable = other.tables, other.history, False

    def copy(self) -> "Ledger":
        """Return an independent copy."""
        copied = copy.copy(self)
        copied.tables = {name: dict(table) for name, table in self.tables.items()}
        copied.settings, copied.counts = dict(self.settings), dict(self.counts)
        copied.history = {by: entries.copy() for by, entries in self.history.items()}
        return copied

    def differences(self, other: "Ledger") -> Touched:
        """Return table and id of the documents that differ in another ledger."""
        touched: Touched = {}
        for name in other.tables | self.tables:
            table, other_table = self.tables.get(name, {}), other.tables.get(name, {})
            for number in other_table | table:
                document, other_document = table.get(number), other_table.get(number)
                if document != other_document and plain(document) != plain(other_document):
                    touched[name, f"{int(number):012x}"] = None
        return touched

    def document(self, table: str, key: str) -> dict[str, Any] | None:
        """Return the document of an entity, or None."""
        document: dict[str, Any] | None = plain(self.tables.get(table, {}).get(number_of(key)))
        return document

    def trashed(self, table: str, key: str) -> dict[str, Any] | None:
        """Return the trash item of an entity, or None."""
        return self.tables.get(TRASH, {}).get(_trash_number(table, key))

    def empty_trash(self, today: date) -> None:
        """Remove from the trash what was deleted more than `TRASH_DAYS` ago."""
        oldest = (today - timedelta(days=TRASH_DAYS)).isoformat()
        trash = self.tables.get(TRASH, {})
        for number in [number for number, item in trash.items() if item["at"] < oldest]:
            del trash[number]

    def newest_first(self) -> Iterator[dict[str, Any]]:
        """Yield the entries of the history, newest first."""
        entries = (entry for group in self.history.values() for entry in group)
        yield from sorted(entries, key=lambda entry: -int(entry["number"]))

    def settled_by(self, writer: str) -> set[str]:
        """Return the names of a writer's drafts that its entries in the history have saved."""
        own = (entry for entry in self.newest_first() if entry["session"] == writer)
        return {entry["draft"] for entry in own if "draft" in entry}

    def fold(self, entry: JournalEntry) -> Touched:
        """Fold an entry in and return what it touched; one already folded in does nothing."""
        if self.holds(entry):
            return {}
        if entry.number > self.number:
            self.number, self.at = entry.number, entry.at
        touched: Touched = {}
        self.counts[entry.writer] = entry.count
        done = [self._perform(operation, entry, touched) for operation in entry.operations]
        self._remember(entry, [operation for operation in done if operation])
        return touched

    def holds(self, entry: JournalEntry) -> bool:
        """Return whether an entry is folded in already."""
        folded = self.counts.get(entry.writer)
        return self.is_past(entry) if folded is None else entry.count <= folded

    def is_past(self, entry: JournalEntry) -> bool:
        """Return whether an entry is from a journal that was folded in and then removed.

        Such a journal exists only if somebody has put it back. For journals that may still exist,
        `counts` tells what is folded in.
        """
        return entry.writer not in self.counts and entry.number <= self._begun_at < IMPLAUSIBLE

    def renumber(self) -> None:
        """Renumber the history from 1 on, in order, and continue from there."""
        entries = reversed(list(self.newest_first()))
        self.history, self.number = {}, 1
        for entry in entries:
            self._history_of(entry["by"]).append({**entry, "number": self.number})
            self.number += 1
        self._begun_at = self.number

    def _perform(
        self, operation: Operation, entry: JournalEntry, touched: Touched
    ) -> Operation | None:
        """Apply one operation, and return the operation for undo to take back."""
        match operation:
            case ["setting", name, value]:
                self.settings[name] = value
            case ["drop", table, key, seen]:
                return operation if self._drop(table, key, seen, entry, touched) else None
            case ["put", table, key, document]:
                if self.document(table, key) is None:
                    self._write(table, key, document, touched)
                    self._leave_trash(table, key)
                    return operation
                # Another writer has put it as well.
                fields = {name: [None, value] for name, value in document.items()}
                return self._set(table, key, fields, entry, touched)
            case ["set", table, key, fields]:
                return self._set(table, key, fields, entry, touched)
        return None

    def _set(
        self, table: str, key: str, fields: dict[str, Any], entry: JournalEntry, touched: Touched
    ) -> Operation | None:
        stored = self.document(table, key)
        if stored is None:
            item = self._leave_trash(table, key)
            if item is None:
                self._keep_orphan(table, key, fields, entry)
                return None
            stored = item["document"]
        document, changed = dict(stored), {}
        for name, (base, value) in fields.items():
            current = document.get(name)
            if current == value and name in document:
                continue
            unseen = name in document and current != base  # by whoever wrote this
            if unseen and name not in UNASKED:
                by, case_id = self._author_of(table, key, name), document.get("case_id", key)
                who = {"case_id": case_id, "by": by, "shown_by": entry.by, "at": entry.at}
                conflict = conflict_of(table, key, name, current, **who)
                self._write(CONFLICTS, conflict["id"], conflict, touched)
            changed[name] = [current if name in document else base, value]
            document[name] = value
            self._resolve(table, key, name, value, touched)
        self._write(table, key, document, touched)
        return ["set", table, key, changed] if changed else None

    def _drop(self, table: str, key: str, seen: Any, entry: JournalEntry, touched: Touched) -> bool:
        if self.document(table, key) != seen:  # dropped, or changed by who wanted to keep it
            return False
        del self.tables[table][number_of(key)]
        touched[table, key] = None
        if table != CONFLICTS or ["drop", "cases"] in [each[:2] for each in entry.operations]:
            item = {"table": table, "id": key, "at": entry.at, "by": entry.by, "document": seen}
            self.tables.setdefault(TRASH, {})[_trash_number(table, key)] = item
        return True

    def _write(self, table: str, key: str, document: dict[str, Any], touched: Touched) -> None:
        self.tables.setdefault(table, {})[number_of(key)] = document
        touched[table, key] = None

    def _leave_trash(self, table: str, key: str) -> dict[str, Any] | None:
        trash = self.tables.get(TRASH)
        return trash.pop(_trash_number(table, key), None) if trash else None

    def _resolve(self, table: str, key: str, field: str, value: Any, touched: Touched) -> None:
        """Remove the conflict whose other value is now the current one."""
        if self.tables.get(CONFLICTS):
            conflict_id = digest_id(table, key, field, json.dumps(value))
            if self.tables[CONFLICTS].pop(number_of(conflict_id), None):
                touched[CONFLICTS, conflict_id] = None

    def _author_of(self, table: str, key: str, field: str) -> str:
        for entry in self.newest_first():
            for kind, *place, changed in reversed(entry["steps"]):
                if place == [table, key] and (kind == "put" or field in changed):
                    return str(entry["by"])
        return ""

    def _keep_orphan(
        self, table: str, key: str, fields: dict[str, Any], entry: JournalEntry
    ) -> None:
        """Keep the fields of an entity that no longer exists, as after damage to a file."""
        number = number_of(digest_id(table, key, entry.name))
        self.tables.setdefault(ORPHANS, {})[number] = {
            "table": table,
            "id": key,
            "at": entry.at,
            "by": entry.by,
            "fields": {name: value for name, (_, value) in fields.items()},
        }

    def _history_of(self, by: str) -> deque[dict[str, Any]]:
        return self.history.setdefault(by, deque(maxlen=UNDO_DEPTH))

    def _remember(self, entry: JournalEntry, operations: list[Operation]) -> None:
        if entry.undoes:
            for by, entries in self.history.items():
                rest = (past for past in entries if past["name"] != entry.undoes)
                self.history[by] = deque(rest, UNDO_DEPTH)
            return
        if operations:
            undoable = {
                "number": entry.number,
                "name": entry.name,
                "session": entry.writer,
                "at": entry.at,
                "by": entry.by,
                "said": entry.label,
                "steps": operations,
            }
            if entry.draft:
                undoable["draft"] = entry.draft
            self._history_of(entry.by).append(undoable)


def _trash_number(table: str, key: str) -> str:
    return number_of(digest_id(table, key))
