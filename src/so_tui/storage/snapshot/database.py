"""The store as a TinyDB database: the snapshot, with the journal folded in by a middleware.

Importing TinyDB takes some milliseconds: import this where it is used, not at a start.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tinydb import TinyDB, where
from tinydb.middlewares import Middleware
from tinydb.queries import QueryLike
from tinydb.storages import MemoryStorage
from tinydb.table import Table
from tinydb.utils import LRUCache

from so_tui.domain.entity import CaseEntity, Entity
from so_tui.domain.state import TABLES
from so_tui.storage.documents.ledger import Ledger, Tables
from so_tui.storage.documents.reading import plain_table
from so_tui.storage.documents.tables import Table as Entities
from so_tui.storage.documents.tables import no_collecting
from so_tui.storage.seals.seal import Seal
from so_tui.storage.snapshot.snapshot import tables_of
from so_tui.storage.snapshot.tinydb_storage import (
    CopyStorage,
    Place,
    ShownStorage,
    SnapshotStorage,
)


class ParsedTables(dict[str, dict[str, Any]]):
    """Tables whose unread documents are parsed when their table is asked for."""

    def __getitem__(self, name: str) -> dict[str, Any]:
        return plain_table(dict(super().__getitem__(name)))


class JournalMiddleware(Middleware):
    """Stands between TinyDB and the snapshot: what is read has the journal folded in.

    Writing hands down to the snapshot, whole: a checkpoint. Between two of them each change is a
    line of a journal, and only in memory part of what is read here.
    """

    def __init__(self, storage_class: type[SnapshotStorage], ledger: Callable[[], Ledger]) -> None:
        """Create the middleware.

        Args:
            storage_class: What TinyDB is to make of its arguments.
            ledger: Returns the current content, the journal folded in.
        """
        super().__init__(storage_class)
        self._ledger = ledger

    def read(self) -> Tables:
        """Return the tables as of now."""
        return ParsedTables(tables_of(self._ledger()))

    def write(self, data: Tables) -> None:
        """Write a checkpoint; see `SnapshotStorage.write`.

        Raises:
            StoreError: It failed; nothing is lost.
            OSError: It could not be written; nothing is lost.
        """
        self.storage.write(data)


class Uncached(LRUCache[Any, Any]):
    """A query cache that keeps nothing: the journal changes the content without TinyDB."""

    def __init__(self, capacity: int | None = None) -> None:
        super().__init__(capacity=0)


class LiveTable(Table):
    """A table whose queries always see the current content."""

    query_cache_class = Uncached


class Database(TinyDB):
    """A TinyDB over a store or a copy of one."""

    table_class = LiveTable


def open_database(
    path: Path,
    seal: Seal,
    ledger: Callable[[], Ledger],
    *,
    mark: str = "",
    place: Place | None = None,
) -> Database:
    """Open the database of a store; nothing is read or written by that.

    Args:
        path: The snapshot.
        seal: Seals and opens it.
        ledger: Returns the current content, the journal folded in.
        mark: As for `SnapshotStorage`.
        place: As for `SnapshotStorage`; None if it is only read.
    """
    storage = JournalMiddleware(ShownStorage if place is None else SnapshotStorage, ledger)
    return Database(path, seal, mark=mark, place=place, storage=storage)


def open_copy(content: bytes, path: Path, seal: Seal) -> Database:
    """Open a snapshot or a copy from its bytes, to read only.

    The arguments are those of `CopyStorage`.

    Raises:
        StoreDamaged: They are not what this program wrote.
        StoreError: A newer version wrote them, in an unknown format.
    """
    return Database(content, path, seal, storage=CopyStorage)


def open_tables(tables: Tables) -> Database:
    """Open tables that are in memory, such as those of an older version."""
    database = Database(storage=MemoryStorage)
    database.storage.write(ParsedTables(tables))
    return database


def tables_in(database: Database) -> Tables:
    """Return the documents of all tables, in the order of the file."""
    return {
        name: {str(document.doc_id): dict(document) for document in database.table(name)}
        for name in database.storage.read() or {}
    }


def entities_in(database: Database, case_id: str = "") -> Iterator[Entity]:
    """Yield the entities, but those of documents that cannot be decoded.

    Args:
        database: The database.
        case_id: Only those of this case, and those of no case; '' for all.
    """
    for name, kind in TABLES.items():
        query = where("case_id") == case_id if issubclass(kind, CaseEntity) and case_id else None
        yield from read_table(database, name, query).entities.values()


def read_table(database: Database, name: str, query: QueryLike | None = None) -> Entities:
    """Return the entities of one table, and which of its documents cannot be decoded.

    Args:
        database: The database.
        name: The table.
        query: Which documents; None for all.
    """
    table = database.table(name)
    with no_collecting():
        found = table.all() if query is None else table.search(query)
        return Entities(TABLES[name], {str(document.doc_id): document for document in found})
