"""The first part of the run: starts, keys, rows and screens in a terminal on this machine."""

from pathlib import Path

from benchmarks import measures, moves
from benchmarks.cast import EMPTY, VISIT, Cast
from benchmarks.figures import Table, Target, percentile
from benchmarks.results import Results
from benchmarks.subjects import area, modes, table

STARTS = 2
"""How often each program is started in a round: starts are quick and vary much."""

FAST_LINES, ROWS = 2, 12
PASTED = 10_000
"""Letters of the paste."""


def near_round(results: Results, scratch: Path, seed: int, lines: int, cast: Cast) -> None:
    """Measure everything of this part once, in terminals of one size.

    Args:
        results: Where the figures are noted.
        scratch: A directory for the programs' files.
        seed: Chooses the words.
        lines: How many lines are typed, of about 20 letters.
        cast: Who takes part.
    """

    def add(measure: str, program: str, value: float) -> None:
        results.add(measure + cast.suffix, program, value)

    typists = (*cast.editors, cast.visit, *cast.larger)
    for turn in range(STARTS):
        for subject in (*cast.editors, cast.empty, cast.visit, *cast.larger):
            ms, size, _ = measures.start(subject, scratch / f"start{turn}" / subject.name)
            add("start", subject.name, ms)
            add("start bytes", subject.name, size)
    for subject in typists:
        keys, per_key = measures.typing(subject, scratch / "type" / subject.name, seed, lines)
        _spread(results, f"key{cast.suffix}", subject.name, keys)
        add("key bytes", subject.name, per_key)
    for subject in typists:
        home = scratch / "fast" / subject.name
        keys = measures.back_to_back(subject, home, seed + 1000, FAST_LINES)
        _spread(results, f"fast{cast.suffix}", subject.name, keys)
    for subject, way in cast.lists:
        sizes, figures = moves.moving(subject, scratch / "move" / subject.name, way, ROWS)
        add("row bytes", subject.name, percentile(sizes, 0.5))
        add("row mean", subject.name, sum(sizes) / len(sizes))
        add("row p50", subject.name, percentile(figures, 0.5))
        add("row p95", subject.name, percentile(figures, 0.95))
    for subject, sequence in cast.screens:
        home = scratch / "screens" / subject.name
        first, ms, drawn = moves.switching(subject, home, sequence)
        add("switch first", subject.name, first)
        add("switch", subject.name, ms)
        add("switch bytes", subject.name, drawn)
    for subject in (*cast.editors, cast.visit):
        ms, size = measures.paste(subject, scratch / "paste" / subject.name, PASTED)
        add("paste", subject.name, ms)
        add("paste bytes", subject.name, size)


def _spread(results: Results, measure: str, program: str, figures: list[float]) -> None:
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0)):
        results.add(f"{measure} {name}", program, percentile(figures, share))


def near_tables(results: Results, cast: Cast) -> list[Table]:
    """Return the tables of this part at one size."""
    at = cast.suffix

    def spread(measure: str) -> dict[str, str]:
        return {f"ms {name}": f"{measure}{at} {name}" for name in ("p50", "p95", "p99", "max")}

    bare, lists, screens = area().name, table().name, modes().name
    starts = {"ms": f"start{at}", "bytes until silent": f"start bytes{at}"}
    row = {"ms until still p50": f"row p50{at}", "ms p95": f"row p95{at}"}
    row |= {"bytes a row": f"row bytes{at}", "mean, with scrolling": f"row mean{at}"}
    switch = {"ms until still": f"switch{at}", "the first time": f"switch first{at}"}
    made = (
        (f"Start to usable{at}", starts, f"start{at}", bare),
        (
            f"Key to screen at ten keys a second{at}",
            spread("key") | {"bytes a key": f"key bytes{at}"},
            f"key{at} p95",
            bare,
        ),
        (f"Keys back to back{at}", spread("fast"), f"fast{at} p95", bare),
        (f"Moving one row down a list{at}", row, f"row bytes{at}", lists),
        (
            f"Between two screens{at}",
            switch | {"bytes": f"switch bytes{at}"},
            f"switch{at}",
            screens,
        ),
        (
            f"A paste of {PASTED:,} letters{at}",
            {"ms": f"paste{at}", "bytes": f"paste bytes{at}"},
            f"paste{at}",
            "nano",
        ),
    )
    tables = (results.table(title, columns, by, base) for title, columns, by, base in made)
    return [table for table in tables if table]


def near_targets(results: Results) -> list[Target]:
    """Return what is promised of this part, and by how much it is held in the median."""
    bare = area().name

    def median(measure: str) -> float:
        return results.get(measure, VISIT).median

    return [
        Target(
            "start with an empty store, x bare Textual, at most 1.3",
            results.ratio("start", EMPTY, bare),
            1.3,
        ),
        Target(
            "start of a visit, x bare Textual, at most 1.5",
            results.ratio("start", VISIT, bare),
            1.5,
        ),
        Target(
            "key to screen p95, x bare TextArea, at most 0.75",
            results.ratio("key p95", VISIT, bare),
            0.75,
        ),
        Target("bytes a key, at most 60", median("key bytes"), 60),
        Target("bytes a row moved, at most 300", median("row bytes"), 300),
    ]
