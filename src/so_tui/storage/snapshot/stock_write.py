"""Telling a snapshot that stock TinyDB has rewritten from a damaged one.

Stock TinyDB writes the whole file anew as `json.dumps` of its content, with the checksum of the
snapshot that it had read still in it. It keeps no checksum of its own: what it wrote is believed
as far as it is whole JSON in exactly that form, over a snapshot that is still here as a backup.
"""

import errno
import json
import os
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import id_made_of
from so_tui.storage.disk.files import Signature, read_plain_file
from so_tui.storage.documents.changes import WrittenChanges, changes_between
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import META, Tables
from so_tui.storage.documents.schema import SCHEMA, is_sound, migrate
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.storage.seals.seal import PLAIN, DataDirectory
from so_tui.storage.snapshot.backups import Backup, backups_in
from so_tui.storage.snapshot.snapshot import parse, schema_in, schema_of, sum_in

AUTHOR = "TinyDB"
"""Who made such a change, as shown beside a conflict."""

QUIET = 2.0
"""Seconds without a change after which a file that stock TinyDB has rewritten is taken in.

A program that keeps the file open and changes it step by step would go on with the old one.
"""

_HEAD = b'{"meta": {"1": {"sum": "'
_TRIES, _PAUSE = 10, 0.02


@dataclass(frozen=True, slots=True)
class StockWrite:
    """What stock TinyDB wrote over a snapshot.

    Attributes:
        content: The bytes of the file.
        base: The backup of the snapshot that it had read.
        changes: What it changed in that snapshot, in the current schema.
    """

    content: bytes
    base: Backup
    changes: WrittenChanges

    def on_top_of(self, backup: tuple[Backup, Tables] | None) -> tuple[Backup, Tables]:
        """Return the newest good backup, for the changes to be merged into.

        Raises:
            StoreError: It is older than the base, which could be read a moment ago.
        """
        if backup is None or backup[0].number < self.base.number:
            reason = os.strerror(errno.EIO)
            raise StoreError("storage.not_readable", file=self.base.path, reason=reason)
        return backup

    def entry_after(self, number: int) -> JournalEntry:
        """Return the journal entry that takes the changes in, to come after this number.

        Its name is made of the bytes of the file: once it is durable, the same file is not taken
        in a second time, whoever finds it.
        """
        name = id_made_of(self.content.decode("ascii"))
        at, operations = datetime.now().isoformat(), self.changes.operations
        return JournalEntry(number + 1, name, 1, at, AUTHOR, "", operations, after=number)


def read_settled(path: Path) -> bytes | None:
    """Return the bytes of a snapshot file; of one that stock TinyDB is writing, when it is done.

    Stock TinyDB writes in place and takes no lock.

    Raises:
        StoreError: It cannot be read.
    """
    content = read_plain_file(path)
    for _ in range(_TRIES):
        if content is None or not content.startswith(_HEAD) or _tables_in(content) is not None:
            break
        time.sleep(_PAUSE)
        before, content = content, read_plain_file(path)
        if content == before:
            break
    return content


def may_go_on(content: bytes | None, signature: Signature | None) -> bool:
    """Return whether stock TinyDB wrote at these bytes a moment ago, whole or not."""
    if signature is None or content is None or not content.startswith(_HEAD):
        return False
    return 0 <= (time.time_ns() - signature[2]) / 1e9 < QUIET  # not by a clock that is wrong


def stock_write(content: bytes, home: DataDirectory) -> StockWrite | None:
    """Return what stock TinyDB wrote, if these bytes are exactly that; None if they are damage.

    Args:
        content: The bytes of the snapshot file, which fail its checksum.
        home: The data directory, with the backups. Whoever cannot seal has no say in a locked one.

    Raises:
        StoreError: A backup that may be the one it is based on cannot be read.
        OSError: The directory cannot be read.
    """
    written = _tables_in(content) if home.seal is PLAIN else None
    if written is None:
        return None
    found = _snapshot_with(str(written[META]["1"].get("sum")), home.path)
    if found is None:
        return None
    backup, base = found
    schema = schema_of(base)
    if schema > SCHEMA or schema_of(written) != schema:
        return None
    if schema < SCHEMA:
        if not is_sound(written):
            return None
        base, written = migrate(base), migrate(written)
    written[META]["1"].pop("sum", None)
    return StockWrite(content, backup, changes_between(base, written))


def _tables_in(content: bytes) -> Tables | None:
    """Return the tables in bytes that are exactly what stock TinyDB writes for them."""
    if not content.startswith(_HEAD):
        return None
    try:
        tables: Tables = json.loads(content)
        exact = json.dumps(tables).encode("ascii") == content
    except (ValueError, RecursionError):
        return None
    return tables if exact and schema_in(tables) >= 1 else None


def _snapshot_with(checksum: str, folder: Path) -> tuple[Backup, Tables] | None:
    """Return the intact backup with this checksum, and its tables with all documents parsed."""
    trouble: StoreError | None = None
    for backup in reversed(backups_in(folder)):
        try:
            content = read_plain_file(backup.path) or b""
        except StoreDamaged:  # no plain file
            continue
        except StoreError as error:
            trouble = error
            continue
        if sum_in(content) == checksum:
            with suppress(StoreError):
                return backup, parse(content, backup.path)
    if trouble is not None:
        raise trouble
    return None
