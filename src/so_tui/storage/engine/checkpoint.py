"""Checkpoints: at quiet moments, fold the journals into a new snapshot and remove them."""

import contextlib
import os
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from so_tui.storage.disk.files import keep_aside
from so_tui.storage.disk.inventory import DAMAGED, JOURNAL, is_ours
from so_tui.storage.documents.ledger import META, Ledger, Tables
from so_tui.storage.engine.log import Log
from so_tui.storage.errors import cannot_write
from so_tui.storage.journal.journal import Journals, writer_of
from so_tui.storage.journal.journal_writer import JournalWriter
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.seals.seal import Seal
from so_tui.storage.snapshot import backups
from so_tui.storage.snapshot.current import Current
from so_tui.storage.snapshot.snapshot import tables_of

if TYPE_CHECKING:
    from so_tui.storage.snapshot.database import Database


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
        log: Log,
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
        self._log = log
        self._one_at_a_time = threading.Lock()

    @cached_property
    def database(self) -> "Database":
        """The store as a TinyDB: writing a snapshot goes through it."""
        from so_tui.storage.snapshot.database import open_database  # imports TinyDB

        path, mark = self._current.path, f"{self._writer.id}."
        return open_database(
            path, self._seal, lambda: self._log.ledger, mark=mark, place=self._place
        )

    def make(self, *, last: bool = False) -> None:
        """Write a snapshot and its backup, then remove the journals folded into it.

        May run in its own thread: the lock is held only to copy the ledger and to rename the file.
        If killed at any moment, it leaves either the old snapshot with all journals or the new one.

        Args:
            last: Whether this writer will write no more.

        Raises:
            StoreError: The checkpoint failed. Nothing is lost.
        """
        with self._one_at_a_time:
            self._make(last=last)

    def _make(self, *, last: bool) -> None:
        try:
            while self._owed:
                self._owed[0]()
                del self._owed[0]
            with self._lock.hold():
                ledger = self._log.read_durable()
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
        today = datetime.now().date()
        day, sure = backups.judged_day(backups.backups_in(self._folder), today)
        if sure:
            ledger.empty_trash(day)
        self.database.storage.write(tables_of(ledger))

    def _place(self, temporary: Path, content: bytes, tables: Tables) -> None:
        """Keep a new snapshot as a backup, then put it in place."""
        meta = tables[META]["1"]
        mark = f"{self._writer.id}."
        backups.write_backup(self._folder, content, meta["number"], datetime.now(), mark)
        with self._lock.hold():
            self._current.replace(temporary, meta["number"], meta["counts"])

    def _writers(self) -> set[str]:
        files = self._journals.files
        return self._writer.writers.union(
            map(writer_of, files), *(file.writers for file in files.values())
        )

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
            is_past = file.newest >= 0 and not file.writers & {*folded_in}
            if extra or file.damaged or is_past:
                content = os.pread(file.descriptor, end + extra, 0)
                keep_aside(content, name, self._folder / DAMAGED)
            (self._journals.folder / name).unlink(missing_ok=True)
