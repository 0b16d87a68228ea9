"""The snapshot as a TinyDB storage: every snapshot is written through it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tinydb.storages import Storage

from so_tui.storage.disk.files import put_in_place
from so_tui.storage.documents.ledger import Tables
from so_tui.storage.errors import StoreError
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.snapshot.snapshot import parse, read, write_beside

Place = Callable[[Path, bytes, Tables], None]
"""Puts a durable new snapshot in place: its temporary file, its bytes, and its tables."""


class SnapshotStorage(Storage):
    """A TinyDB storage over a snapshot: checked when read, durable and whole when written.

    Stock TinyDB reads the file as well.
    """

    def __init__(
        self, path: str | Path, seal: Seal = PLAIN, *, mark: str = "", place: Place | None = None
    ) -> None:
        """Create the storage; TinyDB passes on what it is given.

        Args:
            path: The file.
            seal: Seals and opens it.
            mark: Keeps the temporary files of concurrent writers apart.
            place: Puts a new snapshot in place; a plain rename if not given.
        """
        self._path = Path(path)
        self._seal = seal
        self._mark = mark
        self._place = place

    def read(self) -> Tables | None:
        """Return the tables, or None if there is no file.

        Raises:
            StoreDamaged: It does not hold what this program wrote.
            StoreError: It cannot be read.
        """
        return read(self._path, self._seal)

    def write(self, data: Tables) -> None:
        """Write a snapshot beside the file, sync it, read it back, and put it in place.

        Args:
            data: The tables; documents may still be unread bytes.

        Raises:
            StoreError: It cannot be read back; the file is unchanged.
            OSError: It could not be written; the file is unchanged.
        """
        temporary, content = write_beside(self._path, data, self._seal, self._mark)
        try:
            if self._place is None:
                put_in_place(temporary, self._path)
            else:
                self._place(temporary, content, data)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


class ShownStorage(SnapshotStorage):
    """A snapshot that is only read."""

    def write(self, data: Tables) -> None:
        """Refuse to write.

        Raises:
            StoreError: Always.
        """
        raise StoreError("storage.read_only")


class CopyStorage(Storage):
    """A TinyDB storage over the bytes of a snapshot or a copy, to read only."""

    def __init__(self, content: bytes, path: Path, seal: Seal) -> None:
        """Create the storage.

        Args:
            content: All bytes of the file.
            path: The file, for error messages.
            seal: Opens them.

        Raises:
            StoreDamaged: They are not what this program wrote.
            StoreError: A newer version wrote them, in an unknown format.
        """
        self._tables = parse(content, path, seal)

    def read(self) -> Tables:
        """Return the tables."""
        return self._tables

    def write(self, data: Tables) -> None:
        """Refuse to write.

        Raises:
            StoreError: Always.
        """
        raise StoreError("storage.read_only")
