"""The third part of the run: the program and its peers at the far end of a slow line; bursts."""

from pathlib import Path

from benchmarks import moves, paced
from benchmarks.cast import VISIT, Cast
from benchmarks.figures import Table, Target, percentile
from benchmarks.peers import vim_lines, vim_tabs
from benchmarks.results import Results
from benchmarks.subjects import area, nano, over_a_line, so_tui

ROWS = 12

HOPELESS = 5
"""Lines that are typed into the bare app: with each it falls further behind."""


def slow_round(results: Results, scratch: Path, seed: int, lines: int, cast: Cast) -> None:
    """Measure everything of this part once, in terminals of one size.

    Args:
        results: Where the figures are noted.
        scratch: A directory for the programs' files.
        seed: Chooses the words.
        lines: How many lines are typed, of about 20 letters.
        cast: Who takes part.
    """

    add = results.adder(cast.suffix)
    other = so_tui("other", "visit", "--as", "Sam", ready=b"saves")
    for subject in (*cast.editors, cast.visit):
        slow, home = over_a_line(subject), scratch / "line" / subject.name
        company = other if subject is cast.visit else None
        count = lines if subject.name != area().name else min(lines, HOPELESS)
        typed = paced.typing(slow, home, seed, count, company=company)
        add("line p50", subject.name, percentile(typed.keys, 0.5))
        add("line p95", subject.name, percentile(typed.keys, 0.95))
        add("line bytes", subject.name, typed.mean)
    for subject, way in cast.lists:
        slow, home = over_a_line(subject), scratch / "line row" / subject.name
        figures = paced.steady_moving(slow, home, way, ROWS)
        add("line row p50", subject.name, percentile(figures, 0.5))
        add("line row p95", subject.name, percentile(figures, 0.95))
    for subject, sequence in cast.screens:
        slow, home = over_a_line(subject), scratch / "line switch" / subject.name
        first, ms, size = moves.switching(slow, home, sequence)
        add("line switch first", subject.name, first)
        add("line switch", subject.name, ms)
        add("line switch bytes", subject.name, size)
    add("burst", cast.visit.name, paced.burst(cast.visit, scratch / "burst", seed))


def slow_tables(results: Results, cast: Cast) -> list[Table]:
    """Return the tables of this part at one size."""
    at = cast.suffix
    typing = {
        "ms p50": f"line p50{at}",
        "ms p95": f"line p95{at}",
        "bytes a key": f"line bytes{at}",
    }
    row = {"ms p50": f"line row p50{at}", "ms p95": f"line row p95{at}"}
    switch = {"ms": f"line switch{at}", "the first time": f"line switch first{at}"}
    made = (
        (
            "Typing ten keys a second over 100 ms and 32 kB/s (the program: with a second session)"
            + at,
            typing | {"bytes a key": f"line bytes{at}"},
            f"line p95{at}",
            nano().name,
        ),
        (f"Moving one row, over the line{at}", row, f"line row p50{at}", vim_lines().name),
        (
            f"Between two screens, over the line{at}",
            switch | {"bytes": f"line switch bytes{at}"},
            f"line switch{at}",
            vim_tabs().name,
        ),
        (
            f"Lines lost or wrong of a burst of {paced.BURST} letters with Enters{at}",
            {"lines": f"burst{at}"},
            "",
            "",
        ),
    )
    tables = (results.table(*parts) for parts in made)
    return [table for table in tables if table]


def slow_targets(results: Results, cast: Cast) -> list[Target]:
    """Return what is promised of this part at one size; nothing where it was not measured."""
    at = cast.suffix
    if f"line p95{at}" not in results.values:
        return []
    return [
        Target(
            f"typing over the line p95, x nano, at most 1.1{at}",
            results.ratio(f"line p95{at}", VISIT, nano().name),
            1.1,
        ),
        Target(
            f"a row moved over the line, x vim, at most 1.2{at}",
            results.ratio(f"line row p50{at}", VISIT, vim_lines().name),
            1.2,
        ),
        Target(
            f"a switch back to a screen over the line, x vim's tabs, at most 2.2{at}",
            results.ratio(f"line switch{at}", VISIT, vim_tabs().name),
            2.2,
        ),
        Target(
            f"lines lost or wrong in a burst, 0{at}", max(results.values[f"burst{at}"][VISIT]), 0
        ),
    ]
