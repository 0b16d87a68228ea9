"""The run: every subject in turn in every round, so that a busy moment hits all of them."""

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import measures
from benchmarks.figures import Series, Table, Target, percentile
from benchmarks.peers import posting
from benchmarks.slow_line import slow_round, slow_tables, slow_targets
from benchmarks.subjects import Subject, area, make_demo, nano, so_tui, table, vim
from benchmarks.wider import wider_round, wider_tables, wider_targets, with_notes

CHECKLIST = (b"\x1bOR", "[2 Checklist]")
"""F3, which leads to the checklist, and what is there then."""

STARTS = 2
"""How often each program is started in a round: starts are quick and vary much."""

EMPTY, VISIT = "so-tui, empty store", "so-tui visit, demo"


@dataclass
class Results:
    """Everything that was measured: values by measurement and subject, in the order taken."""

    values: dict[str, dict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    version_imports: list[str] = field(default_factory=list)

    def add(self, measure: str, subject: str, value: float) -> None:
        """Note a value of this round."""
        self.values[measure][subject].append(value)

    def get(self, measure: str, subject: str) -> Series:
        """Return the values of all rounds."""
        return Series(self.values[measure][subject])


def run(scratch: Path, *, rounds: int, lines: int, far_lines: int, idle: float) -> Results:
    """Measure everything.

    Args:
        scratch: An empty directory for the programs' files.
        rounds: How often each measurement is made.
        lines: How many lines are typed a round, of about 20 letters.
        far_lines: The same over the slow line.
        idle: Seconds for which an idle program is watched.
    """
    results = Results()
    store = make_demo(scratch / "demo")
    visit = so_tui(VISIT, "visit", ready=b"saves", store=store)
    empty = so_tui(EMPTY, ready=b"Welcome")
    many = with_notes(scratch / "many")
    for number in range(rounds):
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
        one_round(results, scratch / f"{number}", number, lines, visit, empty)
        wider_round(results.values, scratch / f"{number}", number, visit, many)
        slow_round(results.values, scratch / f"{number}", number, visit, far_lines)
    for name, (size, cpu) in measures.idle([nano(), area(), visit], scratch / "idle", idle).items():
        results.add("idle bytes", name, size)
        results.add("idle cpu", name, cpu)
    results.version_imports = measures.version_imports(scratch)
    return results


def one_round(
    results: Results, scratch: Path, seed: int, lines: int, visit: Subject, empty: Subject
) -> None:
    """Measure everything once that is measured in rounds."""
    for turn in range(STARTS):
        for subject in (nano(), vim(), area(), empty, visit, *posting()):
            ms, size, _ = measures.start(subject, scratch / f"start{turn}" / subject.name)
            results.add("start", subject.name, ms)
            results.add("start bytes", subject.name, size)
    for name, ms in measures.commands(scratch / "version", visit).items():
        results.add("version", name, ms)
    for subject in (nano(), vim(), area(), visit):
        keys, per_key = measures.typing(subject, scratch / "type" / subject.name, seed, lines)
        results.add("key p50", subject.name, percentile(keys, 0.5))
        results.add("key p95", subject.name, percentile(keys, 0.95))
        results.add("key p99", subject.name, percentile(keys, 0.99))
        results.add("key max", subject.name, max(keys))
        results.add("key bytes", subject.name, per_key)
    for subject in (nano(), vim(), area(), visit):
        keys = measures.back_to_back(subject, scratch / "fast" / subject.name, seed + 1000, 1)
        results.add("fast p50", subject.name, percentile(keys, 0.5))
        results.add("fast p95", subject.name, percentile(keys, 0.95))
    for subject, way in ((table(), None), (visit, CHECKLIST)):
        sizes, moves = measures.moving(subject, scratch / "move" / subject.name, way, 12)
        results.add("row bytes", subject.name, percentile(sizes, 0.5))
        results.add("row mean", subject.name, sum(sizes) / len(sizes))
        results.add("row p50", subject.name, percentile(moves, 0.5))


def targets(results: Results) -> list[Target]:
    """Return what is promised and whether this run held it, by the median of the rounds."""
    start, area_start = results.get("start", VISIT), results.get("start", area().name)
    p95, area_p95 = results.get("key p95", VISIT), results.get("key p95", area().name)
    first = results.get("start", EMPTY).over(area_start)
    ours, note, nothing = (results.get("version", name) for name in measures.COMMANDS)
    return [
        Target("start with an empty store, x bare Textual, at most 1.3", first.median, 1.3),
        Target("start of a visit, x bare Textual, at most 1.5", start.over(area_start).median, 1.5),
        Target("key to screen p95, x bare TextArea, at most 0.75", p95.over(area_p95).median, 0.75),
        Target("bytes a key, at most 60", results.get("key bytes", VISIT).median, 60),
        Target("bytes a row moved, at most 300", results.get("row bytes", VISIT).median, 300),
        Target("bytes a second at idle, 0", results.get("idle bytes", VISIT).median, 0),
        Target("so-tui --version, x python -c pass, at most 3", ours.over(nothing).median, 3),
        Target("so-tui note add, ms, at most 250", note.median, 250),
        Target("slow libraries that --version imports, 0", len(results.version_imports), 0),
        *wider_targets(results.values),
        *slow_targets(results.values, VISIT),
    ]


def tables(results: Results) -> list[Table]:
    """Return the tables of the report."""
    base = {"start": area().name, "key p95": area().name, "row bytes": table().name}
    base |= {"version": "python -c pass"}
    parts = (
        ("Start to usable", "start", {"ms": "start", "bytes until silent": "start bytes"}),
        (
            "Key to screen at ten keys a second",
            "key p95",
            {
                "ms p50": "key p50",
                "ms p95": "key p95",
                "ms p99": "key p99",
                "ms max": "key max",
                "bytes a key": "key bytes",
            },
        ),
        ("Back to back", "fast p95", {"ms p50": "fast p50", "ms p95": "fast p95"}),
        (
            "Moving one row down a list",
            "row bytes",
            {
                "ms until still p50": "row p50",
                "bytes a row": "row bytes",
                "mean, with scrolling": "row mean",
            },
        ),
        ("Left alone", "idle bytes", {"bytes/s": "idle bytes", "cpu ms/s": "idle cpu"}),
        ("Commands", "version", {"ms": "version"}),
    )
    made = [_table(results, title, key, base.get(key), columns) for title, key, columns in parts]
    return made + wider_tables(results.values) + slow_tables(results.values)


def _table(
    results: Results, title: str, key: str, base: str | None, columns: dict[str, str]
) -> Table:
    """Return one table; with a base, its last column is the ratio of the key figure to it."""
    ratio = [f"x {base} ({key.split()[-1]})"] if base else []
    made = Table(title, "program", *columns, *ratio)
    for subject in results.values[key]:
        cells: list[object] = [results.get(measure, subject) for measure in columns.values()]
        if base:
            cells.append(results.get(key, subject).over(results.get(key, base)))
        made.add(subject, *cells)
    return made
