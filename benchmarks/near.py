"""The first part of the run: keys, rows, screens and pastes in a terminal on this machine."""

from pathlib import Path

from benchmarks import measures, moves, paced
from benchmarks.cast import VISIT, Cast
from benchmarks.figures import Table, Target, percentile
from benchmarks.results import Results
from benchmarks.subjects import area, modes, table

FAST_LINES, ROWS = 2, 12
PASTED = 10_000
"""Letters of the paste."""


def drawn_round(results: Results, scratch: Path, seed: int, lines: int, cast: Cast) -> None:
    """Measure once what depends on how large a terminal is: keys, rows and screens.

    Args:
        results: Where the figures are noted.
        scratch: A directory for the programs' files.
        seed: Chooses the words.
        lines: How many lines are typed, of about 20 letters.
        cast: Who takes part.
    """

    add = results.adder(cast.suffix)
    for subject in cast.typists:
        typed = paced.typing(subject, scratch / "type" / subject.name, seed, lines)
        _spread(results, f"key{cast.suffix}", subject.name, typed.keys)
        add("key bytes", subject.name, typed.letter)
        add("enter bytes", subject.name, typed.enter)
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


def near_round(results: Results, scratch: Path, seed: int, cast: Cast) -> None:
    """Measure the rest of this part once; the arguments are those of `drawn_round`."""
    add = results.adder(cast.suffix)
    for subject in cast.typists:
        home = scratch / "fast" / subject.name
        keys = measures.back_to_back(subject, home, seed + 1000, FAST_LINES)
        _spread(results, f"fast{cast.suffix}", subject.name, keys)
    for subject in cast.pasted:
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
    row = {"ms until still p50": f"row p50{at}", "ms p95": f"row p95{at}"}
    row |= {"bytes a row": f"row bytes{at}", "mean, with scrolling": f"row mean{at}"}
    switch = {"ms until still": f"switch{at}", "the first time": f"switch first{at}"}
    made = (
        (
            f"Key to screen at ten keys a second{at}",
            spread("key") | {"bytes a letter": f"key bytes{at}", "an Enter": f"enter bytes{at}"},
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


def drawn_targets(results: Results, cast: Cast) -> list[Target]:
    """Return what is promised of keys and rows at one size."""
    at, bare = cast.suffix, area().name
    return [
        Target(
            f"key to screen p95, x bare TextArea, at most 0.7{at}",
            results.ratio(f"key{at} p95", VISIT, bare),
            0.7,
        ),
        Target(f"bytes a letter, at most 25{at}", results.median(f"key bytes{at}", VISIT), 25),
        Target(
            f"bytes a row moved, most of them, at most 300{at}",
            results.median(f"row bytes{at}", VISIT),
            300,
        ),
        Target(
            f"first opening of a screen, x bare Textual's, at most 0.5{at}",
            results.ratio(f"switch first{at}", VISIT, modes().name),
            0.5,
        ),
    ]
