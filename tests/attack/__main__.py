"""`python -m tests.attack`: attack the program for as long as asked, and say what came of it."""

import argparse
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from tests.attack.driver import Attack, Tally, run
from tests.attack.every import ATTACKS
from tests.attack.violation import Kind

MAIN = (Kind.LOST, Kind.UNSAID, Kind.TYPED)
"""What is reported even when it never happened."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the attacks and print what they tried; return 1 when a promise was broken."""
    given = _parser().parse_args(arguments)
    names = given.only.split(",") if given.only else [attack.name for attack in ATTACKS]
    if unknown := set(names) - {attack.name for attack in ATTACKS}:
        _say(f"no such attack: {', '.join(sorted(unknown))}")
        return 2
    seed = given.seed or f"{date.today().isoformat()}-{secrets.token_hex(3)}"
    chosen = [attack for attack in ATTACKS if attack.name in names]
    ready = [attack for attack in chosen if not attack.needs_strace or shutil.which("strace")]
    for attack in chosen:
        if attack not in ready:
            _say(f"{attack.name}: not run, as strace is not installed")
    _say(f"seed {seed}")
    with tempfile.TemporaryDirectory(prefix="so-tui-attack-") as work:
        if given.round is not None:
            tallies = {a.name: _one(a, Path(work), seed, given.round) for a in ready}
        else:
            tallies = _all(ready, Path(work), seed, given.minutes, given.workers)
    return _report(ready, tallies, seed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.attack", description=__doc__)
    parser.add_argument("--minutes", type=float, default=2.0, help="for how long, all together")
    parser.add_argument("--seed", help="decides all that is left to chance; made up if not given")
    parser.add_argument("--only", help="some of: " + ",".join(attack.name for attack in ATTACKS))
    parser.add_argument("--round", type=int, help="run this one round again")
    parser.add_argument(
        "--workers",
        type=int,
        default=1 + (os.cpu_count() or 1),  # many wait for a terminal
        help="so many attacks run at once",
    )
    return parser


def _one(attack: Attack, work: Path, seed: str, number: int) -> Tally:
    return run(attack, work, seed=seed, rounds=1, first=number, stop=False)


def _all(
    attacks: Sequence[Attack], work: Path, seed: str, minutes: float, workers: int
) -> dict[str, Tally]:
    """Run all attacks, a few at once, each for its share of the time."""
    share = 60 * minutes * min(workers, len(attacks)) / max(1, len(attacks))

    def attacked(attack: Attack) -> Tally:
        return run(attack, work, seed=seed, deadline=time.monotonic() + share, stop=False)

    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(attacked, attacks))
    return {attack.name: tally for attack, tally in zip(attacks, found, strict=True)}


def _report(attacks: Sequence[Attack], tallies: dict[str, Tally], seed: str) -> int:
    """Print what each attack tried and found; return the exit code."""
    broken: Counter[str] = Counter({kind: 0 for kind in MAIN})
    for attack in attacks:
        tally = tallies[attack.name]
        tried = ", ".join(f"{count} {name}" for name, count in sorted(tally.tried.items()))
        _say(f"\n{attack.name} ({attack.title}): {tally.rounds} rounds; {tried or 'nothing'}")
        broken.update(str(violation.kind) for _, violation in tally.violations)
        faults = {(str(v.kind), v.case) for _, v in tally.violations}
        for kind, case in sorted(faults):
            rounds = [n for n, v in tally.violations if (v.kind, v.case) == (kind, case)]
            first = next(v for _, v in tally.violations if (v.kind, v.case) == (kind, case))
            _say(f"  {kind}: {case} ({len(rounds)} rounds)")
            notes = "\n".join(first.__notes__).splitlines()
            for row in [*first.detail.splitlines()[:20], *notes]:
                _say(f"    | {row[:300]}")
    total = ", ".join(f"{count} {kind}" for kind, count in broken.items())
    _say(f"\n{total}")
    return 1 if any(broken.values()) else 0


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
