"""One bit flipped in a file, then reading, saving and starting again, until old copies have gone.

All that could be had before must still be there, or be said to be missing; all that is saved
afterwards must be there.
"""

from pathlib import Path
from random import Random

from tests.attack import aftermath, forms, ground, readers
from tests.attack.ground import Ground
from tests.attack.program import Place, files_below
from tests.attack.violation import Kind, Violation

WRONG_PASSPHRASE = 6
"""Exit code: the passphrase does not open the notes."""

_AROUND = 24
"""So many bytes on each side of a flipped bit tell where they were kept."""


def round_(field: Ground, chance: Random, number: int) -> None:
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
    field.tried[f"bits of {kind}"] += 1


def _before(field: Ground, make: ground.Make) -> readers.Told:
    return field.remember(field.template(make), readers.listen)


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
    with field.noting():  # before any other command, which may mend it
        if path.name != "identity.age" or place.run("check").code != WRONG_PASSPHRASE:
            aftermath.check_says(place, case)  # some bits of that file make it one for other words
    opens = place.run("status")
    if place.locked and opens.code in (5, 6) and opens.says:
        # The key file itself: what it opens is whole, and it takes the recovery key.
        _recovery_key_opens(place, before.tokens, case)
        return
    after = aftermath.is_said(field, place, before, case, start=chance.random() < 0.4)
    aftermath.is_fit(field, place, after.tokens, case)
    if before.tokens - after.tokens:
        with field.noting():
            _is_kept(place, around, case)
    if place.locked:
        tokens = readers.listen(place, ["export"]).tokens
        _recovery_key_opens(place, tokens, f"{case} and {aftermath.SAVES} saves")


def _recovery_key_opens(place: Place, tokens: set[str], case: str) -> None:
    """Check that the recovery key opens as much, or that `check` finds why it does not."""
    done = place.run("export", key=place.recovery_key.encode() + b"\n")
    lost = sorted(tokens - set(ground.TOKEN.findall(done.out)))
    if lost and readers.check(place).code != readers.ATTENTION:
        detail = f"{lost}\n{done.err}\n{readers.listing(place)}"
        raise Violation(Kind.LOST, f"notes opened with the recovery key, after {case}", detail)


def _is_kept(place: Place, around: bytes, case: str) -> None:
    """Check that the damaged bytes are kept somewhere, and that `check` names them."""
    whole = [path for path in files_below(place.folder) if around in path.read_bytes()]
    if not whole:
        raise Violation(Kind.LOST, f"the damaged bytes are kept nowhere, after {case}")
    aftermath.check_says(place, f"{case} and {aftermath.SAVES} saves")
