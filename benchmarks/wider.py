"""The second part of the run: few notes and many."""

from pathlib import Path

from benchmarks import paced
from benchmarks.around import look_around
from benchmarks.figures import Table, Target, percentile
from benchmarks.notes import COUNTS, OneStore, named
from benchmarks.results import Results


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
    for subject in (visits[0], visits[-1]):
        found = paced.typing(subject, scratch / "notes" / subject.name, seed, lines)
        add("notes p50", subject.name, percentile(found.keys, 0.5))
        add("notes p95", subject.name, percentile(found.keys, 0.95))
        add("notes bytes", subject.name, found.letter)
        add("notes enter", subject.name, found.enter)
    for typed in visits:
        seen = look_around(typed, scratch / "around" / typed.name)
        add("around row", typed.name, percentile(seen.rows, 0.5))
        add("around row bytes", typed.name, percentile(seen.sizes, 0.5))
        add("around open", typed.name, seen.opening)
        add("around search", typed.name, percentile(seen.letters, 0.5))
        add("around memory", typed.name, seen.memory)


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
