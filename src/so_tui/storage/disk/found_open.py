"""Closing a data directory that was found open to other users."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from so_tui.storage.disk.paths import close_to_others, holds_only_ours


def close_found_open(folder: Path) -> bool:
    """Close a data directory and its files to other users; return whether any were readable.

    In a closed directory no file can be read by others, whatever its own mode. If closing fails, as
    on a read-only drive, nothing changes: opening the store reports it. A directory that also holds
    other files keeps its mode.
    """
    was_open = False
    with suppress(OSError):
        status = folder.stat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            return False
        is_open = bool(status.st_mode & 0o077)
        if is_open and any(folder.iterdir()) and holds_only_ours(folder):
            folder.chmod(status.st_mode & 0o700)
            was_open = True
        was_open = (close_to_others(folder) and is_open) or was_open
    return was_open
