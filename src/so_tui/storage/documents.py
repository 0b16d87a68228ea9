"""The TinyDB tables of the store: one of documents for each kind of entity, and `meta`."""

from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Any

from tinydb.table import Document, Table

from so_tui.domain.entity import Entity
from so_tui.domain.text import clean
from so_tui.state import TABLES
from so_tui.storage.atomic import Tables
from so_tui.storage.codec import BadDocument, decode, document_id
from so_tui.storage.errors import StoreDamaged, StoreError

SCHEMA = 1
"""Version of what the documents look like; a store of a newer one is left alone."""

META = "meta"
"""The table of the one document that says what the store is: its schema and the settings."""

META_ID = 1

Documents = dict[int, dict[str, Any] | None]
"""What becomes of documents, by their TinyDB id: the new values, or None to take it away."""


def put_all(table: Table, documents: Documents) -> None:
    """Change the documents of one table.

    A document that is there already keeps the keys that its new values do not name: a version
    of the program that knows more may have written them.
    """
    puts = {number: values for number, values in documents.items() if values is not None}
    for_id = {values.get("id"): values for values in puts.values()}

    def renew(document: MutableMapping[str, Any]) -> None:
        document.update(for_id[document.get("id")])

    present = {number for number in documents if table.contains(doc_id=number)}
    known = [number for number in puts if number in present]
    if known:
        table.update(renew, doc_ids=known)
    new = [Document(puts[number], number) for number in puts if number not in present]
    if new:
        table.insert_multiple(new)
    gone = [number for number in present if number not in puts]
    if gone:
        table.remove(doc_ids=gone)


def decode_all(tables: Tables, path: Path) -> dict[str, dict[str, Entity]]:
    """Return all entities, by table and id.

    Raises:
        StoreDamaged: A document does not hold its entity; the error names its table and id.
    """
    kept: dict[str, dict[str, Entity]] = {}
    for name, kind in TABLES.items():
        kept[name] = {}
        for number, document in tables.get(name, {}).items():
            try:
                entity = decode(kind, document)
                if str(document_id(entity)) != number:
                    raise BadDocument("id")
            except BadDocument:
                raise StoreDamaged.because(
                    "damaged_entry", file=path, entry=f"{name} {number[:20]}"
                ) from None
            kept[name][entity.id] = entity
    return kept


def read_settings(tables: Tables, path: Path) -> dict[str, str]:
    """Return the settings of a store, after a look at whether it is one.

    Args:
        tables: What the file holds; nothing for a store that was never written.
        path: The file, for the error's words.

    Raises:
        StoreDamaged: The file is not a store.
        StoreError: A newer version of the program wrote it.
    """
    if not tables:
        return {}
    meta: Mapping[str, Any] = tables.get(META, {}).get(str(META_ID), {})
    schema, settings = meta.get("schema"), meta.get("settings", {})
    if type(schema) is not int or schema < 1 or not isinstance(settings, dict):
        raise StoreDamaged.because("foreign", file=path)
    if schema > SCHEMA:
        raise StoreError.because("newer")
    return {clean(name): clean(value) for name, value in settings.items() if isinstance(value, str)}
