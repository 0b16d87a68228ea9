"""Selecting the part of a copy that this version understands; the rest is listed, not restored."""

from dataclasses import replace
from typing import Any

from so_tui.domain.entity import Entity
from so_tui.domain.state import TABLES
from so_tui.storage.backup.copies import Copy
from so_tui.storage.documents.codec import BadDocument, decode
from so_tui.storage.documents.ledger import HISTORY, META, ORPHANS, TRASH, Tables, number_of

_OF_THE_STORE = (META, TRASH, HISTORY, ORPHANS)


def known_part(copy: Copy) -> tuple[Copy, list[str]]:
    """Return the part that can be restored, and the names of the entries left out.

    An entry is left out if this version does not know its table, or if it does not decode to the
    entity of its table; entries in the trash likewise.
    """
    unknown: list[str] = []
    tables: Tables = {}
    for name, table in copy.tables.items():
        known = {n: d for n, d in table.items() if _is_known(name, n, d)}
        unknown += [f"{name} {number}" for number in table if number not in known]
        if known:
            tables[name] = known
    return replace(copy, tables=tables), unknown


def _is_known(table: str, number: str, document: Any) -> bool:
    if table == TRASH:
        kind = TABLES.get(document["table"])
        trashed = document["document"]
        return kind is not None and _holds(kind, number_of(document["id"]), trashed)
    return table in _OF_THE_STORE or (table in TABLES and _holds(TABLES[table], number, document))


def _holds(kind: type[Entity], number: str, document: Any) -> bool:
    try:
        return number_of(decode(kind, document).id) == number
    except BadDocument:
        return False
