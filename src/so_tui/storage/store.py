"""The store: everything that is kept, for any number of sessions at once."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from so_tui.domain.entity import Entity
from so_tui.domain.text import clean
from so_tui.state import AppState, Change
from so_tui.storage.changes import Trashed, steps_of, trash_of
from so_tui.storage.errors import StoreError, cannot_write
from so_tui.storage.files import replace_file
from so_tui.storage.ledger import Tables
from so_tui.storage.opening import Opened, Writing, look, open_to_write
from so_tui.storage.records import Step
from so_tui.storage.seal import PLAIN, Seal
from so_tui.storage.sessions import Session, living
from so_tui.storage.snapshot import CONTEXT, FILE, dump, tables_of
from so_tui.storage.undo import inverse, newest_of
from so_tui.storage.views import Views

OPENED = "case"
"""Name of the setting that holds the id of the case that was opened last."""
CHECKPOINT_EVERY = 500
"""So many records after a snapshot it is time for the next one."""


class Store:
    """What is kept in one data directory, as one session sees and changes it.

    One thread uses it; only `checkpoint` may be called from another one.

    Attributes:
        folder: The data directory.
        path: The snapshot, which stock TinyDB reads.
        drafts: Unfinished text.
        notices: What was found on opening that the user should know, in sentences.
    """

    def __init__(self, opened: Opened) -> None:
        """Take over what was opened; use `open` or `read` instead."""
        self.folder = opened.folder
        self.path = opened.folder / FILE
        self.drafts = opened.drafts
        self.notices = opened.notices
        self._seal = opened.seal
        self._writing = opened.writing
        self._why_not = opened.why_not
        self._ledger = opened.found.ledger
        self._views = opened.views
        self._shown = self._opened_last()

    @classmethod
    def open(cls, folder: Path, seal: Seal = PLAIN) -> Self:
        """Open the store of a data directory; other sessions may have it open as well.

        One that a newer version wrote, or that cannot be written to, opens to be read only.

        Args:
            folder: An existing directory, as `paths.data_dir` returns it.
            seal: What seals and opens the files.

        Raises:
            StoreInUse: A session of an older version has it open, or does not let go of it.
            StoreDamaged: It cannot be read, and there is no good backup.
            StoreError: It cannot be read or written.
        """
        store = cls(open_to_write(folder, seal))
        if (
            store._writing is not None
            and store._writing.current.number < 0
            and store._ledger.tables
        ):
            with suppress(StoreError):  # all is in the journals and backups, and it is tried again
                store.checkpoint()
        return store

    @classmethod
    def read(cls, folder: Path, seal: Seal = PLAIN) -> Self:
        """Open the store to look at it, while other sessions may have it open.

        It shows what was saved last, changes nothing on disk and makes no directory.

        Raises:
            StoreDamaged: It cannot be read, and there is no good backup.
            StoreError: The system does not let us read it.
        """
        return cls(look(folder, seal))

    def state(self) -> AppState:
        """Return the case that `show` was asked for, which may be one that is put away.

        Until then that is the one that was opened last, by whichever session, unless it is put
        away; else the newest that is not put away, else the newest, else no case. The same value
        comes back as long as nothing in it has changed.
        """
        return self._views.state(self._shown)

    def show(self, case_id: str) -> None:
        """Let `state` give this case, in this session."""
        self._shown = case_id

    def _opened_last(self) -> str:
        case_id = self.settings.get(OPENED, "")
        case = self._views.state(case_id).case if case_id else None
        return case_id if case is not None and case.closed is None else ""

    def tables(self) -> Tables:
        """Return everything as a snapshot holds it: trash, history and settings too."""
        return tables_of(self._ledger)

    def entities(self) -> list[Entity]:
        """Return everything of all cases."""
        return self._views.entities()

    @property
    def seal(self) -> Seal:
        """What seals and opens its files."""
        return self._seal

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self._writing is None

    @property
    def unsaved(self) -> bool:
        """Whether a commit failed whose changes are not on disk yet."""
        return self._writing is not None and self._writing.log.unsaved

    @property
    def settings(self) -> Mapping[str, str]:
        """What the user has set, by name."""
        settings = self._ledger.settings.items()
        return {clean(name): clean(value) for name, value in settings}

    @property
    def others(self) -> list[Session]:
        """The other sessions that have the store open now, as far as the last `refresh` saw."""
        return living(self._writing.journals.files.values()) if self._writing else []

    @property
    def trash(self) -> list[Trashed]:
        """What was taken away in the last 30 days; putting the entity brings it back."""
        return trash_of(self._ledger)

    def commit(self, changes: Sequence[Change], *, said: str = "", author: str = "") -> None:
        """Make the changes durable, all of them in one write or none.

        Afterwards `state` has them, merged with what other sessions have saved meanwhile.

        Args:
            changes: What is to change.
            said: What happened, in words for the person who takes it back; '' when that is not
                to be offered.
            author: Who does it.

        Raises:
            StoreError: They could not be written. The store keeps and shows them, and the next
                commit writes them along; `commit([])` tries again.
            ValueError: An entity has an id that is not 12 hex digits; nothing was changed.
        """
        self._write(steps_of(changes, self._ledger), said=said, author=author)

    def set_setting(self, name: str, value: str) -> None:
        """Keep a setting durably.

        Raises:
            StoreError: It could not be written.
        """
        self._write([["setting", name, value]])

    def next_undo(self, author: str) -> str | None:
        """Return what the change said that `undo` would take back, or None.

        That is the newest one of this session, or of the same author's sessions that have ended.
        """
        entry = self._newest_of(author)
        return None if entry is None else str(entry["said"])

    def undo(self, author: str) -> None:
        """Take back the change that `next_undo` tells of, where nobody changed the same since.

        Raises:
            StoreError: It could not be written; as with `commit`.
        """
        entry = self._newest_of(author)
        if entry is not None:
            steps = inverse(entry, self._ledger)
            self._write(steps, author=author, undoes=str(entry["name"]))

    def _newest_of(self, author: str) -> Mapping[str, object] | None:
        if self._writing is None:
            return None
        living = {other.id for other in self.others}
        return newest_of(self._ledger, self._writing.writer.session, author, living)

    def write_as(self, author: str) -> None:
        """Tell other sessions who types in this one."""
        if self._writing is not None:
            with suppress(OSError, StoreError), self._writing.lock.hold():
                self._writing.writer.say(author=author)

    def refresh(self) -> bool:
        """Take in what other sessions have saved; return whether there was anything.

        Costs next to nothing when there was not, so that it can be called every second.

        Raises:
            StoreInUse: Another session is just writing.
            StoreError: The directory has vanished, or the journals cannot be read.
        """
        if self._writing is None:
            return False
        try:
            self._writing.log.pull()
        finally:
            changed = self._follow()
        return changed

    @property
    def records_since_checkpoint(self) -> int:
        """How many records are not in the snapshot yet."""
        if self._writing is None:
            return 0
        return self._writing.log.number - max(0, self._writing.current.number)

    def checkpoint(self) -> None:
        """Write a new snapshot with a backup. May be called from another thread.

        Raises:
            StoreError: It could not be done. Nothing is lost by that: the journals have it all.
        """
        if self._writing is not None:
            self._writing.checkpoints.make(self._writing.log.take)

    def copy_to(self, folder: Path) -> None:
        """Write everything, what could not be saved too, as a store in another directory.

        Args:
            folder: An existing directory without a store, as `paths.data_dir` returns it.

        Raises:
            StoreError: It could not be written, or there is a store.
        """
        try:
            if os.path.lexists(folder / FILE):
                raise StoreError.because("occupied", folder=folder)
            content = self._seal.seal(dump(self.tables()), CONTEXT)
            replace_file(folder / FILE, content)
        except OSError as error:
            raise cannot_write(error, folder) from error

    def close(self) -> None:
        """Save what is not saved yet, and end this session; a second call does nothing."""
        self.drafts.close()
        writing, self._writing = self._writing, None
        if writing is not None:
            with suppress(StoreError):
                writing.log.push()
            with suppress(StoreError):
                writing.checkpoints.make(writing.log.take, last=True)
            _close(writing)
        self._seal = PLAIN  # the keys are not to stay longer than they are needed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _write(
        self, steps: Sequence[Step], *, said: str = "", author: str = "", undoes: str = ""
    ) -> None:
        if self._writing is None:
            raise StoreError.because(self._why_not, folder=self.folder)
        log = self._writing.log
        if steps or undoes:
            log.add(steps, said=said, by=author, undoes=undoes)
        if not log.unsaved:
            return
        try:
            log.push()
        finally:
            self._follow()

    def _follow(self) -> bool:
        """Bring the entities up to date with the log; return whether that changed anything."""
        if self._writing is None:
            return False
        log = self._writing.log
        changed = log.renewed or bool(log.touched)
        self._ledger = log.ledger
        if log.renewed:
            self._views = Views(self._ledger)
        else:
            self._views.follow(self._ledger, log.touched)
        log.renewed = False
        log.touched.clear()
        return changed


def _close(writing: Writing) -> None:
    writing.writer.close()
    writing.journals.close()
    writing.lock.close()
