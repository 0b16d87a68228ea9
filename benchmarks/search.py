"""Measure a key of the search with 20,000 notes: the search alone, and until the screen is still.

Beside it, in the same run: the same program with no notes, the search of vim over the same
lines, and a `grep -i` for each key.
"""

import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks import much
from benchmarks.around import NOTHING
from benchmarks.figures import Table, Target, percentile, short
from benchmarks.moves import until_still
from benchmarks.session import Session
from benchmarks.subjects import Subject, so_tui, vim_at
from so_tui.domain.entity import Entity
from so_tui.logic.archive import archive, find

LIMIT = 50.0
"""Milliseconds that a key may take."""
ROUNDS, LINES, SHOWN = 3, 40, 3
"""Lines sought in all by the search alone, and in each round on the screen, letter by letter."""
FULL, EMPTY = "so-tui, 20,000 notes", "so-tui, no notes"
LOOK_BACK, CLEAR = b"b", b"\x15"

Figures = dict[str, list[float]]


def alone(kept: list[Entity], typed: list[str]) -> tuple[float, list[float]]:
    """Return the ms until all is ready to be searched, and the ms of each key after that."""
    before = time.perf_counter()
    whole = archive(kept)
    ready = (time.perf_counter() - before) * 1000
    figures = []
    for query in typed:
        for end in range(1, len(query) + 1):
            before = time.perf_counter()
            find(whole, query[:end])
            figures.append((time.perf_counter() - before) * 1000)
    return ready, figures


def grep(file: Path, typed: list[str]) -> list[float]:
    """Return the ms of each key if each started a grep for the last word that is typed."""
    figures = []
    for query in typed:
        for end in range(1, len(query) + 1):
            words = query[:end].split()
            before = time.perf_counter()
            subprocess.run(
                ["grep", "-i", "-m", "200", words[-1], str(file)], capture_output=True, check=False
            )
            figures.append((time.perf_counter() - before) * 1000)
    return figures


def start(session: Session, subject: Subject) -> None:
    """Go to where words are sought, and wait until all is ready for it."""
    session.read_until(lambda words: subject.ready in words)
    session.settle(quiet=0.5)
    if subject.name in (FULL, EMPTY):
        session.send(LOOK_BACK)
        session.settle(quiet=0.5)
        session.send(b"/qqqqzzzz")
        session.read_until(lambda words: NOTHING in words)
        session.settle(quiet=0.5)


def shown(subject: Subject, home: Path, typed: list[str]) -> tuple[list[float], list[float]]:
    """Type each query, a key when the one before is done.

    Returns:
        For each key the ms until all is shown, and the ms of processor time that it took, which
        says the same on a busy machine.
    """
    figures, cpu = [], []
    ours = subject.name in (FULL, EMPTY)
    with subject.open(home) as session:
        start(session, subject)
        for query in typed:
            session.send(CLEAR if ours else b"\x1bgg/")
            session.settle(quiet=0.3)
            for letter in query:
                before = session.cpu()
                figures.append(until_still(session, letter.encode()))
                cpu.append((session.cpu() - before) * 1000)
    return figures, cpu


def in_turn(scratch: Path, kept: list[Entity]) -> tuple[Figures, Figures]:
    """Measure all that are compared, in turn in every round: ms, and ms of processor time."""
    full = so_tui(FULL, ready=b"Next visit", store=much.fill(scratch / "full", kept))
    none = much.everything(notes=0, cell=0)
    empty = so_tui(EMPTY, ready=b"Next visit", store=much.fill(scratch / "empty", none))
    file = scratch / "lines.txt"
    file.write_text("\n".join(much.texts(kept)))
    figures: Figures = {FULL: [], EMPTY: [], "vim": [], "grep -i": []}
    work: Figures = {FULL: [], EMPTY: [], "vim": []}
    typed = much.queries(kept, ROUNDS * SHOWN, seed=3)
    lines = much.lines(kept, ROUNDS * SHOWN)
    for number in range(ROUNDS):
        home, part = scratch / f"{number}", slice(number * SHOWN, (number + 1) * SHOWN)
        for subject, keys in ((full, typed), (empty, typed), (vim_at(file), lines)):
            ms, cpu = shown(subject, home / subject.name, keys[part])
            figures[subject.name] += ms
            work[subject.name] += cpu
        figures["grep -i"] += grep(file, typed[part])
    return figures, work


def main() -> int:
    """Measure and print; return 1 when a key of the search takes too long."""
    kept = much.everything()
    ready, keys = alone(kept, much.queries(kept, LINES))
    with tempfile.TemporaryDirectory(prefix="so-tui-search-") as scratch:
        figures, work = in_turn(Path(scratch), kept)
    figures = {"the search alone": keys, **figures}
    base = percentile(figures[EMPTY], 0.5)
    titles = ("what", "keys", "ms p50", "p95", "p99", "x no notes (p50)", "cpu ms p50", "p95")
    table = Table("A key of the search", *titles)
    for name, ms in figures.items():
        cells = [f"{percentile(ms, share):.1f}" for share in (0.5, 0.95, 0.99)]
        used = work.get(name) or [float("nan")]
        cpu = [short(percentile(used, share)) for share in (0.5, 0.95)]
        table.add(name, len(ms), *cells, short(percentile(ms, 0.5) / base), *cpu)
    print(f"Made ready once, beside the keys, in {ready:.0f} ms.\n\n{table}")
    far, busy = (percentile(found[FULL], 0.95) for found in (figures, work))
    targets = [
        Target(f"the search alone, ms p99, at most {LIMIT:.0f}", percentile(keys, 0.99), LIMIT),
        Target(f"key to screen, ms p95, at most {LIMIT:.0f}", far, LIMIT),
        Target(f"its processor time, ms p95, at most {LIMIT:.0f}", busy, LIMIT),
    ]
    print("\n".join(map(str, targets)))
    return 0 if all(target.met for target in targets) else 1


if __name__ == "__main__":
    raise SystemExit(main())
