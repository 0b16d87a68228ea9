"""The store: all content of a data directory, shared by any number of writers."""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar

from so_tui.domain.state import Change
from so_tui.storage.documents.archived import changes_archived
from so_tui.storage.documents.changes import operations_of
from so_tui.storage.documents.journal_entries import Operation
from so_tui.storage.documents.undo import Reversal, reversal_of
from so_tui.storage.engine.looking import Opened
from so_tui.storage.engine.opening import MemoryLog, open_to_write
from so_tui.storage.engine.pending import Pending
from so_tui.storage.errors import CaseArchived, StoreError, Wording, notice
from so_tui.storage.read_only_store import ReadOnlyStore
from so_tui.storage.seals.seal import PLAIN, DataDirectory, Seal

P = ParamSpec("P")
R = TypeVar("R")


def _durably(apply: Callable[Concatenate["Store", P], R]) -> Callable[Concatenate["Store", P], R]:
    """Return the method that applies a change and makes it durable before it returns."""

    def commit(store: "Store", /, *args: P.args, **kwargs: P.kwargs) -> R:
        result = apply(store, *args, **kwargs)
        try:
            store.flush()
        finally:
            store.collect()
        return result

    return commit


class Store(ReadOnlyStore, AbstractContextManager["Store"]):
    """The content of one data directory, as one writer sees and changes it.

    Two threads may share it, so that the display never waits for a disk: `flush`, `poll`,
    `write_as` and `drafts.flush` do file I/O and may be called in another thread, as may
    `checkpoint`. Everything else belongs to the thread that displays.

    Attributes:
        log: What is not saved yet, and who else has the store open.
        refusal: Why it could not be opened for writing; None if it could.
        standing: The notice that says so; None if it could.
    """

    def __init__(self, opened: Opened) -> None:
        """Take over what was opened; use `open` or `read` instead."""
        super().__init__(opened)
        self.refusal = opened.refusal
        self.standing = opened.standing
        self._swap = threading.Lock()
        self._reopened: Opened | None = None
        self._checkpoints = opened.checkpoints
        self._wording: Wording = str
        self.log = opened.log

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
        store = cls(open_to_write(DataDirectory(folder, seal), wording))
        store._wording = wording
        store.collect()
        if store._checkpoints is not None:
            store._checkpoints.begin()
        return store

    @property
    def read_only(self) -> bool:
        """Whether nothing can be made durable now."""
        return self._checkpoints is None

    def apply(
        self, changes: Sequence[Change], *, label: str = "", author: str = "", draft_key: str = ""
    ) -> None:
        """Apply changes in memory, all or none; `state` shows them, and `flush` makes them durable.

        Args:
            changes: What is to change.
            label: What happened, worded for undo; '' if undo is not to be offered.
            author: Who does it.
            draft_key: The field whose text the changes hold; it is finished with them.

        Raises:
            CaseArchived: They change an archived case, and do not reopen or delete it.
            StoreError: The store is read-only, see `refuses`.
            ValueError: An entity's id is not 12 hex digits; nothing was changed.
        """
        operations = operations_of(changes, self._ledger)
        self._add(operations, draft_key, label=label, by=author)

    def apply_setting(self, name: str, value: str) -> None:
        """Apply a setting in memory; `flush` makes it durable.

        Raises:
            StoreError: The store is read-only.
        """
        self._add([["setting", name, value]])

    def apply_undo(self, author: str) -> Reversal | None:
        """Undo the change that `next_undo` names, where nobody has changed the same since.

        If none of it can be undone, it stays, and is skipped by this writer until some of it can.

        Returns:
            What was undone, or None if there is nothing.

        Raises:
            CaseArchived: It was made in a case that is archived now.
            StoreError: The store is read-only.
        """
        entry = self.log.undoable(author)
        if entry is None:
            return None
        name, undo = str(entry["name"]), reversal_of(entry, self.log.ledger)
        if undo.operations:
            self._add(undo.operations, by=author, undoes=name)
        else:
            self.log.passed.add(name)
        return undo

    def _add(self, operations: list[Operation], draft_key: str = "", **texts: str) -> None:
        if not operations:
            self.drafts.put(draft_key, "")
            return
        if changes_archived(operations, self._ledger):
            raise CaseArchived("storage.archived")
        with self._swap:
            is_kept = operations[0][0] == "setting" and isinstance(self.log, MemoryLog)
            if self.log.refuses and not is_kept:
                raise (self.refusal or StoreError("storage.read_only")).with_traceback(None)
            self.log.add(operations, draft=self.drafts.finish(draft_key), **texts)
        self.collect()

    def flush(self) -> None:
        """Make all changes durable in one write, after what others have saved.

        Raises:
            StoreError: It could not be written. The store keeps and shows the changes, and the next
                call tries again.
        """
        log = self.log
        if isinstance(log, MemoryLog) and not log.refuses:
            try:
                self._reopen(log)
            except StoreError:
                if log.unsaved:
                    raise
        checkpoints = self._checkpoints
        if checkpoints is None or not checkpoints.log.unsaved or checkpoints.log.flush():
            return
        # A file was removed, replaced or truncated. All that was in it is in memory.
        checkpoints.make()
        self.notices.append(notice("noticed.written_anew", folder=self.folder))
        if not checkpoints.log.flush():
            raise StoreError("storage.vanished", folder=self.folder)

    def _reopen(self, memory_log: MemoryLog) -> None:
        """Continue with the store opened for writing, and add the held entries."""
        memory_log.check()
        opened = open_to_write(self._home, self._wording)
        if opened.refusal is not None:
            raise opened.refusal
        with self._swap:
            memory_log.hand_over(opened.log)
            self._reopened, self.log, self._checkpoints = opened, opened.log, opened.checkpoints

    def poll(self) -> None:
        """Read what other writers have saved.

        Costs next to nothing if there is nothing new, so it can be called every second. A folder
        that could not be written is tried again from time to time.

        Raises:
            StoreInUse: Another writer holds the lock.
            StoreError: The directory has vanished, or the journals cannot be read.
        """
        if isinstance(self.log, MemoryLog) and self.log.is_due:
            self._reopen(self.log)
        checkpoints = self._checkpoints
        if checkpoints is not None and checkpoints.log.poll():
            self.flush()

    @property
    def has_news(self) -> bool:
        """Whether `collect` has something to take in."""
        return self._reopened is not None or self.log.has_news

    def collect(self) -> bool:
        """Update `state` with what `poll` and `flush` have read; return whether that changed it."""
        with self._swap:
            reopened, self._reopened, log = self._reopened, None, self.log
        if reopened is not None:
            self._continue_with(reopened)
        while log.notices:
            self.notices.append(log.notices.pop(0))
        touched, before = log.collect(), self._ledger
        self._ledger = log.ledger
        self._views.update(self._ledger, touched, anew=self._ledger is not before)
        return bool(touched) or reopened is not None

    def _continue_with(self, opened: Opened) -> None:
        old, self.drafts = self.drafts, opened.drafts
        self._views = opened.views
        lasting = [found for found in self.notices if found != self.standing]
        self.notices[:] = lasting + opened.found.notices
        self.refusal, self.standing = opened.refusal, opened.standing
        self.drafts.continue_from(old)

    commit = _durably(apply)
    """Apply changes and make them durable at once.

    Afterwards `state` has them, merged with what other writers have saved meanwhile. Arguments and
    errors are those of `apply` and `flush`; `commit([])` retries what could not be written.
    """

    set_setting = _durably(apply_setting)
    """Save a setting durably; errors are those of `apply_setting` and `flush`."""

    def undo(self, author: str) -> Reversal | None:
        """Undo the change that `next_undo` names, durably.

        Result and errors are those of `apply_undo` and `flush`.
        """
        with suppress(StoreError):  # include the changes of others, as far as they can be read
            self.refresh()
        return _durably(Store.apply_undo)(self, author)

    def refresh(self) -> bool:
        """Read and show what other writers have saved; return whether there was anything.

        Errors are those of `poll`.
        """
        try:
            self.poll()
        finally:
            changed = self.collect()
        return changed

    def next_undo(self, author: str) -> str | None:
        """Return the label of the change that `undo` would take back, or None.

        That is the newest one of this writer, or of ended writers of the same author.
        """
        entry = self.log.undoable(author)
        return None if entry is None else str(entry["said"])

    def write_as(self, author: str) -> None:
        """Tell other writers who types here."""
        if self._checkpoints is not None:
            self._checkpoints.log.write_as(author)

    def checkpoint(self) -> None:
        """Write a new snapshot with a backup. May be called from another thread.

        Raises:
            StoreError: It failed. Nothing is lost: the journals hold everything.
        """
        if (checkpoints := self._checkpoints) is not None:
            checkpoints.make()

    def close(self) -> None:
        """Save all changes and stop writing; a second call does nothing."""
        self.drafts.flush()
        if self.log.unsaved:
            with suppress(StoreError):
                self.flush()
        self.collect()
        self.drafts.settle(self.log.drafts)
        self.drafts.close()
        checkpoints, self._checkpoints = self._checkpoints, None
        self.log = Pending(self._ledger)
        if checkpoints is not None:
            checkpoints.end()
        self._home = DataDirectory(self.folder)  # do not keep the keys longer than needed

    def __exit__(self, *error: object) -> None:
        self.close()
