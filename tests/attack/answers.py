"""Answers of a terminal, in random pieces and late, between the keys that somebody presses."""

import contextlib
import json
import select
from collections.abc import Mapping
from random import Random
from typing import Any

from tests.attack import ground, hands, readers
from tests.attack.ground import Ground
from tests.attack.program import Place
from tests.attack.violation import Kind, Violation
from tests.support.terminal import Terminal

BEL, ST = b"\x07", b"\x1b\\"
COLOURS = (b"rgb:0000/0000/0000", b"rgb:ffff/dddd/1e1e", b"rgb:28/2c/34", b"rgba:12/34/56/ff")
UNASKED = "window title"
LATE = (0.0, 0.0, 0.0, 0.002, 0.02, 0.12, 0.6, 1.5, 3.0)
"""Seconds between two pieces, one of these."""


def answer(chance: Random) -> tuple[str, bytes]:
    """Return an answer that a terminal may give, and its kind."""
    end = chance.choice((BEL, ST))
    colour = chance.choice(COLOURS)
    number = chance.randrange(256)
    row, column = chance.randint(1, 60), chance.randint(1, 200)
    mode = chance.choice((b"2026", b"2048", b"1004", b"2004", b"1016"))
    every: tuple[tuple[str, bytes], ...] = (
        ("OSC 4", b"\x1b]4;%d;" % number + colour + end),
        ("OSC 10", b"\x1b]10;" + colour + end),
        ("OSC 11", b"\x1b]11;" + colour + end),
        ("OSC 12", b"\x1b]12;" + colour + end),
        ("OSC 52", b"\x1b]52;c;YW5kIHN0aWxsIGhlcmU=" + end),
        ("DA1", chance.choice((b"\x1b[?62;22c", b"\x1b[?1;2c", b"\x1b[?65;1;9c"))),
        ("DA2", chance.choice((b"\x1b[>0;276;0c", b"\x1b[>84;0;0c", b"\x1b[>1;4000;29c"))),
        ("DA3", b"\x1bP!|7E565445" + ST),
        ("XTVERSION", b"\x1bP>|tmux 3.4" + ST),
        ("DECRPM", b"\x1b[?" + mode + b";%d$y" % chance.randrange(5)),
        ("CPR", b"\x1b[%d;%dR" % (row, column)),
        ("DECXCPR", b"\x1b[?%d;%d;1R" % (row, column)),
        ("DSR", b"\x1b[0n"),
        ("XTGETTCAP", b"\x1bP1+r544e=787465726d" + ST),
        ("XTGETTCAP no", b"\x1bP0+r" + ST),
        ("DECRQSS", b"\x1bP1$r0;1m" + ST),
        ("kitty keys", b"\x1b[?%du" % chance.randrange(32)),
        ("kitty picture", b"\x1b_Gi=31;OK" + ST),
        ("window size", b"\x1b[8;%d;%dt" % (row, column)),
        ("cell size", b"\x1b[6;%d;%dt" % (20, 10)),
        (UNASKED, b"\x1b]lso-tui" + ST),
        ("light or dark", b"\x1b[?997;%dn" % chance.randint(1, 2)),
    )
    return chance.choice(every)


def pieces(whole: bytes, chance: Random) -> list[bytes]:
    """Return an answer in random pieces; often in one, sometimes byte by byte."""
    if chance.random() < 0.3:
        return [whole]
    if chance.random() < 0.2:
        return [bytes([byte]) for byte in whole]
    amount = min(chance.randint(1, 3), len(whole) - 1)
    cuts = sorted(chance.sample(range(1, len(whole)), amount))
    return [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]


def round_(field: Ground, chance: Random, number: int) -> None:
    """Type lines among answers in even rounds; let answers come into lists in odd ones.

    Raises:
        Violation: An answer was taken for a key or for words.
    """
    place = field.copy(ground.used)
    if number % 2 == 0:
        _among_words(field, place, chance)
    else:
        _in_lists(field, place, chance)


def _give(window: Terminal, chance: Random, field: Ground, most: float) -> str:
    """Let the terminal answer once; return what it was, and where it was cut."""
    kind, whole = answer(chance)
    cut = pieces(whole, chance)
    waits = [chance.choice([late for late in LATE if late <= most]) for _ in cut]
    if len(cut) > 4 or kind == UNASKED:  # a title is asked for by nobody here, and looks like words
        waits = [min(wait, 0.02) for wait in waits]
    for piece, wait in zip(cut, waits, strict=True):
        window.send(piece)
        if wait:
            select.select([], [], [], wait)
    field.tried[f"answers {kind}"] += 1
    if cut[0] == b"\x1b" and waits[0]:
        kind += ", the first byte apart"
    return f"{kind} {list(zip(cut, waits, strict=True))}"


def _among_words(field: Ground, place: Place, chance: Random) -> None:
    """Type three lines with an answer between some of their letters."""
    before = _notes(place)
    typed: list[str] = []
    with place.window("visit", "--as", "ann") as window:
        hands.ready_for_lines(window)
        window.settle(0.2)
        given: list[str] = []
        for _ in range(3):
            token = field.token()
            words = f"{token} {''.join(chance.choices('abcdefg uvwxyz0189;:/', k=12))}z."
            for at in range(len(words)):
                window.send(words[at])
                if chance.random() < 0.06:
                    given.append(_give(window, chance, field, 3.0))
            given.append(_give(window, chance, field, 0.6))
            window.send(hands.ENTER)
            _wait_until_saved(window, token)
            typed.append(" ".join(words.split()))
        window.settle(0.2)
        ended = window.closed
        picture = window.text()
        hands.kill(window)
    field.scene = "\n".join(given)
    if ended:
        raise Violation(Kind.TYPED, "an answer ended the program", picture)
    after = _notes(place)
    new = [text for key, text in after.items() if key not in before]
    same = [" ".join(text.split()) for text in new] == typed
    if not same or before != {key: after.get(key) for key in before}:
        detail = f"typed {typed}\nkept  {new}\n{picture}"
        raise Violation(Kind.TYPED, "what is kept is not what was typed", detail)


def _wait_until_saved(window: Terminal, token: str) -> None:
    """Wait until a line is saved, but not for ever: an answer may have changed it."""
    with contextlib.suppress(AssertionError):
        window.wait_for(lambda text: any(token in row for row in hands.saved_lines(text)), 3)


def _in_lists(field: Ground, place: Place, chance: Random) -> None:
    """Let answers come while a list is open, and look whether anything has changed."""
    before = readers.listen(place, ["export"])
    screen = chance.choice([name for name in hands.SCREENS if name != "Notes"])
    with place.window() as window:
        window.wait_for("1 Home", 20)
        hands.go(window, screen)
        window.settle(0.3)
        for _ in range(chance.randint(1, 3)):
            window.send(hands.DOWN)
        window.settle(0.3)
        picture = window.text()
        for _ in range(4):
            given = _give(window, chance, field, 3.0)
            window.settle(0.25)
            if window.closed or window.text() != picture:
                field.scene = given
                case = f"{screen} changes after {given.partition(' [')[0]}"
                raise Violation(Kind.TYPED, case, f"{picture}\n\n{window.text()}")
        hands.kill(window)
    after = readers.listen(place, ["export"])
    if before.text("export") != after.text("export"):
        raise Violation(Kind.TYPED, f"answers on {screen} change what is kept")


def _notes(place: Place) -> Mapping[str, Any]:
    """Return the text of each note by its id, in order."""
    done = place.run("export")
    return {note["id"]: note["text"] for note in json.loads(done.out)["notes"]}
