"""The store: all content of a data directory, shared by any number of writers."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from so_tui.domain.state import Change
from so_tui.storage.documents.changes import operations_of
from so_tui.storage.documents.journal_entries import Operation
from so_tui.storage.documents.undo import HistoryEntry, Reversal, newest_of, reversal_of
from so_tui.storage.engine.log import Log
from so_tui.storage.engine.opened import Opened, Writing
from so_tui.storage.engine.opening import NEWER, open_to_write
from so_tui.storage.engine.reopening import MemoryLog
from so_tui.storage.engine.writers import Writer
from so_tui.storage.errors import StoreError, StoreInUse, Wording, notice
from so_tui.storage.read_only_store import OPENED, ReadOnlyStore
from so_tui.storage.seals.seal import PLAIN, Seal

if TYPE_CHECKING:
    from so_tui.storage.snapshot.database import Database

__all__ = ["CHECKPOINT_EVERY", "OPENED", "Store"]

CHECKPOINT_EVERY = 500
"""Number of journal entries after a snapshot at which the next one is due."""


class Store(ReadOnlyStore):
    """The content of one data directory, as one writer sees and changes it.

    Two threads may share it, so that the display never waits for a disk: `flush`, `poll`,
    `write_as` and `drafts.flush` do file I/O and may be called in another thread, as may
    `checkpoint`. Everything else belongs to the thread that displays.

    Attributes:
        refusal: Why it could not be opened for writing; None if it could.
        standing: The notice that says so; None if it could.
    """

    def __init__(self, opened: Opened) -> None:
        """Take over what was opened; use `open` or `read` instead."""
        super().__init__(opened)
        self.refusal = opened.refusal
        self.standing = opened.standing
        self._writing = opened.writing
        self._passed: set[str] = set()
        self._swap = threading.Lock()
        self._memory_log: MemoryLog | None = None
        self._reopened: Opened | None = None
        if self._writing is not None:
            self._ledger = self._writing.log.ledger
        elif self.refusal is not None:
            self._memory_log = MemoryLog(opened, refuses=self.refusal.code == NEWER)

    @classmethod
    def open(cls, folder: Path, seal: Seal = PLAIN, wording: Wording = str) -> Self:
        """Open the store of a data directory; other writers may have it open as well.

        One that a newer version wrote opens read-only. One that cannot be written accepts changes
        like any other; `flush` makes them durable once it can be written.

        Args:
            folder: An existing directory, as `paths.data_dir` returns it.
            seal: Seals and opens the files.
            wording: Words what is left in the files for the user to read.

        Raises:
            StoreInUse: A writer of an older version has it open, or its lock is not released.
            StoreDamaged: It cannot be read, and there is no good backup.
            StoreError: It cannot be read or written.
        """
        store = cls(open_to_write(folder, seal, wording))
        store.collect()
        if (
            store._writing is not None
            and store._writing.current.number < 0
            and store._ledger.tables
        ):
            with suppress(StoreError):  # all is in the journals; retried later
                store.checkpoint()
        return store

    @property
    def _log(self) -> Log | MemoryLog | None:
        writing = self._writing
        return self._memory_log if writing is None else writing.log

    @property
    def database(self) -> "Database":
        """All content as a TinyDB; writing a snapshot goes through it too."""
        writing = self._writing
        return super().database if writing is None else writing.checkpoints.database

    def open_database(self) -> None:
        """Open the TinyDB early, so that no later use of it has to wait for its import."""
        _ = self.database

    @property
    def read_only(self) -> bool:
        """Whether nothing can be made durable now."""
        return self._writing is None

    @property
    def refuses(self) -> bool:
        """Whether `apply` accepts no changes."""
        memory_log = self._memory_log
        return self._writing is None and (memory_log is None or memory_log.refuses)

    @property
    def unsaved(self) -> bool:
        """Whether there are changes that are not, or no longer, on disk."""
        log = self._log
        return log is not None and (log.unsaved or log.incomplete)

    @property
    def waiting(self) -> frozenset[str]:
        """Ids of the entities with unsaved changes."""
        log = self._log
        return log.waiting if log else frozenset()

    @property
    def others(self) -> list[Writer]:
        """The other writers that have the store open, as of the last `poll`."""
        writing = self._writing
        return writing.log.others if writing else []

    def apply(
        self,
        changes: Sequence[Change],
        *,
        label: str = "",
        author: str = "",
        draft_key: str = "",
    ) -> None:
        """Apply changes in memory, all or none; `state` shows them, and `flush` makes them durable.

        Args:
            changes: What is to change.
            label: What happened, worded for undo; '' if undo is not to be offered.
            author: Who does it.
            draft_key: The field whose text the changes hold; it is finished with them.

        Raises:
            StoreError: The store is read-only, see `refuses`.
            ValueError: An entity's id is not 12 hex digits; nothing was changed.
        """
        operations = operations_of(changes, self._ledger)
        self._apply(operations, label=label, author=author, draft_key=draft_key)

    def apply_setting(self, name: str, value: str) -> None:
        """Apply a setting in memory; `flush` makes it durable.

        Raises:
            StoreError: The store is read-only.
        """
        self._apply([["setting", name, value]])

    def apply_undo(self, author: str) -> Reversal | None:
        """Undo the change that `next_undo` names, where nobody has changed the same since.

        If none of it can be undone, it stays, and is skipped by this writer until some of it can.

        Returns:
            What was undone, or None if there is nothing.

        Raises:
            StoreError: The store is read-only.
        """
        entry = self._newest_of(author)
        if entry is None:
            return None
        undo = reversal_of(entry, self._ledger)
        if undo.operations:
            self._apply(undo.operations, author=author, undoes=str(entry["name"]))
        else:
            self._passed.add(str(entry["name"]))
        return undo

    def _apply(
        self,
        operations: Sequence[Operation],
        *,
        label: str = "",
        author: str = "",
        undoes: str = "",
        draft_key: str = "",
    ) -> None:
        if not operations and not undoes:
            self.drafts.put(draft_key, "")
            return
        with self._swap:
            log = self._log
            only_settings = not undoes and all(kind == "setting" for kind, *_ in operations)
            if log is None or (self.refuses and not only_settings):
                refusal = self.refusal or StoreError("storage.read_only")
                raise refusal.with_traceback(None)
            draft = self.drafts.finish(draft_key)
            log.add(operations, label=label, by=author, undoes=undoes, draft=draft)
        self.collect()

    def flush(self) -> None:
        """Make all changes durable in one write, after what others have saved.

        Raises:
            StoreError: It could not be written. The store keeps and shows the changes, and the next
                call tries again.
        """
        memory_log = self._memory_log
        if memory_log is not None and self._writing is None and not memory_log.refuses:
            try:
                self._reopen(memory_log)
            except StoreError:
                if memory_log.unsaved:
                    raise
        writing = self._writing
        if writing is None or not self.unsaved or writing.log.flush():
            return
        # A file was removed, replaced or truncated. All that was in it is in memory.
        writing.checkpoints.make()
        self.notices.append(notice("noticed.written_anew", folder=self.folder))
        if not writing.log.flush():
            raise StoreError("storage.vanished", folder=self.folder)

    def _reopen(self, memory_log: MemoryLog) -> None:
        """Continue with the store opened for writing, and add the held entries."""
        opened = memory_log.reopen()
        with self._swap:
            memory_log.hand_over(opened)
            self._reopened, self._writing = opened, opened.writing

    def poll(self) -> None:
        """Read what other writers have saved.

        Costs next to nothing if there is nothing new, so it can be called every second. A folder
        that could not be written is tried again from time to time.

        Raises:
            StoreInUse: Another writer holds the lock.
            StoreError: The directory has vanished, or the journals cannot be read.
        """
        if self._memory_log is not None and self._writing is None and self._memory_log.is_due:
            self._reopen(self._memory_log)
        writing = self._writing
        if writing is not None:
            writing.log.poll()
            rescued, writing.log.rescued = writing.log.rescued, False
            if rescued:
                self.notices.append(notice("noticed.written_anew", folder=self.folder))
            if rescued or writing.log.incomplete:
                self.flush()

    @property
    def has_news(self) -> bool:
        """Whether `collect` has something to take in."""
        log = self._log
        return self._reopened is not None or (log is not None and log.has_news)

    def collect(self) -> bool:
        """Update `state` with what `poll` and `flush` have read; return whether that changed it."""
        with self._swap:
            reopened, self._reopened, log = self._reopened, None, self._log
        if log is None:
            return False
        if reopened is not None:
            self._continue_with(reopened)
        if self._writing is not None:
            while self._writing.log.notices:
                self.notices.append(self._writing.log.notices.pop(0))
        touched, before = log.collect(), self._ledger
        self._ledger = log.ledger
        self._views.update(self._ledger, touched, anew=self._ledger is not before)
        return bool(touched) or reopened is not None

    def _continue_with(self, opened: Opened) -> None:
        self._memory_log = None
        old, self.drafts = self.drafts, opened.drafts
        self._views = opened.views
        if self.standing in self.notices:  # no longer true
            self.notices.remove(self.standing)
        self.refusal, self.standing = opened.refusal, opened.standing
        self.notices += opened.found.notices
        self.drafts.continue_from(old)

    def settle_drafts(self) -> None:
        """Remove the finished drafts that are saved by now."""
        log = self._log
        if log is not None:
            self.drafts.settle(log.drafts)

    def commit(
        self,
        changes: Sequence[Change],
        *,
        label: str = "",
        author: str = "",
        draft_key: str = "",
    ) -> None:
        """Apply changes and make them durable at once.

        Afterwards `state` has them, merged with what other writers have saved meanwhile. The
        arguments are those of `apply`; `commit([])` retries what could not be written.

        Raises:
            StoreError: They could not be written; as with `flush`.
            ValueError: An entity's id is not 12 hex digits; nothing was changed.
        """
        self.apply(changes, label=label, author=author, draft_key=draft_key)
        self._flush_and_collect()

    def set_setting(self, name: str, value: str) -> None:
        """Save a setting durably.

        Raises:
            StoreError: It could not be written.
        """
        self.apply_setting(name, value)
        self._flush_and_collect()

    def undo(self, author: str) -> Reversal | None:
        """Undo the change that `next_undo` names, durably; see `apply_undo`.

        Raises:
            StoreError: It could not be written; as with `flush`.
        """
        with suppress(StoreError):  # include the changes of others, as far as they can be read
            self.refresh()
        undo = self.apply_undo(author)
        self._flush_and_collect()
        return undo

    def refresh(self) -> bool:
        """Read and show what other writers have saved; return whether there was anything.

        Raises:
            StoreInUse: Another writer holds the lock.
            StoreError: The directory has vanished, or the journals cannot be read.
        """
        try:
            self.poll()
        finally:
            changed = self.collect()
        return changed

    def _flush_and_collect(self) -> None:
        try:
            self.flush()
        finally:
            self.collect()

    def next_undo(self, author: str) -> str | None:
        """Return the label of the change that `undo` would take back, or None.

        That is the newest one of this writer, or of ended writers of the same author.
        """
        entry = self._newest_of(author)
        return None if entry is None else str(entry["said"])

    def _newest_of(self, author: str) -> HistoryEntry | None:
        writing, memory_log, ledger = self._writing, self._memory_log, self._ledger
        if writing is not None:
            living = {other.id for other in self.others}
            return newest_of(ledger, writing.writer.id, author, living, self._is_passed)
        if memory_log is not None:  # unknown which writers are alive
            return newest_of(ledger, memory_log.id, author, ledger.counts, self._is_passed)
        return None

    def _is_passed(self, entry: HistoryEntry) -> bool:
        return entry["name"] in self._passed and not reversal_of(entry, self._ledger).operations

    def write_as(self, author: str) -> None:
        """Tell other writers who types here."""
        writing = self._writing
        if writing is not None:
            with suppress(OSError, StoreError), writing.lock.hold():
                writing.writer.update_head(author=author)

    @property
    def entries_since_checkpoint(self) -> int:
        """Number of journal entries that are not in the snapshot yet."""
        writing = self._writing
        return writing.log.number - max(0, writing.current.number) if writing else 0

    def checkpoint(self) -> None:
        """Write a new snapshot with a backup. May be called from another thread.

        Raises:
            StoreError: It failed. Nothing is lost: the journals hold everything.
        """
        writing = self._writing
        if writing is not None:
            writing.checkpoints.make()

    def close(self) -> None:
        """Save all changes and stop writing; a second call does nothing."""
        if self._memory_log is not None and self.unsaved:
            with suppress(StoreError):
                self.flush()
        self.collect()
        self._memory_log = None
        self.drafts.flush()
        with suppress(StoreError):
            self.flush()
        self.settle_drafts()
        self.drafts.close()
        writing, self._writing = self._writing, None
        if writing is not None:
            with suppress(StoreError):
                writing.checkpoints.make(last=True)
            _close(writing)
        self._seal = PLAIN  # do not keep the keys longer than needed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _close(writing: Writing) -> None:
    """Close the files, unless another thread is still using them."""
    with suppress(StoreInUse), writing.lock.alone():
        writing.writer.close()
        writing.journals.close()
        writing.lock.close()
