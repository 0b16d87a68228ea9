"""Running the rounds of an attack: each is made again by its name, the seed and its number."""

import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.attack.ground import Ground
from tests.attack.violation import Violation

Round = Callable[[Ground, Random, int], None]
"""One round: on this ground, with this source of chance, of this number.

Raises:
    Violation: The program broke a promise.
"""


@dataclass(frozen=True, slots=True)
class Attack:
    """A class of attacks.

    Attributes:
        name: Its name on the command line.
        title: What it does, for the report.
        round: One round of it.
        short: So many rounds make its short form.
        needs_strace: Whether it takes strace to run it.
    """

    name: str
    title: str
    round: Round
    short: int
    needs_strace: bool = False


@dataclass(slots=True)
class Tally:
    """What came of an attack.

    Attributes:
        rounds: How many rounds were run.
        tried: What they tried, by name.
        violations: Each broken promise and the number of its round.
    """

    rounds: int = 0
    tried: "Counter[str]" = field(default_factory=Counter)
    violations: list[tuple[int, Violation]] = field(default_factory=list)


def chance_of(attack: Attack, seed: str, number: int) -> Random:
    """Return the source of chance of one round."""
    return Random(f"{attack.name} {seed} {number}")


def run(
    attack: Attack,
    work: Path,
    *,
    seed: str,
    rounds: int | None = None,
    deadline: float | None = None,
    first: int = 0,
    stop: bool = True,
) -> Tally:
    """Run rounds until so many are done, or until a moment has come.

    Args:
        attack: What to run.
        work: A directory for it to work in; what it makes there is removed.
        seed: Decides all that is left to chance.
        rounds: How many rounds; without end if not given.
        deadline: No round begins after it (`time.monotonic`).
        first: Number of the first round.
        stop: Whether the first broken promise ends it.

    Raises:
        Violation: The program broke a promise, and `stop` is true. Its notes say how to see it
            again.
    """
    ground = Ground(work / attack.name)
    tally = Tally(tried=ground.tried)
    try:
        number = first
        while rounds is None or number < first + rounds:
            if deadline is not None and time.monotonic() > deadline:
                break
            with ground.noting():
                attack.round(ground, chance_of(attack, seed, number), number)
            for violation in ground.found:
                violation.add_note(f"again: {again(attack, seed, number)}")
                tally.violations.append((number, violation))
                if stop:
                    raise violation
            tally.rounds += 1
            number += 1
            ground.clear()
    finally:
        shutil.rmtree(ground.top, ignore_errors=True)
    return tally


def again(attack: Attack, seed: str, number: int) -> str:
    """Return the command that runs one round again."""
    return f"python -m tests.attack --only {attack.name} --seed {seed} --round {number}"
