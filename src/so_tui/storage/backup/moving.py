"""Moving to another directory when the current one fails."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from so_tui.storage.backup.locked_copies import Keys, keys_of
from so_tui.storage.disk.files import put_in_place
from so_tui.storage.disk.inventory import FILE
from so_tui.storage.disk.paths import data_dir
from so_tui.storage.documents.ledger import META, Tables
from so_tui.storage.errors import StoreError, cannot_write
from so_tui.storage.journal.journal import held
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.snapshot.backups import write_backup
from so_tui.storage.store import Store


def keys_to_take(store: Store) -> Keys:
    """Return the key files of a locked store; none if they cannot be read."""
    if store.seal is not PLAIN:
        with suppress(StoreError):
            return keys_of(store.folder)
    return {}


def write_elsewhere(store: Store, keys: Keys, folder: Path) -> Path:
    """Write the whole store, unsaved changes included, to another directory; return its path.

    Args:
        keys: Its key files, as they were when its directory could still be read.
        folder: The target; created if missing.

    Raises:
        StoreError: It could not be written there, or other notes are there.
    """
    # These are large and seldom needed; the second imports TinyDB.
    from so_tui.storage.backup.restoring import bring_keys, is_bare
    from so_tui.storage.snapshot.database import SnapshotStorage

    keys = keys_to_take(store) or keys
    if store.seal is not PLAIN and not keys:
        raise StoreError("storage.no_keys")
    place = data_dir(folder)
    try:
        # Key files of other notes must stay: nothing else opens those notes.
        if not is_bare(place) or keys_of(place) not in ({}, keys):
            raise StoreError("storage.occupied", folder=place)
        bring_keys(place, keys)
        SnapshotStorage(place / FILE, store.seal, place=_place).write(store.tables())
    except OSError as error:
        raise cannot_write(error, place) from error
    return place


def _place(temporary: Path, content: bytes, tables: Tables) -> None:
    """Put the first snapshot of a directory in place, its number in the lock, and keep a backup."""
    number = int(tables[META]["1"]["number"])
    with held(temporary.parent) as lock:
        lock.make_sound(number)
    put_in_place(temporary, temporary.with_name(FILE))
    with suppress(OSError):  # the next snapshot makes one
        write_backup(temporary.parent, content, number, datetime.now(), "")
