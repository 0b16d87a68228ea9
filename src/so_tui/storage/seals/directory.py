"""A data directory together with the seal of its files."""

from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.storage.disk.files import replace_file
from so_tui.storage.disk.inventory import BACKUPS, DAMAGED, FILE, LOCK
from so_tui.storage.seals.seal import PLAIN, Seal


@dataclass(frozen=True, slots=True)
class DataDirectory:
    """A data directory; `home / NAME` is the path of what has this name in it.

    Attributes:
        path: The directory.
        seal: Seals and opens its files.
    """

    path: Path
    seal: Seal = PLAIN

    def __truediv__(self, name: str) -> Path:
        return self.path / name

    @property
    def snapshot(self) -> Path:
        """The snapshot, which stock TinyDB reads."""
        return self.path / FILE

    @property
    def lock(self) -> Path:
        """The lock that writers take in turn."""
        return self.path / LOCK

    @property
    def backups(self) -> Path:
        """The folder of older snapshots and of copies kept before a change."""
        return self.path / BACKUPS

    @property
    def damaged(self) -> Path:
        """The folder of what could not be read."""
        return self.path / DAMAGED

    def replace(self, path: Path, content: bytes, context: str) -> None:
        """Atomically replace a file in it with this content, sealed for its context.

        Raises:
            OSError: It could not be written; the file is unchanged.
        """
        replace_file(path, self.seal.seal(content, context))
