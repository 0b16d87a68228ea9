"""Files deleted, emptied, cut or put back while nobody has the notes open."""

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.attack import aftermath, forms, ground, readers
from tests.attack.ground import Ground
from tests.attack.program import Place


def deleted(place: Place, chance: Random) -> None:
    """Delete a journal that holds changes."""
    _journal(place).unlink()


def emptied(place: Place, chance: Random) -> None:
    """Empty a journal."""
    _journal(place).write_bytes(b"")


def cut_after_a_line(place: Place, chance: Random) -> None:
    """Cut a journal at the end of a line, so that each line that is left is whole."""
    path = _journal(place)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[: chance.randrange(len(lines))]))


def cut_in_a_line(place: Place, chance: Random) -> None:
    """Cut a journal in the middle of a line."""
    path = _journal(place)
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(1, len(content) - 1)])


def line_taken_out(place: Place, chance: Random) -> None:
    """Take one whole line out of the middle of a journal."""
    path = _journal(place)
    lines = path.read_bytes().splitlines(keepends=True)
    del lines[chance.randrange(1, len(lines))]
    path.write_bytes(b"".join(lines))


def folder_of_journals_deleted(place: Place, chance: Random) -> None:
    """Delete the folder of journals."""
    shutil.rmtree(place.folder / forms.JOURNAL)


def lock_and_journals_deleted(place: Place, chance: Random) -> None:
    """Delete the lock and all journals."""
    (place.folder / forms.LOCK).unlink()
    shutil.rmtree(place.folder / forms.JOURNAL)


def lock_deleted(place: Place, chance: Random) -> None:
    """Delete the lock alone, which holds nothing that is not elsewhere."""
    (place.folder / forms.LOCK).unlink()


def lock_emptied(place: Place, chance: Random) -> None:
    """Empty the lock."""
    (place.folder / forms.LOCK).write_bytes(b"")


def older_snapshot(place: Place, chance: Random) -> None:
    """Put an older copy in place of the snapshot, beside newer journals."""
    older = chance.choice(forms.backups(place.folder)[:-1])
    (place.folder / forms.SNAPSHOT).write_bytes(older.read_bytes())


def older_snapshot_alone(place: Place, chance: Random) -> None:
    """Put an older copy in place of the snapshot; lock and journals have gone."""
    older_snapshot(place, chance)
    lock_and_journals_deleted(place, chance)


def snapshot_deleted(place: Place, chance: Random) -> None:
    """Delete the snapshot; copies of it are there."""
    (place.folder / forms.SNAPSHOT).unlink()


def snapshot_emptied(place: Place, chance: Random) -> None:
    """Empty the snapshot."""
    (place.folder / forms.SNAPSHOT).write_bytes(b"")


def snapshot_and_newest_copy_deleted(place: Place, chance: Random) -> None:
    """Delete the snapshot and the newest copy of it."""
    snapshot_deleted(place, chance)
    forms.backups(place.folder)[-1].unlink()


def backups_deleted(place: Place, chance: Random) -> None:
    """Delete all copies."""
    shutil.rmtree(place.folder / forms.BACKUPS)


Deed = Callable[[Place, Random], None]

DEEDS: tuple[Deed, ...] = (
    deleted,
    cut_after_a_line,
    older_snapshot,
    lock_and_journals_deleted,
    emptied,
    line_taken_out,
    cut_in_a_line,
    folder_of_journals_deleted,
    lock_deleted,
    lock_emptied,
    older_snapshot_alone,
    snapshot_deleted,
    snapshot_emptied,
    snapshot_and_newest_copy_deleted,
    backups_deleted,
)

UNKNOWABLE = frozenset({"older_snapshot_alone"})
"""An old copy of everything put back cannot be told."""


def round_(field: Ground, chance: Random, number: int) -> None:
    """Do one deed to a store that was left with a journal, or to one that was closed.

    Raises:
        Violation: Something is missing and nobody says so.
    """
    if number % (len(DEEDS) + 1) == len(DEEDS):
        _put_back(field, chance)
        return
    deed = DEEDS[number % (len(DEEDS) + 1)]
    make = chance.choice((ground.left, ground.left, ground.locked, ground.made_up))
    before = field.remember(field.template(make), readers.listen)
    place = field.copy(make)
    deed(place, chance)
    case = f"{deed.__name__.replace('_', ' ')}"
    field.scene = f"{make.__name__}: {deed.__doc__}"
    if deed.__name__ in UNKNOWABLE:
        after = readers.listen(place)
    else:
        after = aftermath.is_said(field, place, before, case, start=chance.random() < 0.5)
    aftermath.is_fit(field, place, after.tokens, case)
    if before.tokens - after.tokens and deed.__name__ not in UNKNOWABLE:
        with field.noting():  # by now nothing else misses them
            aftermath.check_says(place, f"{case} and {aftermath.SAVES} saves")
    field.tried[case] += 1


def _put_back(field: Ground, chance: Random) -> None:
    """Put a journal back that was folded in long ago, and look that nothing comes of it."""
    place = field.copy(ground.left)
    old = {path: path.read_bytes() for path in forms.journals(place.folder)}
    for _ in range(chance.randint(1, 6)):
        ground.saved(place, "note", "add", f"{field.token()} later")
    before = readers.listen(place)
    journal = place.folder / forms.JOURNAL
    journal.mkdir(mode=0o700, exist_ok=True)
    for path, content in old.items():
        path.write_bytes(content)
        path.chmod(0o600)
    case = "an old journal put back"
    field.scene = "a journal that was folded in is put back"
    after = aftermath.is_said(field, place, before, case, start=False)
    with field.noting():
        readers.has_each_once(place, case)
    aftermath.is_fit(field, place, after.tokens, case)
    field.tried[case] += 1


def _journal(place: Place) -> Path:
    """Return the longest journal."""
    return max(forms.journals(place.folder), key=lambda path: path.stat().st_size)
