"""Several people write at once, commands run beside them, and all are killed again and again."""

import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

from tests.attack import ground, hands, kills_commands, kills_writers, readers
from tests.attack.ground import TOKEN, Ground
from tests.attack.program import Place
from tests.attack.told import Fate, Told
from tests.attack.violation import Kind, Violation


def round_(field: Ground, chance: Random, number: int) -> None:
    """Let one, two or four people write in one store, with commands beside them.

    Raises:
        Violation: An acknowledged entry is lost, doubled, or came back.
    """
    writers = (2, 1, 4)[number % 3]
    place = field.copy(ground.used)
    told = Told()
    for token in readers.listen(place, ["export"]).tokens:
        told.tell(token, Fate.THERE)
    stop = threading.Event()
    with ThreadPoolExecutor(writers + 1) as pool:
        names = ["ann", "ben", "cleo", "dan"][:writers]
        seeds = [random.Random(chance.random()) for _ in range(writers + 1)]
        lives = [
            pool.submit(kills_writers.write, field, place, told, name, seed)
            for name, seed in zip(names, seeds, strict=False)
        ]
        beside = pool.submit(kills_commands.run_until, field, place, told, seeds[-1], stop)
        for life in lives:
            with field.noting():
                life.result()
        stop.set()
        with field.noting():
            beside.result()
    field.scene = f"{writers} writers"
    field.tried[f"rounds with {writers} writers"] += 1
    _look(field, place, told)


def _look(field: Ground, place: Place, told: Told) -> None:
    """Check the store when all have ended, before a start and after it."""
    there, gone = told.of(Fate.THERE), told.of(Fate.GONE)
    for when in ("before a start", "after a start"):
        what = "entries that Delete hit in place of the chosen one" if told.missed else "entries"
        with field.noting():
            readers.has_all(place, there, f"{what}, {when}")
        with field.noting():
            readers.has_each_once(place, f"the kills, {when}")
        tables = readers.exported(place)
        with field.noting():
            notes = set(TOKEN.findall(json.dumps(tables["notes"])))
            if back := sorted(gone & notes):
                raise Violation(Kind.BACK, f"deleted lines, {when}", str(back))
        with field.noting():
            done = {t for row in tables["tasks"] if row.get("done") or row.get("done_on")
                    for t in TOKEN.findall(json.dumps(row))}  # fmt: skip
            if undone := sorted(told.done - done):
                raise Violation(Kind.LOST, f"ticks of tasks, {when}", str(undone))
        if when == "before a start":
            with field.noting():
                _start(place)
    with field.noting():
        _is_swept(place, told.copies[:3])
    for violation in field.found:
        violation.add_note(place.crash_files())
        violation.add_note(told.about(set(TOKEN.findall(violation.detail))))
    with field.noting():
        _check(place)
    field.tried["entries acknowledged in all"] += len(there)


def _is_swept(place: Place, copies: list[str]) -> None:
    """Check that a copy that is written again leaves nothing of the time when it was killed."""
    for name in copies:
        done = place.run("backup", name, "--force")
        path = Path(name)
        left = [other.name for other in path.parent.glob(f"*{path.name}*") if other != path]
        if done.code == 0 and left:
            raise Violation(Kind.LEFT, "parts of copies whose backup was killed", str(left))


def _start(place: Place) -> None:
    with place.window() as window:
        window.wait_for("1 Home", 20)
        window.settle(0.1)
        code = hands.leave(window)
    if code != 0:
        raise Violation(Kind.CRASH, f"a start after the kills ends with {code}", window.text())


def _check(place: Place) -> None:
    """Check that `check` finds nothing but what was set aside."""
    done = readers.check(place)
    looks = [row.split()[1] for row in done.out.splitlines() if row.startswith("LOOK")]
    if set(looks) - {"damaged", "crashes"}:  # of a crash it is told elsewhere
        raise Violation(Kind.LEFT, f"check finds {' '.join(looks)} after kills", done.out)
