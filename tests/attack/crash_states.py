"""The program runs once under strace; then every state that a crash may leave is opened."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from tests.attack import crash_trace, ground, readers
from tests.attack.crash_disk import STYLES, Disk
from tests.attack.crash_runs import MAKES, NEW_PASSPHRASE, Run
from tests.attack.crash_trace import Change
from tests.attack.ground import Ground
from tests.attack.program import PASSPHRASE, Done, Place, files_below
from tests.attack.violation import Kind, Violation
from tests.support.terminal import Terminal

STATES = 30
"""So many states are opened in a round."""


def round_(field: Ground, chance: Random, number: int) -> None:
    """Trace one run and open states of it.

    Raises:
        Violation: Something acknowledged is not there in one of them.
    """
    make = MAKES[number % len(MAKES)]
    place, run = make(field, chance)
    old = readers.listen(place, ["export"]).tokens
    before = place.home / "before"
    shutil.copytree(place.folder, before)
    changes = _trace(place, run)
    disk = Disk(before, changes)
    name = make.__name__.replace("_", " ")
    places = [n + 1 for n, change in enumerate(changes) if change.what != "say"]
    if not places:  # a copy that lies elsewhere
        return
    field.tried["runs traced"] += 1
    for _ in range(STATES):
        count, style = chance.choice(places), chance.choice(STYLES)
        field.scene = (
            f"{name}: {style} after {count} of {len(changes)} changes; {_near(changes, count)}"
        )
        field.tried[f"states of {name}"] += 1
        state = field.empty(locked=place.locked)
        disk.after(count, style, chance, state.folder)
        with field.noting():
            check(field, state, run, old, changes[:count], count == len(changes), name, chance)
        shutil.rmtree(state.home)


def _near(changes: Sequence[Change], count: int) -> str:
    return "; ".join(f"{c.what} {Path(c.path).name}" for c in changes[max(0, count - 3) : count])


def _trace(place: Place, run: Run) -> list[Change]:
    """Run it under strace; return what it changed, with paths in the data folder.

    Raises:
        Violation: It failed.
    """
    log = place.home / "strace.log"
    sizes = {str(path): path.stat().st_size for path in files_below(place.folder)}
    argv = place.argv(*run.words)
    if place.locked:
        argv += ["--passphrase-fd", "0"]
    typed = run.typed or (PASSPHRASE.encode() + b"\n" if place.locked else b"")
    if run.by_hand:
        command = crash_trace.strace(log, argv)
        with Terminal(command, size=(90, 40), env=place.env, cwd=place.home) as window:
            run.by_hand(window)
            code, shown = window.wait(60), window.text()
    else:
        done = subprocess.run(
            crash_trace.strace(log, argv),
            input=typed,
            capture_output=True,
            env=place.env,
            cwd=place.home,
            timeout=120,
            check=False,
        )
        code, shown = done.returncode, (done.stdout + done.stderr).decode(errors="replace")
    if code not in (0, 5):
        raise Violation(Kind.CLOSED, f"{run.words[0]} fails under strace", shown)
    found = crash_trace.changes(log, [place.folder], sizes)
    return [_inside(change, place.folder) for change in found]


def _inside(change: Change, folder: Path) -> Change:
    """Return a change with paths relative to the data folder."""
    start = f"{folder}/"
    path = change.path.removeprefix(start) if change.path != str(folder) else "."
    data = change.data
    if change.what == "rename":
        data = change.new_path.removeprefix(start).encode()
    return replace(change, path=path, data=data)


def check(
    field: Ground,
    state: Place,
    run: Run,
    old: set[str],
    made: Sequence[Change],
    is_whole: bool,
    name: str,
    chance: Random,
) -> None:
    """Open one state, and check that all is there that was told."""
    told = b"".join(change.data for change in made if change.what == "say").decode(errors="replace")
    done, key = _export(state)
    there = set(ground.TOKEN.findall(done.out))
    wanted = old | {token for token in run.new if token in told}
    case = f"a crash in {name}"
    if run.other:
        ended = is_whole
        if not (there == run.other or (not ended and there >= old)):
            detail = f"missing {sorted(old - there)}, new missing {sorted(run.other - there)}"
            raise Violation(Kind.LOST, f"{case}: neither old nor new", f"{detail}\n{done.err}")
        wanted = there
    if lost := sorted(wanted - there):
        detail = f"{lost}\n{done}\n{readers.listing(state)}"
        raise Violation(Kind.LOST, case, detail)
    if done.code != 0:
        field.tried["states where something is said"] += 1
    if chance.random() < 0.15:
        token = field.token()
        again = state.run("note", "add", f"{token} on", key=key)
        now = state.run("export", key=key)
        if token not in again.out:
            raise Violation(Kind.CLOSED, f"nothing can be saved after {case}", str(again))
        if lost := sorted((wanted | {token}) - set(ground.TOKEN.findall(now.out))):
            raise Violation(Kind.LOST, f"{case}, then a save", f"{lost}\n{now.err}")


def opened_by(state: Place) -> bytes | None:
    """Return the passphrase that opens the notes; None when they open without.

    Raises:
        Violation: Nothing opens them.
    """
    return _export(state)[1]


def _export(state: Place) -> tuple[Done, bytes | None]:
    """Export the notes, with a passphrase when they ask for one; return it and what opened them.

    Raises:
        Violation: Nothing opens them.
    """
    tries: list[bytes | None] = [None, PASSPHRASE.encode() + b"\n", NEW_PASSPHRASE.encode() + b"\n"]
    state.locked = False
    for key in tries:
        done = state.run("export", key=key)
        if done.out:
            return done, key
    detail = f"{done}\n{readers.listing(state)}"
    raise Violation(Kind.CLOSED, "a store that nothing opens after a crash", detail)
