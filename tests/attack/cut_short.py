"""Commands killed in the middle: lock, unlock, passphrase, restore, backup, a first start."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.attack import crash_states, forms, hands, readers
from tests.attack.crash_runs import MAKES, Run
from tests.attack.crash_trace import Change
from tests.attack.ground import Ground
from tests.attack.program import PASSPHRASE, Place
from tests.attack.violation import Kind, Violation

KILLS = 4
"""So often a command is killed in a round, one after the other in the same folder."""
_MOST = 14
"""No more changes of the folder than this are waited for."""


def round_(field: Ground, chance: Random, number: int) -> None:
    """Kill one command again and again, look at what is left, and let it end at last.

    Raises:
        Violation: Something acknowledged is not there any more.
    """
    make = MAKES[number % len(MAKES)]
    name = make.__name__.replace("_", " ")
    place, run = make(field, chance)
    old = readers.listen(place, ["export"]).tokens
    was_locked = place.locked
    for _ in range(KILLS):
        changes = chance.randrange(_MOST)
        field.scene = f"{name}: killed after {changes} changes of the folder"
        place.locked = was_locked
        out, ended = _killed(place, run, changes, chance)
        field.tried[f"kills in {name}"] += not ended
        made = [Change("say", "", out.encode())]
        with field.noting():
            crash_states.check(field, place, run, old, made, ended, name, chance)
        if ended or field.found:
            break
    if not field.found:
        with field.noting():
            _sound(place, name)


def _killed(place: Place, run: Run, changes: int, chance: Random) -> tuple[str, bool]:
    """Run a command and kill it; return what it printed, and whether it had ended by itself."""
    if run.by_hand:
        with place.window(*run.words, size=(90, 40)) as window:
            try:
                run.by_hand(window)
            except AssertionError:
                return "", False  # it asks no more when it is locked by now
            ended = _kill_after(changes, place.folder, window.wait, window.signal, chance)
            return window.text() if ended else "", ended
    key = run.typed if place.locked and run.typed else None
    running = place.start(*run.words, key=key, typed=run.typed)
    process = running.process
    _kill_after(changes, place.folder, process.wait, process.signal, chance)
    done = place.finish(running)
    return done.out, done.code == 0


def _kill_after(
    changes: int,
    folder: Path,
    wait: Callable[[float], int],
    send: Callable[[int], None],
    chance: Random,
) -> bool:
    """Kill a process after so many changes of a folder; return whether it had ended before."""
    seen, look = 0, _look(folder)
    if chance.random() < 0.5:
        changes = 1000
        deadline = time.monotonic() + chance.uniform(0, chance.choice((0.06, 0.06, 1.2)))
    else:
        deadline = time.monotonic() + 60
    while seen < changes and time.monotonic() < deadline:
        with contextlib.suppress(subprocess.TimeoutExpired, AssertionError):
            return wait(0.0005) == 0
        now = _look(folder)
        if now != look:
            seen, look = seen + 1, now
    for _ in range(chance.randrange(20_000)):
        pass  # anywhere between two changes
    with contextlib.suppress(ProcessLookupError):
        send(signal.SIGKILL)
    return False


def _look(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return the names, sizes and times of all that lies in a folder."""
    found: list[tuple[str, int, int]] = []
    for top in (folder, *(folder / name for name in forms.FOLDERS)):
        with contextlib.suppress(OSError), os.scandir(top) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    status = entry.stat(follow_symlinks=False)
                    found.append((entry.path, status.st_size, status.st_mtime_ns))
    return tuple(sorted(found))


def _sound(place: Place, name: str) -> None:
    """Check that a start clears up and leaves the notes in order."""
    key = crash_states.opened_by(place)
    place.locked = key is not None
    if key is not None and key != PASSPHRASE.encode() + b"\n":
        return  # it was chosen anew; the windows of these tests know the first one only
    with place.window() as window:
        if place.locked:
            hands.passphrase(window)
        window.wait_for("1 Home", 20)
        window.settle(0.1)
        hands.leave(window)
    done = readers.check(place)
    looks = [row.split()[1] for row in done.out.splitlines() if row.startswith("LOOK")]
    if set(looks) - {"damaged"}:
        raise Violation(Kind.LEFT, f"check after kills in {name} and a start", done.out)
