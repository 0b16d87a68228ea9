"""One bit flipped in a file, then reading, saving and starting again, until old copies have gone.

All that could be had before must still be there, or be said to be missing; all that is saved
afterwards must be there.
"""

from collections import Counter
from pathlib import Path
from random import Random

from tests.attack import forms, ground, hands, readers
from tests.attack.ground import Ground
from tests.attack.program import Done, Place, files_below
from tests.attack.violation import Kind, Violation

SAVES = 8
"""So often it is saved and closed afterwards: more often than there are copies to go."""
_AROUND = 24
"""So many bytes on each side of a flipped bit tell where they were kept."""


def round_(field: Ground, chance: Random, number: int) -> "Counter[str]":
    """Flip a bit of `lock` in even rounds, one after the other, and of any other file in odd ones.

    Raises:
        Violation: Something was lost, or left out without a word.
    """
    make = chance.choice((ground.left, ground.left, ground.used, ground.locked))
    if number % 2 == 0:
        make = (ground.left, ground.used)[number // 2 % 2]
    before = _before(field, make)
    place = field.copy(make)
    path, at, bit = _where(place, chance, number)
    flip(path, at, bit)
    kind = _kind(place, path)
    case = f"a flipped bit in {kind}"
    name = path.relative_to(place.folder)
    field.scene = f"{make.__name__}: bit {bit} of byte {at} of {name}"
    with field.noting():
        _used_on(place, field, before, case, chance, path, at)
    return Counter({f"bits of {kind}": 1, "saves and closes after them": SAVES})


def _before(field: Ground, make: ground.Make) -> readers.Told:
    place = field.template(make)
    cache: dict[int, readers.Told] = field.memory.setdefault("bits", {})
    if id(place) not in cache:
        cache[id(place)] = readers.listen(place)
    return cache[id(place)]


def flip(path: Path, at: int, bit: int) -> None:
    """Flip a bit of a file; its time stays, as when a disk does it."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.write_bytes(content)


def _where(place: Place, chance: Random, number: int) -> tuple[Path, int, int]:
    lock = place.folder / forms.LOCK
    if number % 2 == 0:
        bit = number // 2 % (8 * lock.stat().st_size)
        return lock, bit // 8, bit % 8
    every = [path for path in files_below(place.folder) if path != lock and path.stat().st_size]
    kinds = sorted({_kind(place, path) for path in every})
    kind = chance.choice(kinds)
    path = chance.choice([path for path in every if _kind(place, path) == kind])
    size = path.stat().st_size
    at = chance.choice((chance.randrange(size), size - 1, 0, _in_token(path, chance)))
    return path, at, chance.randrange(8)


def _in_token(path: Path, chance: Random) -> int:
    found = [match.start() for match in ground.TOKEN_BYTES.finditer(path.read_bytes())]
    return chance.choice(found) + 3 if found else 0


def _kind(place: Place, path: Path) -> str:
    name = path.relative_to(place.folder).parts[0]
    return name if path.parent == place.folder else f"{name}/"


def _used_on(
    place: Place,
    field: Ground,
    before: readers.Told,
    case: str,
    chance: Random,
    path: Path,
    at: int,
) -> None:
    around = path.read_bytes()[max(0, at - _AROUND) : at + _AROUND]
    opens = place.run("status")
    if place.locked and opens.code in (5, 6) and opens.says:
        return  # the key file itself: what it opens is whole, and it takes the recovery key
    after = readers.listen(place)
    for name in readers.READERS:
        with field.noting():
            readers.says_what_is_left_out(before, after, case, name)
    with field.noting():
        _doctor_says(place, case)
    if chance.random() < 0.4:
        with field.noting():
            _start_says(place, after, case)
    there = after.tokens
    saved = _save_on(place, field, case)
    told = readers.has_all(place, saved, f"entries saved after {case}")
    if lost := there - told.tokens:
        detail = f"{sorted(lost)}\n{readers.listing(place)}"
        raise Violation(Kind.LOST, f"entries that could be read after {case}", detail)
    if before.tokens - there:
        _is_kept(place, around, case)


def _doctor_says(place: Place, case: str) -> None:
    if readers.doctor(place).code != readers.ATTENTION:
        raise Violation(Kind.UNSAID, f"doctor finds all in order, after {case}")


def _start_says(place: Place, after: readers.Told, case: str) -> None:
    """Check that a start tells what `status` tells on its stderr."""
    with place.window() as window:
        if place.locked:
            hands.passphrase(window)
        window.wait_for(lambda text: "1 Home" in text or window.closed, 20)
        window.settle()
        shown = " ".join(window.text().split())
        code = hands.leave(window) if not window.closed else window.wait()
    if "Traceback" in shown or place.crash_files():
        raise Violation(Kind.CRASH, f"the start ends, after {case}", shown)
    said = after.done["status"].err.split()
    if said and code == 0 and " ".join(said[:4]) not in shown:
        raise Violation(Kind.UNSAID, f"the start, after {case}", f"{' '.join(said)}\n{shown}")


def _save_on(place: Place, field: Ground, case: str) -> list[str]:
    """Save and close often enough that old copies go; return what was said to be saved."""
    saved: list[str] = []
    refused: list[Done] = []
    for _ in range(SAVES):
        token = field.token()
        done = place.run("note", "add", f"{token} after")
        if token in done.out:
            saved.append(token)
        else:
            refused.append(done)
    if refused:
        raise Violation(Kind.CLOSED, f"nothing can be saved after {case}", str(refused[-1]))
    return saved


def _is_kept(place: Place, around: bytes, case: str) -> None:
    """Check that the damaged bytes are kept somewhere, and that `doctor` names them."""
    whole = [path for path in files_below(place.folder) if around in path.read_bytes()]
    if not whole:
        raise Violation(Kind.LOST, f"the damaged bytes are kept nowhere, after {case}")
    _doctor_says(place, f"{case} and {SAVES} saves")
