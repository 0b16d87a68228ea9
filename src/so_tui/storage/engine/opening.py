"""Opening a store for writing."""

import errno
import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from so_tui.storage.disk.inventory import DRAFTS
from so_tui.storage.disk.paths import close_to_others, network_file_system
from so_tui.storage.documents.journal_entries import IMPLAUSIBLE
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.documents.tables import no_collecting
from so_tui.storage.drafts.draft_writer import Drafts
from so_tui.storage.engine.checkpoint import Checkpoints
from so_tui.storage.engine.found import Found, leave_trace
from so_tui.storage.engine.loading import keep_before_migration, put_right, understand
from so_tui.storage.engine.log import Log
from so_tui.storage.engine.looking import (
    doubt,
    gather_files,
    look,
    must_fit,
    name_strange,
    note_newer,
    views_of,
)
from so_tui.storage.engine.opened import Opened
from so_tui.storage.engine.reopening import MemoryLog
from so_tui.storage.engine.writers import Inheritance, living_writers, sweep
from so_tui.storage.errors import Notice, StoreError, StoreInUse, Wording, cannot_write, notice
from so_tui.storage.journal.journal import Journals, writer_of
from so_tui.storage.journal.journal_writer import JournalWriter
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.seals.directory import DataDirectory
from so_tui.storage.snapshot.backups import backups_in, retire
from so_tui.storage.snapshot.current import Current

NEWER = "storage.read_only_newer"
"""Code of the refusal if a newer version has written the store."""
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
            return _only_look(home, wording, refusal, standing)
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
                    return _only_look(home, wording, refusal, standing)
                doubt(home, found, saved, was_written, entries, journals.files)
                name_strange(home, found)
                opened = _begin(home, wording, lock, journals, found, saved)
        except OSError as error:
            raise cannot_write(error, home.path) from error
        undo.pop_all()
    return opened


def _only_look(
    home: DataDirectory, wording: Wording, refusal: StoreError, standing: Notice
) -> Opened:
    opened = look(home)
    opened.wording, opened.refusal, opened.standing = wording, refusal, standing
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
                found.tell(notice("noticed.closed", folder=home.path))
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
        found.tell(notice("noticed.migrated"))
    if network_file_system(home.path):
        found.tell(notice("noticed.network", folder=home.path))
    return Opened(home, found, views, drafts, log, Checkpoints(log, owed))


def _has_older_writer(found: Found, journals: Journals) -> bool:
    """Return whether a living writer changes documents of an older schema.

    Before a migration that is one whose journal does not say that it is a current one.

    Raises:
        StoreError: A journal cannot be read.
        OSError: The same.
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
        found.tell(notice("noticed.renumbered"))
        for file in journals.files.values():
            file.newest = min(file.newest, found.ledger.number)
