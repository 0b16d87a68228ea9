"""Checkpoints: at quiet moments everything goes into one new snapshot, and journals end."""

import contextlib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from so_tui.storage import backups
from so_tui.storage.current import Current
from so_tui.storage.errors import cannot_write
from so_tui.storage.files import keep_aside, write_beside
from so_tui.storage.journal import Journals
from so_tui.storage.ledger import Ledger
from so_tui.storage.loading import DAMAGED
from so_tui.storage.lock import Lock
from so_tui.storage.seal import Seal
from so_tui.storage.snapshot import CONTEXT, dump, tables_of
from so_tui.storage.writer import Writer


class Checkpoints:
    """Makes the snapshots of one session."""

    def __init__(
        self,
        folder: Path,
        seal: Seal,
        lock: Lock,
        writer: Writer,
        journals: Journals,
        current: Current,
    ) -> None:
        self._folder = folder
        self._seal = seal
        self._lock = lock
        self._writer = writer
        self._journals = journals
        self._current = current

    def make(self, take: Callable[[], Ledger], *, last: bool = False) -> None:
        """Write a snapshot and its backup, and then end the journals that are in it.

        It may be called in a thread of its own: others are locked out only to copy the ledger,
        and to give the file its name. Killed at any moment, it leaves the old snapshot with all
        journals or the new one.

        Args:
            take: Returns a copy of the ledger; called while the lock is held.
            last: Whether this session writes no more.

        Raises:
            StoreError: It could not be done. Nothing is lost by that.
        """
        try:
            with self._lock.hold():
                ledger = take()
                self._end_file(last)
                ended, finished = self._ended(), list(self._writer.finished)
                # The number of the newest record tells of all others what is folded in.
                ledger.counts = {s: n for s, n in ledger.counts.items() if s in self._sessions()}
            if ledger.number > self._current.number:
                self._write(ledger)
            with self._lock.hold():
                self._writer.remove_finished(finished)
                self._remove(ended)
            with contextlib.suppress(FileNotFoundError):  # another session was quicker
                today = datetime.now().date()
                backups.let_go(self._folder, today, self._seal, self._folder / DAMAGED)
        except OSError as error:
            raise cannot_write(error, self._folder) from error

    def _end_file(self, last: bool) -> None:
        if last:
            self._writer.finish()
        elif self._writer.holds_records:
            self._journals.leave_out(self._writer.begin())

    def _write(self, ledger: Ledger) -> None:
        now = datetime.now()
        ledger.empty_trash(now)
        content = self._seal.seal(dump(tables_of(ledger)), CONTEXT)
        mark = f"{self._writer.session}."
        backups.write_backup(self._folder, content, ledger.number, now, mark)
        fresh = write_beside(self._current.path, content, mark)
        with self._lock.hold():
            self._current.replace(fresh, ledger.number)

    def _sessions(self) -> set[str]:
        return {self._writer.session, *(n.partition(".")[0] for n in self._journals.files)}

    def _ended(self) -> dict[str, int]:
        """Return the files of sessions that have ended, and how far each was read."""
        self._journals.look_who_lives()
        return {n: f.end for n, f in self._journals.files.items() if not f.alive}

    def _remove(self, ended: dict[str, int]) -> None:
        for name, end in ended.items():
            file = self._journals.files.get(name)
            if file is None or file.end != end:
                continue
            rest = os.fstat(file.descriptor).st_size - end
            if rest or file.damaged:
                content = os.pread(file.descriptor, end + rest, 0)
                keep_aside(content, name, self._folder / DAMAGED)
            (self._journals.folder / name).unlink(missing_ok=True)
