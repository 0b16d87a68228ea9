"""One run of the program over a store: saving, reading others' changes, tracking trouble.

Whatever has to wait for a disk runs in the worker's thread, or in another one while the app's
thread goes on; everything else here belongs to the app's thread.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock
from time import monotonic

from so_tui.content import text
from so_tui.domain.entity import Entity
from so_tui.domain.state import Change
from so_tui.domain.text import BLANK, Clean
from so_tui.session.shown_drafts import ShownDrafts
from so_tui.session.wording import sentences_of, words_of
from so_tui.session.worker import Reopened, StoreWorker, reopen, write_and_open
from so_tui.storage.backup.moving import keys_to_take
from so_tui.storage.documents.undo import Reversal
from so_tui.storage.drafts.drafts import Draft
from so_tui.storage.errors import Notice, StoreError, notice
from so_tui.storage.read_only_store import OPENED
from so_tui.storage.seals.vault_keys import is_locked
from so_tui.storage.store import Store

CHECKPOINT_EVERY = 500
"""Number of journal entries after a snapshot at which the next one is due."""
QUIET_SECONDS = 60.0
"""Seconds without a change after which a snapshot is due."""
POLL_PATIENCE = 0.5
"""Longest wait, in seconds, of an undo for what others have saved."""
PATIENCE = 6.0
"""Longest wait, in seconds, for everything to be saved before the store is closed."""


class Session:
    """One run of the program over a store that it may close and reopen.

    Args:
        store: The open store.
        tell: Called in the worker's thread when there is something to `collect`.

    Attributes:
        folder: The data directory.
        locked: Whether the store has a passphrase.
        trouble: Why the newest changes are not saved, in plain words; '' if all are saved.
    """

    def __init__(self, store: Store, tell: Callable[[], object] = lambda: None) -> None:
        self.folder = store.folder
        self.locked = is_locked(store.folder)
        self._tell = tell
        self._worker = StoreWorker(tell)
        self._store: Store | None = store
        self._opened_here = False
        self._case_id = ""
        self._keys = keys_to_take(store)
        self._snapshot = Lock()
        self._changed = monotonic()
        self._author = ""
        self._read_only = store.read_only
        self._deferred: list[Callable[[], None]] = []
        self._suspended_drafts: dict[str, Draft] = {}
        self._old_notices: list[Notice] = []
        self.trouble = ""

    @property
    def refusal(self) -> str:
        """Why nothing can be changed, in words; '' if changes are accepted."""
        refuses = self._store is not None and self._store.log.refuses
        return text("status.refused") if refuses else ""

    @property
    def store(self) -> Store:
        """The open store.

        Raises:
            RuntimeError: It is closed.
        """
        if self._store is None:
            raise RuntimeError("the store is closed")
        return self._store

    @property
    def is_suspended(self) -> bool:
        """Whether the store is temporarily closed, so that nothing can be saved."""
        return self._store is None

    async def suspend(self) -> bool:
        """Save everything, close the store and drop its keys; False if not all could be saved.

        Then it stays open: what is not on disk is nowhere else.
        """
        store = self._store
        if store is None:
            return True
        if not await self.save_all():
            return False
        self._suspended_drafts = self.drafts
        self._old_notices = _lasting_notices(store)
        self._store = None
        await asyncio.to_thread(_close, store, self._snapshot)
        return True

    async def resume(self, passphrase: str = "") -> None:
        """Reopen the store, and apply what arrived meanwhile.

        The drafts are put back: another writer may have taken them over.

        Args:
            passphrase: The passphrase or the recovery key, if the store has one.

        Raises:
            WrongPassphrase: It is neither the passphrase nor the recovery key.
            StoreError: The store cannot be opened.
        """
        reopened = await asyncio.to_thread(reopen, self.folder, passphrase)
        drafts, self._suspended_drafts = self._suspended_drafts, {}
        self._continue_with(reopened, drafts)

    async def look_for_lock(self) -> None:
        """Check again whether the store has a passphrase."""
        self.locked = await asyncio.to_thread(is_locked, self.folder)

    async def check(self, passphrase: str) -> None:
        """Check a passphrase or recovery key.

        Raises:
            WrongPassphrase: It is neither the passphrase nor the recovery key.
            StoreError: It cannot be checked.
        """
        from so_tui.storage.vault.vault import unlock

        await asyncio.to_thread(unlock, self.folder, passphrase)

    def _continue_with(self, reopened: Reopened, drafts: Mapping[str, Draft]) -> None:
        store = reopened.store
        self.folder, self.locked, self._keys = store.folder, reopened.locked, reopened.keys
        store.notices[:0] = [old for old in self._old_notices if old not in store.notices]
        self._store, self._snapshot = store, Lock()
        self._opened_here = True
        self._read_only = store.read_only
        self._worker.failure, self._worker.has_drafts = None, True
        if self._case_id:
            store.show(self._case_id)
        for key, draft in drafts.items():
            if store.drafts.get(key) is None:
                store.drafts.put(key, draft.text, by=draft.by)
        deferred, self._deferred = self._deferred, []
        for change in deferred:
            change()
        self.flush_drafts()

    async def relocate(self, folder: Path) -> None:
        """Write the whole store, unsaved changes included, to another directory and continue there.

        Nothing may be changed meanwhile. The worker of the old directory may be stuck there, so
        the new one has a worker of its own.

        Raises:
            StoreError: It could not be written there; the store stays where it is.
        """
        old = self.store
        await asyncio.to_thread(self._worker.wait, PATIENCE)
        self.collect()
        reopened = await asyncio.to_thread(write_and_open, old, self._keys, folder)
        self._old_notices = _lasting_notices(old)
        last, self._worker = self._worker, StoreWorker(self._tell)
        close = partial(_close, old, self._snapshot)
        self._continue_with(reopened, self.drafts)
        self.store.notices.append(moved_to(self.folder))
        self.collect()
        last.close(close)
        await asyncio.to_thread(last.wait, PATIENCE)

    @property
    def others(self) -> str:
        """Who else has the store open, in words; '' for nobody."""
        others = self._store.log.others if self._store is not None else ()
        names = {other.author or text("status.somebody") for other in others}
        return text("status.others", names=", ".join(sorted(names))) if names else ""

    async def end(self) -> None:
        """Finish saving; close the store unless it is the one passed in."""
        if self._store is not None:
            self.collect()
            self.flush_drafts()
        await asyncio.to_thread(self._worker.wait, PATIENCE)
        self._worker.end()
        if self._store is not None and self._opened_here:
            await asyncio.to_thread(_close, self._store, self._snapshot)

    def next_undo(self, author: str) -> str | None:
        """Return the label of the change that `undo` would take back, or None."""
        return self.store.next_undo(author)

    async def undo(self, author: str) -> Reversal | None:
        """Undo the newest change, as far as nobody has changed the same since.

        Returns:
            What was undone, or None if there is nothing.
        """
        self.poll()  # include what others did a moment ago
        await asyncio.to_thread(self._worker.wait, POLL_PATIENCE)
        self.collect()
        if self._store is None:
            return None
        undone: list[Reversal | None] = []
        self._apply(lambda: undone.append(self.store.apply_undo(author)))
        return undone[0] if undone else None

    def apply(
        self,
        changes: Sequence[Change] = (),
        label: str = "",
        author: str = "",
        draft_key: str = "",
    ) -> None:
        """Apply these changes and have them saved, with any that could not be saved before.

        Args:
            changes: What is to change.
            label: What happened, worded for undo; '' if undo is not to be offered.
            author: Who does it.
            draft_key: The field whose text the changes hold. That text is kept as a draft until
                they are saved.
        """
        self._apply(
            lambda: self.store.apply(changes, label=label, author=author, draft_key=draft_key)
        )

    async def save_all(self) -> bool:
        """Save everything unsaved, drafts included; False if it failed again."""
        if self._store is None:
            return not self._deferred
        self.apply()
        self.flush_drafts()
        if not await asyncio.to_thread(self.wait):
            return False
        self.collect()
        if self.trouble or self._store is None or self._store.log.unsaved:
            return False
        self.flush_drafts()  # without what is saved now
        done = await asyncio.to_thread(self.wait)
        self.collect()
        return done and not self.trouble

    def set(self, name: str, value: str) -> None:
        """Save a setting."""
        self._apply(lambda: self.store.apply_setting(name, value))

    def open_case(self, case_id: str) -> None:
        """Show another case, also at the next start unless it is closed by then."""
        self._case_id = case_id
        if self._store is not None:
            self._store.show(case_id)
        self.set(OPENED, case_id)

    def write_as(self, author: str) -> None:
        """Tell other writers who types here."""
        self._author = author
        self._worker.write_as(self.store, author)

    def reader(self, case_id: str) -> Callable[[], Sequence[Entity]]:
        """Return a function that reads entities as of now, in any thread.

        There are none while the store is closed.

        Args:
            case_id: The case whose entities it reads, with those of no case; '' for all.
        """
        return list if self._store is None else self._store.reader(case_id)

    def _apply(self, change: Callable[[], None]) -> None:
        self._changed = monotonic()
        if self._store is None:  # too late; applied when the store is open again
            self._deferred.append(lambda: self._apply(change))
            return
        try:
            change()
        except StoreError as error:
            self._worker.failure = error
        else:
            self._worker.flush(self.store)
        self.collect()

    def collect(self) -> bool:
        """Take in what was saved and read meanwhile; return whether the content has changed."""
        store = self._store
        if store is None:
            return False
        changed = store.collect()
        if self._read_only and not store.read_only:
            self._read_only = False
            self.write_as(self._author)
            self.flush_drafts()
            self._worker.flush(store)
        if failure := self._worker.failure:
            words = words_of(failure)
            self.trouble = text("status.not_saved", what=words.what, todo=words.todo)
        else:
            self.trouble = "" if self._worker.has_drafts else self._draft_trouble
        return changed

    @property
    def _draft_trouble(self) -> str:
        return text("status.draft_refused" if self.refusal else "status.draft_not_saved")

    @property
    def waiting(self) -> frozenset[str]:
        """Ids of the entities with unsaved changes."""
        return frozenset() if self._store is None else self._store.log.waiting

    def poll(self) -> None:
        """Have the worker read what other writers have saved."""
        if self._store is not None:
            self._worker.poll(self._store)

    @property
    def found(self) -> tuple[str, ...]:
        """Messages about the files of the store, in sentences; what is missing comes first."""
        store = self._store
        return () if store is None else sentences_of((*store.left_out, *store.notices))

    def wait(self, seconds: float = PATIENCE) -> bool:
        """Wait until the worker is done; return whether it is."""
        return self._worker.wait(seconds)

    @property
    def wants_checkpoint(self) -> bool:
        """Whether a snapshot is due."""
        if self._store is None:
            return False
        waiting = self.store.log.since_snapshot
        quiet = monotonic() - self._changed > QUIET_SECONDS
        return waiting >= CHECKPOINT_EVERY or (waiting > 0 and quiet)

    def checkpoint(self) -> None:
        """Write a snapshot in the calling thread; a failed one is retried later."""
        self._changed = monotonic()
        store = self._store
        with self._snapshot, suppress(StoreError):  # the journals hold everything
            if store is not None and store is self._store:
                store.checkpoint()

    def draft(self, key: str, text: str, by: Clean = BLANK) -> None:
        """Take in a draft; `flush_drafts` makes it durable."""
        if self._store is None:
            self._deferred.append(lambda: self.draft(key, text, by))
            return
        self.store.drafts.put(key, text, by=by)

    @property
    def drafts(self) -> dict[str, Draft]:
        """The drafts by key, as the fields show them."""
        return self._suspended_drafts if self._store is None else dict(self._store.drafts.all())

    def shown_drafts(self) -> ShownDrafts:
        """Return a live mapping of the drafts by key, as the fields show them."""
        return ShownDrafts(lambda: self.drafts)

    def flush_drafts(self) -> None:
        """Have the drafts made durable, without those that have been saved meanwhile."""
        self.store.drafts.settle(self.store.log.drafts)
        self._worker.flush_drafts(self.store)

    @property
    def holds_finished(self) -> bool:
        """Whether there is finished text that `flush_drafts` may be able to forget."""
        return self._store is not None and self._store.drafts.has_finished

    def flush_drafts_now(self) -> None:
        """Make all drafts durable in the calling thread; safe in a signal handler."""
        if self._store is not None:
            self._store.drafts.flush()


def _close(store: Store, snapshot: Lock) -> None:
    """Close a store, after the snapshot that is being written."""
    with snapshot:
        store.close()


def _lasting_notices(store: Store) -> list[Notice]:
    """Return what was found in the files, which stays so when the store is opened again."""
    notices = dict.fromkeys((*store.left_out, *store.notices))
    return [found for found in notices if found != store.standing]


def moved_to(folder: Path) -> Notice:
    """Return the notice that says where the notes are now, and how to open them next time."""
    return notice("status.open_moved", folder=folder)
