"""The drafts of one writer: held in memory, and appended to its file."""

import os
import threading
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from so_tui.domain.text import BLANK, Clean
from so_tui.storage.disk.files import (
    close_quietly,
    open_plain,
    replace_file,
    sync_data,
    sync_directory,
)
from so_tui.storage.drafts.drafts import Draft, DraftLine, key_of
from so_tui.storage.errors import StoreDamaged
from so_tui.storage.seals.seal import PLAIN, Seal

TIDY_AT = 256 * 1024
"""File size in bytes from which the file is rewritten without its outdated lines."""

PATIENCE = 2.0
"""Seconds to wait for a flush in another thread."""

IN_MEMORY = 10**12
"""Number after which texts are named that cannot be written, so that no name on disk is equal."""


class Drafts:
    """The drafts of one writer, by key.

    Each text typed under a key has a name of its own, KEY#NUMBER. Once it is finished, the next one
    begins under another name, and it stays until the journal entry that saves it is durable.

    An append-only file of lines: the newest entry of a name counts, and a line torn by a crash is
    ignored. Its writer is alive as long as that writer's journal is locked. Only one thread puts
    drafts in; any thread may flush them.
    """

    def __init__(self, path: Path, *, read_only: bool = False, seal: Seal = PLAIN) -> None:
        """Begin with no drafts; `take_over` adds those of writers that have ended."""
        self._path = path
        self._read_only = read_only
        self._seal = seal
        self._descriptor = -1
        self._unsaved: dict[str, DraftLine] = {}
        self._size = 0
        self._tidy_at = TIDY_AT
        self._flushing = False
        self._disk = threading.RLock()
        self._entries: dict[str, DraftLine] = {}
        self._typed: dict[str, str] = {}
        self._number = IN_MEMORY if read_only else 0

    def take_over(self, drafts: dict[str, Draft]) -> dict[str, Draft]:
        """Adopt drafts of another writer's file, and return those that stay with it.

        They are named as `read_drafts` names them, and the last for a key comes first. A key
        that already has a draft keeps it; the other draft can be adopted later.
        """
        remaining: dict[str, Draft] = {}
        for name, draft in reversed(drafts.items()):
            key, _ = key_of(name)
            own = self.get(key)
            if own is None:
                self.put(key, draft.text, draft.at, draft.by)
            elif own.text != draft.text:
                remaining[name] = draft
        if self._read_only:
            self._unsaved.clear()  # they are on disk, only not here
        return dict(reversed(remaining.items()))

    def get(self, key: str) -> Draft | None:
        """Return what is being typed under this key, or None."""
        return self.all().get(key)

    def all(self) -> Mapping[str, Draft]:
        """Return what is being typed, by key."""
        typed = ((key, self._entries[name].draft) for key, name in list(self._typed.items()))
        return {key: draft for key, draft in typed if draft.text}

    def put(self, key: str, text: str, at: datetime | None = None, by: Clean = BLANK) -> None:
        """Hold a draft in memory until the next `flush`.

        Args:
            key: The field.
            text: The text; '' removes the draft.
            at: When it was typed (local time); now if not given.
            by: Who typed it; where that is somebody else than before, nobody is known.
        """
        name = self._typed.get(key, f"{key}#{self._number + 1}")
        if text or key in self._typed:
            if (before := self._entries.get(name)) and before.draft.text:
                by = before.draft.continued(text, by)
            self._add(name, Draft(text, at or datetime.now(), by))
            self._typed[key] = name

    def _add(self, name: str, draft: Draft) -> None:
        self._number += 1
        entry = DraftLine(self._number, name, draft)
        self._entries[name] = entry
        self._unsaved[name] = entry

    def finish(self, key: str) -> str:
        """End the text typed under a key, and return its name; '' if there is none."""
        return self._typed.pop(key, "")

    @property
    def has_finished(self) -> bool:
        """Whether there are finished texts that `settle` has not removed yet."""
        typed = set(self._typed.values())
        return any(e.draft.text and name not in typed for name, e in self._entries.items())

    def settle(self, waiting: Collection[str]) -> None:
        """Remove the finished texts, except those with these names, which wait to be saved."""
        kept = {*waiting, *self._typed.values()}
        for name, entry in list(self._entries.items()):
            if name not in kept and entry.draft.text:
                self._add(name, Draft("", datetime.now()))
            elif name not in kept and name not in self._unsaved:
                del self._entries[name]

    def continue_from(self, old: "Drafts") -> None:
        """Take in what was typed and finished in drafts that could not be written."""
        typed = {name for name in old._typed.values() if name not in old._unsaved}
        changed = {name: entry for name, entry in old._entries.items() if name not in typed}
        for key in {key_of(name)[0] for name in changed}:
            self.put(key, "")  # what was taken over from the same field
            self._typed.pop(key, None)
            if key in old._typed:
                self._typed[key] = old._typed[key]
        self._entries |= changed
        self._unsaved |= changed
        self._number = max(self._number, old._number)

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
            is_empty = not any(entry.draft.text for entry in self._entries.values())
            if not self._read_only and is_empty and self._descriptor >= 0:
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
                return not any(entry.draft.text for entry in batch)
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

    def _saved(self, entries: Iterable[DraftLine]) -> None:
        for entry in entries:
            newest = self._unsaved.pop(entry.name, entry)
            if newest is not entry:
                self._unsaved.setdefault(entry.name, newest)

    def _save_again(self, entries: Mapping[str, DraftLine]) -> None:
        for name, entry in list(entries.items()):
            self._unsaved.setdefault(name, entry)

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
        self._save_again({name: e for name, e in now.items() if entries.get(name) is not e})
