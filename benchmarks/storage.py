"""Measure one saved line, and a start, with few and many notes; beside stock TinyDB and SQLite."""

import gc
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Table, Target
from benchmarks.results import Results
from so_tui.domain.case import Case
from so_tui.domain.notes import Note
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.documents.codec import encode
from so_tui.storage.store import Store

SIZES = (100, 1_000, 10_000, 20_000)
FEW, MANY = SIZES[0], SIZES[-1]
FLAT, SQLITE = 1.2, 1.4
"""Most that a saved line may cost with many notes beside few, and beside SQLite."""
SAVES = 60
WARM = 5
CASE = Case(id="0000000000c1", title=Clean("A lump"), opened=date(2026, 11, 1))
Save = Callable[[int], None]


def note(number: int) -> Note:
    """Return a line of usual length."""
    return Note(
        id=f"{number:012x}",
        case_id=CASE.id,
        visit_id="0000000000e1",
        at=datetime(2026, 11, 23, 9) + timedelta(seconds=number),
        author=Clean("Maria"),
        text=Clean(f"Line {number}: the doctor said to come back in three weeks with the scan"),
    )


@contextmanager
def ours(folder: Path, size: int) -> Iterator[Save]:
    """Save in our own store."""
    fill(folder, size)
    with Store.open(folder) as store:
        yield lambda number: store.commit([Put(note(number))], label="saved", author="Maria")


@contextmanager
def tinydb(folder: Path, size: int) -> Iterator[Save]:
    """Save in TinyDB as it comes, which writes the whole file."""
    from tinydb import TinyDB

    with TinyDB(folder / "stock.json") as db:
        table = db.table("notes")
        table.insert_multiple([encode(note(n)) for n in range(size)])
        yield lambda number: void(table.insert(encode(note(number))))


@contextmanager
def sqlite(folder: Path, size: int) -> Iterator[Save]:
    """Save in SQLite with a write-ahead log and a sync at each commit."""
    db = sqlite3.connect(folder / "notes.db")
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE notes (id TEXT PRIMARY KEY, document TEXT)")

    def row(number: int) -> tuple[str, str]:
        return f"{number:012x}", json.dumps(encode(note(number)))

    with db:
        db.executemany("INSERT INTO notes VALUES (?, ?)", map(row, range(size)))

    def save(number: int) -> None:
        with db:
            db.execute("INSERT INTO notes VALUES (?, ?)", row(number))

    yield save
    db.close()


def void(_: object) -> None:
    """Take a value and return none."""


SUBJECTS = {"so-tui": ours, "TinyDB": tinydb, "SQLite": sqlite}


@dataclass(frozen=True, slots=True)
class Saved:
    """What one saved line costs.

    Attributes:
        ms: Median time in milliseconds.
        size: Median bytes handed to the system.
    """

    ms: float
    size: int


def fill(folder: Path, size: int) -> None:
    """Make a store with so many notes."""
    with Store.open(folder) as store:
        store.commit([Put(CASE), *(Put(note(n)) for n in range(size))])


def written() -> int:
    """Return how many bytes this process has handed to the system so far."""
    lines = Path("/proc/self/io").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("wchar")))


def saves(
    sizes: Sequence[int], subjects: Sequence[str] = tuple(SUBJECTS)
) -> dict[tuple[int, str], Saved]:
    """Save lines in these subjects over stores of all sizes, in turn."""
    with tempfile.TemporaryDirectory(prefix="so-tui-bench-") as scratch, ExitStack() as stack:
        save = {}
        for size in sizes:
            for name in subjects:
                folder = Path(scratch, f"{name}-{size}")
                folder.mkdir()
                save[size, name] = stack.enter_context(SUBJECTS[name](folder, size))
        gc.freeze()
        times: dict[tuple[int, str], list[float]] = {key: [] for key in save}
        bytes_: dict[tuple[int, str], list[int]] = {key: [] for key in save}
        for turn in range(WARM + SAVES):
            for (size, name), one in save.items():
                before, start = written(), time.perf_counter()
                one(size + turn)
                times[size, name].append((time.perf_counter() - start) * 1000)
                bytes_[size, name].append(written() - before)
    return {
        key: Saved(statistics.median(times[key][WARM:]), int(statistics.median(bytes_[key])))
        for key in save
    }


def saved_round(results: Results) -> None:
    """Measure a saved line once, with few notes and with many, beside SQLite."""
    for (size, name), saved in saves((FEW, MANY), ("so-tui", "SQLite")).items():
        results.add("saved", f"{name}, {size:,} notes", saved.ms)
        results.add("saved bytes", f"{name}, {size:,} notes", saved.size)


def saved_table(results: Results) -> Table | None:
    """Return the table of the saved lines."""
    columns = {"ms": "saved", "bytes handed to the system": "saved bytes"}
    return results.table("One saved line", columns, "saved", f"SQLite, {MANY:,} notes")


def saved_targets(results: Results) -> list[Target]:
    """Return what is promised of a saved line."""
    ours, sqlite = (
        [f"{name}, {size:,} notes" for size in (FEW, MANY)] for name in ("so-tui", "SQLite")
    )
    worst = max(results.ratio("saved", *pair) for pair in zip(ours, sqlite, strict=True))
    return [
        Target(
            f"a saved line with {MANY:,} notes, x with {FEW}, at most {FLAT}",
            results.ratio("saved", ours[1], ours[0]),
            FLAT,
        ),
        Target(f"a saved line, x SQLite (WAL, FULL), at most {SQLITE}", worst, SQLITE),
    ]


START = """
import sys, time
from pathlib import Path
begin = time.perf_counter()
from so_tui.storage.store import Store
with Store.open(Path(sys.argv[1])) as store:
    store.state()
    took = time.perf_counter() - begin
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(took * 1000, int(peak.split()[1]) / 1024)
"""


def starts(sizes: tuple[int, ...], rounds: int = 7) -> dict[int, tuple[float, float]]:
    """Return the median time in ms and memory in MiB of opening stores of these sizes, in turn."""
    found: dict[int, list[tuple[float, float]]] = {size: [] for size in sizes}
    with tempfile.TemporaryDirectory(prefix="so-tui-bench-") as scratch:
        for size in sizes:
            Path(scratch, str(size)).mkdir()
            if size:
                fill(Path(scratch, str(size)), size)
        for _ in range(rounds):
            for size in sizes:
                done = subprocess.run(
                    [sys.executable, "-c", START, str(Path(scratch, str(size)))],
                    capture_output=True,
                    text=True,
                    check=True,
                    env=dict(os.environ),
                )
                ms, memory = map(float, done.stdout.split())
                found[size].append((ms, memory))
    return {
        size: (statistics.median(t for t, _ in f), statistics.median(m for _, m in f))
        for size, f in found.items()
    }


def main() -> int:
    """Measure and print; return 1 when a target is not met."""
    print("One saved line: median ms and bytes handed to the system\n")
    print(f"{'notes':>7}" + "".join(f"{name:>22}" for name in SUBJECTS) + f"{'to SQLite':>12}")
    found = saves(SIZES)
    by_size = {size: {name: found[size, name] for name in SUBJECTS} for size in SIZES}
    for size, result in by_size.items():
        cells = "".join(f"{s.ms:>11.3f} ms{s.size:>6} B " for s in result.values())
        print(f"{size:>7}{cells}{result['so-tui'].ms / result['SQLite'].ms:>11.2f}x")
    began = starts((0, SIZES[-1]))
    (empty, small), (full, large) = began[0], began[SIZES[-1]]
    print(
        f"\nOpening: empty {empty:.0f} ms, {small:.0f} MiB; {SIZES[-1]} notes {full:.0f} ms, ",
        end="",
    )
    print(f"{large:.0f} MiB")
    flat = by_size[SIZES[-1]]["so-tui"].ms / by_size[SIZES[0]]["so-tui"].ms
    worst = max(r["so-tui"].ms / r["SQLite"].ms for r in by_size.values())
    targets = {
        f"20,000 notes cost at most {FLAT} times 100 ({flat:.2f})": flat <= FLAT,
        f"at most {SQLITE} times SQLite ({worst:.2f})": worst <= SQLITE,
        f"20,000 notes open at most 300 ms later ({full - empty:.0f} ms)": full - empty <= 300,
    }
    for target, met in targets.items():
        print(f"{'met' if met else 'MISSED':<8}{target}")
    return 0 if all(targets.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
