"""The store: everything that is kept, in one TinyDB file that one session holds at a time."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from tinydb import TinyDB

from so_tui.domain.case import Case
from so_tui.domain.entity import Entity
from so_tui.state import TABLE_OF, AppState, Change, Put, of_case
from so_tui.storage.codec import document_id, encode
from so_tui.storage.documents import (
    META,
    META_ID,
    SCHEMA,
    Documents,
    decode_all,
    put_all,
    read_settings,
)
from so_tui.storage.drafts import Drafts
from so_tui.storage.errors import StoreError, cannot_write
from so_tui.storage.lock import Lock
from so_tui.storage.whole import WholeCommits

FILE = "store.json"


class Store:
    """What is kept in one data directory.

    Attributes:
        drafts: Unfinished text.
    """

    def __init__(self, folder: Path, lock: Lock | None) -> None:
        """Load the store; use `open` or `read` instead."""
        self.folder = folder
        self.path = folder / FILE
        self._lock = lock
        self._disk = WholeCommits()
        self._db = TinyDB(self.path, storage=self._disk)
        tables = self._disk.read() or {}
        self._settings = read_settings(tables, self.path)
        self._kept = decode_all(tables, self.path)
        self.drafts = Drafts(folder / "drafts.jsonl", read_only=lock is None)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the store of a data directory for this session alone.

        Args:
            folder: An existing directory, as `paths.data_dir` returns it.

        Raises:
            StoreInUse: Another session has it open.
            StoreDamaged: Its file is not what this program wrote.
            StoreError: It cannot be read or written, or a newer version wrote it.
        """
        with ExitStack() as undo:
            lock = Lock.take(folder / "lock")
            undo.callback(lock.release)
            store = cls(folder, lock)
            undo.pop_all()
        return store

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Open the store to look at it; another session may have it open at the same time.

        It shows what was saved last, changes nothing on disk and makes no directory.

        Raises:
            StoreDamaged: Its file is not what this program wrote.
            StoreError: It cannot be read, or a newer version wrote it.
        """
        return cls(folder, None)

    def state(self) -> AppState:
        """Return the newest case that is not put away, else the newest, else no case."""
        cases = [cast(Case, case) for case in self._kept["cases"].values()]
        newest = max(reversed(cases), key=lambda c: (c.closed is None, c.opened), default=None)
        return of_case(newest.id if newest else "", self.entities())

    def entities(self) -> list[Entity]:
        """Return everything of all cases."""
        return [entity for table in self._kept.values() for entity in table.values()]

    @property
    def unsaved(self) -> bool:
        """Whether a commit failed whose changes are not on disk yet."""
        return self._disk.unsaved

    @property
    def settings(self) -> Mapping[str, str]:
        """What the user has set, by name."""
        return dict(self._settings)

    def commit(self, changes: Sequence[Change]) -> None:
        """Make the changes durable, all of them in one write or none.

        Raises:
            StoreError: They could not be written. The store keeps them, and the next commit
                writes them along; `commit([])` tries again.
            ValueError: An entity has an id that is not 12 hex digits; nothing was changed.
        """
        documents: dict[str, Documents] = {}
        for change in changes:
            table = documents.setdefault(TABLE_OF[type(change.entity)], {})
            number = document_id(change.entity)
            table[number] = encode(change.entity) if isinstance(change, Put) else None
        if documents or self.unsaved:
            for change in changes:
                self._follow(change)
            self._write(documents)

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting durably.

        Raises:
            StoreError: It could not be written.
        """
        self._settings[name] = value
        self._write({})

    def close(self) -> None:
        """Flush the drafts and let other sessions in; a second call does nothing."""
        self.drafts.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _follow(self, change: Change) -> None:
        table = self._kept[TABLE_OF[type(change.entity)]]
        if isinstance(change, Put):
            table[change.entity.id] = change.entity
        else:
            table.pop(change.entity.id, None)

    def _write(self, documents: Mapping[str, Documents]) -> None:
        if self._lock is None:
            raise StoreError.because("read_only")
        meta: Documents = {META_ID: {"schema": SCHEMA, "settings": self._settings}}
        try:
            with self._disk.commit():
                for name, changed in {META: meta, **documents}.items():
                    put_all(self._db.table(name, cache_size=0), changed)
                self._lock.check()
        except OSError as error:
            raise cannot_write(error, self.folder) from error
