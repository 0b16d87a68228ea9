"""Keeping all other writers out of a store while its files are rewritten."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from so_tui.storage.disk.files import open_plain
from so_tui.storage.disk.inventory import JOURNAL
from so_tui.storage.errors import StoreInUse, cannot_write
from so_tui.storage.journal import journal
from so_tui.storage.journal.lock import LOCK, StoreLock, is_owned


@contextmanager
def alone(folder: Path) -> Iterator[StoreLock]:
    """Keep all writers out during the block, and hold the lock.

    Raises:
        StoreInUse: A writer has the store open.
        StoreError: A file cannot be written.
    """
    with held(folder) as lock:
        if has_living_writer(folder):
            raise StoreInUse("lock.in_use")
        yield lock


@contextmanager
def held(folder: Path) -> Iterator[StoreLock]:
    """Hold the lock of the store during the block.

    Raises:
        StoreInUse: The lock is not released in time.
        StoreError: A file cannot be written.
    """
    try:
        lock = StoreLock(folder / LOCK)
        try:
            with lock.hold():
                yield lock
        finally:
            lock.close()
    except OSError as error:
        raise cannot_write(error, folder) from error


def has_living_writer(folder: Path) -> bool:
    """Return whether a writer has the store open. Call while the lock is held.

    Raises:
        StoreError: A journal is not a plain file.
        OSError: The directory cannot be read.
    """
    place = folder / JOURNAL
    return any(_is_alive(place / name) for name in journal.journal_names(place))


def _is_alive(path: Path) -> bool:
    descriptor = open_plain(path, os.O_RDONLY)
    try:
        return is_owned(descriptor)
    finally:
        os.close(descriptor)
