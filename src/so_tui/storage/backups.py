"""Backups: each snapshot is written a second time; old ones go by a fixed rule."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from so_tui.state import TABLES
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.storage.files import names_in, read_plain_file, replace_file, set_aside
from so_tui.storage.ledger import Tables
from so_tui.storage.seal import Seal
from so_tui.storage.snapshot import parse

FOLDER = "backups"
NEWEST, DAYS, WEEKS = 5, 7, 4
"""Kept are the newest ones, the last one of each day for a week, of each week for a month."""


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """A copy of a snapshot.

    Attributes:
        number: Number of the newest record in it.
        at: When it was made (local time).
    """

    number: int
    at: datetime
    path: Path


def name_of(number: int, at: datetime) -> str:
    """Return the file name of a backup."""
    return f"store-{number:012d}-{at:%Y%m%dT%H%M%S}.json"


def backups_in(folder: Path) -> list[Backup]:
    """Return the backups of a data directory, the oldest first, by records and not by the clock.

    Raises:
        OSError: The system does not let us look.
    """
    return sorted(_backups(folder / FOLDER))


def _backups(folder: Path) -> Iterator[Backup]:
    for name in names_in(folder):
        parts = name.removesuffix(".json").split("-")
        try:
            _, number, at = parts
            yield Backup(int(number), datetime.strptime(at, "%Y%m%dT%H%M%S"), folder / name)
        except ValueError:  # something else that lies there; it stays as it is
            continue


def write_backup(folder: Path, content: bytes, number: int, at: datetime, mark: str) -> None:
    """Keep the bytes of a snapshot as a backup, durably.

    Args:
        folder: The data directory.
        content: The bytes.
        number: Number of the newest record in them.
        at: When this is (local time).
        mark: Tells the files of sessions apart that write at the same time.

    Raises:
        OSError: It could not be written.
    """
    place = folder / FOLDER
    place.mkdir(mode=0o700, exist_ok=True)
    replace_file(place / name_of(number, at), content, mark)


def newest_good(folder: Path, seal: Seal) -> tuple[Backup, Tables] | None:
    """Return the newest backup that can be read and its tables, or None.

    Raises:
        OSError: The system does not let us look.
    """
    for backup in reversed(backups_in(folder)):
        tables = read_backup(backup.path, seal)
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


def outdated(backups: Iterable[Backup], today: date) -> list[Backup]:
    """Return the backups that the rule lets go."""
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


def let_go(folder: Path, today: date, seal: Seal, damaged: Path) -> None:
    """Remove outdated backups; one that cannot be read is set aside and not removed.

    Raises:
        OSError: The system does not let us.
    """
    for backup in outdated(backups_in(folder), today):
        if read_backup(backup.path, seal) is None:
            set_aside(backup.path, damaged)
        else:
            os.unlink(backup.path)
