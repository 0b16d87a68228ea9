"""Checks of a store's surroundings: folder, permissions, passphrase, drive, free space, clock."""

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zlib import crc32

from so_tui.storage.checkup.findings import Finding, fine, look
from so_tui.storage.disk.files import read_plain_file
from so_tui.storage.disk.inventory import (
    FOLDERS,
    LOCK,
    LOCKING,
    is_strange,
    is_unfinished,
    named_ours,
    others_files,
)
from so_tui.storage.disk.paths import network_file_system, would_be_anothers
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.seals.vault_keys import IDENTITY, RECOVERY, is_locked

LEAST_SPACE = 50_000_000
"""Bytes that should be free, or three times the size of the store if that is more."""
AHEAD = timedelta(minutes=5)
"""Tolerance for file times in the future; another machine's clock may differ slightly."""
_NAMED = 3
_OPEN = "files.open"
_WRONG = ("files.odd", "files.others", _OPEN, "files.strange", "files.read_only")


def folder(place: Path) -> Iterator[Finding]:
    """Check the data directory itself and its parent."""
    try:
        status = place.stat()
    except FileNotFoundError:
        nearest = _nearest(place)
        if would_be_anothers(nearest):
            yield look("folder.for_another", folder=place, above=nearest)
        elif os.access(nearest, os.W_OK):
            yield fine("folder.none", folder=place)
        else:
            yield look("folder.cannot_make", folder=place, above=nearest)
        return
    except NotADirectoryError:
        yield look("folder.no_folder", folder=place)
        return
    except PermissionError:
        yield look("folder.closed", folder=place, above=_nearest(place))
        return
    mode = stat.S_IMODE(status.st_mode)
    if not stat.S_ISDIR(status.st_mode):
        yield look("folder.no_folder", folder=place)
    elif status.st_uid != os.geteuid():
        yield look("folder.others", folder=place)
    elif mode & 0o077:
        yield look("folder.open", folder=place, mode=f"{mode:04o}")
    elif not os.access(place, os.W_OK) and not _is_read_only(place):
        yield look("folder.read_only", folder=place)
    else:
        yield fine("folder.fine", folder=place)
    above = place.resolve().parent.stat()
    if above.st_mode & 0o022 and not above.st_mode & stat.S_ISVTX:
        yield look("folder.above", folder=place.resolve().parent)


def files(place: Path) -> Iterator[Finding]:
    """Check each of the store's files: type, owner and permissions."""
    names: dict[str, list[str]] = {code: [] for code in _WRONG}
    count = unfinished = 0
    for path, folder in _ours(place):
        count += 1
        unfinished += is_unfinished(path.name, folder)
        if code := _wrong_with(path, folder, place):
            names[code].append(str(path.relative_to(place)))
    if names[_OPEN] and not place.stat().st_mode & 0o077:
        names["files.open_within"] = names.pop(_OPEN)
    for code, paths in names.items():
        if paths:
            yield look(code, names=_some(paths), folder=place)
    if not any(names.values()):
        yield fine("files.fine", count=count)
    if unfinished:
        yield fine("files.half_written", count=unfinished)
    foreign = [path for path in others_files(place) if path not in dict(named_ours(place))]
    if foreign:
        theirs = ", ".join(str(path.relative_to(place)) for path in foreign)
        if is_locked(place):
            yield look("files.readable", names=theirs)
        else:
            yield fine("files.foreign", names=theirs)


def _wrong_with(path: Path, folder: str, place: Path) -> str:
    status = path.lstat()
    is_folder = path.name in FOLDERS and not folder and stat.S_ISDIR(status.st_mode)
    if not is_folder and (not stat.S_ISREG(status.st_mode) or status.st_nlink != 1):
        return "files.odd"
    if status.st_uid != os.geteuid():
        return "files.others"
    if not is_folder and is_strange(path, folder):
        return "files.strange"
    if status.st_mode & 0o077:
        return _OPEN
    # Report an unwritable directory once, not again for every file in it.
    is_reported = not os.access(place, os.W_OK)
    return "" if is_reported or os.access(path, os.W_OK) else "files.read_only"


def _ours(place: Path) -> Iterator[tuple[Path, str]]:
    """Yield the paths of the store's own files and directories."""
    for name in FOLDERS:
        if os.path.lexists(place / name):
            yield place / name, ""
    yield from named_ours(place)


def crashes(place: Path) -> Iterator[Finding]:
    """Check for crash reports of the program."""
    names = sorted(path.name for path in place.glob("crash-*.txt"))
    if names:
        yield look("crashes.some", names=_some(names), folder=place)


def _some(names: list[str]) -> str:
    more = f" + {len(names) - _NAMED}" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def passphrase(place: Path) -> Iterator[Finding]:
    """Check whether a passphrase is set, and whether the key files are complete."""
    if is_cut_short(place):
        yield look("passphrase.cut_short")
    if not is_locked(place):
        yield fine("passphrase.none")
    elif not os.path.lexists(place / IDENTITY):
        yield look("passphrase.key_gone", file=place / IDENTITY)
    elif not os.path.lexists(place / RECOVERY):
        yield look("passphrase.recovery_gone", file=place / RECOVERY)
    elif not _is_recovery_whole(place):
        yield look("passphrase.recovery_damaged", file=place / RECOVERY)
    elif not is_cut_short(place):
        yield fine("passphrase.fine")


def is_cut_short(place: Path) -> bool:
    """Return whether locking or unlocking the store was interrupted."""
    return is_locked(place) and os.path.lexists(place / LOCKING)


def _is_recovery_whole(place: Path) -> bool:
    try:
        with closing(StoreLock(place / LOCK, read_only=True)) as lock:
            key_sum = lock.key_sum
    except FileNotFoundError:
        return True  # cannot be known
    return key_sum in (-1, crc32(read_plain_file(place / RECOVERY) or b""))


def space(place: Path) -> Iterator[Finding]:
    """Check the free space on the drive."""
    folder = _nearest(place)
    drive = os.statvfs(folder)
    free = drive.f_bavail * drive.f_frsize
    taken = sum(path.lstat().st_size for path, _ in _ours(place)) if is_folder(place) else 0
    if free < max(LEAST_SPACE, 3 * taken):
        yield look("space.little", free=_size(free), taken=_size(taken))
    elif drive.f_files and not drive.f_favail:
        yield look("space.no_files", free=_size(free))
    else:
        yield fine("space.fine", free=_size(free), taken=_size(taken))


def drive(place: Path) -> Iterator[Finding]:
    """Check the kind of drive."""
    folder = _nearest(place)
    network = network_file_system(folder)
    if _is_read_only(folder):
        yield look("drive.read_only")
    elif network:
        yield look("drive.network", kind=network)
    else:
        yield fine("drive.fine")


def clock(place: Path, now: datetime) -> Iterator[Finding]:
    """Check for files dated in the future."""
    newest = max((path.lstat().st_mtime for path, _ in _ours(place)), default=0.0)
    if newest > (now + AHEAD).timestamp():
        yield look("clock.ahead", day=f"{datetime.fromtimestamp(newest):%Y-%m-%d %H:%M}")
    else:
        yield fine("clock.fine", now=f"{now:%Y-%m-%d %H:%M}")


def _is_read_only(place: Path) -> bool:
    return bool(os.statvfs(place).f_flag & os.ST_RDONLY)


def _nearest(place: Path) -> Path:
    """Return the directory, or its nearest existing parent."""
    return next(path for path in (place, *place.parents) if is_folder(path))


def is_folder(place: Path) -> bool:
    """Return whether this is a directory; False if access is denied."""
    try:
        return place.is_dir()
    except PermissionError:  # a parent directory denies access
        return False


def _size(count: int) -> str:
    """Return a byte count in short form."""
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if count >= step:
            return f"{count / step:.1f} {unit}"
    return f"{count} bytes"
