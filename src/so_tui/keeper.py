"""Between the app and the store: saves changes, looks for others', knows what is in the way."""

from collections.abc import Callable, Sequence
from time import monotonic

from so_tui.content import say
from so_tui.state import Change
from so_tui.storage.errors import StoreError
from so_tui.storage.store import CHECKPOINT_EVERY, Store

QUIET_SECONDS = 60.0
"""After so long without a change it is time for a snapshot."""


class Keeper:
    """Saves each change at once and takes it back when asked to.

    Attributes:
        trouble: Why the newest words are not saved, in plain words; '' when all is saved.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changed = monotonic()
        self.trouble = ""

    def next_undo(self, author: str) -> str | None:
        """Return what the change said that `take_back` takes back, or None."""
        return self._store.next_undo(author)

    def take_back(self, author: str) -> bool:
        """Take back the newest change; False when that could not be saved."""
        return self._try(lambda: self._store.undo(author))

    def save(self, changes: Sequence[Change] = (), said: str = "", author: str = "") -> bool:
        """Save these changes, and what could not be saved before; False when it failed again.

        Args:
            changes: What is to change.
            said: What happened, for undo; '' when that is not to be offered.
            author: Who does it.
        """
        return self._try(lambda: self._store.commit(changes, said=said, author=author))

    def set(self, name: str, value: str) -> bool:
        """Keep a setting; False when it could not be saved yet."""
        return self._try(lambda: self._store.set_setting(name, value))

    def _try(self, action: Callable[[], None]) -> bool:
        self._changed = monotonic()
        try:
            action()
        except StoreError as error:
            self.trouble = say("status.not_saved", what=error.what, todo=error.todo)
            return False
        self.trouble = ""
        return True

    def look(self) -> bool:
        """Take in what other sessions have saved; return whether there was anything."""
        try:
            return self._store.refresh()
        except StoreError:  # the next save will say so
            return False

    @property
    def wants_checkpoint(self) -> bool:
        """Whether this is the moment for a snapshot."""
        waiting = self._store.records_since_checkpoint
        quiet = monotonic() - self._changed > QUIET_SECONDS
        return waiting >= CHECKPOINT_EVERY or (waiting > 0 and quiet)

    def checkpoint(self) -> None:
        """Write a snapshot, in a thread of its own; what it does not manage is tried again."""
        self._changed = monotonic()
        try:
            self._store.checkpoint()
        except StoreError:  # the journals have it all
            return

    def draft(self, key: str, text: str) -> None:
        """Take in unfinished text; `flush` makes it durable."""
        self._store.drafts.put(key, text)

    def flush_drafts(self) -> bool:
        """Make all unfinished text durable; False, and trouble, when that failed."""
        if self._store.drafts.flush():
            return True
        self.trouble = say("status.draft_not_saved")
        return False

    def flush(self) -> None:
        """Make all unfinished text durable. Safe to call from a signal handler."""
        self._store.drafts.flush()
