"""The third part of the run: the program and its peers at the far end of a slow line; bursts."""

from pathlib import Path

from benchmarks import measures, paced
from benchmarks.figures import Series, Table, Target, percentile
from benchmarks.peers import vim_lines, vim_tabs
from benchmarks.subjects import Subject, area, nano, over_a_line, so_tui, table, vim

F2, F3 = b"\x1bOQ", b"\x1bOR"
SWITCHES = {"so-tui": (F3, F2) * 3, "vim": (b"gt",) * 6}
MOVES = 12

Values = dict[str, dict[str, list[float]]]


def slow_round(values: Values, scratch: Path, seed: int, visit: Subject, lines: int) -> None:
    """Measure everything of this part once.

    Args:
        values: Where the figures are noted.
        scratch: A directory for the programs' files.
        seed: Chooses the words.
        visit: The program, ready to take a note.
        lines: How many lines are typed, of about 20 letters.
    """

    def add(measure: str, name: str, value: float) -> None:
        values.setdefault(measure, {}).setdefault(name, []).append(value)

    other = so_tui("other", "visit", "--as", "Sam", ready=b"saves")
    for subject in (nano(), vim(), area(), visit):
        slow, home = over_a_line(subject), scratch / "line" / subject.name
        company = other if subject is visit else None
        keys, size = paced.steady_typing(slow, home, seed, lines, company=company)
        add("line p50", subject.name, percentile(keys, 0.5))
        add("line p95", subject.name, percentile(keys, 0.95))
        add("line bytes", subject.name, size)
    checklist = (F3, "[2 Checklist]")
    for subject, way in ((vim_lines(), None), (table(), None), (visit, checklist)):
        slow, home = over_a_line(subject), scratch / "line row" / subject.name
        moves = paced.steady_moving(slow, home, way, MOVES)
        add("line row p50", subject.name, percentile(moves, 0.5))
        add("line row p95", subject.name, percentile(moves, 0.95))
    for subject in (vim_tabs(), visit):
        slow, home = over_a_line(subject), scratch / "line switch" / subject.name
        keys_to_go = SWITCHES[subject.name.split(",")[0].split()[0]]
        ms, size = measures.switching(slow, home, keys_to_go)
        add("line switch", subject.name, ms)
        add("line switch bytes", subject.name, size)
    add("burst", visit.name, paced.burst(visit, scratch / "burst", seed))


def slow_tables(values: Values) -> list[Table]:
    """Return the tables of this part."""
    parts = (
        (
            "Typing ten keys a second over 100 ms and 32 kB/s (the program: with a second session)",
            "line p95",
            ("line p50", "line p95", "line bytes"),
        ),
        ("Moving one row, over the line", "line row p50", ("line row p50", "line row p95")),
        ("Between two screens, over the line", "line switch", ("line switch", "line switch bytes")),
        ("Lines lost or wrong of a burst of 200 letters with Enters", "burst", ("burst",)),
    )
    made = []
    for title, base, columns in parts:
        first, *rest = values[base]
        table = Table(title, "program", *columns, *[f"x {first} ({base})"] * bool(rest))
        for name in values[base]:
            cells = [Series(values[column][name]) for column in columns]
            if rest:
                cells.append(Series(values[base][name]).over(Series(values[base][first])))
            table.add(name, *cells)
        made.append(table)
    return made


def slow_targets(values: Values, visit: str) -> list[Target]:
    """Return what is promised of this part."""

    def ratio(measure: str, theirs: str) -> float:
        return Series(values[measure][visit]).over(Series(values[measure][theirs])).median

    return [
        Target(
            "typing over the line p95, x nano, at most 1.1", ratio("line p95", nano().name), 1.1
        ),
        Target(
            "a row moved over the line, x vim, at most 1.2",
            ratio("line row p50", vim_lines().name),
            1.2,
        ),
        Target(
            "a screen switch over the line, x vim's tabs, at most 2.2",
            ratio("line switch", vim_tabs().name),
            2.2,
        ),
        Target("lines lost or wrong in a burst, 0", max(values["burst"][visit]), 0),
    ]
