"""The log: the journal entries of all writers in one order, and the resulting ledger."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import Ledger, Touched
from so_tui.storage.documents.undo import lost_operations
from so_tui.storage.engine.found import fold_lifted
from so_tui.storage.engine.notices import told_of
from so_tui.storage.engine.pending import Pending
from so_tui.storage.engine.writers import Inheritance, living_writers
from so_tui.storage.errors import StoreError, cannot_write, notice
from so_tui.storage.journal.journal import Journals
from so_tui.storage.journal.journal_writer import JournalWriter
from so_tui.storage.journal.lock import PATIENCE, StoreLock
from so_tui.storage.seals.seal import DataDirectory
from so_tui.storage.snapshot.current import Current
from so_tui.storage.snapshot.stock_write import StockWrite

GLANCE = 0.02
"""Seconds a poll waits for the lock: somebody is typing meanwhile, and the next poll is near."""


class Log(Pending):
    """One writer's view of the entries of all writers, where it adds its own.

    Two threads may share it. `poll`, `flush`, `read_durable` and `write_as` do file I/O and may
    block; everything else belongs to the thread that displays.

    Attributes:
        home: The data directory.
        lock: Taken for each read and each write.
        journals: Those of the other writers.
        writer: Writes the journal of this one.
        current: The snapshot on disk.
    """

    def __init__(
        self,
        home: DataDirectory,
        lock: StoreLock,
        writer: JournalWriter,
        journals: Journals,
        current: Current,
        ledger: Ledger,
        inheritance: Inheritance,
    ) -> None:
        """Begin with the ledger of all entries read from the journals so far."""
        super().__init__(ledger.copy(), writer.id)
        self.others = living_writers(journals.files.values())
        self.refuses = False
        self.home = home
        self.lock = lock
        self.journals = journals
        self.writer = writer
        self.current = current
        self._inheritance = inheritance
        self._durable = ledger
        self._read: Touched = {}
        self._differs = False
        self._rescued = False
        self._seen = -1

    def write_as(self, author: str) -> None:
        """Tell other writers who types here, if that can be written."""
        with suppress(OSError, StoreError), self.lock.hold():
            self.writer.update_head(author=author)

    @property
    def since_snapshot(self) -> int:
        """Number of durable entries that are not in the snapshot yet."""
        return self._durable.number - max(0, self.current.number)

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
            self._publish()
        return self._durable.copy()

    def poll(self) -> bool:
        """Read new entries of other writers, and check which are alive.

        Returns:
            Whether something that was saved has to be written again by `flush`.

        Raises:
            StoreInUse: Another writer holds the lock.
            StoreDamaged: A journal is not a plain file.
            StoreError: The journals cannot be read.
        """
        with self._turn(GLANCE):
            self._seen = -1  # a writer that begins or ends writes no entry
            self._catch_up()
            self.journals.look_who_lives()
            self.others = living_writers(self.journals.files.values())
        rescued, self._rescued = self._rescued, False
        return rescued or self.incomplete

    def flush(self) -> bool:
        """Make all unsaved entries durable, after those that other writers have written.

        Returns:
            False if nothing was written because the files are `incomplete`.

        Raises:
            StoreError: It could not be written; the entries stay pending and displayed.
        """
        with self._turn() as written:
            self._catch_up()
            pending = self.pending
            if pending and not self.incomplete:
                written += self._write(pending)
        return not self.incomplete

    @contextmanager
    def _turn(self, patience: float = PATIENCE) -> Iterator[list[JournalEntry]]:
        """Hold the lock during the block, then hand over what was read and written.

        Yields:
            A list for the unsaved entries that the block makes durable.
        """
        written: list[JournalEntry] = []
        try:
            with self.lock.hold(patience):
                try:
                    yield written
                finally:
                    self._publish(written)
        except OSError as error:
            raise cannot_write(error, self.home.path) from error

    def _catch_up(self, *, at_once: bool = False) -> None:
        with suppress(OSError, StoreError):  # tried again each time
            self._inheritance.release()
        turn = self.lock.turn
        snapshot = self.current.refresh(at_once=at_once)
        if turn != self._seen or turn < 0 or snapshot is not None:
            self._seen = turn
            try:
                self._read_news(snapshot)
                if self.current.stock is not None:
                    self._take_in(self.current.stock)
            except BaseException:
                self._seen = -1
                self.current.look_again()  # its content was not taken in
                raise
        gone = max(self.journals.newest_gone(), self.writer.examine())
        behind = self.current.fell_behind and self._durable.number > self.current.number
        self.incomplete = behind or gone > self.current.number

    def _read_news(self, snapshot: Ledger | None) -> None:
        entries = self.journals.read_new()
        number, has_hole = self._durable.number, self._has_hole(entries)
        self._fold(entries)
        if snapshot is not None and (
            (has_hole and snapshot.number > number) or _is_newer(snapshot, self._durable)
        ):
            # Entries in another writer's snapshot may be in no journal any more.
            self._read |= self._durable.differences(snapshot)
            self._rescue(snapshot)
            self._durable, self._differs = snapshot, True
            self._fold(entries)
        self.journals.mark_folded()

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

    def _fold(self, entries: Sequence[JournalEntry]) -> None:
        for entry in entries:
            self._read |= fold_lifted(self._durable, entry)
            self._differs = True

    def _rescue(self, snapshot: Ledger) -> None:
        """Add again what this writer saved and a snapshot lacks because its journal was gone."""
        if snapshot.counts.get(self.id, 0) < self._durable.counts.get(self.id, 0):
            operations = lost_operations(self._durable, snapshot, self.id)
            if operations:
                self.add(operations)
                self.notices.append(notice("noticed.written_anew", folder=self.home.path))
                self._rescued = True

    def _write(self, pending: Sequence[JournalEntry]) -> list[JournalEntry]:
        if not self.writer.usable:
            self.writer.begin()
        newest = self._durable.number
        entries = [entry.placed(after) for after, entry in enumerate(pending, newest)]
        # Before the write: others must not take the old turn for the newest.
        self._seen = self.lock.next_turn(self._seen)
        self.writer.append(entries)
        with suppress(OSError):  # only used to notice lost entries
            self.lock.note_saved(entries[-1].number)
        for entry in entries:
            self._read |= self._durable.fold(entry)
        return entries

    def _take_in(self, stock: StockWrite) -> None:
        """Make durable what stock TinyDB changed, then put our own snapshot back.

        Killed at any moment, it leaves the file as it was written, or all of its changes in a
        journal, where they are found by their name and not taken in again.
        """
        entry = stock.entry_after(self._durable.number)
        if entry.operations and not self._durable.holds(entry):
            self.writer.examine()
            self._write([entry])
            self._differs = True
        copy = self.current.put_back()
        self.notices.extend(told_of(stock, self.current.path, copy))

    def _publish(self, written: Sequence[JournalEntry] = ()) -> None:
        touched, self._read = self._read, {}
        differs, self._differs = self._differs, False
        self.publish(self._durable, touched, written, differs=differs)


def _is_newer(snapshot: Ledger, durable: Ledger) -> bool:
    """Return whether another writer's snapshot is to be taken over.

    It may hold entries that are not known here. It may also lack known ones, of a journal that was
    deleted; with an equal number it counts those as missing.
    """
    return snapshot.number >= durable.number or any(
        durable.counts.get(writer, 0) < count for writer, count in snapshot.counts.items()
    )
