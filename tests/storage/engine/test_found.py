"""Entries of several schemas, found together: each changes documents of its own schema."""

from typing import Any

from so_tui.storage.documents.codec import number_of
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.engine.found import Found

VISIT, CASE = "0000000000e1", "0000000000c1"
AT = "2026-11-20T10:00:00"
META = {"schema": 3, "number": 9, "at": AT, "counts": {}, "settings": {}}
PLACE = {"id": VISIT, "case_id": CASE, "doctor_id": "0000000000d1", "day": "2026-11-20"}


def entry(number: int, schema: int, **fields: list[Any]) -> JournalEntry:
    """Return an entry that changes the visit, of a writer of its own."""
    steps = [["set", "visits", VISIT, fields]]
    writer, after = f"{number:012x}", number - 1
    return JournalEntry(number, writer, 1, AT, "Pat", "x", steps, "", after, "", schema)


def taken_in(*entries: JournalEntry) -> Found:
    """Return what was found: a snapshot of schema 3 and the entries."""
    found = Found(Ledger())
    visits = {number_of(VISIT): {**PLACE, "done": False, "place": ""}}
    found.begin({"meta": {"1": META}, "visits": visits})
    found.take_in(list(entries), -1)
    return found


def test_an_entry_of_a_schema_between_changes_documents_of_it() -> None:
    """A full disk kept version 4 from writing a snapshot: its journal lies on one of schema 3."""
    found = taken_in(
        entry(10, 3, place=["", "Room 2"]),
        entry(11, 4, course=["planned", "took place"]),
        entry(12, SCHEMA, place=["Room 2", "Room 3"]),
    )
    document = found.ledger.document("visits", VISIT)
    assert document == {**PLACE, "course": "took place", "place": "Room 3"}
    assert not found.ledger.tables.get("conflicts")
    assert (found.schema, found.reached) == (3, SCHEMA)
    assert found.before is not None
    assert found.before["visits"] == {number_of(VISIT): {**PLACE, "done": False, "place": "Room 2"}}


def test_an_older_entry_after_a_newer_one_is_taken_in_too() -> None:
    found = taken_in(
        entry(10, 4, course=["planned", "took place"]),
        entry(11, 3, place=["", "Room 2"]),
        entry(12, SCHEMA, place=["Room 2", "Room 3"]),
    )
    document = found.ledger.document("visits", VISIT)
    assert document == {**PLACE, "course": "took place", "place": "Room 3"}
