"""Holding changes while the folder cannot be written, and reopening it once it can."""

import os
import time
from dataclasses import replace
from datetime import datetime

from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import Ledger, Touched
from so_tui.storage.engine.looking import look
from so_tui.storage.engine.opened import Opened
from so_tui.storage.engine.opening import open_to_write
from so_tui.storage.errors import StoreError, cannot_write
from so_tui.storage.journal.lock import StoreLock

TRY_EVERY = 5.0
"""Seconds between attempts to write to the folder."""


class MemoryLog:
    """Journal entries of a writer that cannot write yet, held only in memory.

    It stands in for the `Log` until `reopen` succeeds. One thread adds to it; another may reopen.

    Attributes:
        ledger: The ledger to display: what was read, with the held entries on top.
        id: Id of this writer in the history until it has a journal.
        entries: The held entries, oldest first.
        refuses: Whether only settings are accepted, as long as the program runs.
    """

    has_news = incomplete = False

    def __init__(self, opened: Opened, *, refuses: bool) -> None:
        self.ledger: Ledger = opened.found.ledger
        self.id = os.urandom(6).hex()
        self.entries: list[JournalEntry] = []
        self.refuses = refuses
        self._home = opened.home
        self._wording = opened.wording
        self._number, self._cases = _identity(opened.found.ledger)
        self._touched: Touched = {}
        self._tried = time.monotonic()

    @property
    def unsaved(self) -> bool:
        """Whether any held entry changes more than settings."""
        return any(entry.entity_ids for entry in self.entries)

    @property
    def waiting(self) -> frozenset[str]:
        """Ids of the entities that the held entries change."""
        return frozenset(id_ for entry in self.entries for id_ in entry.entity_ids)

    @property
    def drafts(self) -> frozenset[str]:
        """Names of the drafts that the held entries save."""
        return frozenset(entry.draft for entry in self.entries)

    def add(self, wanted: JournalEntry) -> None:
        """Add an entry as of now."""
        number, count = self.ledger.number + 1, len(self.entries) + 1
        at = datetime.now().isoformat()
        entry = replace(wanted, number=number, writer=self.id, count=count, at=at)
        self.entries.append(entry)
        self._touched |= self.ledger.fold(entry)

    def collect(self) -> Touched:
        """Return the entities that changed since the last call, in order."""
        touched, self._touched = self._touched, {}
        return touched

    @property
    def is_due(self) -> bool:
        """Whether it is time to try the folder again."""
        return not self.refuses and time.monotonic() - self._tried >= TRY_EVERY

    def reopen(self) -> Opened:
        """Open the store for writing.

        Raises:
            StoreError: It still cannot be written, or is not the one that was read.
        """
        self._tried = time.monotonic()
        if not os.path.lexists(self._home.lock):
            raise StoreError("storage.vanished", folder=self._home.path)
        try:
            StoreLock(self._home.lock).close()  # most attempts end here, before anything is read
        except OSError as error:
            raise cannot_write(error, self._home.path) from error
        number, cases = _identity(look(self._home).found.ledger)
        if number < self._number or (self._cases and not self._cases & cases):
            raise StoreError("storage.vanished", folder=self._home.path)
        opened = open_to_write(self._home, self._wording)
        if opened.refusal is not None:
            raise opened.refusal
        return opened

    def hand_over(self, opened: Opened) -> None:
        """Add the held entries to the log of the store that is now open."""
        if (writing := opened.writing) is not None:
            for entry in self.entries:
                undoes = entry.undoes.replace(self.id, writing.writer.id)
                writing.log.add(replace(entry, undoes=undoes))


def _identity(ledger: Ledger) -> tuple[int, set[str]]:
    """Return what distinguishes a continued store from a different one in its place."""
    return ledger.number, set(ledger.tables.get("cases", {}))
