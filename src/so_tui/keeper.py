"""Between the app and the store: saves changes, looks for others', knows what is in the way."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import monotonic

from so_tui.content import say
from so_tui.domain.entity import Entity
from so_tui.state import Change
from so_tui.storage.drafts import Draft
from so_tui.storage.errors import StoreError, cannot_write
from so_tui.storage.locked_copies import Keys, keys_of
from so_tui.storage.seal import PLAIN
from so_tui.storage.store import CHECKPOINT_EVERY, OPENED, Store
from so_tui.unfinished import Unfinished

QUIET_SECONDS = 60.0
"""After so long without a change it is time for a snapshot."""


class Keeper:
    """Saves each change at once and takes it back when asked to.

    Attributes:
        folder: The data directory.
        trouble: Why the newest words are not saved, in plain words; '' when all is saved.
    """

    def __init__(self, store: Store) -> None:
        self.folder = store.folder
        self._store: Store | None = store
        self._opened_here = False
        self._case_id = ""
        self._keys = _keys_of(store)
        self._unfinished = Unfinished()
        self._snapshot = Lock()
        self._changed = monotonic()
        self.trouble = ""

    @property
    def store(self) -> Store:
        """The open store.

        Raises:
            RuntimeError: It is put away now.
        """
        if self._store is None:
            raise RuntimeError("the store is put away")
        return self._store

    @property
    def is_away(self) -> bool:
        """Whether the store is closed, for a while, and nothing can be saved."""
        return self._store is None

    def put_away(self) -> bool:
        """Save all, close the store and let go of its keys; False when not all could be saved.

        Then it stays open: what is not on disk is nowhere else.
        """
        store = self._store
        if store is None:
            return True
        if not self.save_all():
            return False
        with self._snapshot:
            self._store = None
            store.close()
        return True

    def take_up(self, store: Store, drafts: Mapping[str, Draft]) -> None:
        """Go on with this store, opened again.

        Args:
            store: The open store.
            drafts: The unfinished texts that stand in the fields; another session may have taken
                them over meanwhile.
        """
        self.folder = store.folder
        self._store = store
        self._keys = _keys_of(store)
        self._opened_here = True
        if self._case_id:
            store.show(self._case_id)
        for key, draft in drafts.items():
            if store.drafts.get(key) is None:
                store.drafts.put(key, draft.text)
        self.flush_drafts()

    def move_to(self, folder: Path) -> None:
        """Write everything in another directory, what could not be saved too, and go on there.

        Raises:
            StoreError: It could not be written there; the store stays where it is.
        """
        from so_tui.storage.paths import data_dir
        from so_tui.storage.restoring import bring_keys, is_bare

        old = self.store
        keys = _keys_of(old) or self._keys  # the folder may have vanished
        if old.seal is not PLAIN and not keys:
            raise StoreError.because("no_keys")
        place = data_dir(folder)
        try:
            # Key files of other notes must stay: nothing else opens those.
            if not is_bare(place) or keys_of(place) not in ({}, keys):
                raise StoreError.because("occupied", folder=place)
            bring_keys(place, keys)
        except OSError as error:
            raise cannot_write(error, place) from error
        old.copy_to(place)
        self.take_up(Store.open(place, old.seal), self.drafts)
        self._unfinished.release(self.store.drafts)
        self.trouble = ""
        old.close()

    @property
    def others(self) -> str:
        """Who else has the store open, in words; '' for nobody."""
        there = self._store.others if self._store is not None else ()
        names = {other.author or say("status.somebody") for other in there}
        return say("status.others", names=", ".join(sorted(names))) if names else ""

    def end(self) -> None:
        """Close the store, unless it is the one that was handed in."""
        if self._store is not None and self._opened_here:
            self._store.close()

    def next_undo(self, author: str) -> str | None:
        """Return what the change said that `take_back` takes back, or None."""
        return self.store.next_undo(author)

    def take_back(self, author: str) -> bool:
        """Take back the newest change; False when that could not be saved."""
        return self._try(lambda: self.store.undo(author))

    def save(self, changes: Sequence[Change] = (), said: str = "", author: str = "") -> bool:
        """Save these changes, and what could not be saved before; False when it failed again.

        Args:
            changes: What is to change.
            said: What happened, for undo; '' when that is not to be offered.
            author: Who does it.
        """
        return self._try(lambda: self.store.commit(changes, said=said, author=author))

    def save_all(self) -> bool:
        """Save what could not be saved before, unfinished text too; False when it failed again."""
        if self._store is None or self._store.read_only:
            return True
        return self.save() and self.flush_drafts()

    def set(self, name: str, value: str) -> bool:
        """Keep a setting; False when it could not be saved yet."""
        return self._try(lambda: self.store.set_setting(name, value))

    def open_case(self, case_id: str) -> bool:
        """Show another case from now on, and first at the next start unless it is put away."""
        self._case_id = case_id
        self.store.show(case_id)
        return self.set(OPENED, case_id)

    def everything(self) -> Sequence[Entity]:
        """Return what is kept of all cases; nothing while the store is put away."""
        return [] if self._store is None else self._store.entities()

    def _try(self, action: Callable[[], None]) -> bool:
        self._changed = monotonic()
        try:
            action()
        except StoreError as error:
            self.trouble = say("status.not_saved", what=error.what, todo=error.todo)
            return False
        if self._store is not None:
            self._unfinished.release(self._store.drafts)
        self.trouble = ""
        return True

    def look(self) -> bool:
        """Take in what other sessions have saved; return whether there was anything."""
        try:
            return self._store is not None and self._store.refresh()
        except StoreError:  # the next save will say so
            return False

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
        self._unfinished.put(self.store.drafts, key, text, unsaved=self.store.unsaved)

    @property
    def drafts(self) -> dict[str, Draft]:
        """Unfinished texts by key, as they stand in the fields."""
        return self._unfinished.shown(self.store.drafts)

    def flush_drafts(self) -> bool:
        """Make all unfinished text durable; False, and trouble, when that failed."""
        if self.store.drafts.flush():
            return True
        self.trouble = say("status.draft_not_saved")
        return False

    def flush(self) -> None:
        """Make all unfinished text durable. Safe to call from a signal handler."""
        if self._store is not None:
            self._store.drafts.flush()


def _keys_of(store: Store) -> Keys:
    """Return the key files of a locked store; none when they cannot be read."""
    if store.seal is not PLAIN:
        with suppress(StoreError):
            return keys_of(store.folder)
    return {}
