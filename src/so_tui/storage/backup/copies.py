"""Copies: the whole store as one file, to keep, to restore from, or for other programs.

A copy is a snapshot with the drafts in a table of its own; stock TinyDB reads it. An export is one
JSON text."""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from so_tui import __version__
from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import Entity
from so_tui.domain.state import TABLE_OF, TABLES
from so_tui.domain.text import clean, clean_line
from so_tui.storage.disk.files import read_plain_file
from so_tui.storage.disk.inventory import DRAFTS
from so_tui.storage.documents.codec import BadDocument, decode, encode, number_of
from so_tui.storage.documents.ledger import META, Tables
from so_tui.storage.documents.schema import SCHEMA, is_sound, migrate
from so_tui.storage.drafts.drafts import Draft, draft_files, key_of, read_drafts
from so_tui.storage.errors import StoreDamaged, cannot_read
from so_tui.storage.seals.seal import Seal
from so_tui.storage.snapshot.database import open_copy, tables_in
from so_tui.storage.snapshot.snapshot import CONTEXT, dump, schema_of
from so_tui.storage.store import Store

EXPORTS = {"so-tui/1": 2, "so-tui/2": 3, "so-tui/3": 4, "so-tui/4": 5, "so-tui/5": 6}
"""Layouts of exports that can be read, the newest last, with the schema of their documents.

The layout changes when a reader of the old one would be misled.
"""
_SEALED = b"age-encryption.org/"
NEWER_COPY = "backup.newer"
"""Code of the error for a copy that a newer version wrote."""


class NoCopy(StoreDamaged):
    """A file is not a copy that can be restored."""


@dataclass(frozen=True, slots=True)
class Copy:
    """The whole content of a store.

    Attributes:
        tables: In the current schema, trash and history included.
        drafts: Drafts with their keys; a key may occur more than once.
    """

    tables: Tables
    drafts: tuple[tuple[str, Draft], ...]

    @property
    def entries(self) -> int:
        """Number of entities, of all cases."""
        return sum(len(self.tables.get(name, {})) for name in TABLES)

    @property
    def empty(self) -> bool:
        """Whether it holds nothing, settings aside."""
        entries = any(table for name, table in self.tables.items() if name != META)
        return not entries and not self.drafts


def copy_of(store: Store) -> Copy:
    """Return the whole content of a store as it is now."""
    try:
        drafts = tuple(all_drafts_of(store.folder, store.seal, store.settled_by))
    except OSError as error:
        raise cannot_read(error, store.folder) from error
    return Copy(store.tables(), drafts)


def all_drafts_of(
    folder: Path, seal: Seal, settled_by: Callable[[str], Collection[str]] = lambda writer: ()
) -> Iterator[tuple[str, Draft]]:
    """Yield the drafts of all writers with their keys, without duplicates.

    Args:
        settled_by: Returns the names of a writer's drafts that are saved, and so left out.

    Raises:
        StoreError: A file cannot be read.
        OSError: The directory cannot be read.
    """
    drafts: dict[tuple[str, str], Draft] = {}
    for path in draft_files(folder):
        content = read_plain_file(path) or b""
        for name, draft in read_drafts(content, seal, settled_by(path.stem))[0].items():
            drafts.setdefault((key_of(name)[0], draft.text), draft)
    for (key, _), draft in sorted(drafts.items()):
        yield key, draft


def to_bytes(copy: Copy, seal: Seal) -> bytes:
    """Return the bytes of a copy file."""
    drafts = {str(number): row for number, row in enumerate(_rows(copy.drafts), 1)}
    tables = {**copy.tables, **({DRAFTS: drafts} if drafts else {})}
    return seal.seal(dump(tables), CONTEXT)


def from_bytes(content: bytes, path: Path, seal: Seal) -> Copy:
    """Parse the bytes of a file: a copy, a store, one of its backups, or an export.

    Raises:
        NoCopy: They hold no copy, are damaged, sealed with other keys, or of a newer version.
    """
    if not content:
        raise NoCopy("backup.nothing_in", file=path)
    try:
        tables = tables_in(open_copy(content, path, seal))
    except StoreDamaged:
        exported = _from_export(content)
        if exported is None:
            raise _no_copy(content, path) from None
        return exported
    schema = schema_of(tables)
    if schema > SCHEMA:
        raise NoCopy(NEWER_COPY, file=path)
    tables = migrate(tables)
    rows = tables.pop(DRAFTS, {})
    try:
        copy = Copy(tables, tuple(_draft(row) for row in rows.values()))
        to_bytes(copy, seal)
        # Schema 1 has no checksum.
        is_whole = schema > 1 or all(
            is_entity(kind, number, document)
            for name, kind in TABLES.items()
            for number, document in tables.get(name, {}).items()
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        is_whole = False
    if not is_whole or not is_sound(tables):
        raise NoCopy("backup.damaged", file=path)
    return copy


def is_entity(kind: type[Entity], number: str, document: Any) -> bool:
    """Return whether a document decodes to an entity of this kind and number."""
    try:
        return number_of(decode(kind, document).id) == number
    except BadDocument:
        return False


def _rows(drafts: Iterable[tuple[str, Draft]]) -> list[dict[str, str]]:
    return [{"key": k, "text": d.text, "at": d.at.isoformat(), "by": d.by} for k, d in drafts]


def _draft(row: dict[str, Any]) -> tuple[str, Draft]:
    at = datetime.fromisoformat(row["at"])
    if at.tzinfo is not None:  # not comparable with the others
        raise ValueError
    return clean(row["key"]), Draft(clean(row["text"]), at, clean_line(row.get("by", "")))


def _from_export(content: bytes) -> Copy | None:
    """Parse an export, or return None if it is not one; it has no trash and no history."""
    try:
        parsed = json.loads(content)
        if parsed["schema"] not in EXPORTS:
            return None
        schema, settings = EXPORTS[parsed["schema"]], parsed["settings"]
        meta = {"schema": schema, "number": 0, "counts": {}, "settings": settings}
        documents = {
            name: {number_of(document["id"]): document for document in parsed.get(name, [])}
            for name in TABLES
        }
        migrated = migrate({META: {"1": meta}, **documents})
        tables: Tables = {META: migrated[META]}
        for name, kind in TABLES.items():
            entities = [decode(kind, document) for document in migrated.get(name, {}).values()]
            if entities:
                tables[name] = {number_of(entity.id): encode(entity) for entity in entities}
        copy = Copy(tables, tuple(_draft(row) for row in parsed["drafts"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return copy if is_sound(tables) else None


def is_sealed(content: bytes) -> bool:
    """Return whether a key is needed to open these bytes."""
    return content.startswith(_SEALED)


def _no_copy(content: bytes, path: Path) -> NoCopy:
    """Return the error for a file that is not a valid copy."""
    if is_sealed(content):
        return NoCopy("backup.sealed_otherwise", file=path)
    if _is_newer_export(content):
        return NoCopy(NEWER_COPY, file=path)
    start = b"".join(content[:200].split())
    ours = start.startswith((b'{"meta"', b'{"schema":"so-tui/', b'{"so-tui":'))
    return NoCopy("backup.damaged" if ours else "backup.foreign", file=path)


def _is_newer_export(content: bytes) -> bool:
    """Return whether an export that this version cannot read was written by a newer one."""
    try:
        parsed = json.loads(content)
        schema = re.fullmatch(r"so-tui/(\d{1,6})", parsed["schema"])
        if schema is None:
            return False
        newer = int(schema[1]) > len(EXPORTS)
        return newer or _version(parsed["version"]) > _version(__version__)
    except (ValueError, TypeError, KeyError, RecursionError):
        return False


def _version(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d{1,9}", text)[:3]]


def export_json(
    store: Store, exported: datetime | None = None, shown: Collection[str] | None = None
) -> str:
    """Return the whole store: all cases, past ones too, settings and drafts.

    If `shown` is given, only the entities with these ids, without settings and drafts.

    Two exports of the same content differ only in the local time they name, which is now if it
    is not given.
    """
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for entity in sorted(store.entities(), key=_place):
        if shown is not None and entity.id not in shown:
            continue
        tables[TABLE_OF[type(entity)]].append(encode(entity))
    everything = {
        "schema": [*EXPORTS][-1],
        "version": __version__,
        "exported": (exported or datetime.now()).isoformat(timespec="seconds"),
        **tables,
        "drafts": _rows(unfinished(store) if shown is None else ()),
        "settings": dict(sorted(store.settings.items())) if shown is None else {},
    }
    return clean(json.dumps(everything, indent=2, ensure_ascii=False)) + "\n"


def unfinished(store: Store) -> list[tuple[str, Draft]]:
    """Return the drafts in a store with their keys, in order.

    A read-only store shows those of all writers: a key may occur more than once. A writer has
    already taken over those of ended writers.
    """
    if store.read_only:
        return list(copy_of(store).drafts)
    return sorted(store.drafts.all().items())


def _place(entity: Entity) -> tuple[str, int, str, str]:
    """Return the sort key of an entity: case, then the user's order, then time."""
    return (
        getattr(entity, "case_id", ""),
        getattr(entity, "order", 0),
        str(getattr(entity, "at", "") or ""),
        entity.id,
    )
