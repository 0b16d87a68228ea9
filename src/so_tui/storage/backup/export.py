"""Exporting the whole store as one JSON text for other programs."""

import json
from datetime import datetime
from typing import Any

from so_tui import __version__
from so_tui.domain.entity import Entity
from so_tui.domain.state import TABLE_OF, TABLES
from so_tui.domain.text import clean
from so_tui.storage.backup.copies import EXPORTS, copy_of
from so_tui.storage.documents.codec import encode
from so_tui.storage.drafts.drafts import Draft
from so_tui.storage.store import Store

EXPORT_SCHEMA = [*EXPORTS][-1]
"""Layout version of the export; it changes when a reader of the old one would be misled."""


def export_json(store: Store, exported: datetime | None = None) -> str:
    """Return the whole store: all cases, past ones too, settings and drafts.

    Two exports of the same content differ only in the time they name.

    Args:
        store: The store to read.
        exported: The time to name in the export (local); now if not given.
    """
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for entity in sorted(store.entities(), key=_place):
        tables[TABLE_OF[type(entity)]].append(encode(entity))
    drafts = [
        {"key": key, "text": draft.text, "at": draft.at.isoformat()}
        for key, draft in unfinished(store)
    ]
    everything = {
        "schema": EXPORT_SCHEMA,
        "version": __version__,
        "exported": (exported or datetime.now()).isoformat(timespec="seconds"),
        **tables,
        "drafts": drafts,
        "settings": dict(sorted(store.settings.items())),
    }
    return clean(json.dumps(everything, indent=2, ensure_ascii=False)) + "\n"


def unfinished(store: Store) -> list[tuple[str, Draft]]:
    """Return the drafts in a store with their keys, in order.

    A read-only store shows those of all writers: a key may occur more than once. A writer has
    already taken over those of ended writers.

    Raises:
        StoreError: A file cannot be read.
    """
    if store.read_only:
        return list(copy_of(store).drafts)
    return sorted(store.drafts.all().items())


def _place(entity: Entity) -> tuple[str, int, str, str]:
    """Return the sort key of an entity: case, then the user's order, then time."""
    return (
        getattr(entity, "case_id", ""),
        getattr(entity, "order", 0),
        str(getattr(entity, "at", "") or ""),
        entity.id,
    )
