"""Numbered migrations from the documents of older versions to the current schema."""

from collections.abc import Callable

from so_tui.storage.documents.ledger import META, READ_BY, Tables

SCHEMA = 3
"""Version of the document format."""
CHECKED = 2
"""The first schema whose snapshots have a checksum, and that has journals."""


def _with_numbers(tables: Tables) -> Tables:
    """From 1 to 2: entries get numbers, and the snapshot records which are folded into it."""
    meta = tables[META]["1"]
    settings = {k: v for k, v in meta.get("settings", {}).items() if isinstance(v, str)}
    new_meta = {"number": 0, "counts": {}, **meta, "schema": 2, "settings": settings}
    return {**tables, META: {"1": new_meta}}


def _with_one_mark_a_pair(tables: Tables) -> Tables:
    """From 2 to 3: how two doctors stand to each other is one mark, and not in their cells."""
    from so_tui.storage.documents.marks_moved import marks_moved

    meta = {name: value for name, value in tables[META]["1"].items() if name != READ_BY}
    return {**marks_moved(tables), META: {"1": {**meta, "schema": 3}}}


MIGRATIONS: dict[int, Callable[[Tables], Tables]] = {1: _with_numbers, 2: _with_one_mark_a_pair}
"""The migration from each schema to the next."""


def migrate(tables: Tables, to: int = SCHEMA) -> Tables:
    """Return the tables in a schema, the current one if not given; unchanged if they already are.

    Journal entries of an older schema have to be folded in before: they change older documents.
    """
    while (schema := int(tables[META]["1"]["schema"])) < to:
        tables = MIGRATIONS[schema](tables)
    return tables
