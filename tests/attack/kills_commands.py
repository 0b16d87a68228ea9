"""Commands that run beside those who write, many of them killed."""

import json
import signal
import threading
from contextlib import suppress
from random import Random

from tests.attack.ground import TOKEN, Ground
from tests.attack.program import Place
from tests.attack.told import Fate, Told
from tests.attack.violation import Kind, Violation


def run_until(
    field: Ground, place: Place, told: Told, chance: Random, stop: threading.Event
) -> None:
    """Run commands until told to stop; many are killed."""
    tasks: list[str] = []
    while not stop.is_set():
        token = field.token()
        pick = chance.choice(("note", "note", "task", "done", "export", "status", "backup"))
        with told.steady() as (there, gone):
            words = _words(pick, token, tasks, place, told)
            running = place.start(*words)
            if chance.random() < 0.35:
                stop.wait(chance.uniform(0, 0.06))
                how = chance.choice((signal.SIGKILL, signal.SIGKILL, signal.SIGTERM))
                with suppress(ProcessLookupError):
                    running.process.signal(how)
                field.tried["commands killed"] += 1
                if pick == "backup":
                    told.copies.append(words[1])
            done = place.finish(running)
        field.tried[f"commands: {words[0]}"] += 1
        if done.code == 0:
            if pick in ("note", "task") and token in done.out:
                told.tell(token, Fate.THERE)
                field.tried["acknowledged by commands"] += 1
                tasks += [token] if pick == "task" else []
            elif pick == "done" and len(words) == 3:
                told.tick(words[2])
            elif pick in ("export", "backup"):
                out = done.out if pick == "export" else _copied(words[1])
                _agrees(out, there, gone, words[0])
        elif done.code > 0 and not done.err.strip() and done.code not in (143, 137):
            raise Violation(Kind.UNSAID, f"{words[0]} fails without a word", str(done))


def _words(pick: str, token: str, tasks: list[str], place: Place, told: Told) -> tuple[str, ...]:
    if pick in ("note", "task"):
        told.tell(token, Fate.OPEN)
        more = ("--as", "eve") if pick == "note" else ()
        return (pick, "add", f"{token} told", *more)
    if pick == "done":
        return ("task", "done", tasks.pop()) if tasks else ("task", "list")
    if pick == "backup":
        return ("backup", str(place.home / f"copy-{token}.json"))
    return (pick,)


def _copied(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def _agrees(out: str, there: set[str], gone: set[str], name: str) -> None:
    """Check that a copy made while others write has all that was told before it began."""
    try:
        tables = json.loads(out)
    except ValueError:
        raise Violation(Kind.CLOSED, f"{name} wrote nothing that can be read", out[:300]) from None
    notes = json.dumps([rows for key, rows in tables.items() if key not in ("drafts", "trash")])
    tokens = set(TOKEN.findall(notes))
    if name == "export" and (lost := sorted(there - tokens)):
        raise Violation(Kind.APART, "an export lacks what was saved before it", str(lost))
    if name == "export" and (back := sorted(gone & tokens)):
        raise Violation(Kind.APART, "an export has what was deleted before it", str(back))
