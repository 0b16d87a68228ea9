"""Measure moving through the comparison: 20,000 notes, four doctors, every cell 2,000 characters.

Beside it, in the same run: the same grid with short cells and no notes, a bare Textual table of
the same size, and vim going down a file of the same notes.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks import much
from benchmarks.figures import Series, Table, Target, percentile
from benchmarks.measures import ready
from benchmarks.moves import DOWN, until_still
from benchmarks.subjects import Subject, bare_grid, so_tui, vim_at

OPINIONS = b"\x1b[17~"
"""F6, which leads to the grid."""
RIGHT = b"\x1b[C"
ROUNDS, ROWS = 4, 20
FULL, SHORT = "so-tui, 20,000 notes and long cells", "so-tui, no notes and short cells"
MOST = 2.0
"""So many times as long as the bare table a move may take."""
SLOWER = 1.5
"""So many times as long as with nothing else in the case a move may take."""


def subjects(scratch: Path) -> dict[Subject, bytes]:
    """Return what is compared, and the keys that lead to its list."""
    kept = much.everything()
    file = scratch / "lines.txt"
    file.write_text("\n".join(much.texts(kept)))
    full = much.fill(scratch / "full", kept)
    short = much.fill(scratch / "short", much.everything(notes=0, cell=30))
    return {
        so_tui(FULL, ready=b"Next visit", store=full): OPINIONS,
        so_tui(SHORT, ready=b"Next visit", store=short): OPINIONS,
        bare_grid(): b"",
        vim_at(file): b"",
    }


def moving(subject: Subject, home: Path, go: bytes) -> tuple[list[float], list[float], float]:
    """Go down the rows and then to the doctors on the right, a key when the one before is done.

    Returns:
        The ms until the last output for each row, the same for each doctor, and bytes a row.
    """
    with subject.open(home) as session:
        ready(subject, session)
        if go:
            session.send(go)
            session.settle(quiet=0.4)
        before = session.bytes_out
        down = [until_still(session, DOWN) for _ in range(ROWS)]
        a_row = (session.bytes_out - before) / ROWS
        return down, [until_still(session, RIGHT) for _ in range(much.DOCTORS - 1)], a_row


def main() -> int:
    """Measure and print; return 1 when moving takes too long."""
    rows: dict[str, list[float]] = {}
    across: dict[str, list[float]] = {}
    size: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="so-tui-grid-") as scratch:
        compared = subjects(Path(scratch))
        for number in range(ROUNDS):
            print(f"round {number + 1} of {ROUNDS}", file=sys.stderr, flush=True)
            for subject, go in compared.items():
                home = Path(scratch, f"{number}", subject.name)
                down, right, a_row = moving(subject, home, go)
                rows.setdefault(subject.name, []).append(percentile(down, 0.5))
                across.setdefault(subject.name, []).append(percentile(right, 0.5))
                size.setdefault(subject.name, []).append(a_row)
    base = Series(rows["bare DataTable"])
    titles = ("what", "ms a row p50", "x bare DataTable", "ms a doctor p50", "bytes a row")
    table = Table("Moving through the grid", *titles)
    for name in rows:
        moved = Series(rows[name])
        table.add(name, moved, moved.over(base), Series(across[name]), Series(size[name]))
    full, short = Series(rows[FULL]), Series(rows[SHORT])
    targets = [
        Target(f"a row, x bare DataTable, at most {MOST}", full.over(base).median, MOST),
        Target(f"a row, x no notes, at most {SLOWER}", full.over(short).median, SLOWER),
    ]
    print(table, *targets, sep="\n")
    return 0 if all(target.met for target in targets) else 1


if __name__ == "__main__":
    sys.exit(main())
