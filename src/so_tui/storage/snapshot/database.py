"""The store as a TinyDB database: the snapshot, with the journal folded in by a middleware.

Importing TinyDB takes some milliseconds: import this where it is used, not at a start."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tinydb import TinyDB, where
from tinydb.middlewares import Middleware
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Table
from tinydb.utils import LRUCache

from so_tui.domain.entity import CaseEntity, Entity
from so_tui.domain.state import TABLES
from so_tui.storage.disk.files import put_in_place
from so_tui.storage.documents.ledger import Ledger, Tables
from so_tui.storage.documents.reading import plain_table
from so_tui.storage.documents.tables import Table as Entities
from so_tui.storage.documents.tables import no_collecting
from so_tui.storage.errors import StoreError
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.snapshot.snapshot import parse, read, tables_of, write_beside

Place = Callable[[Path, bytes, Tables], None]
"""Puts a durable new snapshot in place: its temporary file, its bytes, and its tables."""


class SnapshotStorage(Storage):
    """A TinyDB storage over a snapshot: checked when read, durable and whole when written.

    Stock TinyDB reads the file as well.
    """

    def __init__(
        self, path: str | Path, seal: Seal = PLAIN, *, mark: str = "", place: Place | None = None
    ) -> None:
        """Create the storage; TinyDB passes on what it is given.

        `mark` keeps the temporary files of concurrent writers apart; without a `place` a new
        snapshot is renamed.
        """
        self._path = Path(path)
        self._seal = seal
        self._mark = mark
        self._place = place

    def read(self) -> Tables | None:
        """Return the tables, or None if there is no file.

        Raises:
            StoreDamaged: It does not hold what this program wrote.
            StoreError: It cannot be read.
        """
        return read(self._path, self._seal)

    def write(self, data: Tables) -> None:
        """Write a snapshot beside the file, sync it, read it back, and put it in place.

        Documents may still be unread bytes.

        Raises:
            StoreError: It cannot be read back; the file is unchanged.
            OSError: It could not be written; the file is unchanged.
        """
        temporary, content = write_beside(self._path, data, self._seal, self._mark)
        try:
            if self._place is None:
                put_in_place(temporary, self._path)
            else:
                self._place(temporary, content, data)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


class ParsedTables(dict[str, dict[str, Any]]):
    """Tables whose unread documents are parsed when their table is asked for."""

    def __getitem__(self, name: str) -> dict[str, Any]:
        return plain_table(dict(super().__getitem__(name)))


class ReadStorage(Storage):
    """A TinyDB storage that is only read: over a store, a copy, or tables of an older version."""

    def __init__(self, tables: Callable[[], Tables]) -> None:
        self._tables = tables

    def read(self) -> Tables:
        """Return the tables as of now."""
        return ParsedTables(self._tables())

    def write(self, data: Tables) -> None:
        """Refuse to write.

        Raises:
            StoreError: Always.
        """
        raise StoreError("storage.read_only")


class JournalMiddleware(Middleware):
    """Stands between TinyDB and the snapshot: what is read has the journal folded in.

    Writing is handed down to the snapshot, whole: a checkpoint. Between two of them each change is
    a line of a journal, and only in memory part of what is read here.
    """

    def __init__(self, storage_class: type[SnapshotStorage], ledger: Callable[[], Ledger]) -> None:
        """Create the middleware; `ledger` returns the current content."""
        super().__init__(storage_class)
        self._ledger = ledger

    def read(self) -> Tables:
        """Return the tables as of now."""
        return ParsedTables(tables_of(self._ledger()))


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
    """Open the database of a store, to read only if there is no `place`.

    The arguments are those of `SnapshotStorage` and `JournalMiddleware`. Nothing is read or
    written yet.
    """
    if place is None:
        return Database(lambda: tables_of(ledger()), storage=ReadStorage)
    storage = JournalMiddleware(SnapshotStorage, ledger)
    return Database(path, seal, mark=mark, place=place, storage=storage)


def open_copy(content: bytes, path: Path, seal: Seal) -> Database:
    """Open the bytes of a snapshot or a copy, to read only.

    Raises:
        StoreDamaged: They are not what this program wrote.
        StoreError: A newer version wrote them, in an unknown format.
    """
    return open_tables(parse(content, path, seal))


def open_tables(tables: Tables) -> Database:
    """Open tables that are in memory, such as those of an older version, to read only."""
    return Database(lambda: tables, storage=ReadStorage)


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

    Those that the query selects; all if there is none.
    """
    table = database.table(name)
    with no_collecting():
        found = table.all() if query is None else table.search(query)
        return Entities(TABLES[name], {str(document.doc_id): document for document in found})
