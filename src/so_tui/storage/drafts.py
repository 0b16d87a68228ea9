"""Unfinished text: what stands half-written in a field, kept from the first letter on."""

import json
import os
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from so_tui.domain.text import clean
from so_tui.storage.atomic import read_plain_file, replace_file, sync_directory
from so_tui.storage.errors import cannot_write

TIDY_AT = 256 * 1024
"""The file is written anew, without its outdated lines, when it has grown to so many bytes."""

_sync = getattr(os, "fdatasync", os.fsync)  # macOS has only fsync


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

    def line(self) -> bytes:
        """Return the entry as one JSON line that carries its own checksum."""
        body = [self.number, self.key, self.draft.text, self.draft.at.isoformat()]
        return json.dumps({"sum": _checksum(body), "draft": body}).encode("ascii")


def _checksum(body: list[Any]) -> int:
    return zlib.crc32(json.dumps(body).encode("ascii"))


class Drafts:
    """The unfinished texts of a store, by key.

    A file of lines that is only ever appended to: the newest entry of a key counts, and a line
    that was cut off by a crash is passed over.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Load the drafts, and write the file anew without its outdated lines.

        Raises:
            StoreDamaged: The file is a link or not a plain file.
            StoreError: It cannot be read or written.
        """
        self._path = path
        self._read_only = read_only
        self._descriptor = -1
        self._unsaved: dict[str, _Entry] = {}
        self._size = 0
        self._tidy_at = TIDY_AT
        self._flushing = False
        self._entries, lines, damaged = _load(read_plain_file(path) or b"")
        self._number = max((e.number for e in self._entries.values()), default=0)
        if not read_only and (damaged or lines > len(self.all())):
            try:
                self._tidy(keep_previous=damaged)
            except OSError as error:
                raise cannot_write(error, path.parent) from error

    def get(self, key: str) -> Draft | None:
        """Return the draft of this key, or None."""
        entry = self._entries.get(key)
        return entry.draft if entry and entry.draft.text else None

    def all(self) -> Mapping[str, Draft]:
        """Return all drafts by key."""
        return {key: e.draft for key, e in list(self._entries.items()) if e.draft.text}

    def put(self, key: str, text: str) -> None:
        """Hold unfinished text in memory until the next `flush`; '' takes the draft away."""
        self._number += 1
        entry = _Entry(self._number, key, Draft(text, datetime.now()))
        self._entries[key] = entry
        self._unsaved[key] = entry

    def flush(self) -> bool:
        """Make all drafts durable, and return whether they are.

        Safe to call from a signal handler that interrupts anything here, this function too:
        each call is one append that begins on a new line, and entries are numbered, so that
        neither a torn nor a late line can take the place of a newer one.
        """
        outermost, self._flushing = not self._flushing, True
        try:
            flushed = self._append()
            if flushed and outermost and self._size > self._tidy_at:
                with suppress(OSError):  # what it would tidy is durable already
                    self._tidy()
                flushed = self._append()
            return flushed
        finally:
            if outermost:
                self._flushing = False

    def close(self) -> None:
        """Flush and close the file; a second call does nothing."""
        self.flush()
        self._read_only = True
        self._close_file()

    def _close_file(self) -> None:
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)

    def _open(self) -> int:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self._path, flags | os.O_NONBLOCK, 0o600)
        os.fchmod(descriptor, 0o600)
        sync_directory(self._path.parent)
        return descriptor

    def _look_for_file(self) -> None:
        """Begin anew when the file was removed: what goes into it then is kept nowhere."""
        if self._descriptor >= 0 and os.fstat(self._descriptor).st_nlink == 0:
            self._descriptor = -1
            self._unsaved = dict(self._entries)

    def _append(self) -> bool:
        try:
            self._look_for_file()
            batch = list(self._unsaved.values())
            if not batch:
                return True
            if self._read_only:
                return False
            content = b"".join(b"\n" + entry.line() for entry in batch) + b"\n"
            if self._descriptor < 0:
                self._descriptor = self._open()
            if os.write(self._descriptor, content) != len(content):
                return False
            _sync(self._descriptor)
        except OSError:
            return False
        self._size += len(content)
        self._saved(batch)
        return True

    def _saved(self, entries: Iterable[_Entry]) -> None:
        for entry in entries:
            if self._unsaved.get(entry.key) is entry:
                self._unsaved.pop(entry.key, None)

    def _tidy(self, *, keep_previous: bool = False) -> None:
        """Write the file anew with the newest entries only.

        A signal's flush in the middle of this appends to the old file, which is the one that
        stays if the process ends there. If it goes on, what that flush wrote is unsaved again.
        """
        entries = dict(self._entries)
        content = b"".join(e.line() + b"\n" for e in entries.values() if e.draft.text)
        self._close_file()
        replace_file(self._path, content, keep_previous=keep_previous)
        self._close_file()  # which such a flush has opened
        self._size = len(content)
        self._tidy_at = max(TIDY_AT, 4 * self._size)
        self._saved(entries.values())
        now = list(self._entries.items())
        self._unsaved.update({key: e for key, e in now if entries.get(key) is not e})


def _load(content: bytes) -> tuple[dict[str, _Entry], int, bool]:
    """Return the newest entry of each key, the number of lines, and whether any was unreadable."""
    entries: dict[str, _Entry] = {}
    lines = [line for line in content.split(b"\n") if line.strip()]
    damaged = False
    for line in lines:
        entry = _entry(line)
        if entry is None:
            damaged = True
        elif entry.key not in entries or entries[entry.key].number < entry.number:
            entries[entry.key] = entry
    return entries, len(lines), damaged


def _entry(line: bytes) -> _Entry | None:
    try:
        record = json.loads(line)
        body = record["draft"]
        if record["sum"] != _checksum(body):
            return None
        number, key, text, at = body
        return _Entry(int(number), clean(key), Draft(clean(text), datetime.fromisoformat(at)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
