"""Opening a store: to write in it, or only to look at it."""

import errno
import os
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import field
from datetime import datetime
from pathlib import Path

from so_tui.storage import unlocked
from so_tui.storage.age_seal import AgeSeal
from so_tui.storage.backups import backups_in, retire
from so_tui.storage.checkpoint import Checkpoints
from so_tui.storage.current import Current
from so_tui.storage.draft_files import DRAFTS
from so_tui.storage.drafts import Drafts
from so_tui.storage.errors import (
    StoreDamaged,
    StoreError,
    StoreInUse,
    cannot_write,
    notice,
)
from so_tui.storage.files import read_plain_file
from so_tui.storage.inventory import JOURNAL, strange_files
from so_tui.storage.journal import JournalFile, Journals
from so_tui.storage.loading import (
    Found,
    Signature,
    is_left_out,
    put_right,
    say_left_out,
    signature_of,
    understand,
)
from so_tui.storage.lock import Lock
from so_tui.storage.log import Log
from so_tui.storage.paths import close_to_others, network_file_system
from so_tui.storage.records import IMPLAUSIBLE, Record
from so_tui.storage.seal import PLAIN, Seal
from so_tui.storage.sessions import all_drafts, inherit_drafts, living, sweep
from so_tui.storage.snapshot import FILE, SCHEMA
from so_tui.storage.tables import no_collecting
from so_tui.storage.vault_keys import IDENTITY, RECOVERY, trouble
from so_tui.storage.views import Views
from so_tui.storage.writer import Writer
from so_tui.values import dataclass

LOCK = "lock"
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


@dataclass(slots=True)
class Writing:
    """What a session that writes needs.

    Attributes:
        lock: Taken for each look and each write.
        journals: Of the other sessions.
        writer: The journal of this session.
        log: The records of all.
        checkpoints: Makes the snapshots.
        current: The snapshot on disk.
    """

    lock: Lock
    journals: Journals
    writer: Writer
    log: Log
    checkpoints: Checkpoints
    current: Current


@dataclass(slots=True)
class Opened:
    """An open store.

    Attributes:
        folder: The data directory.
        seal: What seals its files.
        found: What was found in it.
        views: The entities in it.
        drafts: Unfinished text.
        writing: None when it can only be read.
        why_not: Why it can only be read: what `StoreError.because` is to be given.
        notices: What was found that the user should know, in sentences.
        left_out: Those of them that tell of saved words which are not shown.
    """

    folder: Path
    seal: Seal
    found: Found
    views: Views
    drafts: Drafts
    writing: Writing | None = None
    why_not: str = "read_only"
    notices: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def look(folder: Path, seal: Seal, why_not: str = "read_only") -> Opened:
    """Open a store only to look at it; nothing on disk is changed or made.

    Raises:
        StoreDamaged: It cannot be read, and there is no good backup.
        StoreError: The system does not let us read it.
    """
    saved, told, stuck = -1, False, False
    try:
        with ExitStack() as stack:
            try:
                lock = Lock(folder / LOCK, read_only=True)
                stack.callback(lock.close)
                saved = lock.saved  # what is saved later does no harm, what is missed would
                stack.enter_context(lock.hold(unlocked.PATIENCE))
                saved, told = lock.saved, lock.turn >= 0
            except (FileNotFoundError, NotADirectoryError, PermissionError):
                pass  # nothing was kept here yet, or one may look but not touch
            except StoreInUse:
                stuck = told = True

            def gather() -> _Read:
                return _read_all(folder, seal, stack)

            read = unlocked.at_one_moment(folder, gather) if stuck else gather()
        with no_collecting():
            found = understand(folder, read.content, read.signature, read.records, seal, saved)
            _doubt(folder, found, saved, told, read.records, read.journals)
            for name, file in read.journals.items():
                path = folder / JOURNAL / name
                if is_left_out(path, file, found):
                    say_left_out(name, file, found, path)
            for path in read.damaged:
                found.miss("damaged_drafts", file=path)
            _name_strange(folder, found)
            views = _views(folder, found)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError.because("not_readable", file=folder, reason=reason) from error
    return _opened(folder, seal, found, views, read.drafts, why_not=why_not)


@dataclass(slots=True)
class _Read:
    """What lies on disk, read but not made sense of.

    Attributes:
        content: The bytes of the snapshot, or None when there is none.
        signature: Of its file.
        records: What the journals hold, in order.
        journals: Their files by name.
        drafts: Unfinished text.
        damaged: The files in which some of it cannot be read.
    """

    content: bytes | None
    signature: Signature | None
    records: list[Record]
    journals: Mapping[str, JournalFile]
    drafts: Drafts
    damaged: list[Path]


def _read_all(folder: Path, seal: Seal, stack: ExitStack) -> _Read:
    journals = Journals(folder, seal)
    stack.callback(journals.close)
    content, signature, records = _gather(folder, seal, journals)
    journals.look_who_lives()
    drafts = Drafts(folder / DRAFTS / "none", read_only=True, seal=seal)
    unfinished, damaged = all_drafts(folder, seal)
    drafts.take_over(unfinished)
    return _Read(content, signature, records, dict(journals.files), drafts, damaged)


def open_to_write(folder: Path, seal: Seal) -> Opened:
    """Open a store for one more session; where it cannot be written to, only to look at it.

    Raises:
        StoreInUse: A session of an older version has it open, or it was just locked or unlocked.
        StoreDamaged: It cannot be read, and there is no good backup.
        StoreError: It cannot be read or written.
    """
    try:
        lock = Lock(folder / LOCK)
    except OSError as error:
        if error.errno in _READ_ONLY and os.path.lexists(folder / LOCK):
            return _only_look(folder, seal, "not_allowed", "read_only")
        raise cannot_write(error, folder) from error
    with ExitStack() as undo:
        undo.callback(lock.close)
        journals = Journals(folder, seal)
        undo.callback(journals.close)
        try:
            with lock.hold():
                saved, told = lock.saved, lock.turn >= 0
                content, signature, records = _gather(folder, seal, journals)
            with no_collecting():
                found = understand(folder, content, signature, records, seal, saved)
                if _is_newer(found, journals):
                    return _only_look(folder, seal, "read_only_newer", "newer")
                _doubt(folder, found, saved, told, records, journals.files)
                _name_strange(folder, found)
                opened = _begin(folder, seal, lock, journals, found)
        except OSError as error:
            raise cannot_write(error, folder) from error
        undo.pop_all()
    return opened


def _gather(
    folder: Path, seal: Seal, journals: Journals
) -> tuple[bytes | None, Signature | None, list[Record]]:
    """Read everything; the lock is held, so it is not made sense of yet."""
    _must_fit(folder, seal)
    signature = signature_of(folder / FILE)
    content, records = read_plain_file(folder / FILE), journals.news()
    journals.told()
    return content, signature, records


def _must_fit(folder: Path, seal: Seal) -> None:
    """Make sure that nobody has locked the store, or unlocked it, since someone looked.

    Raises:
        StoreInUse: Somebody has.
    """
    keys = [name for name in (IDENTITY, RECOVERY) if os.path.lexists(folder / name)]
    if IDENTITY in keys if seal is PLAIN else isinstance(seal, AgeSeal) and not keys:
        raise trouble(StoreInUse, "locked_now")


def _doubt(
    folder: Path,
    found: Found,
    saved: int,
    told: bool,
    records: list[Record],
    journals: Mapping[str, JournalFile],
) -> None:
    """Say so when it cannot be told whether the last changes are there.

    Args:
        folder: The data directory.
        found: What was found.
        saved: What the lock tells of the newest record that was saved; -1 for nothing.
        told: Whether the lock tells that somebody has written.
        records: What the journals hold.
        journals: Their files by name.
    """
    kept = found.content is not None or bool(records and not told)
    if saved < 0 and kept and found.checked:
        at = found.ledger.at[:16].replace("T", " ")
        gone = not any(file.newest >= 0 for file in journals.values())
        found.doubt("untold_since" if at else "untold", sure=gone, file=folder / LOCK, time=at)


def _name_strange(folder: Path, found: Found) -> None:
    for path in strange_files(folder):
        found.miss("strange", file=path)


def _opened(
    folder: Path,
    seal: Seal,
    found: Found,
    views: Views,
    drafts: Drafts,
    writing: Writing | None = None,
    why_not: str = "read_only",
) -> Opened:
    said, left_out = found.notices, found.left_out
    return Opened(folder, seal, found, views, drafts, writing, why_not, said, left_out)


def _is_newer(found: Found, journals: Journals) -> bool:
    heads = [file.head.get("schema", 0) for file in journals.files.values()]
    return max([found.schema, *(s for s in heads if isinstance(s, int))]) > SCHEMA


def _only_look(folder: Path, seal: Seal, why_not: str, noticed: str) -> Opened:
    opened = look(folder, seal, why_not)
    opened.notices.insert(0, notice(noticed, folder=folder))
    return opened


def _views(folder: Path, found: Found) -> Views:
    """Return the entities, those that can be read."""
    views = Views(found.ledger)
    found.ledger.readable = found.checked and not views.unread
    for entry in views.unread:
        if not found.checked:
            raise StoreDamaged.because("damaged_entry", file=folder / FILE, entry=entry)
        found.miss("damaged_entry", entry=entry)
    return views


def _begin(folder: Path, seal: Seal, lock: Lock, journals: Journals, found: Found) -> Opened:
    views = _views(folder, found)
    session = os.urandom(6).hex()
    head = {"process": os.getpid(), "author": "", "since": datetime.now().isoformat()}
    writer = Writer(folder, session, seal, head)
    drafts = Drafts(folder / DRAFTS / f"{session}.jsonl", seal=seal)
    with lock.hold():
        _must_fit(folder, seal)
        journals.look_who_lives()
        others = living(journals.files.values())
        if found.schema < SCHEMA and others:
            raise StoreInUse.because("older")
        # A full disk must not keep anybody from reading; each commit tries again.
        with suppress(OSError):
            journals.leave_out(writer.begin())
        with suppress(OSError):
            if not others:
                _renumber(folder, found, journals)
            if not lock.is_sound or lock.saved != found.ledger.number:
                lock.make_sound(found.ledger.number)  # what is missing is said once
        with suppress(OSError):
            if close_to_others(folder):
                found.tell("closed", folder=folder)
            put_right(folder, found, journals)
            alive = journals.sessions_alive()
            for path in inherit_drafts(folder, drafts, alive, seal, found.ledger):
                found.miss("damaged_drafts", file=path)
            sweep(folder, alive)
    current = Current(folder, seal, found.number, found.signature)
    log = Log(folder, lock, journals, writer, current, found.ledger)
    checkpoints = Checkpoints(folder, seal, lock, writer, journals, current)
    if found.schema < SCHEMA:
        found.number = current.number = -1
        found.tell("migrated")
    if network_file_system(folder):
        found.tell("network", folder=folder)
    writing = Writing(lock, journals, writer, log, checkpoints, current)
    return _opened(folder, seal, found, views, drafts, writing)


def _renumber(folder: Path, found: Found, journals: Journals) -> None:
    """Give the notes numbers of their own when those that were found cannot be right.

    Copies with such numbers would count as the newest ones for ever.
    """
    retire(folder, [copy for copy in backups_in(folder) if copy.number >= IMPLAUSIBLE])
    if found.ledger.number >= IMPLAUSIBLE:
        found.ledger.renumber()
        found.number = -1
        found.tell("renumbered")
        for file in journals.files.values():
            file.newest = min(file.newest, found.ledger.number)
