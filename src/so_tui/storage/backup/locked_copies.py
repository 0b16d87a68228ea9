"""The copy of a locked store: sealed like the store, together with its key files.

It opens on any computer, with the passphrase or the recovery key. The file is JSON that holds
three age files in base64, under the names they have in a data directory.
"""

import base64
import json
from collections.abc import Mapping
from pathlib import Path

from so_tui.storage.disk.files import read_plain_file
from so_tui.storage.seals.vault_keys import IDENTITY, RECOVERY

Keys = Mapping[str, bytes]
"""The bytes of key files by name."""

NOTES = "notes.age"
_HEAD = b'{"so-tui":"locked copy",'


def keys_of(folder: Path) -> Keys:
    """Return the key files of a data directory; none if it is not locked.

    Raises:
        StoreError: One cannot be read.
    """
    contents = {name: read_plain_file(folder / name) for name in (IDENTITY, RECOVERY)}
    return {name: content for name, content in contents.items() if content is not None}


def wrap(content: bytes, keys: Keys) -> bytes:
    """Return the bytes of a copy combined with the key files; unchanged if there are none."""
    if not keys:
        return content
    files = {**keys, NOTES: content}
    texts = {name: base64.b64encode(file).decode("ascii") for name, file in files.items()}
    return _HEAD + json.dumps(texts, separators=(",", ":"))[1:].encode("ascii")


def unwrap(content: bytes) -> tuple[bytes, Keys]:
    """Split a file into the bytes of the copy and its key files.

    Anything malformed is returned unchanged, with no keys.
    """
    if not content.startswith(_HEAD):
        return content, {}
    try:
        texts = json.loads(content)
        files = {
            name: base64.b64decode(texts[name], validate=True)
            for name in (IDENTITY, RECOVERY, NOTES)
            if name in texts
        }
        return files.pop(NOTES), files
    except (ValueError, TypeError, KeyError, RecursionError):
        return content, {}
