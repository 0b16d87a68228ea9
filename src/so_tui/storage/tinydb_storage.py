"""The snapshot as a storage of TinyDB: what TinyDB writes through it, the store can read."""

from pathlib import Path

from tinydb.storages import Storage

from so_tui.storage.files import replace_file
from so_tui.storage.ledger import Tables
from so_tui.storage.seal import PLAIN, Seal
from so_tui.storage.snapshot import CONTEXT, dump, read


class SnapshotStorage(Storage):
    """A TinyDB storage over a snapshot: whole at every moment, checked when it is read.

    Stock TinyDB reads the file as well.
    """

    def __init__(self, path: str | Path, seal: Seal = PLAIN) -> None:
        self._path = Path(path)
        self._seal = seal

    def read(self) -> Tables | None:
        """Return the tables, or None when there is no file.

        Raises:
            StoreDamaged: It does not hold what this program wrote.
            StoreError: The system does not let us read it.
        """
        return read(self._path, self._seal)

    def write(self, data: Tables) -> None:
        """Make these tables the content of the file; on return it is durable.

        Raises:
            OSError: It could not be written; the file holds what it held before.
        """
        replace_file(self._path, self._seal.seal(dump(data), CONTEXT))
