"""The second part of the run: few notes and many."""

import statistics
from collections import defaultdict
from pathlib import Path

from benchmarks import paced
from benchmarks.around import look_around
from benchmarks.figures import Table, Target, percentile
from benchmarks.notes import COUNTS, OneStore, named
from benchmarks.results import Results

TURNS_A_LINE = 2
"""How many short turns of one line are typed for each line: a percentile needs many keys, and turns
so short that what else the machine does hits both sides alike."""


def wider_round(
    results: Results, scratch: Path, seed: int, lines: int, many: list[OneStore]
) -> None:
    """Measure everything of this part once.

    Args:
        results: Where the figures are noted.
        scratch: A directory for the programs' files.
        seed: Chooses the words.
        lines: How many lines are typed, of about 20 letters.
        many: What `with_notes` made.
    """
    add = results.add
    visits = [one.visit for one in many[: len(COUNTS)]]
    typed: dict[str, list[paced.Typed]] = defaultdict(list)
    for turn in range(lines * TURNS_A_LINE):
        for subject in (visits[0], visits[-1]):
            home = scratch / "notes" / str(turn) / subject.name
            typed[subject.name].append(paced.typing(subject, home, seed + turn, 1))
    for name, turns in typed.items():
        keys = [key for each in turns for key in each.keys]
        add("notes p50", name, percentile(keys, 0.5))
        add("notes p95", name, percentile(keys, 0.95))
        add("notes bytes", name, statistics.median(each.letter for each in turns))
        add("notes enter", name, statistics.median(each.enter for each in turns))
    for visit in visits:
        seen = look_around(visit, scratch / "around" / visit.name)
        add("around row", visit.name, percentile(seen.rows, 0.5))
        add("around row bytes", visit.name, percentile(seen.sizes, 0.5))
        add("around open", visit.name, seen.opening)
        add("around search", visit.name, percentile(seen.letters, 0.5))
        add("around memory", visit.name, seen.memory)


def wider_tables(results: Results) -> list[Table]:
    """Return the tables of this part."""
    few = f"{named(COUNTS[0])}, visit"
    typed = {"ms p50": "notes p50", "ms p95": "notes p95", "bytes a letter": "notes bytes"}
    row = {"ms": "around row", "bytes": "around row bytes"}
    search = {"a letter, ms": "around search", "opening it, ms": "around open"}
    made = (
        (
            "Key to screen with many notes",
            typed | {"an Enter": "notes enter"},
            "notes p95",
            few,
        ),
        ("A row moved in the notes", row, "around row", few),
        (
            "Searching until the screen is still",
            search | {"most memory after it, MiB": "around memory"},
            "around search",
            few,
        ),
    )
    tables = (results.table(*parts) for parts in made)
    return [table for table in tables if table]


def wider_targets(results: Results) -> list[Target]:
    """Return what is promised of this part."""
    few, most = (f"{named(count)}, visit" for count in (COUNTS[0], COUNTS[-1]))
    return [
        Target(
            "key p95 with 20,000 notes, x with none, at most 1.1",
            results.ratio("notes p95", most, few),
            1.1,
        ),
    ]
