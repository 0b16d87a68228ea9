"""The snapshot on disk, as this writer last saw it."""

from collections.abc import Mapping
from pathlib import Path

from so_tui.domain.state import TABLES
from so_tui.storage.disk.files import Signature, is_plain, put_in_place, set_aside, signature_of
from so_tui.storage.disk.inventory import DAMAGED, FILE
from so_tui.storage.documents.ledger import META, Ledger
from so_tui.storage.documents.migrations import SCHEMA, migrate
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.storage.seals.seal import Seal
from so_tui.storage.snapshot.backups import newest_good
from so_tui.storage.snapshot.snapshot import read, schema_of


class Current:
    """The snapshot file, which other writers may replace.

    Every call must be made while the lock is held.

    Attributes:
        number: Number of its newest journal entry when last read; -1 if it was not readable.
        counts: Number of entries folded in per writer, for writers that may still have a journal.
        fell_behind: Whether it holds less than before, as when an older copy was put in its place.
            The next snapshot corrects that.
    """

    def __init__(self, folder: Path, seal: Seal, number: int, signature: Signature | None) -> None:
        self.number = number
        self.path = folder / FILE
        self.counts: Mapping[str, int] = {}
        self.fell_behind = False
        self._folder = folder
        self._seal = seal
        self._signature = signature
        self._looked_at = signature

    def refresh(self) -> Ledger | None:
        """Reread the file if it has changed, and return its ledger.

        Returns:
            None if it is unchanged, or if neither it nor a backup can be read.

        Raises:
            StoreError: The file cannot be read, or was written by a newer version.
            OSError: The file cannot be examined.
        """
        signature = signature_of(self.path)
        if signature == self._looked_at:
            return None
        try:
            tables = read(self.path, self._seal, TABLES)
            is_readable = tables is not None
        except StoreDamaged:  # the next checkpoint sets it aside
            if not is_plain(self.path):  # its content may be intact, and exist nowhere else
                raise
            backup = newest_good(self._folder, self._seal)
            tables, is_readable = backup[1] if backup else None, False
        if tables is not None and schema_of(tables) > SCHEMA:
            raise StoreError("storage.read_only_newer")
        ledger = Ledger(migrate(tables)) if tables is not None else None
        intact = ledger if is_readable else None
        number = -1 if intact is None else intact.number
        self.fell_behind = self.fell_behind or number < self.number
        self.number, self.counts = number, {} if intact is None else intact.counts
        self._looked_at, self._signature = signature, signature if is_readable else None
        return ledger

    def look_again(self) -> None:
        """Make the next `refresh` read the file even if it is unchanged."""
        self._looked_at = (-1, -1, -1)

    def replace(self, temporary: Path, number: int, counts: Mapping[str, int]) -> None:
        """Put a new snapshot in place, unless the one there holds as much or more.

        A snapshot there that cannot be read is set aside.

        Args:
            temporary: The new file.
            number: Number of the newest journal entry in it.
            counts: Number of entries of each writer in it.

        Raises:
            StoreError: The file there cannot be read, or was written by a newer version.
            OSError: The file could not be replaced.
        """
        if signature_of(self.path) not in (None, self._signature):
            try:
                tables = read(self.path, self._seal, TABLES)
                if tables and schema_of(tables) > SCHEMA:
                    raise StoreError("storage.read_only_newer")
                current_number = int(tables[META]["1"].get("number", -1)) if tables else -1
            except StoreDamaged:
                if not is_plain(self.path):
                    raise
                set_aside(self.path, self._folder / DAMAGED)
                current_number = -1
            if current_number >= number:
                temporary.unlink()
                self.number, self.fell_behind = current_number, False
                self.counts = tables[META]["1"].get("counts", {}) if tables else {}
                return
        put_in_place(temporary, self.path)
        self.number, self.counts, self.fell_behind = number, counts, False
        self._looked_at = self._signature = signature_of(self.path)
