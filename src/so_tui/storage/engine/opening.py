"""Opening a store for writing, or holding changes in memory until it can be written."""

import errno
import os
import time
from collections.abc import Callable, Collection
from contextlib import ExitStack, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from so_tui.storage.disk.inventory import DRAFTS
from so_tui.storage.disk.paths import close_to_others, network_file_system
from so_tui.storage.documents.journal_entries import IMPLAUSIBLE
from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.documents.tables import no_collecting
from so_tui.storage.drafts.draft_writer import Drafts
from so_tui.storage.engine.checkpoint import Checkpoints
from so_tui.storage.engine.found import Found, leave_trace
from so_tui.storage.engine.loading import keep_before_migration, put_right, understand
from so_tui.storage.engine.log import Log
from so_tui.storage.engine.looking import (
    Opened,
    doubt,
    gather_files,
    look,
    must_fit,
    name_strange,
    note_newer,
    views_of,
)
from so_tui.storage.engine.pending import Pending
from so_tui.storage.engine.writers import Inheritance, living_writers, sweep
from so_tui.storage.errors import Notice, StoreError, StoreInUse, Wording, cannot_write, notice
from so_tui.storage.journal.journal import Journals, writer_of
from so_tui.storage.journal.journal_writer import JournalWriter
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.seals.seal import DataDirectory
from so_tui.storage.snapshot.backups import backups_in, retire
from so_tui.storage.snapshot.current import Current

NEWER = "storage.read_only_newer"
"""Code of the refusal if a newer version has written the store."""
TRY_EVERY = 5.0
"""Seconds between attempts to write to a folder that could not be written to."""
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


def open_to_write(home: DataDirectory, wording: Wording = str) -> Opened:
    """Open a store for one more writer; read-only if it cannot be written; see `Store.open`.

    Raises:
        StoreInUse: A writer of an older version has it open, or it was just locked or unlocked.
        StoreDamaged: It cannot be read, and there is no good backup.
        StoreError: It cannot be read or written.
    """
    try:
        lock = StoreLock(home.lock)
    except OSError as error:
        if error.errno in _READ_ONLY and os.path.lexists(home.lock):
            refusal = cannot_write(error, home.path)
            what = Notice(refusal.code, refusal.values)
            standing = notice("noticed.read_only", what=what)
            return _only_look(home, refusal, standing)
        raise cannot_write(error, home.path) from error
    with ExitStack() as undo:
        undo.callback(lock.close)
        journals = Journals(home)
        undo.callback(journals.close)
        try:
            with lock.hold():
                saved, was_written = lock.saved, lock.turn >= 0
                content, signature, entries = gather_files(home, journals)
            with no_collecting():
                found = understand(home, content, signature, entries, saved)
                note_newer(found, journals.files)
                if found.schema > SCHEMA:
                    refusal, standing = StoreError(NEWER), notice("noticed.newer")
                    return _only_look(home, refusal, standing)
                doubt(home, found, saved, was_written, journals.files)
                name_strange(home, found)
                opened = _begin(home, wording, lock, journals, found, saved)
        except OSError as error:
            raise cannot_write(error, home.path) from error
        undo.pop_all()
    return opened


def _only_look(home: DataDirectory, refusal: StoreError, standing: Notice) -> Opened:
    opened = look(home)
    opened.refusal, opened.standing = refusal, standing
    opened.log = MemoryLog(opened, refuses=refusal.code == NEWER)
    opened.found.notices.insert(0, standing)
    return opened


def _begin(
    home: DataDirectory,
    wording: Wording,
    lock: StoreLock,
    journals: Journals,
    found: Found,
    saved: int,
) -> Opened:
    views = views_of(home, found)
    writer_id = os.urandom(6).hex()
    head = {"process": os.getpid(), "author": "", "since": datetime.now().isoformat()}
    writer = JournalWriter(home, writer_id, head)
    journals.own = writer_id
    drafts = Drafts(home / DRAFTS / f"{writer_id}.jsonl", seal=home.seal)
    with lock.hold():
        must_fit(home)
        journals.look_who_lives()
        others = living_writers(journals.files.values())
        if _has_older_writer(found, journals):
            raise StoreInUse("storage.older")
        # A full disk must not prevent reading; each commit tries again.
        with suppress(OSError):
            writer.begin()
        with suppress(OSError):
            if not others:
                _renumber(home.path, found, journals)
        trace = partial(leave_trace, home, found, wording)
        keep = partial(keep_before_migration, home, found)
        owed: list[Callable[[], None]] = [trace, keep]
        with suppress(OSError):
            keep()
            owed.remove(keep)
        with suppress(OSError):
            trace()
            owed.remove(trace)  # from here on nothing else misses the changes that are gone
            # Missing entries are reported once; another writer may have saved more meanwhile.
            newest = max(found.ledger.number, lock.saved if lock.saved != saved else -1)
            if lock.is_old or not lock.is_sound or lock.saved != newest:
                lock.make_sound(newest)
        with suppress(OSError):
            is_open = bool(home.path.stat().st_mode & 0o077)
            if close_to_others(home.path) and is_open:
                found.notices.append(notice("noticed.closed", folder=home.path))
            put_right(home, found, journals)
        current = Current(home, found.number, found.signature)
        inheritance = Inheritance(home, drafts)
        log = Log(home, lock, writer, journals, current, found.ledger, inheritance)
        if found.stock is not None:
            with suppress(OSError, StoreError):  # tried again by each poll
                log.read_durable()
        with suppress(OSError):
            alive = journals.writers_alive()
            # What a writer saved before it ended, since the files were read, counts as saved.
            for path in inheritance.take_over(alive, log.read_durable):
                found.miss(notice("noticed.damaged_drafts", file=path))
            sweep(home.path, alive)
    if found.schema < SCHEMA:
        found.number = current.number = -1
        found.notices.append(notice("noticed.migrated"))
    if network_file_system(home.path):
        found.notices.append(notice("noticed.network", folder=home.path))
    return Opened(home, found, views, drafts, log, Checkpoints(log, owed))


def _has_older_writer(found: Found, journals: Journals) -> bool:
    """Return whether a living writer changes documents of an older schema.

    Before a migration that is one whose journal does not say that it is a current one.
    """
    if found.schema < SCHEMA:
        journals.read_new()  # also of a current one that has begun since the files were read
        journals.look_who_lives()
    alive = [(name, file.schema) for name, file in journals.files.items() if file.alive]
    current = {writer_of(name) for name, schema in alive if schema >= SCHEMA}
    if found.schema < SCHEMA and journals.writers_alive() - current:
        return True
    return any(0 < schema < SCHEMA for _, schema in alive)


def _renumber(folder: Path, found: Found, journals: Journals) -> None:
    """Renumber the entries if the numbers found cannot be right.

    Backups with such numbers would count as the newest for ever.
    """
    retire(folder, [copy for copy in backups_in(folder) if copy.number >= IMPLAUSIBLE])
    if found.ledger.number >= IMPLAUSIBLE:
        found.ledger.renumber()
        found.number = -1
        found.notices.append(notice("noticed.renumbered"))
        for file in journals.files.values():
            file.newest = min(file.newest, found.ledger.number)


class MemoryLog(Pending):
    """Journal entries of a writer that cannot write yet, held only in memory.

    It stands in for the `Log` until the store can be opened for writing, which is not tried if it
    refuses changes; settings are accepted even then.
    """

    def __init__(self, opened: Opened, *, refuses: bool) -> None:
        super().__init__(opened.found.ledger, os.urandom(6).hex())
        self.refuses = refuses
        self._home = opened.home
        self._number, self._cases = _identity(opened.found.ledger)
        self._tried = time.monotonic()

    @property
    def unsaved(self) -> bool:
        """Whether any held entry changes more than settings."""
        return bool(self.waiting)

    @property
    def living(self) -> Collection[str]:
        """All other writers: it is not known which of them are alive."""
        return self.ledger.counts

    @property
    def is_due(self) -> bool:
        """Whether it is time to try the folder again."""
        return not self.refuses and time.monotonic() - self._tried >= TRY_EVERY

    def check(self) -> None:
        """Make sure that the folder can be written, and holds the store that was read.

        Raises:
            StoreError: It cannot or does not.
        """
        self._tried = time.monotonic()
        if not os.path.lexists(self._home.lock):
            raise StoreError("storage.vanished", folder=self._home.path)
        try:
            StoreLock(self._home.lock).close()  # most attempts end here, before anything is read
        except OSError as error:
            raise cannot_write(error, self._home.path) from error
        number, cases = _identity(look(self._home).found.ledger)
        if number < self._number or (self._cases and not self._cases & cases):
            raise StoreError("storage.vanished", folder=self._home.path)

    def hand_over(self, log: Pending) -> None:
        """Add the held entries to the log of the store that is now open."""
        for entry in self.pending:
            undoes = entry.undoes.replace(self.id, log.id)
            log.add(entry.operations, entry.label, entry.by, undoes, entry.draft)
        log.passed |= self.passed


def _identity(ledger: Ledger) -> tuple[int, set[str]]:
    """Return what distinguishes a continued store from a different one in its place."""
    return ledger.number, set(ledger.tables.get("cases", {}))
