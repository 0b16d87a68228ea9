"""When the next snapshot of an open store is due, and writing it."""

from contextlib import suppress
from threading import Lock
from time import monotonic

from so_tui.storage.errors import StoreError
from so_tui.storage.store import Store

CHECKPOINT_EVERY = 500
"""Number of journal entries after a snapshot at which the next one is due."""
QUIET_SECONDS = 60.0
"""Seconds without a change after which a snapshot is due."""


class Snapshots:
    """The snapshots of a store until it is closed here."""

    def __init__(self, store: Store) -> None:
        self._store: Store | None = store
        self._writing = Lock()
        self._changed = monotonic()

    def put_off(self) -> None:
        """Wait for the next quiet moment: something has just changed."""
        self._changed = monotonic()

    @property
    def is_due(self) -> bool:
        """Whether a snapshot is due."""
        waiting = self._store.log.since_snapshot if self._store is not None else 0
        quiet = monotonic() - self._changed > QUIET_SECONDS
        return waiting >= CHECKPOINT_EVERY or (waiting > 0 and quiet)

    def write(self) -> None:
        """Write a snapshot in the calling thread; a failed one is retried later."""
        self.put_off()
        with self._writing, suppress(StoreError):  # the journals hold everything
            if self._store is not None:
                self._store.checkpoint()

    def close_store(self) -> None:
        """Close the store, after the snapshot that is being written."""
        with self._writing:
            if self._store is not None:
                self._store.close()
            self._store = None
