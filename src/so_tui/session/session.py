"""One run of the program over a store: saving, reading others' changes, tracking trouble.

Whatever has to wait for a disk runs in the worker's thread, or in another one while the app's
thread goes on; everything else here belongs to the app's thread.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from so_tui.content import text
from so_tui.domain.entity import Entity
from so_tui.domain.state import Change
from so_tui.domain.text import BLANK, Clean
from so_tui.session.meanwhile import Meanwhile
from so_tui.session.snapshots import Snapshots
from so_tui.session.wording import sentences_of, words_of
from so_tui.session.worker import Reopened, StoreWorker, reopen, write_and_open
from so_tui.storage.backup.moving import keys_to_take
from so_tui.storage.documents.undo import Reversal
from so_tui.storage.drafts.drafts import Draft
from so_tui.storage.errors import CaseArchived, StoreError
from so_tui.storage.read_only_store import OPENED
from so_tui.storage.seals.vault_keys import is_locked
from so_tui.storage.store import Store

POLL_PATIENCE = 0.5
"""Longest wait, in seconds, of an undo for what others have saved."""
PATIENCE = 6.0
"""Longest wait, in seconds, for everything to be saved before the store is closed."""

T = TypeVar("T")


class Session:
    """One run of the program over a store that it may close and reopen.

    It calls `tell` in the worker's thread when there is something to `collect`.

    Attributes:
        folder: The data directory.
        locked: Whether the store has a passphrase.
        snapshots: The snapshots of the open store.
        trouble: Why the newest changes are not saved, in plain words; '' if all are saved.
    """

    def __init__(self, store: Store, tell: Callable[[], object] = lambda: None) -> None:
        self.folder = store.folder
        self.locked = is_locked(store.folder)
        self._tell = tell
        self._worker = StoreWorker(tell)
        self._store: Store | None = store
        self.snapshots = Snapshots(store)
        self._opened_here = False
        self._case_id = ""
        self._keys = keys_to_take(store)
        self._author = ""
        self._read_only = store.read_only
        self._meanwhile = Meanwhile()
        self.trouble = ""

    @property
    def refusal(self) -> str:
        """Why nothing can be changed, in words; '' if changes are accepted."""
        return text("status.refused") if self._store and self._store.log.refuses else ""

    @property
    def store(self) -> Store:
        """The open store; a RuntimeError if it is closed."""
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
        self._meanwhile.begin(store)
        self._store = None
        await asyncio.to_thread(self.snapshots.close_store)
        return True

    async def resume(self, passphrase: str = "") -> None:
        """Reopen the store with its passphrase or recovery key, and apply what arrived meanwhile.

        The drafts are put back: another writer may have taken them over.

        Raises:
            WrongPassphrase: It is neither the passphrase nor the recovery key.
            StoreError: The store cannot be opened.
        """
        self._continue_with(await asyncio.to_thread(reopen, self.folder, passphrase))

    async def look_for_lock(self) -> None:
        """Check again whether the store has a passphrase."""
        self.locked = await asyncio.to_thread(is_locked, self.folder)

    def _continue_with(self, reopened: Reopened) -> None:
        store = reopened.store
        self.folder, self.locked, self._keys = store.folder, reopened.locked, reopened.keys
        self._store, self.snapshots = store, Snapshots(store)
        self._opened_here = True
        self._read_only = store.read_only
        if self._case_id:
            store.show(self._case_id)
        self._meanwhile.give(store)
        self.flush_drafts()

    async def relocate(self, folder: Path) -> None:
        """Write the whole store, unsaved changes included, to another directory and continue there.

        Nothing may be changed meanwhile. The worker of the old directory may be stuck there, so
        the new one has a worker of its own.

        Raises:
            StoreError: It could not be written there; the store stays where it is.
        """
        old, close = self.store, self.snapshots.close_store
        await asyncio.to_thread(self._worker.wait, PATIENCE)
        self.collect()
        reopened = await asyncio.to_thread(write_and_open, old, self._keys, folder)
        self._meanwhile.begin(old)
        last, self._worker = self._worker, StoreWorker(self._tell)
        self._continue_with(reopened)
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
        self.collect()
        self.flush_drafts()
        await asyncio.to_thread(self._worker.wait, PATIENCE)
        self._worker.end()
        if self._store is not None and self._opened_here:
            await asyncio.to_thread(self.snapshots.close_store)

    async def undo(self, author: str) -> Reversal | None:
        """Undo the newest change as `Store.apply_undo` does, and return what was undone.

        Raises:
            CaseArchived: It was made in a case that is archived now.
        """
        self.poll()  # include what others did a moment ago
        await asyncio.to_thread(self._worker.wait, POLL_PATIENCE)
        self.collect()
        return self._apply(lambda: self.store.apply_undo(author)) if self._store else None

    def apply(
        self,
        changes: Sequence[Change] = (),
        label: str = "",
        author: str = "",
        draft_key: str = "",
    ) -> None:
        """Apply changes as `Store.apply` does and have them saved, with any that were not yet.

        Raises:
            CaseArchived: They change an archived case.
        """
        self._apply(
            lambda: self.store.apply(changes, label=label, author=author, draft_key=draft_key)
        )

    async def save_all(self) -> bool:
        """Save everything unsaved, drafts included; False if it failed again."""
        if self._store is None:
            return not self._meanwhile.has_changes
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
        """Return what `Store.reader` does; while the store is closed, there are no entities."""
        return list if self._store is None else self._store.reader(case_id)

    def _apply(self, change: Callable[[], T]) -> T | None:
        if self._store is None:  # too late; applied when the store is open again
            self._meanwhile.put_off(lambda: self._apply(change))
            return None
        self.snapshots.put_off()
        try:
            result = change()
        except CaseArchived:
            raise
        except StoreError as error:
            self._worker.failure, result = error, None
        else:
            self._worker.flush(self.store)
        self.collect()
        return result

    def collect(self) -> None:
        """Take in what was saved and read meanwhile."""
        store = self._store
        if store is None:
            return
        store.collect()
        if self._read_only and not store.read_only:
            self._read_only = False
            self.write_as(self._author)
            self.flush_drafts()
            self._worker.flush(store)
        if failure := self._worker.failure:
            told = words_of(failure)
            self.trouble = text("status.not_saved", what=told.what, todo=told.todo)
        elif self._worker.has_drafts:
            self.trouble = ""
        else:
            words = "draft_refused" if self.refusal else "draft_not_saved"
            self.trouble = text(f"status.{words}")

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

    def draft(self, key: str, text: str, by: Clean = BLANK) -> None:
        """Take in a draft; `flush_drafts` makes it durable."""
        if self._store is None:
            self._meanwhile.put_off(lambda: self.draft(key, text, by))
            return
        self.store.drafts.put(key, text, by=by)

    @property
    def drafts(self) -> dict[str, Draft]:
        """The drafts by key, as the fields show them."""
        return self._meanwhile.drafts if self._store is None else dict(self._store.drafts.all())

    def flush_drafts(self) -> None:
        """Have the drafts made durable, without those that have been saved meanwhile."""
        if self._store is not None:
            self._store.drafts.settle(self._store.log.drafts)
            self._worker.flush_drafts(self._store)

    def flush_drafts_now(self) -> None:
        """Make all drafts durable in the calling thread; safe in a signal handler."""
        if self._store is not None:
            self._store.drafts.flush()
