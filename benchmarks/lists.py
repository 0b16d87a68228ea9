"""Rows moved in every list of the program: the bytes that this takes outside the details."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Table, Target
from benchmarks.measures import or_lost, ready
from benchmarks.moves import DOWN
from benchmarks.results import Results
from benchmarks.session import ESCAPES, Session
from benchmarks.subjects import Subject, make_demo, so_tui
from so_tui.ui.commands.specs import MODES, SIDES
from tests.support.emulator import Emulator

HOME, FIRST_ROW = b"\x1bOQ", b"\x1b[H"
KEYS = (HOME, b"\x1bOR", b"\x1bOS", b"\x1b[15~", b"\x1b[17~", b"\x1b[18~")
"""F2 to F7, which open the main screens."""
LISTS = {
    **dict(zip(MODES, ((key,) for key in KEYS), strict=True)),
    "notes": (KEYS[3], b"\x0f", FIRST_ROW, b"\r", b"\t"),
    "library": (KEYS[2], b"l"),
    **{side: (b"a", DOWN * place, b"\r") for place, side in enumerate(SIDES)},
}
"""The keys that lead from Home into each list."""
ROWS, QUIET = 6, 0.3
"""Rows moved in each list, and seconds without output after which a screen is still."""
FRAME = 2
"""Lines of the screen below the details: what was done, and the keys."""
MOST = 300
LOST: list[float] = []
BYTES = "bytes in a list"
TOKEN = re.compile(rb"(?:%b)|[^\x1b]+|\x1b" % ESCAPES.pattern)


@or_lost(LOST)
def moved(subject: Subject, home: Path, keys: Sequence[bytes]) -> list[float]:
    """Move down a list from its first row.

    Args:
        subject: The program, as it shows Home.
        home: Its directory.
        keys: The keys that lead to the list.

    Returns:
        For each row moved to within the page, the bytes outside the details.
    """
    with subject.open(home) as session:
        ready(subject, session)
        for key in (*keys, FIRST_ROW):
            session.send(key)
            session.settle(quiet=QUIET)
        emulator = Emulator(*subject.size)
        emulator.feed(b"".join(chunk.data for chunk in session.chunks))
        found = [_row(session, emulator) for _ in range(ROWS)]
        return [float(size) for size in found if size]


def _row(session: Session, emulator: Emulator) -> int:
    """Move down a row and return the bytes for it, 0 if the list has no more or scrolls."""
    before, known = list(emulator.screen.display), len(session.chunks)
    session.send(DOWN)
    session.settle(quiet=QUIET)
    details = details_in(before)
    sizes = bytes_by_line(emulator, b"".join(chunk.data for chunk in session.chunks[known:]))
    text = slice(3, -2)  # without the cursor's sign and the scroll bar
    after, shown = emulator.screen.display, slice(1, details.start)
    if [line[text] for line in before[shown]] != [line[text] for line in after[shown]]:
        return 0
    return sum(size for line, size in sizes.items() if line not in details)


def details_in(lines: Sequence[str]) -> range:
    """Return the lines of the screen that hold the details, below the last rule across it."""
    end = len(lines) - FRAME
    rules = [place for place in range(end) if "─" * 60 in lines[place]]
    return range(rules[-1], end) if rules else range(end, end)


def bytes_by_line(emulator: Emulator, data: bytes) -> Counter[int]:
    """Show some output, and return the bytes of it by the line that they draw on.

    What draws nothing, such as a mode, is counted for line -1.
    """
    sizes: Counter[int] = Counter()
    for token in TOKEN.findall(data):
        emulator.feed(token)
        sizes[-1 if token.startswith(b"\x1b[?") else emulator.screen.cursor.y] += len(token)
    return sizes


def lists_once(results: Results, scratch: Path) -> None:
    """Measure every list of the made-up case once: bytes hardly vary.

    Args:
        results: Where the figures are noted.
        scratch: A directory for the program's files.
    """
    subject = so_tui("so-tui, demo", ready=b"Next visit", store=make_demo(scratch / "demo"))
    for name, keys in LISTS.items():
        sizes = moved(subject, scratch / name, keys)
        for size in sizes or [math.inf]:
            results.add(BYTES, name, size)


def lists_tables(results: Results) -> list[Table]:
    """Return the tables of this part."""
    table = results.table("Moving one row, in every list, outside the details", {"bytes": BYTES})
    return [table] if table else []


def lists_targets(results: Results) -> list[Target]:
    """Return what is promised of every list."""
    sizes = {name: max(values) for name, values in results.values[BYTES].items()}
    worst = max(sizes, key=sizes.__getitem__, default="none")
    promise = f"bytes a row moved outside the details, at most {MOST} in every list ({worst})"
    return [Target(promise, sizes.get(worst, math.nan), MOST)]
