"""The log: the records of all sessions in one order, and the ledger they come to."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from so_tui.storage.current import Current
from so_tui.storage.errors import cannot_write
from so_tui.storage.journal import Journals
from so_tui.storage.ledger import Ledger, Touched
from so_tui.storage.lock import Lock
from so_tui.storage.records import Record, Step
from so_tui.storage.writer import Writer

GLANCE = 0.02
"""Seconds that a look waits for the lock: somebody types meanwhile, and the next look is near."""


class Log:
    """What one session knows of the records of all, and where it adds its own.

    Attributes:
        ledger: What is to be shown: what is durable, and on top of it what could not be saved yet.
        touched: The entities that have changed since someone emptied this, in order.
        renewed: Whether the whole ledger was read anew since someone set this back.
    """

    def __init__(
        self,
        folder: Path,
        lock: Lock,
        journals: Journals,
        writer: Writer,
        current: Current,
        ledger: Ledger,
    ) -> None:
        """Begin with the ledger of all records that the journals have told so far."""
        self.ledger = ledger
        self.touched: Touched = {}
        self.renewed = False
        self._folder = folder
        self._lock = lock
        self._journals = journals
        self._writer = writer
        self._current = current
        self._durable = ledger
        self._seen = -1
        self._pending: list[Record] = []
        self._laid: Touched = {}
        self._count = 0

    @property
    def unsaved(self) -> bool:
        """Whether there are records that could not be saved yet."""
        return bool(self._pending)

    @property
    def number(self) -> int:
        """Number of the newest durable record."""
        return self._durable.number

    def take(self) -> Ledger:
        """Return a copy of the durable ledger; the lock is held."""
        return self._durable.copy()

    def add(self, steps: Sequence[Step], *, said: str, by: str, undoes: str = "") -> None:
        """Take a record in, to be made durable by `push`."""
        self._count += 1
        at = datetime.now().isoformat()
        session = self._writer.session
        self._pending.append(Record(0, session, self._count, at, by, said, list(steps), undoes))

    def pull(self) -> None:
        """Fold in what other sessions have written, if anything, and see which of them live.

        Raises:
            StoreInUse: Somebody holds the lock just now.
            StoreDamaged: There is something else in place of a journal.
            StoreError: The journals cannot be read.
        """
        try:
            try:
                with self._lock.hold(GLANCE):
                    self._seen = -1  # a session that begins or ends leaves no record
                    self._catch_up()
                    self._journals.look_who_lives()
            finally:
                self._lay_pending()
        except OSError as error:
            raise cannot_write(error, self._folder) from error

    def push(self) -> None:
        """Make all that is not yet saved durable, after what other sessions have written.

        Raises:
            StoreError: It could not be written; it is kept, and shown, for the next time.
        """
        try:
            with self._lock.hold():
                self._catch_up()
                self._append()
        except OSError as error:
            raise cannot_write(error, self._folder) from error
        finally:
            self._lay_pending()

    def _catch_up(self) -> None:
        newest = self._lock.newest
        if newest == self._seen >= 0:
            return
        records = self._journals.news()
        ledger = self._current.newer_than(self._durable.number)
        if ledger is not None:  # what is in it may be in no journal any more
            self._durable, self.renewed = ledger, True
        for record in records:
            self.touched |= self._durable.fold(record)
        self._seen = newest

    def _append(self) -> None:
        if not self._pending:
            return
        if not self._writer.usable:
            self._journals.leave_out(self._writer.begin())
        first = max(self._durable.number, self._lock.newest) + 1
        records = [replace(r, number=n) for n, r in enumerate(self._pending, first)]
        # Written down before the records are: two of them must never have one number.
        self._lock.note_newest(records[-1].number)
        self._writer.append(records)
        with suppress(OSError):  # it only serves to miss records that vanish
            self._lock.note_saved(records[-1].number)
        self._seen = records[-1].number
        self._pending.clear()
        for record in records:
            self.touched |= self._durable.fold(record)

    def _lay_pending(self) -> None:
        """Show what is not saved as if it came after all that is."""
        self.touched |= self._laid
        self._laid = {}
        self.ledger = self._durable
        if self._pending:
            self.ledger = self._durable.copy()
            for record in self._pending:
                self._laid |= self.ledger.fold(replace(record, number=self.ledger.number + 1))
            self.touched |= self._laid
