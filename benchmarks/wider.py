"""The second part of the run: larger screens, many notes, pastes, screens in turn."""

from dataclasses import replace
from pathlib import Path

from benchmarks import measures, much
from benchmarks.around import look_around
from benchmarks.figures import Series, Table, Target, percentile
from benchmarks.session import LARGE
from benchmarks.subjects import Subject, area, nano, so_tui, vim

NOTES = (0, 1_000, 20_000)
STARTS = 2
"""How often each program is started in a round."""
PASTED = 10_000
"""Letters of the paste."""

SWITCHES = (b"\x1bOR", b"\x1bOQ") * 3
"""F3 and F2: to the checklist and back to the first screen."""

Values = dict[str, dict[str, list[float]]]


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
    values: Values, scratch: Path, seed: int, visit: Subject, many: list[tuple[Subject, Subject]]
) -> None:
    """Measure everything of this half once."""

    def add(measure: str, name: str, value: float) -> None:
        values.setdefault(measure, {}).setdefault(name, []).append(value)

    large = [replace(one, size=LARGE, name=f"{one.name}, large") for one in (nano(), area(), visit)]
    (_, least), *_, (_, most) = many
    for group, subjects in (("large", large), ("notes", [least, most])):
        for subject in subjects:
            home = scratch / group / subject.name
            keys, size = measures.typing(subject, home, seed, 2 if group == "notes" else 1)
            add(f"{group} p50", subject.name, percentile(keys, 0.5))
            add(f"{group} p95", subject.name, percentile(keys, 0.95))
            add(f"{group} bytes", subject.name, size)
    for turn in range(STARTS):
        for subject in (area(), *(plain for plain, _ in many), most):
            home = scratch / f"opened{turn}" / subject.name
            ms, _, memory = measures.start(subject, home)
            add("opened", subject.name, ms)
            add("memory", subject.name, memory)
    for _, typed in many:
        moves, sizes, letters = look_around(typed, scratch / "around" / typed.name)
        add("around row", typed.name, percentile(moves, 0.5))
        add("around row bytes", typed.name, percentile(sizes, 0.5))
        add("around search", typed.name, percentile(letters, 0.5))
    for subject in (nano(), vim(), area(), visit):
        ms, size = measures.paste(subject, scratch / "paste" / subject.name, PASTED)
        add("paste", subject.name, ms)
        add("paste bytes", subject.name, size)
    ms, size = measures.switching(visit, scratch / "switch", SWITCHES)
    add("switch", visit.name, ms)
    add("switch bytes", visit.name, size)


def wider_tables(values: Values) -> list[Table]:
    """Return the tables of this half."""
    parts = (
        (
            f"Key to screen at {LARGE[0]}x{LARGE[1]}",
            "large p95",
            ("large p50", "large p95", "large bytes"),
        ),
        ("Key to screen with many notes", "notes p95", ("notes p50", "notes p95", "notes bytes")),
        ("Start to usable and largest memory, with many notes", "opened", ("opened", "memory")),
        ("A row moved in the notes", "around row", ("around row", "around row bytes")),
        ("A letter of a search until the screen is still", "around search", ("around search",)),
        (f"A paste of {PASTED:,} letters", "paste", ("paste", "paste bytes")),
        ("Between two screens", "switch", ("switch", "switch bytes")),
    )
    made = []
    for title, base, columns in parts:
        first = next(iter(values[base]))
        table = Table(title, "program", *columns, f"x {first} ({base})")
        for name in values[base]:
            cells = [Series(values[column][name]) for column in columns]
            table.add(name, *cells, Series(values[base][name]).over(Series(values[base][first])))
        made.append(table)
    return made


def wider_targets(values: Values) -> list[Target]:
    """Return what is promised of this half."""

    def ratio(measure: str, ours: str, theirs: str) -> float:
        return Series(values[measure][ours]).over(Series(values[measure][theirs])).median

    few, most = named(NOTES[0]), named(NOTES[-1])
    return [
        Target(
            "start with 20,000 notes, x bare Textual, at most 1.5",
            ratio("opened", most, area().name),
            1.5,
        ),
        Target(
            "memory with 20,000 notes, x bare Textual, at most 1.6",
            ratio("memory", most, area().name),
            1.6,
        ),
        Target(
            "key p95 with 20,000 notes, x with none, at most 1.1",
            ratio("notes p95", f"{most}, visit", f"{few}, visit"),
            1.1,
        ),
    ]
