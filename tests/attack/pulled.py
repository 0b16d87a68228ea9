"""Files removed, replaced and cut under an open window, which must notice before it says saved."""

import os
import shutil
from collections.abc import Callable
from random import Random

from tests.attack import aftermath, forms, ground, hands, readers
from tests.attack.ground import Ground
from tests.attack.program import Place
from tests.attack.violation import Kind, Violation
from tests.support.terminal import Terminal


def folder_moved(place: Place, chance: Random) -> None:
    """Move the whole folder away."""
    place.folder.rename(place.folder.with_name("moved"))


def folder_replaced(place: Place, chance: Random) -> None:
    """Put a copy in place of the whole folder."""
    _replace(place, "")


def journals_deleted(place: Place, chance: Random) -> None:
    """Delete all journals."""
    for path in forms.journals(place.folder):
        path.unlink()


def folder_of_journals_deleted(place: Place, chance: Random) -> None:
    """Delete the folder of journals."""
    shutil.rmtree(place.folder / forms.JOURNAL)


def journals_replaced(place: Place, chance: Random) -> None:
    """Put copies in place of all journals."""
    for path in forms.journals(place.folder):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
        path.chmod(0o600)


def folder_of_journals_replaced(place: Place, chance: Random) -> None:
    """Put a copy in place of the folder of journals."""
    _replace(place, forms.JOURNAL)


def journals_cut(place: Place, chance: Random) -> None:
    """Cut all journals somewhere."""
    for path in forms.journals(place.folder):
        os.truncate(path, chance.randrange(path.stat().st_size))


def journals_cut_after_a_line(place: Place, chance: Random) -> None:
    """Cut all journals at the end of a line."""
    for path in forms.journals(place.folder):
        lines = path.read_bytes().splitlines(keepends=True)
        os.truncate(path, sum(map(len, lines[: chance.randrange(len(lines))])))


def journals_emptied(place: Place, chance: Random) -> None:
    """Empty all journals."""
    for path in forms.journals(place.folder):
        os.truncate(path, 0)


def lock_deleted(place: Place, chance: Random) -> None:
    """Delete the lock."""
    (place.folder / forms.LOCK).unlink()


def lock_emptied(place: Place, chance: Random) -> None:
    """Empty the lock."""
    os.truncate(place.folder / forms.LOCK, 0)


def snapshot_deleted(place: Place, chance: Random) -> None:
    """Delete the snapshot."""
    (place.folder / forms.SNAPSHOT).unlink()


def backups_deleted(place: Place, chance: Random) -> None:
    """Delete the copies."""
    shutil.rmtree(place.folder / forms.BACKUPS)


def words_added(place: Place, chance: Random) -> None:
    """Add words at the end of all journals, as another program might."""
    for path in forms.journals(place.folder):
        with path.open("ab") as file:
            file.write(b"not ours" + chance.choice((b"", b"\n")))


Deed = Callable[[Place, Random], None]

DEEDS: tuple[Deed, ...] = (
    journals_cut,
    journals_deleted,
    folder_of_journals_deleted,
    journals_cut_after_a_line,
    journals_emptied,
    folder_replaced,
    journals_replaced,
    folder_of_journals_replaced,
    folder_moved,
    lock_deleted,
    lock_emptied,
    snapshot_deleted,
    backups_deleted,
    words_added,
)


def round_(field: Ground, chance: Random, number: int) -> None:
    """Type lines, do one deed, type on, and end by a kill or by the key.

    Raises:
        Violation: A line that showed as saved is not there, and nobody says so.
    """
    deed = DEEDS[number % len(DEEDS)]
    place = field.copy(ground.used)
    end = chance.choice(("kill", "leave"))
    case = deed.__name__.replace("_", " ")
    field.scene = f"{deed.__doc__} Then {end}."
    with place.window("visit", "--as", "ann") as window:
        hands.ready_for_lines(window)
        early = [field.token() for _ in range(chance.randint(1, 4))]
        for token in early:
            hands.line(window, f"{token} before")
        deed(place, chance)
        late, noticed = _type_on(field, window, chance)
        if end == "kill":
            hands.kill(window)
        else:
            hands.leave(window) if not noticed else hands.kill(window)
        shown = window.text()
    with field.noting():
        _has_no_zeros(place, case)
    with field.noting():
        _look(place, early, late, noticed, case, shown)
    field.tried[case] += 1
    field.tried["lines typed"] += len(early) + len(late)


def _type_on(field: Ground, window: Terminal, chance: Random) -> tuple[list[str], bool]:
    """Type lines; return those that showed as saved, and whether something was noticed."""
    saved: list[str] = []
    for _ in range(chance.randint(1, 3)):
        token = field.token()
        window.send(f"{token} after{hands.ENTER}")
        window.wait_for(
            lambda text, token=token: (  # type: ignore[misc]  # a bound token
                "NOT SAVED" in text or any(token in row for row in hands.saved_lines(text))
            ),
            20,
        )
        window.settle(0.2)
        if "NOT SAVED" in window.text():
            return saved, True
        saved.append(token)
    return saved, any(sign in window.text() for sign in aftermath.SIGNS)


def _has_no_zeros(place: Place, case: str) -> None:
    for path in forms.journals(place.folder):
        if b"\0" in path.read_bytes():
            raise Violation(Kind.LOST, f"a journal filled up with zeros, after {case}", str(path))


def _look(
    place: Place, early: list[str], late: list[str], noticed: bool, case: str, shown: str
) -> None:
    """Check that what showed as saved is there, and that what is missing is said."""
    if not place.folder.exists():
        if late:
            raise Violation(Kind.LOST, f"lines typed after {case}", shown)
        return
    told = readers.listen(place, ["export"])
    if lost := sorted(set(late) - told.tokens):
        detail = f"{lost}\n{told.done['export'].err}\n{shown}\n{readers.listing(place)}"
        raise Violation(Kind.LOST, f"lines typed after {case}", detail)
    missing = sorted(set(early) - told.tokens)
    if missing and not (noticed or told.done["export"].says):
        detail = f"{missing}\n{shown}\n{readers.listing(place)}"
        raise Violation(Kind.UNSAID, f"lines typed before {case}", detail)


def _replace(place: Place, name: str) -> None:
    folder = place.folder / name
    copy = folder.with_name(f"{folder.name}-copy")
    shutil.copytree(folder, copy)
    aside = folder.with_name(f"{folder.name}-aside")
    folder.rename(aside)  # in one step: the program may write in it meanwhile
    copy.rename(folder)
    shutil.rmtree(aside, ignore_errors=True)
