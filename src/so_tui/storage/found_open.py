"""What lies open to other users when somebody comes to look at it."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from so_tui.storage.paths import close_to_others, holds_only_ours


def close_found_open(folder: Path) -> bool:
    """Close a data directory and its files to other users; return whether any could be read.

    In a directory that is closed to others nobody could read a file, whatever its own rights are.
    Where that cannot be done, as on a drive that is read only, all stays as it is: who opens the
    store next may be told why. A directory that holds other things too keeps its mode.
    """
    found = False
    with suppress(OSError):
        status = folder.stat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            return False
        is_open = bool(status.st_mode & 0o077)
        if is_open and any(folder.iterdir()) and holds_only_ours(folder):
            folder.chmod(status.st_mode & 0o700)
            found = True
        found = (close_to_others(folder) and is_open) or found
    return found
