"""Making changes, and taking them back, as the store does: by the journal's own operations."""

from collections.abc import Iterable, Sequence

from so_tui.domain.entity import Entity
from so_tui.domain.state import TABLE_OF, AppState, Change, Put, entities, of_case
from so_tui.storage.documents.changes import operations_of
from so_tui.storage.documents.codec import decode
from so_tui.storage.documents.journal_entries import JournalEntry, Operation
from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.documents.undo import reversal_of


def _fold(ledger: Ledger, operations: Sequence[Operation], label: str = "") -> None:
    count, at = ledger.number + 1, "2026-11-23T14:05:00"
    ledger.fold(JournalEntry(count, "a" * 12, count, at, "Maria", label, list(operations)))


def _changed(state: AppState, changes: Iterable[Change]) -> Ledger:
    ledger = Ledger()
    _fold(ledger, operations_of([Put(entity) for entity in entities(state)], ledger))
    _fold(ledger, operations_of(list(changes), ledger), "Changed")
    return ledger


def _state_of(case_id: str, ledger: Ledger) -> AppState:
    found: list[Entity] = [
        decode(kind, document)
        for kind, table in TABLE_OF.items()
        for document in ledger.tables.get(table, {}).values()
    ]
    return of_case(case_id, found)


def stored(state: AppState, changes: Iterable[Change]) -> AppState:
    """Return the state after these changes, as the store has it."""
    return _state_of(state.case_id, _changed(state, changes))


def undone(state: AppState, changes: Iterable[Change]) -> AppState:
    """Return the state after these changes were made and taken back."""
    ledger = _changed(state, changes)
    for entry in [entry for entry in ledger.newest_first() if entry["said"]]:
        undo = reversal_of(entry, ledger)
        assert undo.complete
        _fold(ledger, undo.operations)
    return _state_of(state.case_id, ledger)
