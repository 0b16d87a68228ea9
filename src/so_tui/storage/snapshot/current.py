"""The snapshot on disk, as this writer last saw it."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from so_tui.domain.state import TABLES
from so_tui.storage.disk.files import (
    Signature,
    free_name,
    is_plain,
    put_in_place,
    read_plain_file,
    replace_file,
    set_aside,
    signature_of,
)
from so_tui.storage.documents.ledger import META, Ledger, Tables
from so_tui.storage.documents.schema import SCHEMA, migrate
from so_tui.storage.errors import StoreDamaged, StoreError, StoreInUse
from so_tui.storage.seals.seal import DataDirectory
from so_tui.storage.snapshot.backups import newest_good
from so_tui.storage.snapshot.snapshot import parse, read, schema_of
from so_tui.storage.snapshot.stock_write import (
    StockWrite,
    may_go_on,
    read_settled,
    stock_write,
)

_LATEST = 2**32
"""Latest time that a copy is named after, in seconds since 1970; a file may claim any."""


class Current:
    """The snapshot file, which other writers may replace.

    Every call must be made while the lock is held.

    Attributes:
        number: Number of its newest journal entry when last read; -1 if it was not readable.
        counts: Number of entries folded in per writer, for writers that may still have a journal.
        fell_behind: Whether it holds less than before, as when an older copy was put in its place.
            The next snapshot corrects that.
        stock: What stock TinyDB wrote in its place, until `put_back`; None if it is ours.
    """

    def __init__(self, home: DataDirectory, number: int, signature: Signature | None) -> None:
        self.number = number
        self.path = home.snapshot
        self.counts: Mapping[str, int] = {}
        self.fell_behind = False
        self.stock: StockWrite | None = None
        self._home = home
        self._signature = signature
        self._looked_at = signature

    def refresh(self, *, at_once: bool) -> Ledger | None:
        """Reread the file if it has changed, and return its ledger.

        If stock TinyDB has rewritten it, that is in `stock`, and the newest backup counts as the
        file.

        Args:
            at_once: Whether not to wait until TinyDB has left the file alone for `QUIET` seconds.

        Returns:
            None if it is unchanged, or if neither it nor a backup can be read.

        Raises:
            StoreError: The file cannot be read, or was written by a newer version.
            OSError: The file cannot be examined.
        """
        signature = signature_of(self.path)
        if signature == self._looked_at:
            return None
        self.stock = None
        content: bytes | None = None
        tables: Tables | None
        try:
            content = read_settled(self.path)
            tables = None if content is None else parse(content, self.path, self._home.seal, TABLES)
            is_readable = tables is not None
        except StoreDamaged:  # the next checkpoint sets it aside
            if not is_plain(self.path):  # its content may be intact, and exist nowhere else
                raise
            if not at_once and may_go_on(content, signature):
                return None
            backup = newest_good(self._home)
            self.stock = stock_write(content or b"", self._home)
            if self.stock is not None:
                backup = self.stock.on_top_of(backup)
            tables, is_readable = backup[1] if backup else None, self.stock is not None
        if tables is not None and schema_of(tables) > SCHEMA:
            raise StoreError("storage.read_only_newer")
        ledger = Ledger(migrate(tables)) if tables is not None else None
        intact = ledger if is_readable else None
        number = -1 if intact is None else intact.number
        self.fell_behind = self.fell_behind or number < self.number
        self.number, self.counts = number, {} if intact is None else intact.counts
        self._looked_at, self._signature = signature, signature if is_readable else None
        return ledger

    def put_back(self) -> Path:
        """Put the newest good backup in place of what stock TinyDB wrote, whose copy stays.

        Call when the changes in `stock` are durable, or found to be none.

        Returns:
            The copy. Its name depends only on the file, so that there is one copy of it even if
            this was interrupted.

        Raises:
            StoreInUse: A file has changed again.
            StoreError: The backup cannot be read.
            OSError: A file could not be written.
        """
        if self.stock is None or signature_of(self.path) != self._signature:
            raise StoreInUse("storage.busy")
        backup, _ = self.stock.on_top_of(newest_good(self._home))
        content = read_plain_file(backup.path)
        if content is None:
            raise StoreInUse("storage.busy")
        at = datetime.fromtimestamp(min(max(0, os.stat(self.path).st_mtime), _LATEST))
        copy = self._home.backups / f"before-tinydb-{at:%Y%m%dT%H%M%S}.json"
        if not os.path.lexists(copy) or read_plain_file(copy) != self.stock.content:
            copy = free_name(copy)
            replace_file(copy, self.stock.content)
        replace_file(self.path, content)
        self._looked_at = self._signature = signature_of(self.path)
        self.stock = None
        return copy

    def look_again(self) -> None:
        """Make the next `refresh` read the file even if it is unchanged."""
        self._looked_at = (-1, -1, -1)

    def replace(self, temporary: Path, number: int, counts: Mapping[str, int]) -> None:
        """Put a new snapshot in place, unless the one there holds as much or more.

        A snapshot there that cannot be read is set aside.

        Raises:
            StoreError: The file there cannot be read, or was written by a newer version.
            OSError: The file could not be replaced.
        """
        if signature_of(self.path) not in (None, self._signature):
            try:
                tables = read(self.path, self._home.seal, TABLES)
                if tables and schema_of(tables) > SCHEMA:
                    raise StoreError("storage.read_only_newer")
                current_number = int(tables[META]["1"].get("number", -1)) if tables else -1
            except StoreDamaged:
                if not is_plain(self.path):
                    raise
                content = read_settled(self.path) or b""
                if stock_write(content, self._home) is not None:
                    raise StoreInUse("storage.busy") from None  # to be taken in first
                set_aside(self.path, self._home.damaged)
                current_number = -1
            if current_number >= number:
                temporary.unlink()
                self.number, self.fell_behind = current_number, False
                self.counts = tables[META]["1"].get("counts", {}) if tables else {}
                return
        put_in_place(temporary, self.path)
        self.number, self.counts, self.fell_behind = number, counts, False
        self._looked_at = self._signature = signature_of(self.path)
