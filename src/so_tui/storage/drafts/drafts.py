"""Drafts: the unfinished text of a field, kept from the first letter on."""

import json
import os
import threading
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.domain.text import clean
from so_tui.storage.disk.files import (
    close_quietly,
    open_plain,
    replace_file,
    sync_data,
    sync_directory,
)
from so_tui.storage.documents.journal_entries import is_local_time
from so_tui.storage.errors import StoreDamaged
from so_tui.storage.journal.lines import open_line, to_line
from so_tui.storage.seals.seal import PLAIN, Seal

TIDY_AT = 256 * 1024
"""File size in bytes from which the file is rewritten without its outdated lines."""

PATIENCE = 2.0
"""Seconds to wait for a flush in another thread."""

LINES = "note:"
"""Key prefix of fields in which each line is saved separately."""

_PLACE = "drafts"


@dataclass(frozen=True, slots=True)
class Draft:
    """Unfinished text of one field.

    Attributes:
        at: When it was typed (local time).
    """

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    key: str
    draft: Draft

    def line(self, seal: Seal) -> bytes:
        """Return the entry as one line."""
        body = [self.number, self.key, self.draft.text, self.draft.at.isoformat()]
        return to_line(json.dumps(body).encode("ascii"), seal, _PLACE, 0)


class Drafts:
    """The drafts of one writer, by key.

    An append-only file of lines: the newest entry of a key counts, and a line torn by a crash is
    ignored. Its writer is alive as long as that writer's journal is locked. Only one thread puts
    drafts in; any thread may flush them.
    """

    def __init__(self, path: Path, *, read_only: bool = False, seal: Seal = PLAIN) -> None:
        """Begin with no drafts; `take_over` adds those of writers that have ended.

        Args:
            path: The file of this writer.
            read_only: Whether nothing is to be written.
            seal: Seals the lines.
        """
        self._path = path
        self._read_only = read_only
        self._seal = seal
        self._descriptor = -1
        self._unsaved: dict[str, _Entry] = {}
        self._size = 0
        self._tidy_at = TIDY_AT
        self._flushing = False
        self._disk = threading.RLock()
        self._entries: dict[str, _Entry] = {}
        self._number = 0

    def take_over(self, drafts: Mapping[str, Draft]) -> dict[str, Draft]:
        """Adopt drafts of another writer, and return those that stay with it.

        A key that already has a draft keeps it; the other draft can be adopted later.
        """
        remaining: dict[str, Draft] = {}
        for key, draft in drafts.items():
            own = self.get(key)
            if own is None:
                self._add(key, draft)
            elif own.text != draft.text:
                remaining[key] = draft
        return remaining

    def get(self, key: str) -> Draft | None:
        """Return the draft of this key, or None."""
        entry = self._entries.get(key)
        return entry.draft if entry and entry.draft.text else None

    def all(self) -> Mapping[str, Draft]:
        """Return all drafts by key."""
        return {key: e.draft for key, e in list(self._entries.items()) if e.draft.text}

    def put(self, key: str, text: str, at: datetime | None = None) -> None:
        """Hold a draft in memory until the next `flush`.

        Args:
            key: The field.
            text: The text; '' removes the draft.
            at: When it was typed (local time); now if not given.
        """
        self._add(key, Draft(text, at or datetime.now()))

    def _add(self, key: str, draft: Draft) -> None:
        self._number += 1
        entry = _Entry(self._number, key, draft)
        self._entries[key] = entry
        self._unsaved[key] = entry

    def flush(self) -> bool:
        """Make all drafts durable, and return whether they are.

        Safe to call from a signal handler that interrupts any method here, this one too: each call
        is one append that begins on a new line, and entries are numbered, so neither a torn nor a
        late line can replace a newer one.
        """
        if not self._disk.acquire(timeout=PATIENCE):
            return False
        try:
            return self._flush()
        finally:
            self._disk.release()

    def _flush(self) -> bool:
        outermost, self._flushing = not self._flushing, True
        try:
            flushed = self._append()
            if flushed and outermost and self._size > self._tidy_at:
                with suppress(OSError):  # everything is durable already
                    self._tidy()
                flushed = self._append()
            return flushed
        finally:
            if outermost:
                self._flushing = False

    def close(self) -> None:
        """Flush and close the file; a second call does nothing."""
        with self._disk:
            self._flush()
            if not self._read_only and not self.all() and self._descriptor >= 0:
                with suppress(OSError):
                    self._path.unlink()
            self._read_only = True
            self._seal = PLAIN
            self._close_file()

    def _close_file(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        close_quietly(descriptor)

    def _open(self) -> int:
        if not self._path.parent.is_dir():
            self._path.parent.mkdir(mode=0o700)
            sync_directory(self._path.parent.parent)
        descriptor = open_plain(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        sync_directory(self._path.parent)
        return descriptor

    def _look_for_file(self) -> None:
        """Start a new file if ours was removed: writes to a removed file are lost."""
        if self._descriptor >= 0 and os.fstat(self._descriptor).st_nlink == 0:
            self._descriptor = -1
            self._save_again(self._entries)

    def _append(self) -> bool:
        try:
            self._look_for_file()
            batch = list(self._unsaved.values())
            if not batch:
                return True
            if self._read_only:
                return False
            content = b"".join(b"\n" + entry.line(self._seal) for entry in batch) + b"\n"
            if self._descriptor < 0:
                self._descriptor = self._open()
            if os.write(self._descriptor, content) != len(content):
                return False
            self._sync()
        except (OSError, StoreDamaged):
            return False
        self._size += len(content)
        self._saved(batch)
        return True

    def _saved(self, entries: Iterable[_Entry]) -> None:
        for entry in entries:
            newest = self._unsaved.pop(entry.key, entry)
            if newest is not entry:
                self._unsaved.setdefault(entry.key, newest)

    def _save_again(self, entries: Mapping[str, _Entry]) -> None:
        for key, entry in list(entries.items()):
            self._unsaved.setdefault(key, entry)

    def _sync(self) -> None:
        try:
            sync_data(self._descriptor)
        except OSError:
            # The system may mark as clean what never reached the disk: rewrite all of it.
            with suppress(OSError):
                self._tidy()
            raise

    def _tidy(self) -> None:
        """Rewrite the file with only the newest entries.

        A flush from a signal handler in the middle of this appends to the old file, which remains
        if the process ends there. If it continues, what that flush wrote counts as unsaved again.
        """
        entries = dict(self._entries)
        content = b"".join(e.line(self._seal) for e in entries.values() if e.draft.text)
        self._close_file()
        replace_file(self._path, content)
        self._close_file()  # which such a flush may have opened
        self._size = len(content)
        self._tidy_at = max(TIDY_AT, 4 * self._size)
        self._saved(entries.values())
        now = dict(self._entries)
        self._save_again({key: e for key, e in now.items() if entries.get(key) is not e})


def read_drafts(content: bytes, seal: Seal) -> tuple[dict[str, Draft], bool]:
    """Return the drafts in a file's bytes, and whether any line cannot be read."""
    entries: dict[str, _Entry] = {}
    damaged = False
    *_, last = lines = content.split(b"\n")
    if _entry(last, seal) is None and _entry(last[:-1], seal):  # only the newline is damaged
        lines[-1] = last[:-1]
    for line in lines:
        entry = _entry(line, seal) if line.strip() else None
        if entry is None:
            damaged = damaged or bool(line.strip())
        elif entry.key not in entries or entries[entry.key].number < entry.number:
            entries[entry.key] = entry
    return {key: e.draft for key, e in entries.items() if e.draft.text}, damaged


def drafts_file(drafts: Mapping[str, Draft], seal: Seal) -> bytes:
    """Return the bytes of a file that holds these drafts."""
    numbered = enumerate(drafts.items(), 1)
    return b"".join(_Entry(number, key, draft).line(seal) for number, (key, draft) in numbered)


def _entry(line: bytes, seal: Seal) -> _Entry | None:
    try:
        body = _old_body(line) if line.startswith(b"{") else open_line(line, seal, f"{_PLACE}@0")
        number, key, text, at = json.loads(body or b"null")
        if type(number) is not int or not is_local_time(at):
            return None  # not comparable with the others
        return _Entry(number, clean(key), Draft(clean(text), datetime.fromisoformat(at)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _old_body(line: bytes) -> bytes | None:
    """Return the body of a schema 1 entry, a line of JSON with its own checksum."""
    entry = json.loads(line)
    body = json.dumps(entry["draft"]).encode("ascii")
    return body if entry["sum"] == zlib.crc32(body) else None
