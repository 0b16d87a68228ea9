"""Opening the store for a command, and printing its notices."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from so_tui.cli.options import Options
from so_tui.cli.output import tell
from so_tui.content import text

if TYPE_CHECKING:
    from so_tui.storage.seals.seal import Seal
    from so_tui.storage.store import Store


def look_at_store(options: Options) -> "Store":
    """Open the store read-only, and print its notices; another session may have it open.

    Files found open to other users are closed to them.

    Raises:
        StoreError: It is another user's, or cannot be read.
    """
    from so_tui.storage.disk.paths import locate
    from so_tui.storage.store import Store

    folder = locate(options.data_dir)
    _look_whose(folder)
    closed = _closed(folder)
    store = Store.read(folder, _seal(folder, options.passphrase_fd))
    tell_found(store, options, closed)
    options.left_out = bool(store.left_out)
    return store


def open_store(options: Options) -> "Store":
    """Open the store for a command that writes to it, and print its notices.

    Raises:
        StoreError: It cannot be opened, or not for writing.
    """
    store = open_quietly(options)
    if store.refusal is not None:
        store.notices.remove(store.standing)  # a window holds changes, a command does not
    tell_found(store, options, [])
    if store.refusal is not None:
        store.close()
        raise store.refusal
    options.left_out = bool(store.left_out)
    return store


def open_quietly(options: Options, folder: Path | None = None) -> "Store":
    """Open the store for the program itself, which shows the notices.

    Args:
        options: The options.
        folder: The data directory, if not the one in the options.

    Raises:
        StoreError: It cannot be opened.
    """
    from so_tui.storage.disk.paths import data_dir, locate
    from so_tui.storage.store import Store

    named = folder or options.data_dir
    closed = _closed(locate(named))
    place = data_dir(named)
    store = Store.open(place, _seal(place, options.passphrase_fd, to_write=True))
    store.notices[:0] = [notice for notice in closed if notice not in store.notices]
    return store


def place_to_write(options: Options) -> Path:
    """Return the data directory, created if missing, for a command that rewrites its files.

    Raises:
        StoreError: It cannot be created, or is not ours.
    """
    from so_tui.storage.disk.paths import data_dir, locate

    for notice in _closed(locate(options.data_dir)):
        tell(f"so-tui: {notice}")
    return data_dir(options.data_dir)


def tell_found(store: "Store", options: Options, before: list[str]) -> None:
    """Print the notices from opening the store on stderr, each once.

    Args:
        store: The store.
        options: The options.
        before: Notices from before it was opened.
    """
    for notice in dict.fromkeys((*before, *store.notices, *store.left_out)):
        tell(f"so-tui: {notice}")


def _closed(folder: Path) -> list[str]:
    """Close our files in a directory to other users; return the notices about that."""
    from so_tui.storage.disk.found_open import close_found_open
    from so_tui.storage.errors import notice

    return [notice("closed", folder=folder)] if close_found_open(folder) else []


def _seal(folder: Path, passphrase_fd: int | None, *, to_write: bool = False) -> "Seal":
    from so_tui.storage.engine.lock_traces import is_locked
    from so_tui.storage.seals.seal import PLAIN

    if not is_locked(folder):
        return PLAIN
    from so_tui.cli.locking import seal_for

    return seal_for(folder, passphrase_fd, to_write=to_write)


def _look_whose(folder: Path) -> None:
    """Check the owner of the folder; say so if it is missing, perhaps on an unplugged drive.

    Raises:
        StoreError: It belongs to another user.
    """
    from so_tui.storage.errors import StoreError

    try:
        owner = folder.stat().st_uid
    except FileNotFoundError:
        tell(f"so-tui: {text('cli.no_folder', folder=folder)}")
    except OSError:  # reported when it is read
        return
    else:
        if owner != os.geteuid():
            raise StoreError.because("not_yours", folder=folder)
