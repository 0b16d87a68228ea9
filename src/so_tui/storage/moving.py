"""Going on in another directory, when the one that the notes are in fails."""

import os
from contextlib import suppress
from pathlib import Path

from so_tui.storage.errors import StoreError, cannot_write
from so_tui.storage.files import put_in_place
from so_tui.storage.ledger import META
from so_tui.storage.lock import LOCK, Lock
from so_tui.storage.locked_copies import Keys, keys_of
from so_tui.storage.paths import data_dir
from so_tui.storage.seal import PLAIN
from so_tui.storage.snapshot import FILE, write_beside
from so_tui.storage.store import Store


def keys_to_take(store: Store) -> Keys:
    """Return the key files of a locked store; none when they cannot be read."""
    if store.seal is not PLAIN:
        with suppress(StoreError):
            return keys_of(store.folder)
    return {}


def write_elsewhere(store: Store, keys: Keys, folder: Path) -> Path:
    """Write everything, what could not be saved too, in another directory, and return that.

    Args:
        store: What is to be written.
        keys: Its key files, as they were when its directory could still be read.
        folder: Where to; it is made when it is missing.

    Raises:
        StoreError: It could not be written there, or other notes are there.
    """
    from so_tui.storage.restoring import bring_keys, is_bare  # much that is seldom needed

    keys = keys_to_take(store) or keys
    if store.seal is not PLAIN and not keys:
        raise StoreError.because("no_keys")
    place = data_dir(folder)
    try:
        # Key files of other notes must stay: nothing else opens those.
        if not is_bare(place) or keys_of(place) not in ({}, keys):
            raise StoreError.because("occupied", folder=place)
        bring_keys(place, keys)
    except OSError as error:
        raise cannot_write(error, place) from error
    copy_to(store, place)
    return place


def copy_to(store: Store, folder: Path) -> None:
    """Write everything, what could not be saved too, as a store in another directory.

    Args:
        store: What is to be written.
        folder: An existing directory without a store, as `paths.data_dir` returns it.

    Raises:
        StoreError: It could not be written, or there is a store.
    """
    try:
        if os.path.lexists(folder / FILE):
            raise StoreError.because("occupied", folder=folder)
        tables = store.tables()
        fresh, _ = write_beside(folder / FILE, tables, store.seal)
        lock = Lock(folder / LOCK)
        try:
            with lock.hold():
                lock.make_sound(int(tables[META]["1"]["number"]))
        finally:
            lock.close()
        put_in_place(fresh, folder / FILE)
    except OSError as error:
        raise cannot_write(error, folder) from error
