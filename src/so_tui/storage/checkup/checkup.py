"""Read-only check of a store that may be open elsewhere; findings contain no user text."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from so_tui.domain.state import TABLES
from so_tui.storage.checkup import contents, places
from so_tui.storage.checkup.findings import CheckState, Finding, fine, look, unknown
from so_tui.storage.disk.inventory import FILE, LOCK
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.engine.looking import look as open_to_look
from so_tui.storage.errors import StoreError, StoreInUse, reason_of
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.seals.seal import DataDirectory, Seal
from so_tui.storage.snapshot.database import open_database, read_table

PATIENCE = 2.0
"""Seconds to wait for the lock, which is held for milliseconds."""


def examine(folder: Path, seal: Seal | None, now: datetime) -> Iterator[Finding]:
    """Yield a finding for each part of a store, whatever state it is in.

    Args:
        folder: The data directory; it may be missing.
        seal: Opens the files; None if they are locked and no key is available.
        now: The local time.
    """
    yield from _each("folder", places.folder, folder)
    yield from _each("space", places.space, folder)
    yield from _each("drive", places.drive, folder)
    if not places.is_folder(folder):
        return
    yield from _each("files", places.files, folder)
    yield from _each("passphrase", places.passphrase, folder)
    if places.is_cut_short(folder):  # some files are sealed and some are not
        seal = None
    busy = False
    with ExitStack() as stack:
        try:
            lock = StoreLock(folder / LOCK, read_only=True)
            stack.callback(lock.close)
            stack.enter_context(lock.hold(PATIENCE))
            if not lock.is_sound:
                yield look("files.lock", file=folder / LOCK)
        except StoreInUse:
            busy = True
        except (OSError, StoreError):
            pass  # no store yet, or the check of the files has reported it
        journals = list(_each("journal", contents.journals, folder, seal))
        snapshot = list(_each("snapshot", contents.snapshot, folder, seal))
    yield from snapshot
    yield from journals
    yield from _each("backups", contents.backups, folder, seal, now)
    yield from _each("drafts", contents.drafts, folder, seal)
    yield from _each("damaged", contents.damaged, folder)
    yield from _each("crashes", places.crashes, folder)
    yield from _each("clock", places.clock, folder, now)
    if busy:
        yield look("open.busy")
    else:
        yield from _each("notes", _notes, folder, seal)


def _each(name: str, find: Callable[..., Iterator[Finding]], *values: object) -> Iterator[Finding]:
    """Yield the findings of a check; if the check itself fails, yield that."""
    try:
        yield from find(*values)
    except StoreError as error:
        yield Finding(name, CheckState.LOOK, error.code, error.values)
    except OSError as error:
        unseen = unknown("unseen.why", reason=reason_of(error))
        yield replace(unseen, name=name)


def _notes(folder: Path, seal: Seal | None) -> Iterator[Finding]:
    """Open the store read-only, as `so-tui status` does."""
    if seal is None:
        is_cut_short = places.is_cut_short(folder)
        yield unknown("notes.cut_short" if is_cut_short else "notes.locked")
        return
    opened = open_to_look(DataDirectory(folder, seal))
    database = open_database(folder / FILE, seal, lambda: opened.found.ledger)
    tables = [read_table(database, name) for name in TABLES]
    unread = sum(len(table.unread) for table in tables)
    entries = unread + sum(len(table.entities) for table in tables)
    if opened.found.unknown or (unread and opened.found.schema > SCHEMA):
        yield look("notes.unknown", count=entries, unknown=unread + opened.found.unknown)
    elif unread:
        yield look("notes.unread", count=entries, unread=unread)
    elif opened.found.number < 0 and opened.found.notices and not opened.found.stock:
        yield look("notes.fell_back", count=entries)
    elif not opened.found.doubts:
        yield fine("notes.fine", count=entries)
    if opened.found.doubts:
        yield look("notes.left_out", what=tuple(opened.found.doubts))
