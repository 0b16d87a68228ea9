"""Folding in what several people saved: who is named beside a value that was overwritten."""

from typing import Any

from so_tui.storage.documents.codec import number_of
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import CONFLICTS, Ledger

KEY = "0000000000d1"
DOCTOR = {"id": KEY, "name": "Lee", "phone": ""}


def entry(number: int, by: str, *operation: Any) -> JournalEntry:
    """Return an entry with one operation, of a writer of its own."""
    return JournalEntry(
        number, f"{number:012x}", 1, "2026-11-23T14:05:00", by, "", [list(operation)]
    )


def overwritten(ledger: Ledger) -> Any:
    """Overwrite the doctor's phone without having seen it; return what is kept of it."""
    fields = {"phone": ["", "222"]}
    ledger.fold(entry(ledger.number + 1, "Ann", "set", "doctors", KEY, fields))
    (conflict,) = ledger.tables[CONFLICTS].values()
    return conflict


def test_who_wrote_a_value_is_named_whatever_others_wrote_since() -> None:
    ledger = Ledger()
    ledger.fold(entry(1, "Ruth", "put", "doctors", KEY, DOCTOR))
    ledger.fold(entry(2, "Sam", "set", "doctors", KEY, {"phone": ["", "111"]}))
    ledger.fold(entry(3, "Tom", "put", "notes", "000000000001", {"phone": ""}))
    ledger.fold(entry(4, "Una", "set", "doctors", KEY, {"name": ["Lee", "Dr Lee"]}))
    assert overwritten(ledger)["by"] == "Sam"


def test_nobody_is_named_for_a_value_that_is_older_than_the_history() -> None:
    ledger = Ledger({"doctors": {number_of(KEY): {**DOCTOR, "phone": "111"}}})
    assert overwritten(ledger)["by"] == ""
