"""What is kept in one data directory, to be looked at."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from so_tui.domain.entity import Entity
from so_tui.domain.state import AppState
from so_tui.domain.text import clean
from so_tui.storage.changes import Trashed, trash_of
from so_tui.storage.ledger import Tables
from so_tui.storage.looking import look
from so_tui.storage.opened import Opened
from so_tui.storage.seal import PLAIN, Seal
from so_tui.storage.snapshot import FILE, plain_tables_of

OPENED = "case"
"""Name of the setting that holds the id of the case that was opened last."""


class ReadOnlyStore:
    """What is kept in one data directory, as one session shows it.

    Attributes:
        folder: The data directory.
        path: The snapshot, which stock TinyDB reads.
        drafts: Unfinished text.
        notices: What was found on opening that the user should know, in sentences.
        left_out: Those of them that tell of saved words which are not shown.
    """

    def __init__(self, opened: Opened) -> None:
        """Take over what was opened; use `read` instead."""
        self.folder = opened.folder
        self.path = opened.folder / FILE
        self.drafts = opened.drafts
        self.notices = opened.notices
        self.left_out = opened.left_out
        self._seal = opened.seal
        self._ledger = opened.found.ledger
        self._views = opened.views
        self._shown = self._opened_last()

    @classmethod
    def read(cls, folder: Path, seal: Seal = PLAIN) -> Self:
        """Open the store to look at it, while other sessions may have it open.

        It shows what was saved last, changes nothing on disk and makes no directory.

        Raises:
            StoreDamaged: It cannot be read, and there is no good backup.
            StoreError: The system does not let us read it.
        """
        return cls(look(folder, seal))

    def state(self) -> AppState:
        """Return the case that `show` was asked for, which may be one that is put away.

        Until then that is the one that was opened last, by whichever session, unless it is put
        away; else the newest that is not put away, else the newest, else no case. The same value
        comes back as long as nothing in it has changed.
        """
        return self._views.state(self._shown)

    def show(self, case_id: str) -> None:
        """Let `state` give this case, in this session."""
        self._shown = case_id

    def _opened_last(self) -> str:
        case_id = self.settings.get(OPENED, "")
        case = self._views.state(case_id).case if case_id else None
        return case_id if case is not None and case.closed is None else ""

    def tables(self) -> Tables:
        """Return everything as a snapshot holds it: trash, history and settings too."""
        return plain_tables_of(self._ledger)

    def entities(self) -> list[Entity]:
        """Return everything of all cases."""
        return self._views.entities()

    @property
    def seal(self) -> Seal:
        """What seals and opens its files."""
        return self._seal

    @property
    def settings(self) -> Mapping[str, str]:
        """What the user has set, by name."""
        settings = self._ledger.settings.items()
        return {clean(name): clean(value) for name, value in settings}

    @property
    def trash(self) -> list[Trashed]:
        """What was taken away in the last 30 days; putting the entity brings it back."""
        return trash_of(self._ledger)
