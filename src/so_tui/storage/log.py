"""The log: the records of all sessions in one order, and the ledger they come to."""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.storage.current import Current
from so_tui.storage.errors import cannot_write
from so_tui.storage.journal import Journals
from so_tui.storage.journal_entries import JournalEntry, Operation
from so_tui.storage.ledger import Ledger, Touched
from so_tui.storage.lock import Lock
from so_tui.storage.rescue import lost_steps
from so_tui.storage.sessions import living
from so_tui.storage.writer import Writer

GLANCE = 0.02
"""Seconds that a look waits for the lock: somebody types meanwhile, and the next look is near."""


@dataclass(slots=True)
class _News:
    """What `pull` and `push` have left for `follow`.

    Attributes:
        durable: All that is durable, when that is not what `add` has foreseen.
        touched: The entities that this changes.
    """

    durable: Ledger | None = None
    touched: Touched = field(default_factory=dict)


class Log:
    """What one session knows of the records of all, and where it adds its own.

    Two threads may share it. `pull`, `push` and `take` work with files and may have to wait for
    them; `add`, `follow` and the ledger belong to the one that shows what is kept, which they
    never keep waiting: what the two have in common is in memory, and held for a moment only.

    Attributes:
        ledger: What is to be shown: what is durable, as far as `follow` has taken it in, and on
            top of it what is not saved yet.
        others: The other sessions that lived when last looked at.
        missing: How many records of others this session has not seen, and cannot see any more.
        rescued: Whether records of this session had to be made again, as they were gone.
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
        self.ledger = ledger.copy()
        self.others = living(journals.files.values())
        self.missing = 0
        self.rescued = False
        self._folder = folder
        self._lock = lock
        self._journals = journals
        self._writer = writer
        self._current = current
        self._durable = ledger
        self._read = _News()
        self._seen = -1
        self._incomplete = False
        self._memory = threading.Lock()
        self._pending: list[JournalEntry] = []
        self._news = _News()
        self._laid: Touched = {}
        self._touched: Touched = {}
        self._count = 0

    @property
    def unsaved(self) -> bool:
        """Whether there are records that are not saved yet."""
        return bool(self._pending)

    @property
    def waiting(self) -> frozenset[str]:
        """The ids of the entities that these records are about."""
        with self._memory:
            steps = [step for record in self._pending for step in record.steps]
        return frozenset(step[2] for step in steps if step[0] != "setting")

    @property
    def number(self) -> int:
        """Number of the newest durable record."""
        return self._durable.number

    @property
    def has_news(self) -> bool:
        """Whether there is something for `follow` to take in."""
        return self._news.durable is not None

    def take(self) -> Ledger:
        """Return a copy of the ledger of all that is durable now; the lock is held.

        Raises:
            StoreError: The journals cannot be read.
            OSError: The system does not let us look.
        """
        # A session may have ended since it was last read, and its journal is to be removed.
        try:
            self._catch_up()
        finally:
            self._leave_news([])
        return self._durable.copy()

    def add(self, steps: Sequence[Operation], *, said: str, by: str, undoes: str = "") -> None:
        """Take a record in, to be made durable by `push`."""
        at = datetime.now().isoformat()
        with self._memory:
            self._count += 1
            session, number = self._writer.session, self.ledger.number + 1
            self._lay(JournalEntry(number, session, self._count, at, by, said, list(steps), undoes))

    def _lay(self, record: JournalEntry) -> None:
        """Show a record as if it came after all that is durable."""
        self._pending.append(record)
        touched = self.ledger.fold(record)
        self._laid |= touched
        self._touched |= touched

    def follow(self) -> Touched:
        """Bring the ledger up to date with what was read and written.

        Returns:
            The entities that have changed since the last call, in order.
        """
        with self._memory:
            news, self._news = self._news, _News()
            if news.durable is not None:
                self.ledger = news.durable
                self._touched = news.touched | self._touched | self._laid
                self._laid = {}
                pending, self._pending = self._pending, []
                for record in pending:
                    self._lay(replace(record, number=self.ledger.number + 1))
            elif not self._pending:
                self._laid = {}
            touched, self._touched = self._touched, {}
            return touched

    def pull(self) -> None:
        """Read what other sessions have written, if anything, and see which of them live.

        Raises:
            StoreInUse: Somebody holds the lock just now.
            StoreDamaged: There is something else in place of a journal.
            StoreError: The journals cannot be read.
        """
        try:
            with self._lock.hold(GLANCE):
                self._seen = -1  # a session that begins or ends leaves no record
                try:
                    self._catch_up()
                    self._journals.look_who_lives()
                    self.others = living(self._journals.files.values())
                finally:
                    self._leave_news([])
        except OSError as error:
            raise cannot_write(error, self._folder) from error

    @property
    def incomplete(self) -> bool:
        """Whether the files do not hold all that was saved, as far as this session knows.

        Then a snapshot has to be written before anything else counts as saved.
        """
        return self._incomplete

    def push(self) -> bool:
        """Make all that is not yet saved durable, after what other sessions have written.

        Returns:
            False if nothing was written as the files are `incomplete`.

        Raises:
            StoreError: It could not be written; it is kept, and shown, for the next time.
        """
        try:
            with self._lock.hold():
                written: list[JournalEntry] = []
                try:
                    self._catch_up()
                    if not self._incomplete:
                        written = self._append()
                finally:
                    self._leave_news(written)
        except OSError as error:
            raise cannot_write(error, self._folder) from error
        return not self._incomplete

    def _catch_up(self) -> None:
        turn = self._lock.turn
        snapshot = self._current.refresh()
        if turn != self._seen or turn < 0 or snapshot is not None:
            try:
                self._read_news(snapshot)
            except BaseException:
                self._current.look_again()  # what is in it was not taken in
                raise
            self._seen = turn
        gone = max(self._journals.newest_gone(), self._writer.newest_gone())
        behind = self._current.fell_behind and self._durable.number > self._current.number
        self._incomplete = behind or gone > self._current.number

    def _read_news(self, snapshot: Ledger | None) -> None:
        records = self._journals.news()
        number, has_hole = self._durable.number, self._has_hole(records)
        missing = self._fold(records)
        if snapshot is not None and (
            (has_hole and snapshot.number > number) or _holds_more(snapshot, self._durable)
        ):
            # What is in another session's snapshot may be in no journal any more.
            self._read.touched |= self._durable.differences(snapshot)
            self._rescue(snapshot)
            self._read.durable = self._durable = snapshot
            missing = self._fold(records)
        self.missing += missing
        self._journals.told()

    def _has_hole(self, records: Sequence[JournalEntry]) -> bool:
        """Return whether some are missing between what is known and the last of these records.

        Older versions did not write down which record came before.
        """
        number = self._durable.number
        for record in records:
            before = record.after if record.after >= 0 else record.number - 1
            if before > number:
                return True
            number = max(number, record.number)
        return False

    def _fold(self, records: Sequence[JournalEntry]) -> int:
        """Fold records in, and return how many are missing among them."""
        missing = 0
        for record in records:
            missing += max(0, record.after - self._durable.number)
            self._read.touched |= self._durable.fold(record)
            self._read.durable = self._durable
        return missing

    def _rescue(self, snapshot: Ledger) -> None:
        """Save again what this session saved, and a snapshot lacks as its journal was gone."""
        own = self._writer.session
        if snapshot.counts.get(own, 0) < self._durable.counts.get(own, 0):
            steps = lost_steps(self._durable, snapshot, own)
            if steps:
                self.add(steps, said="", by="")
                self.rescued = True

    def _append(self) -> list[JournalEntry]:
        with self._memory:
            pending = list(self._pending)
        if not pending:
            return []
        if not self._writer.usable:
            self._journals.leave_out(self._writer.begin())
        known = self._durable.number
        records = [replace(r, number=n + 1, after=n) for n, r in enumerate(pending, known)]
        # Before they are written: others must not take the old turn for the newest one.
        self._seen = self._lock.next_turn()
        self._writer.append(records)
        with suppress(OSError):  # it only serves to miss records that vanish
            self._lock.note_saved(records[-1].number)
        for record in records:
            self._read.touched |= self._durable.fold(record)
        return records

    def _leave_news(self, written: Sequence[JournalEntry]) -> None:
        """Hand over what was read and written, and let go of what is saved."""
        with self._memory:
            foreseen = [record.number for record in self._pending[: len(written)]]
            del self._pending[: len(written)]
            read, self._read = self._read, _News()
            as_foreseen = foreseen == [record.number for record in written]
            if read.durable or self._news.durable or not as_foreseen:
                self._news.durable = self._durable.copy()
                self._news.touched |= read.touched


def _holds_more(snapshot: Ledger, known: Ledger) -> bool:
    """Return whether a snapshot holds records that are not known here."""
    return snapshot.number > known.number or any(
        known.counts.get(session, 0) < count for session, count in snapshot.counts.items()
    )
