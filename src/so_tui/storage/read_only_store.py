"""The content of one data directory, read-only."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self

from so_tui.domain.entity import Entity
from so_tui.domain.state import TABLES, AppState
from so_tui.domain.text import clean
from so_tui.storage.documents.changes import Trashed, trash_of
from so_tui.storage.documents.ledger import Tables
from so_tui.storage.engine.looking import Opened, look
from so_tui.storage.seals.seal import PLAIN, DataDirectory, Seal
from so_tui.storage.snapshot.snapshot import plain_tables_of

if TYPE_CHECKING:
    from so_tui.storage.snapshot.database import Database

OPENED = "case"
"""Name of the setting that holds the id of the case opened last."""


class ReadOnlyStore:
    """The content of one data directory, as one program shows it.

    Attributes:
        folder: The data directory.
        path: The snapshot, which stock TinyDB reads.
        drafts: The drafts.
        notices: What the user should know about what was found on opening.
        left_out: Those notices that concern saved entries which are not shown.
    """

    def __init__(self, opened: Opened) -> None:
        """Take over what was opened; use `read` instead."""
        self.folder = opened.home.path
        self.path = opened.home.snapshot
        self.drafts = opened.drafts
        self.notices = opened.found.notices
        self.left_out = opened.found.left_out
        self._home = opened.home
        self._ledger = opened.log.ledger
        self._views = opened.views
        self._shown = self.opened_last()

    @classmethod
    def read(cls, folder: Path, seal: Seal = PLAIN) -> Self:
        """Open the store read-only, while writers may have it open.

        It shows what was last saved, and changes or creates nothing on disk.

        Raises:
            StoreDamaged: It cannot be read, and there is no good backup.
            StoreError: A file cannot be read.
        """
        return cls(look(DataDirectory(folder, seal)))

    def state(self) -> AppState:
        """Return the case chosen with `show`, which may be a closed one.

        By default it is the case opened last by any writer, unless that is closed; else the newest
        that is not closed, else the newest, else no case. The same object is returned as long as
        nothing in it has changed.
        """
        return self._views.state(self._shown)

    def show(self, case_id: str) -> None:
        """Make `state` return this case from now on."""
        self._shown = case_id

    def opened_last(self) -> str:
        """Return the id of the case opened last by any writer; '' if that is closed by now."""
        case_id = self.settings.get(OPENED, "")
        case = self._views.state(case_id).case if case_id else None
        return case_id if case is not None and case.closed is None else ""

    def tables(self) -> Tables:
        """Return the whole content as a snapshot holds it, with trash, history and settings."""
        return plain_tables_of(self._ledger)

    def entities(self) -> list[Entity]:
        """Return all entities of all cases, read through TinyDB."""
        return self.reader()()

    def reader(self, case_id: str = "") -> Callable[[], list[Entity]]:
        """Return a function that reads entities as of now, in whichever thread.

        Args:
            case_id: The case whose entities it reads, with those of no case; '' for all.
        """
        path, seal, ledger = self.path, self.seal, self._ledger.copy()

        def read() -> list[Entity]:
            from so_tui.storage.snapshot.database import entities_in, open_database

            return list(entities_in(open_database(path, seal, lambda: ledger), case_id))

        return read

    @property
    def is_empty(self) -> bool:
        """Whether there are no entities."""
        return not any(self._ledger.tables.get(name) for name in TABLES)

    @property
    def database(self) -> "Database":
        """All content as a TinyDB, the journal folded in: for reading off the hot path.

        Belongs to the thread that displays.
        """
        from so_tui.storage.snapshot.database import open_database  # imports TinyDB

        return open_database(self.path, self.seal, lambda: self._ledger)

    def settled_by(self, writer: str) -> set[str]:
        """Return the names of a writer's drafts that are saved."""
        return self._ledger.settled_by(writer)

    @property
    def seal(self) -> Seal:
        """The seal of its files."""
        return self._home.seal

    @property
    def settings(self) -> Mapping[str, str]:
        """The user's settings, by name."""
        settings = self._ledger.settings.items()
        return {clean(name): clean(value) for name, value in settings}

    @property
    def trash(self) -> list[Trashed]:
        """Items deleted in the last 30 days; putting the entity restores it."""
        return trash_of(self._ledger)
