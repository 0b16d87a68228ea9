"""One run of the program over a store: changes saved, others' read, what is in the way known.

Whatever has to wait for a disk is done by the saver's thread; everything here, but for what that
thread does, belongs to the app's.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shlex import quote
from threading import Lock
from time import monotonic

from so_tui.content import say
from so_tui.domain.entity import Entity
from so_tui.domain.state import Change
from so_tui.domain.text import clean_line
from so_tui.session.draft_buffer import DraftBuffer, ShownDrafts
from so_tui.session.worker import StoreWorker
from so_tui.storage.drafts import Draft
from so_tui.storage.errors import StoreError
from so_tui.storage.lock_traces import is_locked
from so_tui.storage.moving import keys_to_take, write_elsewhere
from so_tui.storage.seal import PLAIN
from so_tui.storage.store import CHECKPOINT_EVERY, OPENED, Store
from so_tui.storage.undo import Undo

QUIET_SECONDS = 60.0
"""After so long without a change it is time for a snapshot."""
GRACE = 0.01
"""Seconds that a change is given to be saved before it is shown as not saved yet: nobody sees
them, and mostly it is not necessary to draw it twice."""
LOOK_PATIENCE = 0.5
"""Seconds that an undo waits, at most, for what others have saved."""
PATIENCE = 6.0
"""Seconds to wait, before the store is closed, until all is saved."""


class Session:
    """An open store, as one run of the program changes it, reads it, closes it and opens it again.

    Args:
        store: Where everything is kept.
        tell: Called in the saver's thread when there is something to `collect`.

    Attributes:
        folder: The data directory.
        locked: Whether the store has a passphrase.
        trouble: Why the newest words are not saved, in plain words; '' when all is saved.
    """

    def __init__(self, store: Store, tell: Callable[[], object] = lambda: None) -> None:
        self.folder = store.folder
        self.locked = is_locked(store.folder)
        self._saver = StoreWorker(tell)
        self._store: Store | None = store
        self._opened_here = False
        self._case_id = ""
        self._keys = keys_to_take(store)
        self._unfinished = DraftBuffer()
        self._snapshot = Lock()
        self._changed = monotonic()
        self._author = ""
        self._read_only = store.read_only
        self._late: list[Callable[[], None]] = []
        self._set_aside: dict[str, Draft] = {}
        self._told: list[str] = []
        self.trouble = ""

    @property
    def refusal(self) -> str:
        """Why nothing can be changed here, in words; '' when changes are taken in."""
        refuses = self._store.refuses if self._store is not None else ""
        return say("status.refused") if refuses else ""

    @property
    def store(self) -> Store:
        """The open store.

        Raises:
            RuntimeError: It is closed now.
        """
        if self._store is None:
            raise RuntimeError("the store is closed")
        return self._store

    @property
    def is_away(self) -> bool:
        """Whether the store is closed, for a while, and nothing can be saved."""
        return self._store is None

    async def suspend(self) -> bool:
        """Save all, close the store and let go of its keys; False when not all could be saved.

        Then it stays open: what is not on disk is nowhere else.
        """
        store = self._store
        if store is None:
            return True
        if not await self.save_all():
            return False
        self._set_aside = self.drafts
        self._told = _lasting_notices(store)
        self._store = None
        await asyncio.to_thread(self._close, store)
        return True

    def _close(self, store: Store) -> None:
        with self._snapshot:
            store.close()

    async def resume(self, passphrase: str = "") -> None:
        """Open the store again, and take in what came meanwhile.

        The unfinished texts are put back: another session may have taken them over.

        Args:
            passphrase: The passphrase or the recovery key, where the store has one.

        Raises:
            WrongPassphrase: It is not the passphrase, nor the recovery key.
            StoreError: The store cannot be opened.
        """
        store = await asyncio.to_thread(_open_again, self.folder, passphrase)
        drafts, self._set_aside = self._set_aside, {}
        self._go_on(store, drafts)

    def look_for_lock(self) -> None:
        """Find out anew whether the store has a passphrase."""
        self.locked = is_locked(self.folder)

    async def check(self, passphrase: str) -> None:
        """Look whether this is the passphrase.

        Raises:
            WrongPassphrase: It is not the passphrase, nor the recovery key.
            StoreError: That cannot be found out.
        """
        from so_tui.storage.vault import unlock

        await asyncio.to_thread(unlock, self.folder, passphrase)

    def _go_on(self, store: Store, drafts: Mapping[str, Draft]) -> None:
        self.folder = store.folder
        self.locked = is_locked(store.folder)
        store.notices[:0] = [said for said in self._told if said not in store.notices]
        self._store = store
        self._keys = keys_to_take(store)
        self._opened_here = True
        self._read_only = store.read_only
        self._saver.failure, self._saver.has_drafts = None, True
        if self._case_id:
            store.show(self._case_id)
        for key, draft in drafts.items():
            if store.drafts.get(key) is None:
                store.drafts.put(key, draft.text)
        late, self._late = self._late, []
        for change in late:
            change()
        self.flush_drafts()

    def relocate(self, folder: Path) -> None:
        """Write everything in another directory, what could not be saved too, and go on there.

        Raises:
            StoreError: It could not be written there; the store stays where it is.
        """
        old = self.store
        self._saver.wait(PATIENCE)
        self.collect()
        place = write_elsewhere(old, self._keys, folder)
        self._told = _lasting_notices(old)
        self._go_on(Store.open(place, old.seal), self.drafts)
        self.store.notices.append(moved_words(self.folder))
        self._unfinished.release(self.store.drafts)
        self.collect()
        self._close(old)

    @property
    def others(self) -> str:
        """Who else has the store open, in words; '' for nobody."""
        there = self._store.others if self._store is not None else ()
        names = {other.author or say("status.somebody") for other in there}
        return say("status.others", names=", ".join(sorted(names))) if names else ""

    def end(self) -> None:
        """Finish what is being saved; close the store, unless it is the one that was handed in."""
        if self._store is not None:
            self.collect()
            self.flush_drafts()
        self._saver.wait(PATIENCE)
        self._saver.end()
        if self._store is not None and self._opened_here:
            self._close(self._store)

    def next_undo(self, author: str) -> str | None:
        """Return what the change said that `undo` takes back, or None."""
        return self.store.next_undo(author)

    async def undo(self, author: str) -> Undo | None:
        """Take back the newest change, as far as nobody changed the same since.

        Returns:
            What was taken back, None when there is nothing.
        """
        self.look()  # what others did a moment ago counts
        if not self._saver.wait(GRACE):
            await asyncio.to_thread(self._saver.wait, LOOK_PATIENCE)
        self.collect()
        if self._store is None:
            return None
        undone: list[Undo | None] = []
        self._take(lambda: undone.append(self.store.take_undo(author)))
        return undone[0] if undone else None

    def apply(self, changes: Sequence[Change] = (), label: str = "", author: str = "") -> None:
        """Take these changes in and have them saved, and what could not be saved before.

        Args:
            changes: What is to change.
            label: What happened, for undo; '' when that is not to be offered.
            author: Who does it.
        """
        self._take(lambda: self.store.take(changes, said=label, author=author))

    async def save_all(self) -> bool:
        """Save what could not be saved before, unfinished text too; False when it failed again."""
        if self._store is None:
            return not self._late
        self.apply()
        self.flush_drafts()
        if not await asyncio.to_thread(self.wait):
            return False
        self.collect()
        if self.trouble or self._store is None or self._store.unsaved:
            return False
        self.flush_drafts()  # without what is saved now
        done = await asyncio.to_thread(self.wait)
        self.collect()
        return done and not self.trouble

    def set(self, name: str, value: str) -> None:
        """Keep a setting."""
        self._take(lambda: self.store.take_setting(name, value))

    def open_case(self, case_id: str) -> None:
        """Show another case from now on, and first at the next start unless it is put away."""
        self._case_id = case_id
        if self._store is not None:
            self._store.show(case_id)
        self.set(OPENED, case_id)

    def write_as(self, author: str) -> None:
        """Tell other sessions who types in this one."""
        self._author = author
        self._saver.write_as(self.store, author)

    def everything(self) -> Sequence[Entity]:
        """Return what is kept of all cases; nothing while the store is closed."""
        return [] if self._store is None else self._store.entities()

    def _take(self, change: Callable[[], None]) -> None:
        self._changed = monotonic()
        if self._store is None:  # it came too late, and is taken in when the store is back
            self._late.append(lambda: self._take(change))
            return
        try:
            change()
        except StoreError as error:
            self._saver.failure = error
        else:
            self._saver.save(self.store)
            self._saver.wait(GRACE)
        self.collect()

    def collect(self) -> bool:
        """Take in what was saved and read meanwhile; return whether what is kept has changed."""
        store = self._store
        if store is None:
            return False
        changed = store.follow()
        if self._read_only and not store.read_only:
            self._read_only = False
            self.write_as(self._author)
            self.flush_drafts()
            self._saver.save(store)
        if failure := self._saver.failure:
            self.trouble = say("status.not_saved", what=failure.what, todo=failure.todo)
        else:
            self.trouble = "" if self._saver.has_drafts else self._draft_trouble
        return changed

    @property
    def _draft_trouble(self) -> str:
        return say("status.draft_refused" if self.refusal else "status.draft_not_saved")

    @property
    def waiting(self) -> frozenset[str]:
        """The ids of what has changed and is not saved yet."""
        return frozenset() if self._store is None else self._store.waiting

    def look(self) -> None:
        """Look what other sessions have saved."""
        if self._store is not None:
            self._saver.look(self._store)

    @property
    def found(self) -> tuple[str, ...]:
        """What the user should know of the notes' files, in sentences; what is missing first."""
        store = self._store
        return () if store is None else tuple(dict.fromkeys((*store.left_out, *store.notices)))

    def wait(self, seconds: float = PATIENCE) -> bool:
        """Wait until all is done that has to do with files; return whether it is."""
        return self._saver.wait(seconds)

    @property
    def wants_checkpoint(self) -> bool:
        """Whether this is the moment for a snapshot."""
        if self._store is None:
            return False
        waiting = self.store.records_since_checkpoint
        quiet = monotonic() - self._changed > QUIET_SECONDS
        return waiting >= CHECKPOINT_EVERY or (waiting > 0 and quiet)

    def checkpoint(self) -> None:
        """Write a snapshot, in a thread of its own; what it does not manage is tried again."""
        self._changed = monotonic()
        with self._snapshot, suppress(StoreError):  # the journals have it all
            if self._store is not None:
                self._store.checkpoint()

    def draft(self, key: str, text: str) -> None:
        """Take in unfinished text; `flush` makes it durable."""
        if self._store is None:
            self._late.append(lambda: self.draft(key, text))
            return
        self._unfinished.put(self.store.drafts, key, text)

    @property
    def drafts(self) -> dict[str, Draft]:
        """Unfinished texts by key, as they stand in the fields."""
        if self._store is None:
            return self._set_aside
        return self._unfinished.shown(self._store.drafts)

    def shown_drafts(self) -> ShownDrafts:
        """Return the unfinished texts by key, as they stand in the fields from now on."""
        return ShownDrafts(lambda: self.drafts)

    def flush_drafts(self) -> None:
        """Have all unfinished text made durable, and forgotten what has been saved meanwhile."""
        if not self.store.unsaved:
            self._unfinished.release(self.store.drafts)
        self._saver.save_drafts(self.store)

    @property
    def holds_finished(self) -> bool:
        """Whether there is finished text that `flush_drafts` may be able to forget."""
        return self._unfinished.waits

    def flush(self) -> None:
        """Make all unfinished text durable. Safe to call from a signal handler."""
        if self._store is not None:
            self._store.drafts.flush()


def _lasting_notices(store: Store) -> list[str]:
    """Return what was found in the files, which stays so when the store is opened again."""
    every = dict.fromkeys((*store.left_out, *store.notices))
    return [said for said in every if said != store.standing]


def moved_words(folder: Path) -> str:
    """Return where the notes are from now on, and how to open them next time."""
    return say("status.open_moved", folder=clean_line(str(folder)), typed=quote(str(folder)))


def _open_again(folder: Path, passphrase: str) -> Store:
    from so_tui.storage.vault import unlock

    return Store.open(folder, unlock(folder, passphrase) if is_locked(folder) else PLAIN)
