"""Where the rounds of an attack work: stores made once by the program itself, and copied."""

import itertools
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from tests.attack import forms, hands
from tests.attack.program import Place
from tests.attack.violation import Kind, Violation

TOKEN = re.compile(r"\bzq\d{6}\b")
"""The words by which entries are told from each other."""
TOKEN_BYTES = re.compile(rb"\bzq\d{6}\b")

T = TypeVar("T")
Make = Callable[[Place, "Ground"], None]


class Ground:
    """A directory to work in, and the stores that rounds begin with.

    Args:
        top: The directory; what is there goes.

    Attributes:
        found: The broken promises of this round.
        tried: What all rounds have tried, by name.
        scene: What this round does, for who reads of a broken promise.
    """

    def __init__(self, top: Path) -> None:
        shutil.rmtree(top, ignore_errors=True)
        top.mkdir(parents=True)
        self.top = top
        self._memory: dict[tuple[Place, str], Any] = {}
        self.found: list[Violation] = []
        self.scene = ""
        self.tried: Counter[str] = Counter()
        self._numbers = itertools.count(1)
        self._places = itertools.count(1)
        self._made: dict[tuple[str, date], Place] = {}

    def token(self) -> str:
        """Return a word that was never used here before."""
        return f"zq{next(self._numbers):06d}"

    def empty(self, *, locked: bool = False) -> Place:
        """Return a place where nothing was ever kept."""
        return Place(self.top / "round" / str(next(self._places)), locked=locked)

    def template(self, make: Make) -> Place:
        """Return a store that this function makes; made once a day, and not to be changed."""
        key = f"{make.__module__}.{make.__qualname__}", date.today()
        if key not in self._made:
            place = Place(self.top / "made" / str(next(self._places)))
            make(place, self)
            self._made[key] = place
        return self._made[key]

    def remember(self, made: Place, look: Callable[[Place], T]) -> T:
        """Return what a look at a template finds; looked up once."""
        key = made, look.__qualname__
        if key not in self._memory:
            self._memory[key] = look(made)
        found: T = self._memory[key]
        return found

    def copy(self, make: Make) -> Place:
        """Return a copy of `template`, to be attacked."""
        made = self.template(make)
        place = self.empty(locked=made.locked)
        place.recovery_key = made.recovery_key
        shutil.copytree(made.folder, place.folder, symlinks=True)
        return place

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note a broken promise and go on, so that one fault does not hide a worse one."""
        try:
            yield
        except Violation as violation:
            self._note(violation)
        except AssertionError as error:  # what is waited for in a terminal never came
            what = str(error).partition("\n")[0]
            self._note(Violation(Kind.STUCK, what, str(error)))

    def _note(self, violation: Violation) -> None:
        if self.scene:
            violation.add_note(self.scene)
        self.found.append(violation)

    def clear(self) -> None:
        """Remove what a round has left."""
        self.found = []
        self.scene = ""
        shutil.rmtree(self.top / "round", ignore_errors=True)


def used(place: Place, ground: Ground) -> None:
    """Make a store that was used: a snapshot, several copies of it, and nothing since."""
    started(place)
    for _ in range(3):
        saved(place, "note", "add", f"{ground.token()} said")
    saved(place, "task", "add", f"{ground.token()} to do")


def left(place: Place, ground: Ground) -> None:
    """Make a store whose last window was killed: its journal and a half-typed line lie there."""
    used(place, ground)
    _type_and_be_killed(place, ground)


def locked(place: Place, ground: Ground) -> None:
    """Make a store as `left` does, and lock it, with a journal written since."""
    used(place, ground)
    place.recovery_key = hands.lock(place)
    place.locked = True
    _type_and_be_killed(place, ground)


def _type_and_be_killed(place: Place, ground: Ground) -> None:
    with place.window("visit", "--as", "ann") as window:
        if place.locked:
            hands.passphrase(window)
        hands.ready_for_lines(window)
        for _ in range(4):
            hands.line(window, f"{ground.token()} is said")
        hands.half(place, window, f"{ground.token()} half")
        hands.kill(window)


def made_up(place: Place, ground: Ground) -> None:
    """Make a store as `left` does that holds the made-up case, and says so."""
    saved(place, "demo")
    for _ in range(3):
        saved(place, "note", "add", f"{ground.token()} said")
    _type_and_be_killed(place, ground)


def started(place: Place) -> None:
    """Begin with the case that is made up, as if it were one's own."""
    saved(place, "demo")
    for path in (place.folder / forms.SNAPSHOT, *forms.backups(place.folder)):
        tables = forms.read_snapshot(path.read_bytes())
        for case in tables["cases"].values():
            case["demo"] = False
        path.write_bytes(forms.snapshot(tables))


def saved(place: Place, *words: str) -> None:
    """Run a command that must succeed here, where nothing is attacked yet.

    Raises:
        Violation: It did not.
    """
    done = place.run(*words)
    if done.code != 0:
        raise Violation(Kind.CLOSED, f"{words[0]} on a whole store fails", str(done))
