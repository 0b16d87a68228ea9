"""Several people write at once, commands run beside them, and all are killed again and again."""

import json
import random
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random

from tests.attack import ground, hands, readers
from tests.attack.ground import TOKEN, Ground
from tests.attack.program import Place
from tests.attack.told import Fate, Told
from tests.attack.violation import Kind, Violation
from tests.support.terminal import Terminal

LIVES = 4
"""So often each writer is killed in a round."""
_END_CODES = {"kill": (137,), "term": (143, 1), "hang up": (129, 1), "leave": (0, 1)}
"""Exit codes of each way to end; 1 where the program was not quite there yet."""


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
            pool.submit(_write, field, place, told, name, seed)
            for name, seed in zip(names, seeds, strict=False)
        ]
        beside = pool.submit(_command, field, place, told, seeds[-1], stop)
        for life in lives:
            with field.noting():
                life.result()
        stop.set()
        with field.noting():
            beside.result()
    field.scene = f"{writers} writers"
    field.tried[f"rounds with {writers} writers"] += 1
    _look(field, place, told)


def _write(field: Ground, place: Place, told: Told, name: str, chance: Random) -> None:
    """Open the program, write, and be killed, some times."""
    for _ in range(LIVES):
        with place.window("visit", "--as", name) as window:
            if chance.random() < 0.15:
                with suppress(AssertionError):
                    window.settle(chance.uniform(0.001, 0.1), 0.3)
            else:
                hands.ready_for_lines(window)
                window.wait_for(lambda text: f"{name} types" in text, 20)
                window.send(hands.CLEAR)
                _act(field, place, told, window, name, chance)
            way = chance.choices(("kill", "term", "hang up", "leave"), (7, 1, 1, 1))[0]
            told.deeds.append(f"{name} ends by {way}")
            _end(window, way)
            place.has_not_crashed()
            field.tried[f"windows ended by {way}"] += 1


def _act(
    field: Ground, place: Place, told: Told, window: Terminal, name: str, chance: Random
) -> None:
    """Type lines, delete, undo and retag, and note what is acknowledged."""
    mine: list[str] = []
    for _ in range(chance.randint(2, 6)):
        pick = chance.random()
        if pick < 0.6 or not mine:
            mine += _type(field, told, window, chance)
        elif pick < 0.8:
            _delete(field, place, told, window, name)
        else:
            # A change of a line that somebody deletes meanwhile keeps the line, by design.
            told.keep(set(TOKEN.findall(window.text())))
            told.deeds.append(f"{name} retags")
            window.send(hands.TAB + hands.RIGHT * chance.randint(1, 3) + hands.TAB)
            field.tried["retags"] += 1
    token = field.token()
    if chance.random() < 0.5:
        window.send(f"{token} half")


def _type(field: Ground, told: Told, window: Terminal, chance: Random) -> list[str]:
    tokens = [field.token() for _ in range(chance.randint(1, 3))]
    for token in tokens:
        told.tell(token, Fate.OPEN)
        window.send(f"{token}.{hands.ENTER}")
    field.tried["lines typed"] += len(tokens)
    if chance.random() < 0.8:
        with suppress(AssertionError):
            window.wait_for(lambda text: _are_saved(text, tokens), 5)
        shown = " ".join(hands.saved_lines(window.text()))
        for token in tokens:
            if token in shown:
                told.tell(token, Fate.THERE)
                field.tried["acknowledged lines"] += 1
    return tokens


def _are_saved(text: str, tokens: list[str]) -> bool:
    rows = hands.saved_lines(text)
    return all(any(token in row for row in rows) for token in tokens)


def _delete(field: Ground, place: Place, told: Told, window: Terminal, name: str) -> None:
    """Delete the line under the cursor, when it is one's own, and take that back every other time.

    It counts as told once a command that reads does not show the line any more.
    """
    told.deeds.append(f"{name} wants to delete")
    window.send(hands.TAB)
    window.settle(0.1, 3)
    row = hands.chosen_line(window.text())
    found = TOKEN.search(row)
    if found and f" {name} " in row:
        token = found[0]
        others = set(TOKEN.findall(window.text())) - {token}
        told.tell(token, Fate.OPEN)
        mark = told.open_all(others)  # the key may meet another one of them
        window.send(hands.DELETE)
        told.deeds.append(f"{name} deletes {token}: {row.strip()}")
        if _comes_to(place, token, is_there=False):
            told.tell(token, Fate.GONE)
            field.tried["acknowledged deletes"] += 1
            if field.tried["acknowledged deletes"] % 2:
                told.tell(token, Fate.OPEN)
                window.send(hands.UNDO)
                told.deeds.append(f"{name} undoes")
                if _comes_to(place, token, is_there=True):
                    told.tell(token, Fate.THERE)
                    field.tried["acknowledged undos"] += 1
        else:
            told.missed.append(token)
            told.deeds.append(f"{token} is not gone")
        told.settle(others, place.run("note", "list").out, mark)
    window.send(hands.TAB)
    window.settle(0.05, 3)


def _comes_to(place: Place, token: str, *, is_there: bool) -> bool:
    """Return whether a reader shows, in the end, that an entry is there, or that it is not."""
    for _ in range(20):
        done = place.run("note", "list")
        if done.code == 0 and (token in done.out) is is_there:
            return True
    return False


def _end(window: Terminal, way: str) -> None:
    """End the program.

    Raises:
        Violation: It ended otherwise, or with a traceback.
    """
    if way == "leave":
        window.send(hands.QUIT)
        with suppress(AssertionError):
            window.wait(3)
        window.signal(signal.SIGKILL) if not window.closed else None
        code = window.wait(30)
        ends: tuple[int, ...] = (*_END_CODES["leave"], 137)
    else:
        if way == "hang up":
            window.hangup()
        else:
            window.signal(signal.SIGKILL if way == "kill" else signal.SIGTERM)
        code = window.wait(30)
        ends = _END_CODES[way]
    if code not in ends or "Traceback" in window.text():
        raise Violation(Kind.CRASH, f"{way} ends the program with {code}", window.text())


def _command(
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
            done = place.finish(running)
        field.tried[f"commands: {words[0]}"] += 1
        if done.code == 0:
            if pick in ("note", "task") and token in done.out:
                told.tell(token, Fate.THERE)
                field.tried["acknowledged by commands"] += 1
                tasks += [token] if pick == "task" else []
            elif pick == "done" and len(words) == 3:
                told.done.add(words[2])
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
    for violation in field.found:
        violation.add_note(place.crash_files())
        violation.add_note(told.about(set(TOKEN.findall(violation.detail))))
    with field.noting():
        _doctor(place)
    field.tried["entries acknowledged in all"] += len(there)


def _start(place: Place) -> None:
    with place.window() as window:
        window.wait_for("1 Home", 20)
        window.settle(0.1)
        code = hands.leave(window)
    if code != 0:
        raise Violation(Kind.CRASH, f"a start after the kills ends with {code}", window.text())


def _doctor(place: Place) -> None:
    """Check that `doctor` finds nothing but what was set aside."""
    done = readers.doctor(place)
    looks = [row.split()[1] for row in done.out.splitlines() if row.startswith("LOOK")]
    if set(looks) - {"damaged"}:
        raise Violation(Kind.LEFT, f"doctor finds {' '.join(looks)} after kills", done.out)
