"""The run: every program in turn in every round, so that a busy moment hits all of them."""

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cast import Cast, make_cast
from benchmarks.figures import Table, Target
from benchmarks.lists import lists_once, lists_tables, lists_targets
from benchmarks.near import drawn_round, drawn_targets, near_round, near_tables
from benchmarks.notes import with_notes
from benchmarks.resting import command_round, resting, resting_tables, resting_targets
from benchmarks.results import Results
from benchmarks.session import LARGE
from benchmarks.slow_line import slow_round, slow_tables, slow_targets
from benchmarks.starts import starts_round, starts_table, starts_targets
from benchmarks.storage import saved_round, saved_table, saved_targets
from benchmarks.wider import wider_round, wider_tables, wider_targets


@dataclass(frozen=True, slots=True)
class Length:
    """How long a run is.

    Attributes:
        rounds: How often each measurement is made.
        far_rounds: In how many of them the slow line is measured too: its figures vary little.
        large_rounds: In how many of them the large terminal is measured too.
        is_whole: Whether all is measured in it, over the slow line too; else keys, rows, screens.
        lines: How many lines are typed in a measurement, of about 20 letters.
        far_lines: The same over the slow line.
        idle: Seconds for which an idle program is watched.
    """

    rounds: int
    far_rounds: int
    large_rounds: int
    is_whole: bool
    lines: int
    far_lines: int
    idle: float


SHORT = Length(rounds=2, far_rounds=1, large_rounds=1, is_whole=False, lines=2, far_lines=3, idle=3)
LONG = Length(rounds=3, far_rounds=1, large_rounds=1, is_whole=True, lines=6, far_lines=28, idle=60)


def run(scratch: Path, length: Length) -> tuple[Results, Cast]:
    """Measure everything; return it, and who took part.

    Args:
        scratch: An empty directory for the programs' files.
        length: How long to go on.
    """
    results, cast = Results(), make_cast(scratch)
    many = with_notes(scratch / "many")
    for number in range(length.rounds):
        print(f"round {number + 1} of {length.rounds}", file=sys.stderr, flush=True)
        here = scratch / str(number)
        command_round(results, here, cast)
        saved_round(results)
        starts_round(results, here / "starts", cast, many)
        near_round(results, here / "near", number, cast)
        drawn_round(results, here / "drawn", number, length.lines, cast)
        wider_round(results, here / "wider", number, length.lines, many)
        if number < length.far_rounds:
            slow_round(results, here / "far", number, length.far_lines, cast)
        if number < length.large_rounds:
            large = cast.at(LARGE)
            drawn_round(results, here / "large", number, length.lines // 2, large)
            if length.is_whole:
                starts_round(results, here / "large starts", large, [])
                near_round(results, here / "large near", number, large)
                slow_round(results, here / "large far", number, length.lines, large)
    lists_once(results, scratch / "lists")
    resting(results, scratch, length.idle, cast)
    return results, cast


def targets(results: Results, cast: Cast) -> list[Target]:
    """Return what is promised and whether this run held it, by the median of the rounds."""
    large = cast.at(LARGE)
    return [
        *starts_targets(results),
        *saved_targets(results),
        *drawn_targets(results, cast),
        *lists_targets(results),
        *resting_targets(results),
        *wider_targets(results),
        *slow_targets(results, cast),
        *drawn_targets(results, large),
        *slow_targets(results, large),
    ]


def tables(results: Results, cast: Cast) -> list[Table]:
    """Return the tables of the report."""
    large = cast.at(LARGE)
    first = (starts_table(results, cast), saved_table(results), starts_table(results, large))
    return [
        *(table for table in first if table),
        *near_tables(results, cast),
        *lists_tables(results),
        *resting_tables(results),
        *wider_tables(results),
        *slow_tables(results, cast),
        *near_tables(results, large),
        *slow_tables(results, large),
    ]
