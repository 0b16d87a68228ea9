"""The snapshot: all documents in TinyDB's own format, in one file with a checksum."""

import json
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from so_tui import __version__
from so_tui.domain.state import TABLES
from so_tui.storage.disk import files
from so_tui.storage.disk.files import read_plain_file
from so_tui.storage.documents.ledger import HISTORY, META, READ_BY, Ledger, Tables, as_stored
from so_tui.storage.documents.reading import plain_table, read_tables
from so_tui.storage.documents.schema import SCHEMA, is_sound
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.storage.seals.seal import PLAIN, Seal

CONTEXT = "snapshot"

_HEAD = b'{"meta":{"1":{"sum":"'
_SUM = 64
_SLICE = 50
_LONGEST_META = 1 << 20
_encode = json.JSONEncoder(separators=(",", ":")).encode
_decode = json.JSONDecoder().raw_decode


def read(path: Path, seal: Seal = PLAIN, later: Collection[str] = ()) -> Tables | None:
    """Return the tables of a snapshot, or None if there is no file.

    The arguments are those of `parse`.

    Raises:
        StoreDamaged: It does not hold what this program wrote.
        StoreError: It cannot be read.
    """
    content = read_plain_file(path)
    return None if content is None else parse(content, path, seal, later)


def tables_of(ledger: Ledger) -> Tables:
    """Return the whole ledger as tables, including `meta` and history.

    Unread documents are still bytes.
    """
    meta: dict[str, Any] = {
        "schema": SCHEMA,
        "number": ledger.number,
        "at": ledger.at,
        "counts": ledger.counts,
        "settings": ledger.settings,
        **({READ_BY: __version__} if ledger.readable else {}),
    }
    history = map(as_stored, reversed(list(ledger.newest_first())))
    entries = {str(entry["number"]): entry for entry in history}
    rest = {name: table for name, table in ledger.tables.items() if table}
    return {META: {"1": meta}, **rest, **({HISTORY: entries} if entries else {})}


def plain_tables_of(ledger: Ledger) -> Tables:
    """Return the whole ledger as tables, with every document parsed."""
    return {name: plain_table(table) for name, table in tables_of(ledger).items()}


def dump(tables: Tables) -> bytes:
    """Return the bytes of a snapshot.

    Encoded in slices with a yield between them, so that another thread never waits long.
    """
    rest = b"".join(_pieces(tables))
    return _HEAD + _sum(rest) + rest


def _pieces(tables: Tables) -> Iterator[bytes]:
    """Yield what follows the checksum."""
    meta = dict(tables.get(META, {}).get("1", {}))
    meta.pop("sum", None)
    yield b'",' + _encode(meta)[1:].encode("ascii") + b"}"
    for name, table in tables.items():
        if name == META:
            continue
        yield b",%s:{" % _encode(name).encode("ascii")
        documents = list(table.items())
        for at in range(0, len(documents), _SLICE):
            part = b",".join([_entry(k, d) for k, d in documents[at : at + _SLICE]])
            yield (b"," if at else b"") + part
            time.sleep(0)
        yield b"}"
    yield b"}"


def _entry(number: str, document: Any) -> bytes:
    text = document if isinstance(document, bytes) else _encode(document).encode("ascii")
    return b"%s:%s" % (_encode(number).encode("ascii"), text)


def parse(content: bytes, path: Path, seal: Seal = PLAIN, later: Collection[str] = ()) -> Tables:
    """Return the tables in the bytes of a snapshot.

    Args:
        content: All bytes of the file.
        path: The file, for error messages.
        seal: Opens them.
        later: Tables whose documents may be left unread; see `reading`.

    Raises:
        StoreDamaged: They are not what this program wrote.
        StoreError: A newer version wrote them, in an unknown format.
    """
    try:
        content = seal.open(content, CONTEXT)
        checked = content.startswith(_HEAD)
        start = len(_HEAD) + _SUM
        if checked and content[len(_HEAD) : start] != _sum(memoryview(content)[start:]):
            raise StoreDamaged("storage.damaged", file=path)
        tables = read_tables(content, later) if checked else json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise StoreDamaged("storage.damaged", file=path) from None
    schema = schema_in(tables)
    if schema < 1:
        raise StoreDamaged("storage.foreign", file=path)
    if schema >= 2 and not checked:
        raise StoreDamaged("storage.damaged", file=path)
    if not is_sound(tables):  # anybody can write a correct checksum
        if schema > SCHEMA:
            raise StoreError("storage.newer")
        raise StoreDamaged("storage.damaged", file=path)
    tables[META]["1"].pop("sum", None)
    return tables  # type: ignore[no-any-return]  # schema_in looked at every level


def is_whole(content: bytes, seal: Seal = PLAIN) -> bool:
    """Return whether the bytes of a snapshot are intact, and its numbers valid.

    The documents need not be read for that: they were all read back when they were written.
    """
    try:
        content = seal.open(content, CONTEXT)
        start = len(_HEAD) + _SUM
        if content[len(_HEAD) : start] != _sum(memoryview(content)[start:]):
            return False
        meta, _ = _decode(content[len(b'{"meta":') : _LONGEST_META].decode("ascii"))
    except (ValueError, RecursionError):
        return False
    return schema_in({META: meta}) >= 1 and is_sound({META: meta})


def write_beside(path: Path, tables: Tables, seal: Seal, mark: str = "") -> tuple[Path, bytes]:
    """Write a snapshot beside `path`, durably, and read it back as at a start.

    Args:
        path: The file that it will replace; see `files.put_in_place`.
        tables: The content.
        seal: Seals it.
        mark: Keeps the temporary files of concurrent writers apart.

    Returns:
        Its path, and its bytes.

    Raises:
        StoreError: It cannot be read back; no partial file is left.
        OSError: It could not be written; no partial file is left.
    """
    content = seal.seal(dump(tables), CONTEXT)
    temporary = files.write_beside(path, content, mark)
    try:
        read_back = read(temporary, seal, TABLES)
    except StoreError:
        read_back = None
    if read_back is None or _size(read_back) != _size(tables):
        with suppress(OSError):
            temporary.unlink()
        raise StoreError("storage.not_same")
    return temporary, content


def _size(tables: Tables) -> tuple[Any, dict[str, int]]:
    """Return the number of the newest entry, and how many documents are in each table."""
    return tables[META]["1"].get("number"), {name: len(table) for name, table in tables.items()}


def sum_in(content: bytes) -> str:
    """Return the checksum that the bytes of a plain snapshot name; '' if they name none."""
    named = content[len(_HEAD) : len(_HEAD) + _SUM]
    return named.decode("ascii", "replace") if content.startswith(_HEAD) else ""


def _sum(rest: bytes | memoryview) -> bytes:
    from hashlib import sha256

    return sha256(rest).hexdigest().encode("ascii")


def schema_in(tables: Any) -> int:
    """Return the schema of parsed JSON; 0 if it is not a store."""
    if not isinstance(tables, dict) or not all(
        isinstance(table, dict) and set(map(type, table.values())) <= {dict, bytes}
        for table in tables.values()
    ):
        return 0
    meta = tables.get(META, {}).get("1", {})
    schema, settings = meta.get("schema"), meta.get("settings", {})
    if type(schema) is not int or not isinstance(settings, dict):
        return 0
    return schema


def schema_of(tables: Tables) -> int:
    """Return the schema of tables that `parse` returned."""
    return int(tables[META]["1"]["schema"])
