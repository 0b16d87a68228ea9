"""Measure starts: time, processor time and memory until the first key is answered.

Beside a bare Textual app, in turn, with no notes and with many. A start takes processor time and
little else, and that tells more than the clock on a machine that is busy with other things.
"""

import shutil
import tempfile
from pathlib import Path

from benchmarks import much
from benchmarks.figures import Series, Table, Target
from benchmarks.measures import start
from benchmarks.subjects import area, so_tui

NOTES = 20_000
ROUNDS = 9
EMPTY, MANY = "so-tui, empty store", f"so-tui, {NOTES:,} notes"
MEASURES = ("ms", "ms of processor", "MiB")

Figures = dict[str, dict[str, list[float]]]


def run(scratch: Path) -> Figures:
    """Start everything in turn in every round; the first round only fills the caches."""
    store = scratch / "store"
    much.fill(store, much.everything(NOTES, cell=0))
    empty, many = so_tui(EMPTY, ready=b"Welcome"), so_tui(MANY, ready=b"The way", store=store)
    subjects = (area(), empty, many)
    found: Figures = {measure: {subject.name: [] for subject in subjects} for measure in MEASURES}
    for number in range(ROUNDS + 1):
        home = scratch / str(number)
        for subject in subjects:
            started = start(subject, home / subject.name)
            values = started.ms, started.cpu, started.memory
            for measure, value in zip(MEASURES, values, strict=True):
                found[measure][subject.name].append(value)
        shutil.rmtree(home)
    return {m: {n: v[1:] for n, v in by_name.items()} for m, by_name in found.items()}


def main() -> int:
    """Measure and print; return 1 when a target is not met."""
    with tempfile.TemporaryDirectory(prefix="so-tui-bench-") as scratch:
        found = run(Path(scratch))
    bare = area().name
    series = {m: {n: Series(v) for n, v in by_name.items()} for m, by_name in found.items()}
    table = Table("Start to usable", "program", *MEASURES, *(f"x {bare} ({m})" for m in MEASURES))
    for name in series["ms"]:
        ratios = [series[m][name].over(series[m][bare]) for m in MEASURES]
        table.add(name, *(series[m][name] for m in MEASURES), *ratios)
    print(table)
    ratio = {(m, n): series[m][n].over(series[m][bare]).median for m in MEASURES for n in series[m]}
    targets = [
        Target("start, empty, x bare Textual, at most 1.2", ratio["ms", EMPTY], 1.2),
        Target(f"start, {NOTES:,} notes, x bare Textual, at most 1.36", ratio["ms", MANY], 1.36),
        Target(f"memory, {NOTES:,} notes, x bare Textual, at most 1.6", ratio["MiB", MANY], 1.6),
    ]
    print(*targets, sep="\n")
    return 0 if all(target.met for target in targets) else 1
