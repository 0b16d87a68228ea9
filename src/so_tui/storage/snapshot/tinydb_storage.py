"""The snapshot as a TinyDB storage: what TinyDB writes through it, the store can read."""

from pathlib import Path

from tinydb.storages import Storage

from so_tui.storage.disk.files import replace_file
from so_tui.storage.documents.ledger import Tables
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.snapshot.snapshot import CONTEXT, dump, read


class SnapshotStorage(Storage):
    """A TinyDB storage over a snapshot: written atomically, verified when read.

    Stock TinyDB reads the file as well.
    """

    def __init__(self, path: str | Path, seal: Seal = PLAIN) -> None:
        self._path = Path(path)
        self._seal = seal

    def read(self) -> Tables | None:
        """Return the tables, or None if there is no file.

        Raises:
            StoreDamaged: It does not hold what this program wrote.
            StoreError: It cannot be read.
        """
        return read(self._path, self._seal)

    def write(self, data: Tables) -> None:
        """Write these tables to the file; on return it is durable.

        Raises:
            OSError: It could not be written; the file is unchanged.
        """
        replace_file(self._path, self._seal.seal(dump(data), CONTEXT))
