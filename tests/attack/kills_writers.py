"""Those who write while they are killed: each in a window, life after life."""

import signal
from contextlib import suppress
from random import Random

from tests.attack import hands
from tests.attack.ground import TOKEN, Ground
from tests.attack.program import Place
from tests.attack.told import Fate, Told
from tests.attack.violation import Kind, Violation
from tests.support.terminal import Terminal

LIVES = 4
"""So often each writer is killed in a round."""
_END_CODES = {"kill": (137,), "term": (143, 1), "hang up": (129, 1), "leave": (0, 1)}
"""Exit codes of each way to end; 1 where the program was not quite there yet."""


def write(field: Ground, place: Place, told: Told, name: str, chance: Random) -> None:
    """Open the program, write, and be killed, some times."""
    for _ in range(LIVES):
        with place.window("visit", "--as", name) as window:
            if chance.random() < 0.15:
                with suppress(AssertionError):
                    window.settle(chance.uniform(0.001, 0.1), 0.3)
            else:
                hands.ready_for_lines(window)
                window.wait_for(lambda text: f"Typing: {name}" in text, 20)
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
                there = told.of(Fate.THERE)
                with told.undoing():
                    since = told.open_all(there)
                    window.send(hands.UNDO)
                    told.deeds.append(f"{name} undoes")
                    is_back = _comes_to(place, token, is_there=True)
                told.settle(there, place.run("note", "list").out, since)
                if is_back:
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
