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
            tallies = [_one(attack, Path(work), seed, given.round) for attack in ready]
        else:
            tallies = _all(ready, Path(work), seed, given.minutes, given.workers)
    return _sum_up(tallies)


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
    tally = run(attack, work, seed=seed, rounds=1, first=number, stop=False)
    _tell(attack, tally)
    return tally


def _all(
    attacks: Sequence[Attack], work: Path, seed: str, minutes: float, workers: int
) -> list[Tally]:
    """Run all attacks, a few at once, each for its share of the time."""
    share = 60 * minutes * min(workers, len(attacks)) / max(1, len(attacks))

    def attacked(attack: Attack) -> Tally:
        tally = run(attack, work, seed=seed, deadline=time.monotonic() + share, stop=False)
        _tell(attack, tally)
        return tally

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(attacked, attacks))


def _tell(attack: Attack, tally: Tally) -> None:
    """Print what an attack tried and found, as soon as it has ended."""
    tried = ", ".join(f"{count} {name}" for name, count in sorted(tally.tried.items()))
    rows = [f"\n{attack.name} ({attack.title}): {tally.rounds} rounds; {tried or 'nothing'}"]
    for kind, case in sorted({(str(v.kind), v.case) for _, v in tally.violations}):
        alike = [v for _, v in tally.violations if (v.kind, v.case) == (kind, case)]
        rows.append(f"  {kind}: {case} ({len(alike)} rounds)")
        notes = "\n".join(alike[0].__notes__).splitlines()
        rows += [f"    | {row[:300]}" for row in [*alike[0].detail.splitlines()[:20], *notes]]
    _say("\n".join(rows))


def _sum_up(tallies: Sequence[Tally]) -> int:
    """Print how many promises were broken; return the exit code."""
    broken: Counter[str] = Counter({kind: 0 for kind in MAIN})
    for tally in tallies:
        broken.update(str(violation.kind) for _, violation in tally.violations)
    _say("\n" + ", ".join(f"{count} {kind}" for kind, count in broken.items()))
    return 1 if any(broken.values()) else 0


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
