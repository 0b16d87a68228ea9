"""All that waits for a disk, in other threads: the worker's, and reopening a store."""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from so_tui.session.wording import sentence_of
from so_tui.storage.backup.locked_copies import Keys
from so_tui.storage.backup.moving import keys_to_take, write_elsewhere
from so_tui.storage.errors import Notice, StoreError, notice
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.seals.vault_keys import is_locked
from so_tui.storage.store import Store


class StoreWorker:
    """Saves and reads, one job at a time, in a thread that ends with the program.

    A job requested again before it has started runs once. That thread calls `tell` when there is
    something new to take in.

    Attributes:
        failure: Why the last save failed; None if it succeeded.
        has_drafts: Whether the last save of drafts succeeded.
    """

    def __init__(self, tell: Callable[[], object]) -> None:
        self.failure: StoreError | None = None
        self.has_drafts = True
        self._tell = tell
        self._wanted: dict[str, Callable[[], None]] = {}
        self._busy = self._ended = False
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None

    def flush(self, store: Store) -> None:
        """Have the store's changes saved."""
        self._ask("flush", lambda: self._flush(store))

    def flush_drafts(self, store: Store) -> None:
        """Have the drafts saved."""
        self._ask("drafts", lambda: self._flush_drafts(store))

    def poll(self, store: Store) -> None:
        """Have what other writers have saved read."""
        self._ask("poll", lambda: self._poll(store))

    def write_as(self, store: Store, author: str) -> None:
        """Have other writers told who types here."""
        self._ask("author", lambda: store.write_as(author))

    def close(self, close: Callable[[], None]) -> None:
        """Have a store closed, as the last job."""
        self._ask("close", close)
        self.end()

    def wait(self, seconds: float) -> bool:
        """Wait until all requested jobs are done; return whether they are."""
        with self._news:
            return self._news.wait_for(lambda: not (self._wanted or self._busy), seconds)

    def end(self) -> None:
        """Let the thread end when all requested jobs are done."""
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _flush(self, store: Store) -> None:
        try:
            store.flush()
        except StoreError as error:
            self.failure = error
        else:
            self.failure = None
        self._tell()

    def _flush_drafts(self, store: Store) -> None:
        before, self.has_drafts = self.has_drafts, store.drafts.flush()
        if self.has_drafts != before:
            self._tell()

    def _poll(self, store: Store) -> None:
        before = store.log.others, len(store.notices)
        _ = store.database  # early, so that no later use of it has to wait for its import
        with suppress(StoreError):  # the next save reports it
            store.poll()
        if store.has_news or (store.log.others, len(store.notices)) != before:
            self._tell()

    def _ask(self, name: str, work: Callable[[], None]) -> None:
        with self._news:
            self._wanted[name] = work
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="saver", daemon=True)
                self._thread.start()
            self._news.notify_all()

    def _work(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._wanted or self._ended)
                if not self._wanted:
                    return
                work = self._wanted.pop(next(iter(self._wanted)))
                self._busy = True
            try:
                work()
            finally:
                with self._news:
                    self._busy = False
                    self._news.notify_all()


class Reopened(NamedTuple):
    """A store that was opened in another thread, and the key files that belong to it."""

    store: Store
    locked: bool
    keys: Keys


def _open(folder: Path, seal: Seal) -> Reopened:
    store = Store.open(folder, seal, sentence_of)
    return Reopened(store, is_locked(folder), keys_to_take(store))


def reopen(folder: Path, passphrase: str) -> Reopened:
    """Open the store of a directory again.

    Raises:
        WrongPassphrase: It is neither the passphrase nor the recovery key.
        StoreError: It cannot be opened.
    """
    from so_tui.storage.vault.vault import unlock

    return _open(folder, unlock(folder, passphrase) if is_locked(folder) else PLAIN)


def write_and_open(old: Store, keys: Keys, folder: Path) -> Reopened:
    """Write a whole store to another directory, and open it there.

    Raises:
        StoreError: It cannot be written or opened there.
    """
    reopened = _open(write_elsewhere(old, keys, folder), old.seal)
    reopened.store.notices.append(moved_to(reopened.store.folder))
    return reopened


def moved_to(folder: Path) -> Notice:
    """Return the notice that says where the notes are now, and how to open them next time."""
    return notice("status.open_moved", folder=folder)
