"""Telling whether notes are locked, and whether plain notes are among locked files.

Anyone who can write to the folder can remove the key file and put other notes there.
"""

import base64
import os
from contextlib import suppress
from pathlib import Path

from so_tui.storage.disk.files import close_quietly, names_in, open_plain
from so_tui.storage.disk.inventory import BACKUPS, DRAFTS, JOURNAL
from so_tui.storage.errors import StoreDamaged
from so_tui.storage.seals.age_scrypt import MAGIC
from so_tui.storage.seals.vault_keys import IDENTITY, RECOVERY

_LINE = base64.b64encode(MAGIC[:18])
_SUM = 9
"""Bytes of a line before its body: checksum and space."""


def is_locked(folder: Path) -> bool:
    """Return whether the passphrase or the recovery key is needed to open the store."""
    if os.path.lexists(folder / IDENTITY):
        return True
    with suppress(OSError, StoreDamaged):  # opening the store reports it
        descriptor = open_plain(folder / "store.json", os.O_RDONLY)
        try:
            return os.read(descriptor, len(MAGIC)) == MAGIC
        finally:
            os.close(descriptor)
    return False


def has_locked_files(folder: Path) -> bool:
    """Return whether a key file or a locked file is left in a data directory.

    Files set aside do not count: they may stay locked when the passphrase is removed.

    Raises:
        OSError: A directory cannot be read.
    """
    places = (BACKUPS, JOURNAL, DRAFTS)
    return os.path.lexists(folder / RECOVERY) or any(
        _has_locked_start(folder / place / name)
        for place in places
        for name in names_in(folder / place)
    )


def _has_locked_start(path: Path) -> bool:
    with suppress(OSError, StoreDamaged):  # reported when the file is needed
        descriptor = open_plain(path, os.O_RDONLY)
        try:
            start = os.read(descriptor, _SUM + len(_LINE))
        finally:
            close_quietly(descriptor)
        return start.startswith(MAGIC) or start.startswith(_LINE, _SUM)
    return False
