"""The second part of the run: few notes and many."""

from pathlib import Path

from benchmarks import measures, much, paced
from benchmarks.around import look_around
from benchmarks.figures import Table, Target, percentile
from benchmarks.results import Results
from benchmarks.subjects import Subject, area, so_tui

NOTES = (0, 1_000, 20_000)
STARTS = 2
"""How often each program is started in a round: starts are quick and vary much."""


def named(count: int) -> str:
    """Return what the report calls the program with so many notes."""
    return f"so-tui, {count:,} notes"


def with_notes(home: Path) -> list[tuple[Subject, Subject]]:
    """Make stores of each size; return the program on each, as it starts and as notes are typed."""
    found = []
    for count in NOTES:
        store = much.fill(home / str(count), much.everything(count, cell=0))
        plain = so_tui(named(count), ready=b"The way", store=store)
        typed = so_tui(f"{named(count)}, visit", "visit", ready=b"saves", store=store)
        found.append((plain, typed))
    return found


def wider_round(
    results: Results, scratch: Path, seed: int, lines: int, many: list[tuple[Subject, Subject]]
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
    (_, least), *_, (_, most) = many
    for subject in (least, most):
        found = paced.typing(subject, scratch / "notes" / subject.name, seed, lines)
        add("notes p50", subject.name, percentile(found.keys, 0.5))
        add("notes p95", subject.name, percentile(found.keys, 0.95))
        add("notes bytes", subject.name, found.letter)
        add("notes enter", subject.name, found.enter)
    for turn in range(STARTS):
        for subject in (area(), *(plain for plain, _ in many), most):
            home = scratch / f"opened{turn}" / subject.name
            started = measures.start(subject, home)
            add("opened", subject.name, started.ms)
            add("memory", subject.name, started.memory)
    for _, typed in many:
        seen = look_around(typed, scratch / "around" / typed.name)
        add("around row", typed.name, percentile(seen.rows, 0.5))
        add("around row bytes", typed.name, percentile(seen.sizes, 0.5))
        add("around open", typed.name, seen.opening)
        add("around search", typed.name, percentile(seen.letters, 0.5))
        add("around memory", typed.name, seen.memory)


def wider_tables(results: Results) -> list[Table]:
    """Return the tables of this part."""
    few = f"{named(NOTES[0])}, visit"
    typed = {"ms p50": "notes p50", "ms p95": "notes p95", "bytes a letter": "notes bytes"}
    opened = {"ms": "opened", "MiB": "memory"}
    row = {"ms": "around row", "bytes": "around row bytes"}
    search = {"a letter, ms": "around search", "opening it, ms": "around open"}
    made = (
        (
            "Key to screen with many notes",
            typed | {"an Enter": "notes enter"},
            "notes p95",
            few,
        ),
        ("Start to usable and largest memory, with many notes", opened, "opened", area().name),
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
    few, most, bare = named(NOTES[0]), named(NOTES[-1]), area().name
    starts = [
        Target(
            f"{what} with 20,000 notes{where}, x bare Textual, at most {limit}",
            results.ratio(measure, name, bare),
            limit,
        )
        for where, name, slowest in (("", most, 1.36), (", in a visit", f"{most}, visit", 1.45))
        for what, measure, limit in (("start", "opened", slowest), ("memory", "memory", 1.6))
    ]
    return [
        *starts,
        Target(
            "key p95 with 20,000 notes, x with none, at most 1.1",
            results.ratio("notes p95", f"{most}, visit", f"{few}, visit"),
            1.1,
        ),
    ]
