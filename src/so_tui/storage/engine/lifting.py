"""Bringing a ledger from an older schema to the current one."""

from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import META, Ledger, Tables, Touched
from so_tui.storage.documents.migrations import SCHEMA, migrate
from so_tui.storage.snapshot.snapshot import tables_of


def lift(ledger: Ledger, schema: int) -> Tables:
    """Migrate the documents of a ledger to the current schema, and return them as they were.

    Args:
        ledger: All of it, the entries of journals included.
        schema: That of its documents.
    """
    from so_tui.storage.snapshot.database import open_tables, tables_in  # imports TinyDB

    tables = {name: dict(table) for name, table in tables_of(ledger).items()}
    tables[META] = {"1": {**tables[META]["1"], "schema": schema}}
    ledger.migrated(migrate(tables_in(open_tables(tables))))
    return tables


def fold_lifted(ledger: Ledger, entry: JournalEntry) -> Touched:
    """Fold an entry into a ledger of the current schema, and return what it touched.

    One of an older schema is from an old journal that was put back.
    """
    touched = ledger.fold(entry)
    if touched and 0 < entry.schema < SCHEMA:
        before = ledger.copy()
        lift(ledger, entry.schema)
        touched |= before.differences(ledger)
    return touched
