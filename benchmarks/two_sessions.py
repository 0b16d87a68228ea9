"""Measure what two open windows on one store cost while nobody types; run it with -m."""

import os
import select
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.support.terminal import Terminal, so_tui

SECONDS = 30.0
LINES = 10
PERCENT, SIGHT = 0.5, 1.0
"""The targets: CPU of each window in percent, and seconds until the other one's line is seen."""


def cpu(pid: int) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def idle(windows: tuple[Terminal, ...], seconds: float) -> list[tuple[float, int]]:
    """Return the percent of a processor and the bytes that each window uses while nobody types."""
    for window in windows:
        window.settle(2.0)
    before = [(cpu(window.pid), window.bytes_out) for window in windows]
    start = time.monotonic()
    select.select([], [], [], seconds)
    took = time.monotonic() - start
    return [
        ((cpu(window.pid) - used) / took * 100, window.bytes_out - written)
        for window, (used, written) in zip(windows, before, strict=True)
    ]


def sight(here: Terminal, there: Terminal) -> list[float]:
    """Return how many seconds it takes until a line that is typed here is seen there."""
    found = []
    for number in range(LINES):
        start = time.monotonic()
        here.send(f"seen{number}\r")
        there.wait_for(f"seen{number}")
        found.append(time.monotonic() - start)
    return found


def main() -> int:
    """Measure and print; return 1 when a target is not met."""
    with tempfile.TemporaryDirectory(prefix="so-tui-bench-") as scratch:
        folder = Path(scratch, "store")
        made = so_tui("demo", "--data-dir", str(folder))
        subprocess.run(made, stdin=subprocess.DEVNULL, capture_output=True, check=True)
        visit = so_tui("visit", "--data-dir", str(folder))
        with Terminal([*visit, "--as", "Pat"]) as pat, Terminal([*visit, "--as", "Sam"]) as sam:
            pat.wait_for("Pat types")
            sam.wait_for("Sam types")
            seen = sight(pat, sam)
            costs = idle((pat, sam), SECONDS)
    for name, (percent, size) in zip(("Pat", "Sam"), costs, strict=True):
        print(f"{name}: {percent:.2f} % of a processor, {size} bytes in {SECONDS:.0f} s of silence")
    print(f"A line is seen in the other window after {statistics.median(seen):.2f} s (median), ")
    print(f"{max(seen):.2f} s at most, of {LINES}")
    targets = {
        f"less than {PERCENT} % of a processor each": max(p for p, _ in costs) < PERCENT,
        "not one byte to the terminal": all(size == 0 for _, size in costs),
        f"the other one's line within about a second ({SIGHT + 0.2} s)": max(seen) < SIGHT + 0.2,
    }
    for target, met in targets.items():
        print(f"{'met' if met else 'MISSED':<8}{target}")
    return 0 if all(targets.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
