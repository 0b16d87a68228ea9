"""Checkpoints: at quiet moments, fold the journals into a new snapshot and remove them."""

import os
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from so_tui.storage.disk.files import keep_aside
from so_tui.storage.disk.inventory import JOURNAL, is_ours
from so_tui.storage.documents.ledger import META, Ledger, Tables
from so_tui.storage.engine.log import Log
from so_tui.storage.errors import StoreError, StoreInUse, cannot_write
from so_tui.storage.snapshot import backups
from so_tui.storage.snapshot.snapshot import tables_of


class Checkpoints:
    """Writes the snapshots of one writer."""

    def __init__(self, log: Log, owed: Iterable[Callable[[], None]] = ()) -> None:
        """Make them of this log.

        Args:
            log: The entries of all writers, and the files of this one.
            owed: What has to be done before a snapshot is written; asked until it succeeds.
        """
        self.log = log
        self._owed = [*owed]
        self._one_at_a_time = threading.Lock()

    def begin(self) -> None:
        """Write the first snapshot, if there is content but none that can be read."""
        if self.log.current.number < 0 and self.log.ledger.tables:
            with suppress(StoreError):  # all is in the journals; retried later
                self.make()

    def make(self, *, last: bool = False) -> None:
        """Write a snapshot and its backup, then remove the journals folded into it.

        May run in its own thread: the lock is held only to copy the ledger and to rename the file.
        If killed at any moment, it leaves either the old snapshot with all journals or the new one.

        Args:
            last: Whether this writer will write no more.

        Raises:
            StoreError: The checkpoint failed. Nothing is lost.
        """
        try:
            with self._one_at_a_time:
                self._make(last=last)
        except OSError as error:
            raise cannot_write(error, self.log.home.path) from error

    def end(self) -> None:
        """Write the last snapshot, if possible, and close all files no other thread is using."""
        with suppress(StoreError):
            self.make(last=True)
        with suppress(StoreInUse), self.log.lock.alone():
            for files in (self.log.writer, self.log.journals, self.log.lock):
                files.close()

    def _make(self, *, last: bool) -> None:
        while self._owed:
            self._owed[0]()
            del self._owed[0]
        with self.log.lock.hold():
            ledger = self.log.read_durable()
            if last:
                self.log.writer.finish()
            elif self.log.writer.holds_entries:
                self.log.writer.begin()
            ended, finished = self._ended(), list(self.log.writer.finished)
            # For writers without a journal, the newest entry number tells what is folded in.
            writers = self.log.writer.writers | self.log.journals.writers
            ledger.counts = {w: n for w, n in ledger.counts.items() if w in writers}
        if ledger.number > self.log.current.number:
            self._write(ledger)
        own = self.log.id
        if self.log.current.counts.get(own, 0) < ledger.counts.get(own, 0):
            return  # another writer's snapshot is as new but lacks our journal entries
        with self.log.lock.hold():
            self.log.writer.remove_finished(finished)
            self._remove(ended, ledger.counts)
        with suppress(FileNotFoundError):  # another writer was quicker
            backups.let_go(self.log.home, datetime.now().date())

    def _write(self, ledger: Ledger) -> None:
        from so_tui.storage.snapshot.database import open_database  # imports TinyDB

        today = datetime.now().date()
        day, sure = backups.judged_day(backups.backups_in(self.log.home.path), today)
        if sure:
            ledger.empty_trash(day)
        path, mark = self.log.current.path, f"{self.log.id}."
        database = open_database(
            path, self.log.home.seal, lambda: ledger, mark=mark, place=self._place
        )
        database.storage.write(tables_of(ledger))

    def _place(self, temporary: Path, content: bytes, tables: Tables) -> None:
        """Keep a new snapshot as a backup, then put it in place."""
        meta = tables[META]["1"]
        number, mark = meta["number"], f"{self.log.id}."
        backups.write_backup(self.log.home.path, content, number, datetime.now(), mark)
        with self.log.lock.hold():
            self.log.current.replace(temporary, number, meta["counts"])

    def _ended(self) -> dict[str, int]:
        """Return the journal files of ended writers, and how far each was read."""
        self.log.journals.look_who_lives()
        files, folder = self.log.journals.files, self.log.journals.folder
        return {n: f.end for n, f in files.items() if not f.alive and is_ours(folder / n, JOURNAL)}

    def _remove(self, ended: Mapping[str, int], folded_in: Collection[str]) -> None:
        for name, end in ended.items():
            file = self.log.journals.files.get(name)
            if file is None or file.end != end:
                continue
            extra = os.fstat(file.descriptor).st_size - end
            is_past = file.newest >= 0 and not file.writers & {*folded_in}
            if extra or file.damaged or is_past:
                content = os.pread(file.descriptor, end + extra, 0)
                keep_aside(content, name, self.log.home.damaged)
            (self.log.journals.folder / name).unlink(missing_ok=True)
