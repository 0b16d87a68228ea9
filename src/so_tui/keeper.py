"""Between the app and the store: saves changes, knows what is in the way, can take them back."""

from collections.abc import Sequence

from so_tui.content import say
from so_tui.state import AppState, Change, inverse
from so_tui.storage.errors import StoreError
from so_tui.storage.store import Store

UNDO_DEPTH = 200
"""So many changes can be taken back."""


class Keeper:
    """Saves each change at once and remembers how to take it back.

    Attributes:
        trouble: Why the newest words are not saved, in plain words; '' when all is saved.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._undo: list[tuple[tuple[Change, ...], str]] = []
        self.trouble = ""

    def remember(self, state: AppState, changes: Sequence[Change], said: str) -> None:
        """Note how to lead from after these changes back to `state`."""
        self._undo.append((inverse(state, changes), said))
        del self._undo[:-UNDO_DEPTH]

    @property
    def can_take_back(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._undo)

    def take_back(self) -> tuple[tuple[Change, ...], str] | None:
        """Return the changes that undo the newest one and what it said, or None."""
        return self._undo.pop() if self._undo else None

    def save(self, changes: Sequence[Change] = ()) -> bool:
        """Save these changes, and what could not be saved before; False when it failed again."""
        try:
            self._store.commit(changes)
        except StoreError as error:
            self.trouble = say("status.not_saved", what=error.what, todo=error.todo)
            return False
        self.trouble = ""
        return True

    def set(self, name: str, value: str) -> None:
        """Keep a setting; if that fails it stays in force and is saved with the next change."""
        try:
            self._store.set_setting(name, value)
        except StoreError as error:
            self.trouble = say("status.not_saved", what=error.what, todo=error.todo)

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
