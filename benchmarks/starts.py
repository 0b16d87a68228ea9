"""Starts: time, processor time and memory until the first key is answered, in many short turns.

A start takes processor time and little else, and that tells more than the clock on a machine that
is busy with other things: so both are told.
"""

import tempfile
from pathlib import Path

from benchmarks.cast import EMPTY, VISIT, Cast, make_cast
from benchmarks.figures import Table, Target
from benchmarks.measures import start
from benchmarks.much import NOTES
from benchmarks.notes import OneStore, named, with_notes
from benchmarks.results import Results
from benchmarks.subjects import Subject, area

TURNS = 5
"""How often each program is started in a round."""
ROUNDS = 2
"""Rounds, where nothing else is measured."""

SPREAD, TOGETHER = named(NOTES), named(NOTES, together=True)
BOUNDS = (
    ("start with an empty store", EMPTY, 1.2),
    ("start of a visit", VISIT, 1.32),
    ("start with 20,000 notes", SPREAD, 1.36),
    ("start with 20,000 notes, in a visit", f"{SPREAD}, visit", 1.45),
    ("start with 20,000 notes of one visit", TOGETHER, 1.4),
    ("start with 20,000 notes of one visit, in it", f"{TOGETHER}, visit", 1.7),
)
MEMORY = (
    ("memory with 20,000 notes", SPREAD, 1.6),
    ("memory with 20,000 notes, in a visit", f"{SPREAD}, visit", 1.6),
    ("memory with 20,000 notes of one visit", TOGETHER, 1.7),
    ("memory with 20,000 notes of one visit, in it", f"{TOGETHER}, visit", 1.7),
)
"""What is promised of a program beside the bare one, and the largest ratio that keeps it."""


def starts_round(results: Results, scratch: Path, cast: Cast, many: list[OneStore]) -> None:
    """Start every program once a turn; each turn begins with another one.

    Args:
        results: Where the figures are noted.
        scratch: A directory for the programs' files.
        cast: Who takes part.
        many: The program over stores with notes.
    """
    add = results.adder(cast.suffix)
    noted = [subject for one in many for subject in one.started]
    subjects: list[Subject] = [*cast.editors, cast.empty, cast.visit, *cast.larger, *noted]
    for turn in range(TURNS):
        first = turn * len(subjects) // TURNS
        for subject in (*subjects[first:], *subjects[:first]):
            started = start(subject, scratch / str(turn) / subject.name)
            add("start", subject.name, started.ms)
            add("start cpu", subject.name, started.cpu)
            add("start bytes", subject.name, started.size)
            add("start memory", subject.name, started.memory)


def starts_table(results: Results, cast: Cast) -> Table | None:
    """Return the table of the starts in terminals of one size."""
    at = cast.suffix
    columns = {
        "ms": f"start{at}",
        "ms of processor": f"start cpu{at}",
        "bytes until silent": f"start bytes{at}",
        "most MiB": f"start memory{at}",
    }
    return results.table(
        f"Start to usable{at}", columns, (f"start{at}", f"start cpu{at}"), area().name
    )


def starts_targets(results: Results) -> list[Target]:
    """Return what is promised of starts; the ratio of the processor times stands beside."""
    bare = area().name
    starts = [
        Target(
            f"{what}, x bare Textual, at most {limit}",
            results.ratio("start", name, bare),
            limit,
            beside=("of processor time", results.ratio("start cpu", name, bare)),
        )
        for what, name, limit in BOUNDS
    ]
    memory = [
        Target(
            f"{what}, x bare Textual, at most {limit}",
            results.ratio("start memory", name, bare),
            limit,
        )
        for what, name, limit in MEMORY
    ]
    return [*starts, *memory]


def main() -> int:
    """Measure and print; return 1 when a target is not met."""
    results = Results()
    with tempfile.TemporaryDirectory(prefix="so-tui-bench-") as scratch:
        cast, many = make_cast(Path(scratch)), with_notes(Path(scratch, "many"))
        for number in range(ROUNDS):
            starts_round(results, Path(scratch, str(number)), cast, many)
    targets = starts_targets(results)
    print(starts_table(results, cast), *targets, sep="\n")
    return 0 if all(target.met for target in targets) else 1
