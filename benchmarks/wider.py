"""The second part of the run: few notes and many."""

from pathlib import Path

from benchmarks import measures, much
from benchmarks.around import look_around
from benchmarks.figures import Table, Target, percentile
from benchmarks.results import Results
from benchmarks.subjects import Subject, area, so_tui

NOTES = (0, 1_000, 20_000)
STARTS, LINES = 2, 2
"""How often each program is started, and how many lines are typed, in a round."""


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
    results: Results, scratch: Path, seed: int, many: list[tuple[Subject, Subject]]
) -> None:
    """Measure everything of this part once."""
    add = results.add
    (_, least), *_, (_, most) = many
    for subject in (least, most):
        keys, size = measures.typing(subject, scratch / "notes" / subject.name, seed, LINES)
        add("notes p50", subject.name, percentile(keys, 0.5))
        add("notes p95", subject.name, percentile(keys, 0.95))
        add("notes bytes", subject.name, size)
    for turn in range(STARTS):
        for subject in (area(), *(plain for plain, _ in many), most):
            home = scratch / f"opened{turn}" / subject.name
            ms, _, memory = measures.start(subject, home)
            add("opened", subject.name, ms)
            add("memory", subject.name, memory)
    for _, typed in many:
        rows, sizes, letters = look_around(typed, scratch / "around" / typed.name)
        add("around row", typed.name, percentile(rows, 0.5))
        add("around row bytes", typed.name, percentile(sizes, 0.5))
        add("around search", typed.name, percentile(letters, 0.5))


def wider_tables(results: Results) -> list[Table]:
    """Return the tables of this part."""
    few = f"{named(NOTES[0])}, visit"
    typed = {"ms p50": "notes p50", "ms p95": "notes p95", "bytes": "notes bytes"}
    opened = {"ms": "opened", "MiB": "memory"}
    row = {"ms": "around row", "bytes": "around row bytes"}
    made = (
        ("Key to screen with many notes", typed, "notes p95", few),
        ("Start to usable and largest memory, with many notes", opened, "opened", area().name),
        ("A row moved in the notes", row, "around row", few),
        (
            "A letter of a search until the screen is still",
            {"ms": "around search"},
            "around search",
            few,
        ),
    )
    tables = (results.table(*parts) for parts in made)
    return [table for table in tables if table]


def wider_targets(results: Results) -> list[Target]:
    """Return what is promised of this part."""
    few, most, bare = named(NOTES[0]), named(NOTES[-1]), area().name
    return [
        Target(
            "start with 20,000 notes, x bare Textual, at most 1.5",
            results.ratio("opened", most, bare),
            1.5,
        ),
        Target(
            "memory with 20,000 notes, x bare Textual, at most 1.6",
            results.ratio("memory", most, bare),
            1.6,
        ),
        Target(
            "key p95 with 20,000 notes, x with none, at most 1.1",
            results.ratio("notes p95", f"{most}, visit", f"{few}, visit"),
            1.1,
        ),
    ]
