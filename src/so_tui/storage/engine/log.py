"""The log: the journal entries of all writers in one order, and the resulting ledger."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import Ledger, Touched
from so_tui.storage.documents.undo import lost_operations
from so_tui.storage.engine.found import fold_lifted
from so_tui.storage.engine.notices import told_of
from so_tui.storage.engine.writers import Inheritance, living_writers
from so_tui.storage.errors import Notice, StoreError, cannot_write
from so_tui.storage.journal.journal import Journals
from so_tui.storage.journal.journal_writer import JournalWriter
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.snapshot.current import Current
from so_tui.storage.snapshot.stock_write import StockWrite

GLANCE = 0.02
"""Seconds a poll waits for the lock: somebody is typing meanwhile, and the next poll is near."""


@dataclass(slots=True)
class _News:
    """What `poll` and `flush` leave for `collect`.

    Attributes:
        durable: The durable ledger, if it differs from what `add` predicted.
        touched: The entities that this changes.
    """

    durable: Ledger | None = None
    touched: Touched = field(default_factory=dict)


class Log:
    """One writer's view of the entries of all writers, where it adds its own.

    Two threads may share it. `poll`, `flush` and `read_durable` do file I/O and may block; `add`,
    `collect` and the ledger belong to the thread that displays, which they never block: the state
    the two share is in memory, and locked only briefly.

    Attributes:
        ledger: The ledger to display: the durable one, as far as `collect` has taken it in, with
            unsaved entries on top.
        others: The other writers that were alive when last checked.
        missing: Number of entries of others that this writer missed and can no longer read.
        rescued: Whether lost entries of this writer had to be written again.
        incomplete: Whether the files lack something saved, as far as this writer knows. Then a
            snapshot has to be written before anything else counts as saved.
        notices: Messages for the user about what other programs did to the files.
    """

    def __init__(
        self,
        folder: Path,
        lock: StoreLock,
        journals: Journals,
        writer: JournalWriter,
        current: Current,
        ledger: Ledger,
        inheritance: Inheritance,
    ) -> None:
        """Begin with the ledger of all entries read from the journals so far."""
        self.ledger = ledger.copy()
        self.others = living_writers(journals.files.values())
        self.missing = 0
        self.rescued = False
        self.notices: list[Notice] = []
        self._folder = folder
        self._lock = lock
        self._journals = journals
        self._writer = writer
        self._current = current
        self._inheritance = inheritance
        self._durable = ledger
        self._read = _News()
        self._seen = -1
        self.incomplete = False
        self._memory = threading.Lock()
        self._pending: list[JournalEntry] = []
        self._news = _News()
        self._pending_touched: Touched = {}
        self._touched: Touched = {}
        self._count = 0

    @property
    def unsaved(self) -> bool:
        """Whether there are entries that are not saved yet."""
        return bool(self._pending)

    @property
    def waiting(self) -> frozenset[str]:
        """Ids of the entities that the unsaved entries change."""
        with self._memory:
            return frozenset(id_ for entry in self._pending for id_ in entry.entity_ids)

    @property
    def drafts(self) -> frozenset[str]:
        """Names of the drafts that the unsaved entries save."""
        with self._memory:
            return frozenset(entry.draft for entry in self._pending)

    @property
    def number(self) -> int:
        """Number of the newest durable entry."""
        return self._durable.number

    @property
    def has_news(self) -> bool:
        """Whether `collect` has something to take in."""
        return self._news.durable is not None

    def read_durable(self) -> Ledger:
        """Return a copy of the durable ledger; call while the lock is held.

        Raises:
            StoreError: The journals cannot be read.
            OSError: A file cannot be read.
        """
        # A writer may have ended since it was last read, and its journal is about to be removed.
        try:
            self._catch_up(at_once=True)
        finally:
            self._publish([])
        return self._durable.copy()

    def add(self, wanted: JournalEntry) -> None:
        """Add an entry of this writer as of now, to be made durable by `flush`."""
        at = datetime.now().isoformat()
        with self._memory:
            self._count += 1
            number, writer = self.ledger.number + 1, self._writer.id
            entry = replace(wanted, number=number, writer=writer, count=self._count, at=at)
            self._add_pending(entry)

    def _add_pending(self, entry: JournalEntry) -> None:
        """Display an entry as if it came after everything durable."""
        self._pending.append(entry)
        touched = self.ledger.fold(entry)
        self._pending_touched |= touched
        self._touched |= touched

    def collect(self) -> Touched:
        """Update the ledger with what was read and written.

        Returns:
            The entities that changed since the last call, in order.
        """
        with self._memory:
            news, self._news = self._news, _News()
            if news.durable is not None:
                self.ledger = news.durable
                self._touched = news.touched | self._touched | self._pending_touched
                self._pending_touched = {}
                pending, self._pending = self._pending, []
                for entry in pending:
                    self._add_pending(replace(entry, number=self.ledger.number + 1))
            elif not self._pending:
                self._pending_touched = {}
            touched, self._touched = self._touched, {}
            return touched

    def poll(self) -> None:
        """Read new entries of other writers, and check which are alive.

        Raises:
            StoreInUse: Another writer holds the lock.
            StoreDamaged: A journal is not a plain file.
            StoreError: The journals cannot be read.
        """
        try:
            with self._lock.hold(GLANCE):
                self._seen = -1  # a writer that begins or ends writes no entry
                try:
                    self._catch_up()
                    self._journals.look_who_lives()
                    self.others = living_writers(self._journals.files.values())
                finally:
                    self._publish([])
        except OSError as error:
            raise cannot_write(error, self._folder) from error

    def flush(self) -> bool:
        """Make all unsaved entries durable, after those that other writers have written.

        Returns:
            False if nothing was written because the files are `incomplete`.

        Raises:
            StoreError: It could not be written; the entries stay pending and displayed.
        """
        try:
            with self._lock.hold():
                written: list[JournalEntry] = []
                try:
                    self._catch_up()
                    if not self.incomplete:
                        written = self._append()
                finally:
                    self._publish(written)
        except OSError as error:
            raise cannot_write(error, self._folder) from error
        return not self.incomplete

    def _catch_up(self, *, at_once: bool = False) -> None:
        with suppress(OSError, StoreError):  # tried again each time
            self._inheritance.release()
        turn = self._lock.turn
        snapshot = self._current.refresh(at_once=at_once)
        if turn != self._seen or turn < 0 or snapshot is not None:
            try:
                self._read_news(snapshot)
                if self._current.stock is not None:
                    self._take_in(self._current.stock)
            except BaseException:
                self._current.look_again()  # its content was not taken in
                raise
            self._seen = turn
        gone = max(self._journals.newest_gone(), self._writer.newest_gone())
        behind = self._current.fell_behind and self._durable.number > self._current.number
        self.incomplete = behind or gone > self._current.number

    def _read_news(self, snapshot: Ledger | None) -> None:
        entries = self._journals.read_new()
        number, has_hole = self._durable.number, self._has_hole(entries)
        missing = self._fold(entries)
        if snapshot is not None and (
            (has_hole and snapshot.number > number) or _is_newer(snapshot, self._durable)
        ):
            # Entries in another writer's snapshot may be in no journal any more.
            self._read.touched |= self._durable.differences(snapshot)
            self._rescue(snapshot)
            self._read.durable = self._durable = snapshot
            missing = self._fold(entries)
        self.missing += missing
        self._journals.mark_folded()

    def _has_hole(self, entries: Sequence[JournalEntry]) -> bool:
        """Return whether entries are missing between the known ones and the last of these.

        Older versions did not store the number of the preceding entry.
        """
        number = self._durable.number
        for entry in entries:
            before = entry.after if entry.after >= 0 else entry.number - 1
            if before > number:
                return True
            number = max(number, entry.number)
        return False

    def _fold(self, entries: Sequence[JournalEntry]) -> int:
        """Fold entries in, and return how many are missing among them."""
        missing = 0
        for entry in entries:
            missing += max(0, entry.after - self._durable.number)
            self._read.touched |= fold_lifted(self._durable, entry)
            self._read.durable = self._durable
        return missing

    def _rescue(self, snapshot: Ledger) -> None:
        """Add again what this writer saved and a snapshot lacks because its journal was gone."""
        own = self._writer.id
        if snapshot.counts.get(own, 0) < self._durable.counts.get(own, 0):
            operations = lost_operations(self._durable, snapshot, own)
            if operations:
                self.add(JournalEntry.wanted(operations, "", ""))
                self.rescued = True

    def _append(self) -> list[JournalEntry]:
        with self._memory:
            pending = list(self._pending)
        return self._write(pending) if pending else []

    def _write(self, pending: Sequence[JournalEntry]) -> list[JournalEntry]:
        if not self._writer.usable:
            self._journals.leave_out(self._writer.begin())
        newest = self._durable.number
        entries = [replace(e, number=n + 1, after=n) for n, e in enumerate(pending, newest)]
        # Before the write: others must not take the old turn for the newest.
        self._seen = self._lock.next_turn()
        self._writer.append(entries)
        with suppress(OSError):  # only used to notice lost entries
            self._lock.note_saved(entries[-1].number)
        for entry in entries:
            self._read.touched |= self._durable.fold(entry)
        return entries

    def _take_in(self, stock: StockWrite) -> None:
        """Make durable what stock TinyDB changed, then put our own snapshot back.

        Killed at any moment, it leaves the file as it was written, or all of its changes in a
        journal, where they are found by their name and not taken in again.
        """
        entry = stock.entry_after(self._durable.number)
        if entry.operations and not self._durable.holds(entry):
            self._write([entry])
            self._read.durable = self._durable
        copy = self._current.put_back()
        self.notices.extend(told_of(stock, self._current.path, copy))

    def _publish(self, written: Sequence[JournalEntry]) -> None:
        """Hand over what was read and written, and drop the pending entries that are saved."""
        with self._memory:
            predicted = [entry.number for entry in self._pending[: len(written)]]
            del self._pending[: len(written)]
            read, self._read = self._read, _News()
            as_predicted = predicted == [entry.number for entry in written]
            if read.durable or self._news.durable or not as_predicted:
                self._news.durable = self._durable.copy()
                self._news.touched |= read.touched


def _is_newer(snapshot: Ledger, durable: Ledger) -> bool:
    """Return whether another writer's snapshot is to be taken over.

    It may hold entries that are not known here. It may also lack known ones, of a journal that was
    deleted; with an equal number it counts those as missing.
    """
    return snapshot.number >= durable.number or any(
        durable.counts.get(writer, 0) < count for writer, count in snapshot.counts.items()
    )
