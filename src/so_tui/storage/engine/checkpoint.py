"""Checkpoints: at quiet moments, fold the journals into a new snapshot and remove them."""

import contextlib
import os
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from so_tui.storage.disk.files import keep_aside
from so_tui.storage.disk.inventory import DAMAGED, JOURNAL, is_ours
from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.errors import cannot_write
from so_tui.storage.journal.journal import Journals, writer_of
from so_tui.storage.journal.journal_writer import JournalWriter
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.seals.seal import Seal
from so_tui.storage.snapshot import backups
from so_tui.storage.snapshot.current import Current
from so_tui.storage.snapshot.snapshot import tables_of, write_beside


class Checkpoints:
    """Writes the snapshots of one writer."""

    def __init__(
        self,
        folder: Path,
        seal: Seal,
        lock: StoreLock,
        writer: JournalWriter,
        journals: Journals,
        current: Current,
        owed: Iterable[Callable[[], None]] = (),
    ) -> None:
        """Make them for a writer whose parts these are.

        Args:
            owed: What has to be done before a snapshot is written; asked until it succeeds.
        """
        self._owed = [*owed]
        self._folder = folder
        self._seal = seal
        self._lock = lock
        self._writer = writer
        self._journals = journals
        self._current = current
        self._one_at_a_time = threading.Lock()

    def make(self, read_durable: Callable[[], Ledger], *, last: bool = False) -> None:
        """Write a snapshot and its backup, then remove the journals folded into it.

        May run in its own thread: the lock is held only to copy the ledger and to rename the file.
        If killed at any moment, it leaves either the old snapshot with all journals or the new one.

        Args:
            read_durable: Returns a copy of the ledger; called while the lock is held.
            last: Whether this writer will write no more.

        Raises:
            StoreError: The checkpoint failed. Nothing is lost.
        """
        with self._one_at_a_time:
            self._make(read_durable, last=last)

    def _make(self, read_durable: Callable[[], Ledger], *, last: bool) -> None:
        try:
            while self._owed:
                self._owed[0]()
                del self._owed[0]
            with self._lock.hold():
                ledger = read_durable()
                self._end_file(last)
                ended, finished = self._ended(), list(self._writer.finished)
                # For writers without a journal, the newest entry number tells what is folded in.
                ledger.counts = {w: n for w, n in ledger.counts.items() if w in self._writers()}
            if ledger.number > self._current.number:
                self._write(ledger)
            own = self._writer.id
            if self._current.counts.get(own, 0) < ledger.counts.get(own, 0):
                return  # another writer's snapshot is as new but lacks our journal entries
            with self._lock.hold():
                self._writer.remove_finished(finished)
                self._remove(ended, ledger.counts)
            with contextlib.suppress(FileNotFoundError):  # another writer was quicker
                today = datetime.now().date()
                backups.let_go(self._folder, today, self._seal, self._folder / DAMAGED)
        except OSError as error:
            raise cannot_write(error, self._folder) from error

    def _end_file(self, last: bool) -> None:
        if last:
            self._writer.finish()
        elif self._writer.holds_entries:
            self._journals.leave_out(self._writer.begin())

    def _write(self, ledger: Ledger) -> None:
        now = datetime.now()
        day, sure = backups.judged_day(backups.backups_in(self._folder), now.date())
        if sure:
            ledger.empty_trash(day)
        mark = f"{self._writer.id}."
        temporary, content = write_beside(self._current.path, tables_of(ledger), self._seal, mark)
        try:
            backups.write_backup(self._folder, content, ledger.number, now, mark)
            with self._lock.hold():
                self._current.replace(temporary, ledger.number, ledger.counts)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _writers(self) -> set[str]:
        return {self._writer.id, *map(writer_of, self._journals.files)}

    def _ended(self) -> dict[str, int]:
        """Return the journal files of ended writers, and how far each was read."""
        self._journals.look_who_lives()
        files, folder = self._journals.files, self._journals.folder
        return {n: f.end for n, f in files.items() if not f.alive and is_ours(folder / n, JOURNAL)}

    def _remove(self, ended: Mapping[str, int], folded_in: Collection[str]) -> None:
        for name, end in ended.items():
            file = self._journals.files.get(name)
            if file is None or file.end != end:
                continue
            extra = os.fstat(file.descriptor).st_size - end
            is_past = file.newest >= 0 and writer_of(name) not in folded_in
            if extra or file.damaged or is_past:
                content = os.pread(file.descriptor, end + extra, 0)
                keep_aside(content, name, self._folder / DAMAGED)
            (self._journals.folder / name).unlink(missing_ok=True)
