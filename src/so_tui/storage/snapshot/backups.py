"""Backups: a second copy of each snapshot, removed by a fixed retention rule."""

import os
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from so_tui.domain.state import TABLES
from so_tui.storage.disk.files import (
    free_name,
    names_in,
    read_plain_file,
    replace_file,
    set_aside,
    sync_directory,
)
from so_tui.storage.disk.inventory import BACKUPS, is_named_ours, is_ours
from so_tui.storage.documents.ledger import Tables
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.storage.seals.seal import DataDirectory, Seal
from so_tui.storage.snapshot.snapshot import is_whole, parse

NEWEST, DAYS, WEEKS = 5, 7, 4
"""Backups kept: this many newest ones, the last of each day for this many days, of each week for
this many weeks.
"""
SAVES = 3
"""Days with a save that are needed before anything counts as old."""
RETIRED = "before-renumbering-"
"""Name prefix of backups whose entry numbers cannot be right."""


class Backup(NamedTuple):
    """A copy of a snapshot.

    Attributes:
        number: Number of the newest journal entry in it.
        at: When it was made (local time).
    """

    number: int
    at: datetime
    path: Path


def name_of(number: int, at: datetime) -> str:
    """Return the file name of a backup."""
    return f"store-{number:012d}-{at:%Y%m%dT%H%M%S}.json"


def backups_in(folder: Path) -> list[Backup]:
    """Return the backups of a data directory, oldest first by entry number, not by the clock.

    Raises:
        OSError: The directory cannot be read.
    """
    return sorted(_backups(folder / BACKUPS))


def _backups(folder: Path) -> Iterator[Backup]:
    for name in names_in(folder):
        if not is_named_ours(name, BACKUPS):
            continue
        try:
            _, number, at = name.removesuffix(".json").split("-")
            when = datetime.fromisoformat(at)
            if when.year < 1970:
                continue
            yield Backup(int(number), when, folder / name)
        except ValueError:  # a copy kept for another reason, or no day of any calendar
            continue


def write_backup(folder: Path, content: bytes, number: int, at: datetime, mark: str) -> None:
    """Write the bytes of a snapshot as a backup, durably.

    The mark keeps the temporary files of concurrent writers apart.

    Raises:
        OSError: It could not be written.
    """
    place = folder / BACKUPS
    place.mkdir(mode=0o700, exist_ok=True)
    replace_file(place / name_of(number, at), content, mark)


def newest_good(home: DataDirectory) -> tuple[Backup, Tables] | None:
    """Return the newest readable backup and its tables, or None.

    Raises:
        OSError: The directory cannot be read.
    """
    for backup in reversed(backups_in(home.path)):
        tables = read_backup(backup.path, home.seal)
        if tables is not None:
            return backup, tables
    return None


def read_backup(path: Path, seal: Seal) -> Tables | None:
    """Return the tables of a backup, or None when it cannot be read."""
    try:
        content = read_plain_file(path)
        return None if content is None else parse(content, path, seal, TABLES)
    except (StoreDamaged, StoreError):
        return None


def judged_day(backups: Iterable[Backup], today: date) -> tuple[date, bool]:
    """Return the day from which ages are counted, and whether it can be relied on.

    A single reading of the clock must not cause deletion: the day is the earliest of the last three
    days with a save, today included, and is unreliable if there are fewer.
    """
    days = [today]
    for backup in sorted(backups, reverse=True):
        if len(days) < SAVES and backup.at.date() not in days:
            days.append(backup.at.date())
    return min(days), len(days) == SAVES


def outdated(backups: Iterable[Backup], today: date) -> list[Backup]:
    """Return the backups that the retention rule removes."""
    ordered = sorted(backups, reverse=True)
    kept = set(ordered[:NEWEST])
    days: dict[date, Backup] = {}
    weeks: dict[tuple[int, int], Backup] = {}
    for backup in ordered:
        day = backup.at.date()
        if today - timedelta(days=DAYS) < day:
            days.setdefault(day, backup)
        if today - timedelta(weeks=WEEKS + 1) < day:
            weeks.setdefault(day.isocalendar()[:2], backup)
    kept |= {*days.values(), *weeks.values()}
    return [backup for backup in ordered if backup not in kept]


def let_go(home: DataDirectory, today: date) -> None:
    """Remove outdated backups, counting only readable ones towards what is kept.

    An outdated backup that cannot be read is set aside instead of removed.

    Raises:
        OSError: A file could not be read, moved or removed.
    """
    backups = backups_in(home.path)
    day, _ = judged_day(backups, today)
    outdated_backups = outdated(backups, day)
    if not outdated_backups:
        return
    readable = [backup for backup in backups if _is_whole(backup.path, home.seal)]
    for backup in outdated_backups:
        if backup not in readable and is_ours(backup.path, BACKUPS):
            set_aside(backup.path, home.damaged)
    for backup in outdated(readable, day):
        os.unlink(backup.path)


def _is_whole(path: Path, seal: Seal) -> bool:
    try:
        content = read_plain_file(path)
    except StoreError:
        return False
    return content is not None and is_whole(content, seal)


def retire(folder: Path, backups: Collection[Backup]) -> None:
    """Rename backups so that the retention rule never removes them.

    Raises:
        OSError: A file could not be renamed.
    """
    for backup in backups:
        name = f"{RETIRED}{backup.at:%Y%m%dT%H%M%S}.json"
        os.rename(backup.path, free_name(folder / BACKUPS / name))
    if backups:
        sync_directory(folder / BACKUPS)
