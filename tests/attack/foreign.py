"""Files of others in the data folder: never touched, and named by `so-tui check`."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.attack import ground, hands, readers
from tests.attack.ground import Ground
from tests.attack.program import Place
from tests.attack.violation import Kind, Violation

ODD = {
    "drafts/novel.txt": b"Chapter one\n",
    "journal/diary.txt": b"Dear diary\n",
    "backups/photo.jpg": b"\xff\xd8\xff\xe0 a picture",
    "something.tmp": b"half of something",
    "notes tmp": b"no",
    "store.json~": b"what an editor left",
    ".store.json.swp": b"b0VIM 8.2 what an editor left",
    "#store.json#": b"what another editor left",
    "drafts/novel.jsonl": b'{"chapter": 1}\n',
    "journal/diary.jsonl": b"Dear diary, no line of yours\n",
    "journal/zz.1.jsonl": b"12345678 not a checksum\n",
    "backups/store-old.json": b'{"my": "own file"}',
    "backups/store-000000000009-20261130T090000.json": b'{"looks": "like a copy"}',
    "backups/holiday.tmp": b"half a picture",
    "damaged/readme.txt": b"mine",
    "drafts/abcdefabcdef.jsonl.waiting": b"a file that waits\n",
    "store.json.1": b"not an old store",
    "lock.old": b"mine",
    "identity.age.bak": b"mine too",
    "journal/notes.seal.tmp": b"mine",
    "backups/store.json.seal.tmp": b"mine",
    "photos/one.tmp": b"in a folder of my own",
    "photos/store.json": b"in a folder of my own",
    "drafts/sub/two.jsonl": b"deeper\n",
    "journal/empty.txt": b"",
    "drafts/empty.tmp": b"",
}
"""Names and what stands in them; some are nearly our own names."""

Look = tuple[bytes, int, int]
Step = Callable[[Place, Ground, Random], None]


def round_(field: Ground, chance: Random, number: int) -> None:
    """Put some files of others down, use the program in some ways, and look at the files again.

    Raises:
        Violation: One was changed or removed, or `check` does not name it.
    """
    place = field.copy(chance.choice((ground.left, ground.used)))
    names = chance.sample(sorted(ODD), chance.randint(3, 8))
    before = {name: put(place, name, chance) for name in names}
    steps = [*chance.sample(STEPS, chance.randint(2, 4))]
    for step in steps:
        field.scene = f"{step.__name__} beside {', '.join(names)}"
        field.tried[f"foreign files: {step.__name__}"] += len(names)
        step(place, field, chance)
        for name, look in list(before.items()):
            with field.noting():
                is_as_it_was(place, name, look, step.__name__)
            if not (place.folder / name).exists():
                del before[name]
    field.scene = f"beside {', '.join(names)}"
    with field.noting():
        _are_named(place, list(before))


def _are_named(place: Place, names: list[str]) -> None:
    """Check that `check` names the files, or says how many more there are than it names."""
    out = readers.check(place).out
    others = [name for name in names if Path(name).parts[0] not in _FOLDERS]
    unnamed = [name for name in others if Path(name).name not in out]
    more = sum(int(number) for number in re.findall(r" \+ (\d+)\b", out))
    if len(unnamed) > more:
        case = f"check does not name {min(unnamed)}"
        raise Violation(Kind.FOREIGN, case, f"{unnamed}\n{out}")


_FOLDERS = ("photos", "damaged")
"""A folder of others, and the one for what cannot be read, need only be named themselves."""


def put(place: Place, name: str, chance: Random) -> Look:
    """Put a file of others down and return how it looks."""
    path = place.folder / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_bytes(ODD[name])
    path.chmod(chance.choice((0o600, 0o644, 0o640, 0o400)))
    os.utime(path, ns=(10**18, 10**18 + chance.randrange(10**15)))
    return _look(path)


def _look(path: Path) -> Look:
    status = path.lstat()
    return path.read_bytes(), status.st_mode, status.st_mtime_ns


def is_as_it_was(place: Place, name: str, look: Look, step: str) -> None:
    """Check that nothing has touched a file of others.

    Raises:
        Violation: Something has.
    """
    path = place.folder / name
    if not path.exists():
        raise Violation(Kind.FOREIGN, f"{name} is gone", f"after {step}")
    now = _look(path)
    for was, here, what in zip(look, now, ("content", "mode", "time"), strict=True):
        if was != here:
            detail = f"by {step}\n{was!r}\n{here!r}"[:600]
            raise Violation(Kind.FOREIGN, f"the {what} of {name} is changed", detail)


def start(place: Place, field: Ground, chance: Random) -> None:
    """Open a window, type, and leave."""
    with place.window("visit", "--as", "ann") as window:
        if place.locked:
            hands.passphrase(window)
        hands.ready_for_lines(window)
        window.settle(0.1)
        window.send(hands.CLEAR)
        hands.line(window, f"{field.token()} said")
        hands.leave(window)


def command(place: Place, field: Ground, chance: Random) -> None:
    """Add a note by a command, several times."""
    for _ in range(7):
        place.run("note", "add", f"{field.token()} said")


def lock(place: Place, field: Ground, chance: Random) -> None:
    """Lock the notes, and unlock them when they are locked."""
    if place.locked:
        unlock(place, field, chance)
    else:
        hands.lock(place)
        place.locked = True


def unlock(place: Place, field: Ground, chance: Random) -> None:
    """Unlock the notes when they are locked."""
    if place.locked:
        done = place.run("unlock")
        if done.code != 0:
            raise Violation(Kind.CLOSED, "unlock fails beside files of others", str(done))
        place.locked = False


def backup(place: Place, field: Ground, chance: Random) -> None:
    """Write a copy elsewhere."""
    place.run("backup", str(place.home / f"copy-{field.token()}.json"))


def restore(place: Place, field: Ground, chance: Random) -> None:
    """Write a copy and bring it back."""
    copy = place.home / f"copy-{field.token()}.json"
    if place.run("backup", str(copy)).code == 0:
        place.run("restore", str(copy), "--replace")


STEPS: tuple[Step, ...] = (start, command, lock, unlock, backup, restore)
