"""Creating the data directory durably, and never where its owner could not use it."""

import os
from contextlib import suppress
from pathlib import Path

from so_tui.storage.disk.files import sync_directory
from so_tui.storage.errors import StoreError

ROOT = 0


def home_data_dir() -> Path:
    """Return the platform's user data directory for this program, as an absolute path.

    Raises:
        StoreError: HOME is not an absolute path, or this user has no home.
    """
    from platformdirs import user_data_dir

    home = os.environ.get("HOME")
    named = os.path.isabs(os.environ.get("XDG_DATA_HOME", ""))
    if home is not None and not os.path.isabs(home) and not named:
        raise StoreError("storage.odd_home", home=home)
    try:
        folder = user_data_dir("so-tui", appauthor=False)
    except RuntimeError:  # raised by newer versions of platformdirs
        folder = ""
    if not os.path.isabs(folder):
        raise StoreError("storage.no_home")
    return Path(folder)


def make_folder(folder: Path) -> None:
    """Create a directory and its missing parents (0700), durably.

    Raises:
        StoreError: We are root, and it would lie in another user's folder: that user could not
            open it, nor make one in its place.
        OSError: It could not be created.
    """
    missing = [folder]
    while not missing[-1].is_dir() and missing[-1].parent != missing[-1]:
        missing.append(missing[-1].parent)
    parent = missing.pop()
    if missing and would_be_anothers(parent):
        raise StoreError("storage.for_another", above=parent)
    for path in reversed(missing):
        path.mkdir(mode=0o700)
        with suppress(PermissionError):  # writable but not readable
            sync_directory(path.parent)


def would_be_anothers(parent: Path) -> bool:
    """Return whether we are root and this folder belongs to another user.

    Raises:
        OSError: The folder cannot be examined.
    """
    return os.geteuid() == ROOT and parent.stat().st_uid != ROOT
