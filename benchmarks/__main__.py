"""Measure the program beside nano, vim and bare Textual apps, in turn, in the same run."""

import argparse
import datetime
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks import grid, search, starts, storage
from benchmarks.cast import Cast
from benchmarks.results import Results
from benchmarks.rounds import LONG, SHORT, Length, run, tables, targets
from benchmarks.session import LARGE, SIZE
from benchmarks.starts import TURNS

RESULTS = Path(__file__).with_name("RESULTS.md")


def machine() -> str:
    """Describe the machine and the versions in two lines."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else model
    others = [version_of(name) for name in ("nano", "vim", "posting")]
    return (
        f"{platform.system()}, {os.cpu_count()} processors ({model}), load {os.getloadavg()[0]:.1f}"
        f", terminals of {SIZE[0]}x{SIZE[1]} and {LARGE[0]}x{LARGE[1]}.\n"
        f"so-tui {version('so-tui')}, Textual {version('textual')}, "
        f"Python {platform.python_version()}, {', '.join(others)}."
    )


def version_of(name: str) -> str:
    """Return a peer's name and version, or that it is not installed."""
    if not shutil.which(name):
        return f"{name}: not installed"
    done = subprocess.run([name, "--version"], capture_output=True, text=True, check=False)
    numbers = re.search(r"\d+(\.\d+)+", done.stdout)
    return f"{name} {numbers[0] if numbers else ''}".strip()


def report(results: Results, cast: Cast, length: Length, seconds: float) -> str:
    """Write everything down as Markdown."""
    verdicts = "\n".join(f"    {target}" for target in targets(results, cast))
    return (
        f"# How quick it is\n\n{datetime.date.today():%d %B %Y}. {machine()}\n"
        f"{length.rounds} rounds in {seconds / 60:.1f} minutes, in each every program in turn; "
        f"over the slow line {length.far_rounds}, at the larger size {length.large_rounds}. "
        "Figures are the median of the rounds, with the smallest and the largest.\n\n"
        "A ratio is taken within a turn, in which each program ran once, so that what else the "
        "machine does hits both sides alike; the target looks at the median of these ratios. "
        f"Starts, which vary most, have {length.rounds * TURNS} turns, each beginning with "
        "another program; the ratio of the processor times, which other programs' work hardly "
        "touches, stands beside theirs and decides nothing. A percentile of keys with many notes "
        "is one of all keys of a round, typed in short turns.\n\n"
        f"## Targets\n\n{verdicts}\n\n" + "\n".join(map(str, tables(results, cast)))
    )


def main() -> int:
    """Measure and print; return 1 when a target is not met."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--long",
        action="store_true",
        help="more rounds, a minute of typing over the line, all of it at 120x40 too: 25 minutes",
    )
    parser.add_argument("--write", action="store_true", help=f"also write {RESULTS.name}")
    parser.add_argument("--storage", action="store_true", help="measure the store instead")
    parser.add_argument("--search", action="store_true", help="measure the search instead")
    parser.add_argument("--start", action="store_true", help="measure starts and memory instead")
    parser.add_argument("--grid", action="store_true", help="measure moving through the grid")
    args = parser.parse_args()
    if args.storage:
        return storage.main()
    if args.start:
        return starts.main()
    if args.search:
        return search.main()
    if args.grid:
        return grid.main()
    for peer in ("nano", "vim"):
        if not shutil.which(peer):
            print(f"make bench needs {peer} to compare with: install it.", file=sys.stderr)
            return 1
    length = LONG if args.long else SHORT
    with tempfile.TemporaryDirectory(prefix="so-tui-bench-") as scratch:
        started = time.monotonic()
        results, cast = run(Path(scratch), length)
    text = report(results, cast, length, time.monotonic() - started)
    print(text)
    if args.write:
        RESULTS.write_text(text)
    return 0 if all(target.met for target in targets(results, cast)) else 1


if __name__ == "__main__":
    sys.exit(main())
