"""Drafts: the unfinished text of a field, kept from the first letter on."""

import json
import zlib
from collections.abc import Mapping
from datetime import datetime

from so_tui.domain.dataclass import dataclass
from so_tui.domain.text import clean
from so_tui.storage.documents.journal_entries import is_local_time
from so_tui.storage.journal.lines import open_line, to_line
from so_tui.storage.seals.seal import Seal

LINES = "note:"
"""Key prefix of fields in which each line is saved separately."""

_PLACE = "drafts"


@dataclass(frozen=True, slots=True)
class Draft:
    """Unfinished text of one field.

    Attributes:
        at: When it was typed (local time).
    """

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One state of a text, as a line of a draft file."""

    number: int
    key: str
    draft: Draft

    def line(self, seal: Seal) -> bytes:
        """Return the entry as one line."""
        body = [self.number, self.key, self.draft.text, self.draft.at.isoformat()]
        return to_line(json.dumps(body).encode("ascii"), seal, _PLACE, 0)


def read_drafts(content: bytes, seal: Seal) -> tuple[dict[str, Draft], bool]:
    """Return the drafts in a file's bytes, and whether any line cannot be read."""
    entries: dict[str, DraftLine] = {}
    damaged = False
    *_, last = lines = content.split(b"\n")
    if _entry(last, seal) is None and _entry(last[:-1], seal):  # only the newline is damaged
        lines[-1] = last[:-1]
    for line in lines:
        entry = _entry(line, seal) if line.strip() else None
        if entry is None:
            damaged = damaged or bool(line.strip())
        elif entry.key not in entries or entries[entry.key].number < entry.number:
            entries[entry.key] = entry
    return {key: e.draft for key, e in entries.items() if e.draft.text}, damaged


def drafts_file(drafts: Mapping[str, Draft], seal: Seal) -> bytes:
    """Return the bytes of a file that holds these drafts."""
    numbered = enumerate(drafts.items(), 1)
    return b"".join(DraftLine(number, key, draft).line(seal) for number, (key, draft) in numbered)


def _entry(line: bytes, seal: Seal) -> DraftLine | None:
    try:
        body = _old_body(line) if line.startswith(b"{") else open_line(line, seal, f"{_PLACE}@0")
        number, key, text, at = json.loads(body or b"null")
        if type(number) is not int or not is_local_time(at):
            return None  # not comparable with the others
        return DraftLine(number, clean(key), Draft(clean(text), datetime.fromisoformat(at)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _old_body(line: bytes) -> bytes | None:
    """Return the body of a schema 1 entry, a line of JSON with its own checksum."""
    entry = json.loads(line)
    body = json.dumps(entry["draft"]).encode("ascii")
    return body if entry["sum"] == zlib.crc32(body) else None
