"""What a terminal can do, and the shortest sequences that move its cursor and set its look."""

import os
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from so_tui.terminal.thin.cells import (
    BLANK_MARKS,
    PLAIN,
    PLAIN_GROUND,
    PLAIN_INK,
    Look,
    ScreenCell,
    same_looks,
)

VARIABLE = "SO_TUI_OUTPUT"
"""Environment variable that turns thin output off, if 'whole'."""


class Abilities(NamedTuple):
    """The abilities of a terminal that save bytes.

    Attributes:
        erases: Whether it erases cells (ECH) in the current background colour (bce).
        moves: Whether it deletes and inserts whole lines (DL, IL), moving those below.
        sets_apart: Whether colours and marks are set independently of each other. On the Linux
            console a bright colour is also bold, and what ends bold ends bright (`csi_m` in its
            vt.c).
    """

    erases: bool = False
    moves: bool = False
    sets_apart: bool = True


def wanted(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether only changes should be sent."""
    return environ.get(VARIABLE) != "whole"


def abilities(environ: Mapping[str, str] = os.environ) -> Abilities:
    """Return the terminal's abilities by its description; none if it has no description."""
    term = environ.get("TERM", "dumb")
    try:
        from curses import error, setupterm, tigetflag, tigetstr
    except ImportError:
        return Abilities()
    try:
        setupterm(term, 1)
    except error:
        return Abilities()
    return Abilities(
        # GNU screen, which sets STY, erases without colour, whatever its description says.
        erases=tigetflag("bce") == 1
        and tigetstr("ech") == b"\x1b[%p1%dX"
        and not environ.get("STY"),
        moves=tigetstr("dl") == b"\x1b[%p1%dM" and tigetstr("il") == b"\x1b[%p1%dL",
        sets_apart=not term.startswith("linux"),
    )


LONG, SOME = 10, 5
"""Numbers of blanks from which it is shorter to erase (ECH) and skip them, or to skip them."""

MOVE = 4
"""Least bytes of a move to what is drawn next, where the cursor is not there already."""

_LONG, _SOME = re.compile(f" {{{LONG},}}"), re.compile(f" {{{SOME},}}| +$")

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "9": "29"}
"""The SGR code that ends each mark."""


class Cursor:
    """The terminal's cursor: its position and current look, as far as known.

    Attributes:
        erases: Whether to erase cells, see `Abilities`.
        at: Column and row, from 0; None if terminals may disagree.
        look: The look; None if not known.
    """

    def __init__(self, erases: bool = False, sets_apart: bool = True) -> None:
        self.erases = erases
        self._sets_apart = sets_apart
        self.at: tuple[int, int] | None = None
        self.look: Look | None = PLAIN

    def go(self, x: int, y: int) -> str:
        """Move to a position, which must be on the screen."""
        words = _way(self.at, (x, y))
        self.at = x, y
        return words

    def wear(self, look: Look) -> str:
        """Set a look, or as much of it as is visible on a blank."""
        if not look.ink:
            worn = self.look or PLAIN
            look = Look(worn.ink, look.ground, worn.marks & BLANK_MARKS)
        words = _change(self.look, look, self._sets_apart)
        self.look = look
        return words

    def move_lines(self, gone: int, come: int, count: int) -> str:
        """Delete lines at one row and insert as many at another, in the current look."""
        return "".join(
            self.go(0, y) + _by(count, letter) for y, letter in ((gone, "M"), (come, "L"))
        )

    def draw(self, x: int, y: int, cells: list[ScreenCell]) -> str:
        """Draw cells at a position."""
        words = []
        for start, end in same_looks(cells):
            words += [self.go(x + start, y), self.wear(cells[start].shown)]
            words.append(self._write(x + start, y, cells[start:end]))
            if cells[start].is_loose:
                self.at = None
        return "".join(words)

    def _write(self, x: int, y: int, cells: list[ScreenCell]) -> str:
        """Draw cells of one look; long gaps are erased, or all of it first, if that is shorter."""
        if not self.erases or len(cells) < LONG:
            return self._written(x, y, cells, ())
        shape = "".join(["x" if cell.shown.ink else " " for cell in cells])
        one_by_one = self._written(x, y, cells, _LONG.finditer(shape), erase=True)
        end = self.at
        self.at = x, y
        at_once = _erased(len(cells)) + self._written(x, y, cells, _SOME.finditer(shape))
        if len(at_once) + (self.at != end) * MOVE < len(one_by_one):
            return at_once
        self.at = end
        return one_by_one

    def _written(
        self,
        x: int,
        y: int,
        cells: list[ScreenCell],
        gaps: Iterable[re.Match[str]],
        *,
        erase: bool = False,
    ) -> str:
        """Draw cells of one look except for these gaps, which are erased or skipped."""
        words, done = [], 0
        for gap in gaps:
            start, end = gap.span()
            if start > done:
                words += [self.go(x + done, y), *(cell.text for cell in cells[done:start])]
                self.at = x + start, y
            if erase:
                words += [self.go(x + start, y), _erased(end - start)]
            done = end
        if done < len(cells):
            words += [self.go(x + done, y), *(cell.text for cell in cells[done:])]
            self.at = x + len(cells), y
        return "".join(words)


@lru_cache(4096)
def _change(old: Look | None, new: Look, sets_apart: bool) -> str:
    """Return the shorter sequence from one look to another: in full, or the difference."""
    if old == new:
        return ""
    colours = [new.ink] * (new.ink != PLAIN_INK) + [new.ground] * (new.ground != PLAIN_GROUND)
    afresh = ";".join(["0", *sorted(new.marks), *colours]) if colours or new.marks else ""
    if old is None or not sets_apart:
        return f"\x1b[{afresh}m"
    ended = sorted({_OFF[mark] for mark in old.marks - new.marks})
    begun = sorted(mark for mark in new.marks if mark not in old.marks or _OFF[mark] in ended)
    colours = [new.ink] * (new.ink != old.ink) + [new.ground] * (new.ground != old.ground)
    changed = ";".join([*ended, *begun, *colours])
    return f"\x1b[{min(changed, afresh, key=len)}m"


@lru_cache(4096)
def _way(old: tuple[int, int] | None, new: tuple[int, int]) -> str:
    """Return the shortest sequence from one position to another."""
    if old == new:
        return ""
    x, y = new
    ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
    if old is not None:
        right, down = x - old[0], y - old[1]
        if not down:
            ways.append(_by(right, "C") if right > 0 else "\b" * -right)
            ways.append("\r" if not x else _by(-right, "D") if right < 0 else ways[0])
        elif not right:
            ways.append(_by(down, "B") if down > 0 else _by(-down, "A"))
    return min(ways, key=len)


def _erased(count: int) -> str:
    return f"\x1b[{count}X"


def _by(count: int, letter: str) -> str:
    return f"\x1b[{count}{letter}" if count > 1 else f"\x1b[{letter}"
