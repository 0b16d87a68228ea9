"""Reading the JSON of a snapshot lazily: most documents stay bytes until they are needed.

An unread document is the bytes of its JSON, known to be valid and bounded. That takes a fraction
of the time and the memory, and can be written out unchanged.
"""

import json
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, repeat
from operator import itemgetter, setitem
from typing import Any

from so_tui.storage.documents.journal_entries import DEEPEST, is_bounded

MANY = 1 << 20
"""Size in bytes from which the documents of a table are left unread."""
GROUP = 1000
"""Number of documents read at once, so that temporary memory stays small."""
_OBJECT = ord("{")
_first = itemgetter(0)
_SAMPLE = 8
"""If this many first documents of a group share a text, others are assumed to share it too."""


def read_tables(content: bytes, later: Collection[str] = (), many: int | None = None) -> Any:
    """Parse the JSON of a snapshot, as `json.loads` does.

    Args:
        content: The bytes of a snapshot.
        later: Tables whose documents may be left as bytes.
        many: Least size of such a table in bytes; `MANY` if not given.

    Raises:
        ValueError: It is not JSON, or has a duplicate name.
    """
    many = MANY if many is None else many
    if later and len(content) >= many and content.isascii():
        tables = _most_later(content, later, many)
        if tables is not None:
            return tables
    return json.loads(content, object_pairs_hook=_named_once)


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object as a dictionary.

    Raises:
        ValueError: A name is duplicated, so its value is ambiguous.
    """
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("a name twice")
    return named


def _most_later(content: bytes, later: Collection[str], many: int) -> dict[str, Any] | None:
    """Return the tables; None if the form is not exactly that of a snapshot."""
    # Imported here: it takes a hundredth of a start, and only large snapshots need it.
    import msgspec

    decoder = msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]])
    tables: dict[str, Any] = {}
    unread: list[bytes] = []
    length, brackets = 1, _brackets(content) - 1
    try:
        for name, table in decoder.decode(content).items():
            documents: list[Any] = list(map(bytes, table.values()))
            size = sum(map(len, documents))
            if name not in later or size < many:
                joined = b"[%s]" % b",".join(documents)
                documents = json.loads(joined, object_pairs_hook=_named_once)
                brackets -= _brackets(joined)
            elif set(map(_first, documents)) == {_OBJECT}:
                unread += documents
                brackets -= 1
            else:
                return None
            tables[name] = dict(zip(table, documents, strict=True))
            # Of each document its quotes, colon and comma, of the table the same and its braces.
            length += len(name) + 6 + sum(map(len, table)) + size + 4 * len(table) - bool(table)
    except msgspec.DecodeError:
        return None
    if length != len(content):  # longer with a name twice, or with spaces
        return None
    are_flat = brackets < len(unread) + DEEPEST
    return tables if are_flat or all(map(_is_bounded, unread)) else None


def _brackets(raw: bytes) -> int:
    return raw.count(b"[") + raw.count(b"{")


def _is_bounded(raw: bytes) -> bool:
    """Return whether an unread document is bounded; parsed only if in doubt.

    A number in it that is too large stays as it is written.
    """
    return _brackets(raw) <= DEEPEST or is_bounded(json.loads(raw))


def plain(document: Any) -> Any:
    """Return a document, parsed if it is still bytes."""
    return json.loads(document) if isinstance(document, bytes) else document


def plain_table(documents: dict[str, Any]) -> dict[str, Any]:
    """Return the documents of a table, all parsed."""
    parsed = chain.from_iterable(in_groups(list(documents.values())))
    return dict(zip(documents, parsed, strict=True))


def in_groups(documents: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield parsed documents, one group at a time.

    Texts that many of them share, such as the case id, become one object in memory.
    """
    shared: dict[str, str] = {}
    for start in range(0, len(documents), GROUP):
        group = documents[start : start + GROUP]
        if all(isinstance(document, bytes) for document in group):
            read: list[Any] = json.loads(b"[%s]" % b",".join(group))
            _share(read, shared)
        else:
            read = [plain(document) for document in group]
        yield read


def _share(documents: Sequence[dict[str, Any]], shared: dict[str, str]) -> None:
    """Let equal texts of the documents be one object, where there seem to be many."""
    sample = documents[:_SAMPLE]
    for name, text in sample[0].items() if len(sample) == _SAMPLE else ():
        if any(document.get(name) != text for document in sample):
            continue
        texts: list[Any] = [document.get(name) for document in documents]
        if text and set(map(type, texts)) == {str}:
            same = map(shared.setdefault, texts, texts)
            deque(map(setitem, documents, repeat(name), same), maxlen=0)
