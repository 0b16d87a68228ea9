"""Reading the JSON of a snapshot in parts, so that what is needed for a moment only stays small.

Texts that many documents share, such as the id of the case, become one text in memory.
"""

import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import repeat
from operator import setitem
from typing import Any

PART = 1 << 18
"""So many bytes has a part at least, unless it is the last."""
_BETWEEN = re.compile(rb'\},(?="\d+":\{)')
"""What stands between two documents of a table, and in no text: there a quote has a backslash."""
_MANY = 8
"""Where the first so many documents of a part have the same text, others will have it as well."""


def read_tables(content: bytes, part: int = PART) -> Any:
    """Return what the JSON holds, as `json.loads` does.

    Args:
        content: The bytes of a snapshot.
        part: So many bytes are read at once, and on to the end of a document.

    Raises:
        ValueError: It is not JSON.
    """
    try:
        return _in_parts(content, part)
    except (ValueError, AttributeError):  # no JSON, or not in the form that a snapshot has
        return json.loads(content)


def _in_parts(content: bytes, size: int) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    shared: dict[str, str] = {}
    opening = b""
    for part, closing in _parts(content, size):
        name = ""
        for name, documents in json.loads(opening + part + closing).items():
            _share(list(documents.values()), shared)
            tables.setdefault(name, {}).update(documents)
        opening = b"{%s:{" % json.dumps(name).encode("ascii")
    return tables


def _parts(content: bytes, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield pieces that end between two documents, and what closes the JSON there."""
    start = 0
    while between := _BETWEEN.search(content, start + size):
        yield content[start : between.start() + 1], b"}}"
        start = between.end()
    yield content[start:], b""


def _share(documents: Sequence[dict[str, Any]], shared: dict[str, str]) -> None:
    """Have equal texts of the documents be the same objects, where there seem to be many."""
    sample = documents[:_MANY]
    for name, text in sample[0].items() if len(sample) == _MANY else ():
        if any(document.get(name) != text for document in sample):
            continue
        texts: list[Any] = [document.get(name) for document in documents]
        if text and set(map(type, texts)) == {str}:
            same = map(shared.setdefault, texts, texts)
            deque(map(setitem, documents, repeat(name), same), maxlen=0)
