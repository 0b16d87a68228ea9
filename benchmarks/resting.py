"""The program and its peers when nobody touches them, and commands that end at once."""

from pathlib import Path

from benchmarks import measures
from benchmarks.cast import VISIT, Cast
from benchmarks.figures import Table, Target
from benchmarks.results import Results
from benchmarks.subjects import area


def resting(results: Results, scratch: Path, seconds: float, cast: Cast) -> None:
    """Leave each program alone for a time, one after the other, and see what it does."""
    for subject in (*cast.editors, cast.visit, *cast.larger):
        idle = measures.idle(subject, scratch / "idle" / subject.name, seconds)
        results.add("idle bytes", subject.name, idle.size)
        results.add("idle bytes an hour", subject.name, idle.size * 3600)
        results.add("idle cpu", subject.name, idle.cpu)
        results.add("idle wakes", subject.name, idle.wakes)
        results.add("idle often", subject.name, idle.often)
    results.version_imports = measures.version_imports(scratch)


def command_round(results: Results, scratch: Path, cast: Cast) -> None:
    """Run each command a few times."""
    for name, ms in measures.commands(scratch / "commands", cast.visit).items():
        results.add("command", name, ms)


def resting_tables(results: Results) -> list[Table]:
    """Return the tables of this part."""
    idle = {
        "bytes/s": "idle bytes",
        "so many an hour": "idle bytes an hour",
        "cpu ms/s": "idle cpu",
        "threads woken, times/s": "idle wakes",
    }
    tables = (
        results.table("Left alone, once", idle, "idle cpu", area().name),
        results.table("Commands", {"ms": "command"}, "command", measures.COMMANDS[-1]),
    )
    return [table for table in tables if table]


def resting_targets(results: Results) -> list[Target]:
    """Return what is promised of this part."""
    ours, note, nothing = measures.COMMANDS
    return [
        Target("bytes a second at idle, 0", results.median("idle bytes", VISIT), 0),
        Target(
            "how often a thread was woken beyond once a second, 0",
            results.median("idle often", VISIT),
            0,
        ),
        Target(
            "so-tui --version, x python -c pass, at most 3",
            results.ratio("command", ours, nothing),
            3,
        ),
        Target("so-tui note add, ms, at most 250", results.median("command", note), 250),
        Target("slow libraries that --version imports, 0", len(results.version_imports), 0),
    ]
