"""Any history of an older schema: undoing before or after the migration comes to the same."""

from random import Random
from typing import Any

import pytest

from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import META, Ledger, Tables
from so_tui.storage.documents.schema import migrate
from so_tui.storage.documents.undo import reversal_of
from so_tui.storage.snapshot.snapshot import tables_of

KEY, CASE = "0000000000e1", "0000000000c1"
AT = "2026-11-20T10:00:00"
DAYS = ["2026-11-01", "2026-11-02", "2026-11-05", None]
TEXTS = ["", "R-1", "post"]
STATES = ["", "asked", "given", "refused", "promised", "not needed"]
VALUES: dict[int, dict[str, dict[str, list[Any]]]] = {
    3: {"visits": {"done": [True, False], "place": TEXTS}},
    4: {
        "lanes": {
            **dict.fromkeys(
                ("asked_on", "promised_on", "promised_by", "sent_on", "loaded_on"), DAYS
            ),
            "how": TEXTS,
            "tracking": TEXTS,
            "skip": [True, False],
        }
    },
    5: {
        "approvals": {
            "state": STATES,
            **dict.fromkeys(("asked_on", "expires"), DAYS),
            **dict.fromkeys(("number", "note", "what"), TEXTS),
        }
    },
}
"""The tables that change with each schema, with what may be in the fields that do."""


def changed(random: Random, schema: int) -> Ledger:
    """Return a ledger of the schema after some changes that anybody could have made."""
    ledger = Ledger({META: {"1": {"schema": schema, "at": AT}}})
    ((table, fields),) = VALUES[schema].items()
    for number in range(1, random.randint(2, 7)):
        document = ledger.document(table, KEY)
        if document is None:
            values = {name: random.choice(choice) for name, choice in fields.items()}
            step = ["put", table, KEY, {"id": KEY, "case_id": CASE, "kind": "cover", **values}]
        elif random.random() < 0.15:
            step = ["drop", table, KEY, document]
        else:
            names = random.sample([*fields], random.randint(1, 2))
            pairs = {name: [document[name], random.choice(fields[name])] for name in names}
            step = ["set", table, KEY, pairs]
        ledger.fold(JournalEntry(number, "w", number, AT, "Pat", "x", [step]))
    return ledger


def tables_in(ledger: Ledger, schema: int) -> Tables:
    """Return the tables of a ledger of the schema."""
    tables = {name: dict(table) for name, table in tables_of(ledger).items()}
    return {**tables, META: {"1": {**tables[META]["1"], "schema": schema}}}


def undo(ledger: Ledger) -> bool:
    """Undo the newest change; return whether all of it was."""
    entry = next(ledger.newest_first())
    reversal = reversal_of(entry, ledger)
    number = ledger.number + 1
    undone = JournalEntry(number, "v", number, AT, "Pat", "", reversal.operations, entry["name"])
    ledger.fold(undone)
    return reversal.complete


@pytest.mark.parametrize("schema", VALUES)
def test_a_change_is_undone_after_the_migration_as_before(schema: int) -> None:
    random = Random(schema)
    for _ in range(60):
        before = changed(random, schema)
        after = Ledger(migrate(tables_in(before, schema)))
        while any(before.newest_first()):
            assert undo(before) == undo(after)
            expected = Ledger(migrate(tables_in(before, schema)))
            for table in (*VALUES[schema], "events"):
                assert after.tables.get(table, {}) == expected.tables.get(table, {})
        assert not any(after.newest_first())
