"""What reaches a session while its store is closed, until the store is open again."""

from collections.abc import Callable

from so_tui.storage.drafts.drafts import Draft
from so_tui.storage.errors import CaseArchived, Notice, notice
from so_tui.storage.store import Store


class Meanwhile:
    """What is typed, asked for and known while the store is closed.

    Attributes:
        drafts: The drafts by key, as the fields show them.
    """

    def __init__(self) -> None:
        self.drafts: dict[str, Draft] = {}
        self._changes: list[Callable[[], object]] = []
        self._notices: list[Notice] = []

    def begin(self, store: Store) -> None:
        """Take over the drafts of a store about to be closed, and what was found in its files."""
        self.drafts = dict(store.drafts.all())
        notices = dict.fromkeys((*store.left_out, *store.notices))
        self._notices = [found for found in notices if found != store.standing]

    def put_off(self, change: Callable[[], object]) -> None:
        """Have a change made once the store is open again."""
        self._changes.append(change)

    @property
    def has_changes(self) -> bool:
        """Whether there are changes to be made."""
        return bool(self._changes)

    def give(self, store: Store) -> None:
        """Give everything to the store that is open now."""
        store.notices[:0] = [old for old in self._notices if old not in store.notices]
        drafts, self.drafts = self.drafts, {}  # no words stay behind
        for key, draft in drafts.items():
            if store.drafts.get(key) is None:
                store.drafts.put(key, draft.text, draft.at, draft.by)
        changes, self._changes = self._changes, []
        for change in changes:
            try:
                change()
            except CaseArchived:  # by somebody else meanwhile; words being typed stay a draft
                store.notices.append(notice("storage.archived_late"))
