"""Holding changes while the folder cannot be written, and reopening it once it can."""

import os
import time
from collections.abc import Collection
from dataclasses import replace

from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.engine.looking import look
from so_tui.storage.engine.opened import Opened
from so_tui.storage.engine.pending import Pending
from so_tui.storage.errors import StoreError, cannot_write
from so_tui.storage.journal.lock import StoreLock

TRY_EVERY = 5.0
"""Seconds between attempts to write to the folder."""


class MemoryLog(Pending):
    """Journal entries of a writer that cannot write yet, held only in memory.

    It stands in for the `Log` until the store can be opened for writing, which is not tried if it
    refuses changes; settings are accepted even then.
    """

    def __init__(self, opened: Opened, *, refuses: bool) -> None:
        super().__init__(opened.found.ledger, os.urandom(6).hex())
        self.refuses = refuses
        self._home = opened.home
        self._number, self._cases = _identity(opened.found.ledger)
        self._tried = time.monotonic()

    @property
    def unsaved(self) -> bool:
        """Whether any held entry changes more than settings."""
        return bool(self.waiting)

    @property
    def living(self) -> Collection[str]:
        """All other writers: it is not known which of them are alive."""
        return self.ledger.counts

    @property
    def is_due(self) -> bool:
        """Whether it is time to try the folder again."""
        return not self.refuses and time.monotonic() - self._tried >= TRY_EVERY

    def check(self) -> None:
        """Make sure that the folder can be written, and holds the store that was read.

        Raises:
            StoreError: It cannot or does not.
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

    def hand_over(self, log: Pending) -> None:
        """Add the held entries to the log of the store that is now open."""
        for entry in self.pending:
            log.add(replace(entry, undoes=entry.undoes.replace(self.id, log.id)))


def _identity(ledger: Ledger) -> tuple[int, set[str]]:
    """Return what distinguishes a continued store from a different one in its place."""
    return ledger.number, set(ledger.tables.get("cases", {}))
