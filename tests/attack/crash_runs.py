"""Runs of the program that are killed, or traced to see what a crash may leave."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.attack import forms, ground, hands, readers
from tests.attack.bits import flip
from tests.attack.ground import Ground
from tests.attack.program import PASSPHRASE, Place
from tests.support.terminal import Terminal

NEW_PASSPHRASE = "other words of Zoe"


@dataclass(frozen=True, slots=True)
class Run:
    """What is run under strace.

    Attributes:
        words: The command's words.
        typed: What it reads from standard input.
        new: Entries that it saves; each counts once it was printed.
        other: Entries that take the place of all others, once it has ended, if any.
        by_hand: What answers the command in a terminal, if it asks.
    """

    words: tuple[str, ...]
    typed: bytes = b""
    new: tuple[str, ...] = ()
    other: frozenset[str] = frozenset()
    by_hand: Callable[[Terminal], object] | None = None


Make = Callable[[Ground, Random], tuple[Place, Run]]


def adding(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Add a note: a start, a save, and a snapshot at the end."""
    token = field.token()
    make = chance.choice((ground.used, ground.left))
    return field.copy(make), Run(("note", "add", f"{token} said"), new=(token,))


def adding_lines(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Add several lines from standard input."""
    tokens = tuple(field.token() for _ in range(4))
    typed = "".join(f"{token} said\n" for token in tokens).encode()
    return field.copy(ground.left), Run(("note", "add", "-"), typed, tokens)


def setting_aside(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Add a note where a journal is damaged, so that it is set aside first."""
    place, run = adding(field, chance)
    place = field.copy(ground.left)
    (path, *_) = forms.journals(place.folder)
    content = path.read_bytes()
    flip(path, content.rindex(b"\n", 0, len(content) - 1) + 20, 1)
    return place, run


def migrating(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Add a note to a store of the first version."""
    place, run = adding(field, chance)
    content = (place.folder / forms.SNAPSHOT).read_bytes()
    shutil.rmtree(place.folder)
    place.folder.mkdir(mode=0o700)
    path = place.folder / forms.SNAPSHOT
    path.write_bytes(forms.old_store(forms.read_snapshot(content)))
    path.chmod(0o600)
    return place, run


def backing_up(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Write a copy elsewhere, which changes nothing here."""
    place = field.copy(ground.left)
    return place, Run(("backup", str(place.home / "copy.json")))


def restoring(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Bring a copy of other notes back."""
    place, other = field.copy(ground.left), field.copy(ground.used)
    ground.saved(other, "note", "add", f"{field.token()} elsewhere")
    ground.saved(other, "backup", str(place.home / "copy.json"))
    tokens = readers.listen(other, ["export"]).tokens
    words = ("restore", str(place.home / "copy.json"), "--replace")
    return place, Run(words, other=frozenset(tokens))


def locking(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Lock the notes."""
    return field.copy(ground.left), Run(("lock",), by_hand=hands.answer_lock)


def unlocking(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Take the passphrase away."""
    return field.copy(ground.locked), Run(("unlock",))


def changing(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Choose another passphrase."""
    typed = f"{PASSPHRASE}\n{NEW_PASSPHRASE}\n".encode()
    return field.copy(ground.locked), Run(("passphrase",), typed)


def adding_locked(field: Ground, chance: Random) -> tuple[Place, Run]:
    """Add a note to notes that are locked."""
    token = field.token()
    return field.copy(ground.locked), Run(("note", "add", f"{token} said"), new=(token,))


MAKES: tuple[Make, ...] = (
    adding,
    restoring,
    locking,
    adding_lines,
    setting_aside,
    migrating,
    unlocking,
    changing,
    adding_locked,
    backing_up,
)
