"""Telling the program's own files in a data directory from others, by name and content.

Only its own are ever changed, closed to others, sealed or removed. Anything else belongs to
somebody else and is left alone. A file's folder is the one of `FOLDERS` that it is in, or '' for
the data directory. All that looks into files or folders raises `StoreDamaged` if a folder is a link
or another user's, and `OSError` if one cannot be read.
"""

import errno
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from so_tui.storage.disk.files import closing, names_in, open_plain
from so_tui.storage.errors import StoreDamaged

JOURNAL, DRAFTS, BACKUPS, DAMAGED = "journal", "drafts", "backups", "damaged"
FILE = "store.json"
"""The snapshot."""
LOCK = "lock"
"""The lock that writers take in turn."""
OLD_PREVIOUS = "store.json.1"
"""Where schema 1 kept the previous save."""
OLD_DRAFTS = "drafts.jsonl"
"""Where schema 1 kept the drafts of its one writer."""
LOCKING = "locking"
"""Marker file while files are rewritten; it makes `vault.unlock` seal what is still plain.

It is sealed itself: otherwise anyone who can write here could have foreign notes sealed.
"""
FOLDERS = (JOURNAL, DRAFTS, BACKUPS, DAMAGED)

_WRITER = "[0-9a-f]{12}"
_STAMP = r"\d{8}T\d{6}"
_AGAIN = r"(\.\d+)?"
_TOP = r"lock|store\.json(\.1)?|drafts\.jsonl|identity\.age|recovery\.age|locking"
_LOG = r"crash-\d{8}-\d{6}-\d+\.txt"
_IN: dict[str, str] = {
    JOURNAL: rf"{_WRITER}\.\d+\.jsonl",
    DRAFTS: rf"{_WRITER}(-\d+)?\.jsonl(\.waiting)?",
    BACKUPS: rf"store-\d{{12,}}-{_STAMP}\.json|store\.json\.1{_AGAIN}"
    rf"|before-(schema-\d+|restore|renumbering|tinydb)-{_STAMP}\.json{_AGAIN}",
}
TRACE = r"missing-(?P<amount>\d{1,9})-(?P<after>\d{8}T\d{4}|unknown)\.txt"
"""Name pattern of the files that record missing changes; see `found`."""
_IN[DAMAGED] = "|".join((TRACE, *(rf"(?:{names}){_AGAIN}" for names in (_TOP, *_IN.values()))))
_IN[""] = f"{_TOP}|{_LOG}"
_UNFINISHED = rf"(?P<of>.+?)\.(?:{_WRITER}\.|restored\.|seal\.|[0-9a-f]{{8}}\.)?tmp"

_LINES = rb"(?m:^)(?:[0-9a-f]{8} \S|\{\"sum\")"
_DOCUMENTS = rb"\A(?:age-encryption\.org/v1\n|\{\s*\"meta\")"
_SEALED_LINE = rb"\AYWdlLWVuY3J5cHRpb24ub3Jn"
_TOLD = rb"\Aso-tui: |\Aage-encryption\.org/v1\n"
_LOGGED = rb"(?m:^)so-tui \d"
_CONTENT = {JOURNAL: _LINES, DRAFTS: _LINES, BACKUPS: _DOCUMENTS}
_AT_TOP = {"store.json.1": _DOCUMENTS, "drafts.jsonl": _LINES, "locking": _SEALED_LINE}
_HEADS = (b'{"meta":{', b"age-encryption.org/v1\n")
_CUT_SHORT = rb"\s*[0-9a-f]{0,8} ?|\0*"
"""What an interrupted write of the first line may leave, and what a power cut may."""
_START = 4096
"""Bytes read to identify a file; enough if one line is damaged."""
_LINES_START = 1 << 20
"""Bytes read to identify a file of lines: a draft may be long, and each letter adds a line."""
_UNREADABLE = {errno.ENOENT, errno.EACCES}


def is_named_ours(name: str, folder: str = "") -> bool:
    """Return whether a name is one that the program gives to a complete file."""
    return re.fullmatch(_IN[folder], name) is not None


def is_unfinished(name: str, folder: str = "") -> bool:
    """Return whether a name is one that the program gives to a half-written file."""
    match = re.fullmatch(_UNFINISHED, name)
    return match is not None and is_named_ours(match["of"], folder)


def is_ours(path: Path, folder: str = "") -> bool:
    """Return whether a file is the program's own; a link or irregular file never is."""
    if not is_named_ours(path.name, folder) and not is_unfinished(path.name, folder):
        return False
    start = _start_of(path)
    return start is not None and _looks_ours(start, folder, path.name)


def is_strange(path: Path, folder: str) -> bool:
    """Return whether a plain file has one of the program's names but none of its content."""
    start = _start_of(path)
    named = is_named_ours(path.name, folder)
    return named and start is not None and not _looks_ours(start, folder, path.name)


def _looks_ours(start: bytes, folder: str, name: str) -> bool:
    pattern = _CONTENT.get(folder)
    if not folder:
        pattern = _LOGGED if name.startswith("crash-") else _AT_TOP.get(name)
    if folder == DAMAGED and re.fullmatch(TRACE, name):
        pattern = _TOLD
    if pattern is None or any(head.startswith(start) for head in _HEADS):
        return True
    return bool(re.fullmatch(_CUT_SHORT, start) or re.search(pattern, start))


def _start_of(path: Path) -> bytes | None:
    """Return the first bytes of a plain file that this user owns; None if it is not one."""
    try:
        descriptor = open_plain(path, os.O_RDONLY)
    except StoreDamaged:
        return None
    except OSError as error:
        if error.errno in _UNREADABLE:
            return None
        raise
    with closing(descriptor):
        return os.pread(descriptor, _LINES_START if path.suffix == ".jsonl" else _START, 0)


def own_files(place: Path) -> Iterator[tuple[Path, str]]:
    """Yield the program's own files in a data directory, with the folder of each."""
    return ((path, folder) for path, folder in _files(place) if is_ours(path, folder))


def strange_files(place: Path) -> list[Path]:
    """Return the journals and draft files with no readable content."""
    lines = (JOURNAL, DRAFTS)
    return [path for path, folder in _files(place, lines) if is_strange(path, folder)]


def is_left_by_locking(path: Path) -> bool:
    """Return whether this is the marker that files are being locked or unlocked."""
    return path.name == "locking" and is_ours(path)


def named_ours(place: Path) -> Iterator[tuple[Path, str]]:
    """Yield everything in a data directory with one of the program's names, and its folder."""
    for path, folder in _files(place):
        if is_named_ours(path.name, folder) or is_unfinished(path.name, folder):
            yield path, folder


def others_files(place: Path) -> list[Path]:
    """Return what is in a data directory and its known folders but is not the program's.

    For a foreign directory in one of those folders, the files in it are returned.
    """
    paths: list[Path] = []
    for path, folder in _files(place):
        if not is_ours(path, folder):
            below = folder and not path.is_symlink() and path.is_dir()
            within = [inner for inner in path.rglob("*") if not inner.is_dir()] if below else []
            paths += sorted(within) or [path]
    return paths


def _files(place: Path, folders: Iterable[str] = ("", *FOLDERS)) -> Iterator[tuple[Path, str]]:
    for folder in folders:
        for name in names_in(place / folder):
            if folder or name not in FOLDERS:
                yield place / folder / name, folder
