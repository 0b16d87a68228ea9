"""Several TinyDB operations as one write: all of a commit is on disk, or none of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tinydb.middlewares import Middleware

from so_tui.storage.atomic import AtomicJSONStorage, Tables


class WholeCommits(Middleware):
    """Holds the tables in memory and writes them once at the end of a `commit` block.

    Outside such a block a write goes through at once, as with any TinyDB storage.

    Attributes:
        unsaved: True while the tables in memory are not what is on disk.
    """

    storage: AtomicJSONStorage

    def __init__(self) -> None:
        super().__init__(AtomicJSONStorage)
        self.unsaved = False
        self._tables: Tables | None = None
        self._holding = False

    def read(self) -> Tables | None:
        """Return the tables in memory, read from disk the first time."""
        if self._tables is None:
            self._tables = self.storage.read()
        return self._tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Take the tables over, and write them to disk unless a `commit` block is open."""
        self._tables = data
        self.unsaved = True
        if not self._holding:
            self.storage.write(data)
            self.unsaved = False

    @contextmanager
    def commit(self) -> Iterator[None]:
        """Gather the writes of the block into one.

        Raises:
            OSError: It could not be written. The tables in memory keep the change, so that the
                next write brings it along.
        """
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self.unsaved and self._tables is not None:
            self.write(self._tables)
