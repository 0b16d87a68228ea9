"""All that the attacks know of the forms of the program's files.

The names, the checksum of a line, that of a snapshot, and the documents in it. When a form
changes, this is the one place to change.
"""

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from zlib import crc32

SNAPSHOT, LOCK = "store.json", "lock"
JOURNAL, DRAFTS, BACKUPS, DAMAGED = "journal", "drafts", "backups", "damaged"
FOLDERS = (JOURNAL, DRAFTS, BACKUPS, DAMAGED)
IDENTITY, RECOVERY = "identity.age", "recovery.age"
LINES = ".jsonl"
"""Ending of a file of lines that carry a checksum each."""
SCHEMA = 2

_HEAD = b'{"meta":{"1":{"sum":"'
_SUM = 64


class Raw(str):
    """Bytes that stand in a file as they are, in place of what JSON would make of a value."""

    def __new__(cls, content: bytes) -> "Raw":
        """Take the bytes, which no text of a store holds by chance."""
        return super().__new__(cls, f"raw-{content.hex()}-raw")


_RAW = re.compile(rb'"raw-([0-9a-f]*)-raw"')

Tables = dict[str, dict[str, dict[str, Any]]]


def is_snapshot(name: str) -> bool:
    """Return whether a file of this name in `BACKUPS` is a copy of a snapshot."""
    return name.startswith("store-") and name.endswith(".json")


def journals(folder: Path) -> list[Path]:
    """Return the journals of a store."""
    return sorted((folder / JOURNAL).glob(f"*{LINES}"))


def drafts(folder: Path) -> list[Path]:
    """Return the files of unfinished text of a store."""
    return sorted((folder / DRAFTS).glob(f"*{LINES}"))


def backups(folder: Path) -> list[Path]:
    """Return the copies of snapshots of a store, the oldest first."""
    return sorted(path for path in (folder / BACKUPS).glob("*") if is_snapshot(path.name))


# Lines


def line(body: bytes) -> bytes:
    """Return a line with a right checksum."""
    return b"%08x %s\n" % (crc32(body), body)


def line_of(held: Any) -> bytes:
    """Return the line that holds this as JSON, with a right checksum."""
    return line(_json(held))


def bodies(content: bytes) -> Iterator[Any]:
    """Yield what the whole lines of a file hold; those that are no JSON are passed over."""
    for each in content.split(b"\n"):
        if each[:9] == b"%08x " % crc32(each[9:]):
            try:
                yield json.loads(each[9:])
            except ValueError:
                continue


def record(
    number: Any, session: Any, count: Any, steps: Any, at: Any = "2026-11-30T09:00:00"
) -> dict[str, Any]:
    """Return what a line of a journal holds."""
    return {
        "number": number,
        "session": session,
        "count": count,
        "at": at,
        "by": "ann",
        "said": "Added",
        "undoes": "",
        "steps": steps,
    }


def head(session: str, schema: Any = SCHEMA) -> dict[str, Any]:
    """Return what the first line of a journal holds."""
    since = "2026-11-30T09:00:00"
    return {"session": session, "schema": schema, "process": 1, "author": "ann", "since": since}


def journal_name(session: str) -> str:
    """Return the name of the first journal of a session."""
    return f"{session}.1{LINES}"


def draft(number: Any, key: Any, text: Any, at: Any) -> list[Any]:
    """Return what a line of unfinished text holds."""
    return [number, key, text, at]


# The snapshot


def read_snapshot(content: bytes) -> Tables:
    """Return the tables in the bytes of a snapshot."""
    tables: Tables = json.loads(content)
    return tables


def snapshot(tables: Mapping[str, Any]) -> bytes:
    """Return the bytes of a snapshot with a right checksum."""
    meta = {k: v for k, v in tables["meta"]["1"].items() if k != "sum"}
    rest = b'",' + _json(meta)[1:] + b"}"
    for name, table in tables.items():
        if name != "meta":
            rest += b"," + _json(name) + b":" + _json(table)
    return seal_snapshot(rest + b"}")


def seal_snapshot(rest: bytes) -> bytes:
    """Return the bytes of a snapshot from those that follow its checksum."""
    return _HEAD + sha256(rest).hexdigest().encode("ascii") + rest


def rest_of(content: bytes) -> bytes:
    """Return the bytes of a snapshot that follow its checksum."""
    return content[len(_HEAD) + _SUM :]


def _json(value: Any) -> bytes:
    text = json.dumps(value, separators=(",", ":")).encode("ascii")
    return _RAW.sub(lambda match: bytes.fromhex(match[1].decode("ascii")), text)


def old_store(tables: Mapping[str, Any]) -> bytes:
    """Return a store of schema 1 with these tables, as the first version wrote it."""
    old = {**tables, "meta": {"1": {"schema": 1, "settings": {"author": "ann"}}}}
    return json.dumps({k: v for k, v in old.items() if k not in ("history", "trash")}).encode()


# The lock


def lock_of(turn: int, saved: int) -> bytes:
    """Return the bytes of the file `lock`: what changes with each write, and what is saved."""
    return _slot(b"turn ", turn) + _slot(b"saved", saved)


def old_lock_of(newest: int, saved: int) -> bytes:
    """Return the bytes of the file `lock` as versions up to schema 2 wrote it, unchecked."""
    return b"%015d\n%015d\n" % (newest, saved)


def _slot(name: bytes, number: int) -> bytes:
    body = b"%s %015d" % (name, number)
    return b"%s %08x\n" % (body, crc32(body))
