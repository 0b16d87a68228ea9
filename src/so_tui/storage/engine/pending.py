"""What one writer has entered and not saved yet, on top of what is saved, ready to display."""

import threading
from collections.abc import Collection, Sequence
from datetime import datetime

from so_tui.storage.documents.journal_entries import JournalEntry, Operation
from so_tui.storage.documents.ledger import Ledger, Touched
from so_tui.storage.documents.undo import HistoryEntry, newest_of, reversal_of
from so_tui.storage.engine.writers import Writer
from so_tui.storage.errors import Notice


class Pending:
    """The ledger to display, with the entries of this writer that are not durable yet.

    It belongs to the thread that displays, which it never blocks: what another thread publishes is
    in memory, and locked only briefly. On its own it is that of a store that is only read.

    Attributes:
        ledger: The durable ledger, as far as `collect` has taken it in, with the unsaved entries on
            top.
        id: Id of this writer in the history; '' if nothing can be changed.
        others: The other writers that were alive when last checked.
        notices: Messages for the user about what other programs did to the files.
        passed: Names of entries of which nothing could be undone; skipped until something can.
        refuses: Whether no changes are accepted.
        incomplete: Whether the files lack something saved, as far as this writer knows. Then a
            snapshot has to be written before anything else counts as saved.
    """

    def __init__(self, ledger: Ledger, writer_id: str = "") -> None:
        self.ledger = ledger
        self.id = writer_id
        self.others: list[Writer] = []
        self.notices: list[Notice] = []
        self.passed: set[str] = set()
        self.refuses, self.incomplete = True, False
        self._memory = threading.Lock()
        self._pending: list[JournalEntry] = []
        self._pending_touched: Touched = {}
        self._touched: Touched = {}
        self._news: tuple[Ledger, Touched] | None = None
        self._count = 0

    @property
    def unsaved(self) -> bool:
        """Whether there are changes that are not, or no longer, on disk."""
        return bool(self._pending) or self.incomplete

    @property
    def since_snapshot(self) -> int:
        """Number of durable entries that are not in the snapshot yet."""
        return 0

    @property
    def pending(self) -> list[JournalEntry]:
        """The unsaved entries, oldest first."""
        with self._memory:
            return list(self._pending)

    @property
    def waiting(self) -> frozenset[str]:
        """Ids of the entities that the unsaved entries change."""
        operations = (operation for entry in self.pending for operation in entry.operations)
        return frozenset(operation[2] for operation in operations if operation[0] != "setting")

    @property
    def drafts(self) -> frozenset[str]:
        """Names of the drafts that the unsaved entries save."""
        return frozenset(entry.draft for entry in self.pending)

    @property
    def living(self) -> Collection[str]:
        """Ids of the writers whose changes are theirs alone to undo."""
        return {other.id for other in self.others}

    @property
    def has_news(self) -> bool:
        """Whether `collect` has something to take in."""
        return self._news is not None

    def add(
        self,
        operations: list[Operation],
        label: str = "",
        by: str = "",
        undoes: str = "",
        draft: str = "",
    ) -> None:
        """Add an entry of this writer as of now."""
        at = datetime.now().isoformat()
        with self._memory:
            self._count += 1
            after, own = self.ledger.number, (self.id, self._count, at)
            self._show(JournalEntry(after + 1, *own, by, label, operations, undoes, after, draft))

    def _show(self, entry: JournalEntry) -> None:
        """Display an entry that comes after all that is displayed."""
        self._pending.append(entry)
        touched = self.ledger.fold(entry)
        self._pending_touched |= touched
        self._touched |= touched

    def publish(
        self, durable: Ledger, touched: Touched, written: Sequence[JournalEntry], *, differs: bool
    ) -> None:
        """Hand over what was read and written, and drop the entries that are saved.

        Args:
            durable: The durable ledger.
            touched: The entities that have changed in it.
            written: The oldest unsaved entries, as they were saved.
            differs: Whether it holds anything else that is new.
        """
        with self._memory:
            predicted = [entry.number for entry in self._pending[: len(written)]]
            del self._pending[: len(written)]
            if self._news is not None:
                touched = self._news[1] | touched
            elif not differs and predicted == [entry.number for entry in written]:
                return
            self._news = durable.copy(), touched

    def collect(self) -> Touched:
        """Update the ledger with what was read and written.

        Returns:
            The entities that changed since the last call, in order.
        """
        with self._memory:
            news, self._news = self._news, None
            if news is not None:
                self.ledger, touched = news
                self._touched = touched | self._touched | self._pending_touched
                self._pending_touched = {}
                pending, self._pending = self._pending, []
                for entry in pending:
                    self._show(entry.placed(self.ledger.number))
            elif not self._pending:
                self._pending_touched = {}
            touched, self._touched = self._touched, {}
            return touched

    def undoable(self, author: str) -> HistoryEntry | None:
        """Return the newest change that can be undone, or None.

        That is one of this writer, or of an ended writer of the same author.
        """
        if not self.id:
            return None
        return newest_of(self.ledger, self.id, author, self.living, self._is_passed)

    def _is_passed(self, entry: HistoryEntry) -> bool:
        return entry["name"] in self.passed and not reversal_of(entry, self.ledger).operations
