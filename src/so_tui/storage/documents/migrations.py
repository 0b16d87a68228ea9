"""Numbered migrations from the documents of older versions to the current schema."""

from collections.abc import Callable

from so_tui.storage.documents.ledger import META, Tables

SCHEMA = 2
"""Version of the document format."""


def _with_numbers(tables: Tables) -> Tables:
    """From 1 to 2: entries get numbers, and the snapshot records which are folded into it."""
    meta = tables[META]["1"]
    settings = {k: v for k, v in meta.get("settings", {}).items() if isinstance(v, str)}
    new_meta = {"number": 0, "counts": {}, **meta, "schema": 2, "settings": settings}
    return {**tables, META: {"1": new_meta}}


MIGRATIONS: dict[int, Callable[[Tables], Tables]] = {1: _with_numbers}
"""The migration from each schema to the next."""


def migrate(tables: Tables) -> Tables:
    """Return the tables in the current schema; unchanged if they already are."""
    while (schema := int(tables[META]["1"]["schema"])) < SCHEMA:
        tables = MIGRATIONS[schema](tables)
    return tables
