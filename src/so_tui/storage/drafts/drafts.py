"""Drafts: the unfinished text of a field, kept from the first letter on, and their files.

When a copy is restored, its drafts are written before its snapshot is put in place, under a name
that says which snapshot they belong to. Until that snapshot is in place they are ignored. What
looks for files raises `StoreError` if the snapshot cannot be read, and `OSError`.
"""

import json
import os
import zlib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from so_tui.domain.dataclass import dataclass
from so_tui.domain.text import BLANK, Clean, clean, clean_line
from so_tui.storage.disk.files import names_in, read_plain_file, replace_file
from so_tui.storage.disk.inventory import DRAFTS, FILE, OLD_DRAFTS, is_named_ours, is_strange
from so_tui.storage.documents.journal_entries import is_local_time
from so_tui.storage.journal.lines import open_line, to_line
from so_tui.storage.seals.seal import Seal

LINES = "note:"
"""Key prefix of fields in which each line is saved separately."""

MOST_DIGITS = 15
"""Most digits of the number in the name of a text."""

CARRIED = 10**13
"""Number after which texts are named in a file that was put together: no entry settles them."""

_PLACE = "drafts"


@dataclass(frozen=True, slots=True)
class Draft:
    """Unfinished text of one field.

    Attributes:
        at: When it was typed (local time).
        by: Who typed it; '' if several people did, or if that is not known.
    """

    text: str
    at: datetime
    by: Clean = BLANK

    def continued(self, text: str, by: Clean) -> Clean:
        """Return whose text it is once somebody has it be `text`."""
        return self.by if by == self.by or text == self.text else BLANK


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One state of a text, as a line of a draft file.

    Attributes:
        number: Sequence number in its file: the highest of a name counts.
        name: The key and the number of the text, as KEY#NUMBER; only the key in files of older
            versions.
    """

    number: int
    name: str
    draft: Draft

    def line(self, seal: Seal) -> bytes:
        """Return the entry as one line."""
        draft = self.draft
        body = [self.number, self.name, draft.text, draft.at.isoformat(), draft.by]
        return to_line(json.dumps(body).encode("ascii"), seal, _PLACE, 0)


def read_drafts(
    content: bytes, seal: Seal, settled: Collection[str] = ()
) -> tuple[dict[str, Draft], bool]:
    """Return the drafts in a file's bytes, and whether any line cannot be read.

    Texts of one key that were finished, but not saved, are joined where each line is saved
    separately. Else the last one has the key, and each earlier one a name of its own before it:
    `key#N`, where N grows. No key ends like that itself.
    Those named in `settled` are saved, and left out.
    """
    entries: dict[str, DraftLine] = {}
    damaged = False
    *_, last = lines = content.split(b"\n")
    if _entry(last, seal) is None and _entry(last[:-1], seal):  # only the newline is damaged
        lines[-1] = last[:-1]
    for line in lines:
        entry = _entry(line, seal) if line.strip() else None
        if entry is None:
            damaged = damaged or bool(line.strip())
        elif entry.name not in entries or entries[entry.name].number < entry.number:
            entries[entry.name] = entry
    drafts: dict[str, Draft] = {}
    for name in sorted(entries.keys() - set(settled), key=key_of):
        key, draft = key_of(name)[0], entries[name].draft
        if draft.text:
            earlier = drafts.pop(key, None)
            if earlier and key.startswith(LINES):
                joined = f"{earlier.text}\n{draft.text}"
                draft = Draft(joined, draft.at, earlier.continued(joined, draft.by))
            elif earlier:
                drafts[f"{key}#{len(drafts) + 1}"] = earlier
            drafts[key] = draft
    return drafts, damaged


def drafts_file(drafts: Mapping[str, Draft], seal: Seal) -> bytes:
    """Return the bytes of a file that holds these drafts, under names that no entry settles."""
    lines = b""
    for number, (name, draft) in enumerate(drafts.items(), 1):
        name = f"{key_of(name)[0]}#{CARRIED + number}"
        lines += DraftLine(number, name, draft).line(seal)
    return lines


def key_of(name: str) -> tuple[str, int]:
    """Return the key of a text, and its number; 0 where the name is only a key."""
    key, mark, number = name.rpartition("#")
    is_numbered = mark and number.isdecimal() and len(number) <= MOST_DIGITS
    return (key, int(number)) if is_numbered else (name, 0)


def _entry(line: bytes, seal: Seal) -> DraftLine | None:
    try:
        body = _old_body(line) if line.startswith(b"{") else open_line(line, seal, f"{_PLACE}@0")
        number, name, text, at, *rest = json.loads(body or b"null")
        (by,) = rest or ("",)
        if type(number) is not int or not is_local_time(at):
            return None  # not comparable with the others
        draft = Draft(clean(text), datetime.fromisoformat(at), clean_line(by))
        return DraftLine(number, clean(name), draft)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _old_body(line: bytes) -> bytes | None:
    """Return the body of a schema 1 entry, a line of JSON with its own checksum."""
    entry = json.loads(line)
    body = json.dumps(entry["draft"]).encode("ascii")
    return body if entry["sum"] == zlib.crc32(body) else None


_SUFFIX = ".jsonl"
_WAITING = ".waiting"


def draft_files(folder: Path) -> list[Path]:
    """Return the draft files that belong to the current snapshot of a data directory."""
    return (_ending(folder, _WAITING) and _arrived(folder)) or _ordinary(folder)


def let_wait(folder: Path, files: Iterable[bytes], snapshot: bytes) -> None:
    """Write drafts that replace all others once a given snapshot is in place."""
    (folder / DRAFTS).mkdir(mode=0o700, exist_ok=True)
    for number, content in enumerate(files):
        name = f"{_mark(snapshot)}-{number}{_SUFFIX}{_WAITING}"
        replace_file(folder / DRAFTS / name, content)


def place_waiting(folder: Path) -> None:
    """Put waiting drafts in place, or remove them if their snapshot never came.

    Call while the lock is held. If killed at any moment, it can be repeated.
    """
    waiting = _ending(folder, _WAITING)
    arrived = _arrived(folder) if waiting else []
    for path in _ordinary(folder) if arrived else []:
        if path not in arrived:
            path.unlink()
    for path in waiting:
        if path in arrived:
            os.replace(path, path.with_suffix(""))
        else:
            path.unlink()


def _ordinary(folder: Path) -> list[Path]:
    old = folder / OLD_DRAFTS
    return [*_ending(folder, _SUFFIX), *([old] if os.path.lexists(old) else [])]


def _ending(folder: Path, suffix: str) -> list[Path]:
    """Return the program's own draft files whose names end in `suffix`."""
    names = [
        n for n in names_in(folder / DRAFTS) if n.endswith(suffix) and is_named_ours(n, DRAFTS)
    ]
    return [folder / DRAFTS / n for n in names if not is_strange(folder / DRAFTS / n, DRAFTS)]


def _arrived(folder: Path) -> list[Path]:
    """Return the files that belong to the current snapshot; none if it is another one."""
    mark = _mark(read_plain_file(folder / FILE) or b"")
    files = [*_ending(folder, _WAITING), *_ordinary(folder)]
    return [path for path in files if path.name.startswith(mark)]


def _mark(snapshot: bytes) -> str:
    from hashlib import sha256

    return sha256(snapshot).hexdigest()[:12]
