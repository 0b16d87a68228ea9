"""What goes to the terminal in place of a frame.

A frame on its way out is compared with what the terminal shows. Whatever is not understood goes out
as it came, and what is remembered is forgotten, until a frame that fills the screen comes by.
"""

import re
from collections.abc import Callable

from so_tui.terminal.textual_internals import supported
from so_tui.terminal.thin.cells import PLAIN, Cell, Piece, alike, fits, pieces, same_looks
from so_tui.terminal.thin.cursor import Cursor
from so_tui.terminal.thin.scroll import Row, Scroll, moved, put, scrolled
from so_tui.terminal.thin.terminal import Abilities, abilities, wanted

SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
OTHER_SCREEN = "\x1b[?1049h"
"""Goes to the other screen and clears it, where there is one."""

TEARING = 200
"""Length from which a frame is marked as one, where the terminal knows such marks."""

BRIDGE = 3
"""Cells that stayed the same, between two that changed, which are drawn again: a move is longer."""

FEW = 5
"""Stretches of a row up to which it is tried to draw them from the right."""

# What moves no cursor and draws nothing: modes, but not those of the other screen; queries and
# key protocols; the bell; titles, colours and the pointer.
_HARMLESS = re.compile(
    r"(?:\x1b\[[?<>=](?!(?:47|104[789])\D)\d*(?:[hlu]|\$p)|\a|\x1b\][^\a\x1b]*(?:\a|\x1b\\))+"
)

_POINTER = re.compile(r"\x1b\]22;[^\a\x1b]*(?:\a|\x1b\\)")

FEW_ROWS = 8
"""Rows up to which it is tried to draw them from the bottom."""

Run = tuple[int, int]
_Change = tuple[int, int, list[Cell], list[Run], bool]
"""Column and row, the cells from there on, where those that changed start and end, and whether
blanks among them may be erased."""


class ThinOutput:
    """Sends what changed.

    Args:
        send: Sends text to the terminal; returns False when it was dropped.
        repaint: Asks for a frame that fills the screen.
        can: What the terminal can do.
    """

    def __init__(
        self, send: Callable[[str], bool], repaint: Callable[[], None], can: Abilities
    ) -> None:
        self._send, self._repaint = send, repaint
        self._can = can
        self._pen = Cursor(can.erases, can.sets_apart)
        self._is_blank = False
        self._size = 0, 0
        self._rows: list[Row] | None = None
        self._pointer = ""
        self._has_asked = False
        self._in_frame = False
        self._age = 0

    def forget(self) -> None:
        """Forget what the terminal shows: it may be anything now."""
        self._rows = None
        self._pen.at = self._pen.look = None
        self._pointer = ""
        self._has_asked = False
        self._age += 1

    def resized(self, columns: int, rows: int) -> None:
        """Take note of the terminal's size."""
        self._size = columns, rows
        self.forget()

    def write(self, text: str) -> None:
        """Send a frame, or anything else that is for the terminal."""
        if text in (SYNC_START, SYNC_END):
            self._in_frame = text == SYNC_START
            return
        age = self._age
        found = pieces(text)
        if found is None and _POINTER.fullmatch(text):
            out, self._pointer = "" if text == self._pointer else text, text
        elif found is None and _HARMLESS.fullmatch(text):
            out = text
        elif found is None:
            self._is_blank = OTHER_SCREEN in text
            self.forget()
            out = self._pen.wear(PLAIN) + text
            self._pen.look = None
            age = self._age
        elif self._rows is None and not self._fills_the_screen(found):
            out = self._pen.wear(PLAIN) + text
            self._pen.at = None
            self._is_blank = False
        else:
            out = self._changes(found)
            self._is_blank = False
        if not out:
            return
        if self._in_frame and len(out) >= TEARING:
            out = SYNC_START + out + SYNC_END
        # The screen may have been left, or resized, by a signal in between.
        if not self._send(out) or age != self._age:
            self.forget()
        elif self._rows is None and found and not self._has_asked:
            self._has_asked = True
            self._repaint()

    def _fills_the_screen(self, found: list[Piece]) -> bool:
        """Return whether a frame draws each cell; if so, it is remembered."""
        columns, rows = self._size
        whole = [
            y for x, y, _, cells in found if x == 0 and (cells is None or len(cells) == columns)
        ]
        if not rows or whole != list(range(rows)):
            return False
        self._rows = [[None] * columns for _ in range(rows)]
        return True

    def _changes(self, found: list[Piece]) -> str:
        """Return what makes the terminal show a frame."""
        shown = self._rows  # a signal in between may forget it
        if shown is None:
            return ""
        columns, rows = len(shown[0]), len(shown)
        changes: list[_Change] = []
        words = []
        if self._can.moves and (scroll := scrolled(shown, found)):
            words.append(self._scroll(scroll, shown))
            found = scroll.left(found)
        for piece in found:
            x, y, raw, cells = piece
            if not raw:
                continue
            if cells is None or y >= rows or x + len(cells) > columns:
                words += [self._drawn(changes), self._raw(piece, shown)]
                changes = []
            else:
                may_erase = self._is_blank or not _may_cut(shown[y], x, len(cells))
                if runs := self._note(x, y, cells, shown[y]):
                    changes.append((x, y, cells, runs, may_erase))
        words.append(self._drawn(changes))
        if found and not found[-1].raw:
            words.append(self._pen.go(found[-1].x, found[-1].y))
        return "".join(words)

    def _scroll(self, scroll: Scroll, shown: list[Row]) -> str:
        """Have the terminal move rows."""
        top, bottom, lines = scroll.top, scroll.bottom, scroll.lines
        shown[top:bottom] = moved(shown[top:bottom], lines)
        ends = (top, bottom - lines) if lines > 0 else (bottom + lines, top)
        return self._pen.wear(PLAIN) + self._pen.move_lines(*ends, abs(lines))

    def _raw(self, piece: Piece, shown: list[Row]) -> str:
        """Send a piece as it came, and remember nothing of its row from there on."""
        x, y = piece.x, piece.y
        words = ""
        if y < len(shown):
            row, start = shown[y], max(0, x - 1)
            before = row[start : start + 1]
            # A mark at the start goes to the cell before, in a look that a blank may not have had.
            if x and before and before[0] is not None and before[0].text == " ":
                words = self._pen.go(start, y) + self._pen.wear(before[0].look) + " "
                self._pen.at = x, y
            row[start:] = [None] * (len(row) - start)
        words += self._pen.go(x, y) + self._pen.wear(PLAIN) + piece.raw
        self._pen.at = None
        return words

    def _note(self, x: int, y: int, cells: list[Cell], row: Row) -> list[Run]:
        """Remember cells of a row from a column on, and return what of them has to be drawn."""
        old = row[x : x + len(cells)]
        if old == cells:
            return []
        put(row, x, cells)
        return _runs(old, cells)

    def _drawn(self, changes: list[_Change]) -> str:
        """Draw changes; a few of them in the order, down or up, that takes fewer bytes."""
        ways = []
        for order in (changes, changes[::-1]) if 1 < len(changes) <= FEW_ROWS else (changes,):
            words, pen = "", self._pen.copy()
            for change in order:
                more, pen = self._change(pen, change)
                words += more
            ways.append((words, pen))
        words, self._pen = min(ways, key=lambda way: len(way[0]))
        return words

    def _change(self, pen: Cursor, change: _Change) -> tuple[str, Cursor]:
        """Draw what changes in a row, from either side; return it with the pen afterwards."""
        x, y, cells, runs, may_erase = change
        pen.erases = self._can.erases and may_erase
        parts = [(a + s, a + e) for a, b in runs for s, e in same_looks(cells[a:b])]
        if not 1 < len(parts) <= FEW or any(cells[start].is_loose for start, _ in parts):
            return self._draw(pen, x, y, cells, runs), pen
        backward = pen.copy()
        ways = [
            (self._draw(one, x, y, cells, order), one)
            for one, order in ((pen, parts), (backward, parts[::-1]))
        ]
        return min(ways, key=lambda way: len(way[0]))

    def _draw(self, pen: Cursor, x: int, y: int, cells: list[Cell], runs: list[Run]) -> str:
        words = []
        for start, end in runs:
            words.append(pen.draw(x + start, y, cells[start:end]))
            # At the right edge the cursor waits on the last column or beyond it, as terminals go.
            if x + end >= self._size[0]:
                pen.at = None
        return "".join(words)


def thin_output(send: Callable[[str], bool], repaint: Callable[[], None]) -> ThinOutput | None:
    """Return the thin line to this terminal; None where all is to be sent as Textual writes it.

    Args:
        send: As in `ThinOutput`.
        repaint: The same.
    """
    return ThinOutput(send, repaint, abilities()) if wanted() and supported() else None


def _may_cut(row: Row, x: int, width: int) -> bool:
    """Return whether erasing so many cells could leave half of a wide character, as in tmux."""
    return any(cell is None or not cell.text for cell in row[x : x + width + 1])


def _runs(old: Row, new: list[Cell]) -> list[Run]:
    """Return start and end of each stretch to be drawn, wide characters whole."""
    runs: list[Run] = []
    start = end = -1
    for place, (before, after) in enumerate(zip(old, new, strict=True)):
        if place < end or before is after or alike(before, after):
            continue
        first = place
        while first and not new[first].text:
            first -= 1
        if start < 0 or (first > end and not _is_near(new, end, first)):
            runs += [(start, end)] * (start >= 0)
            start = first
        end = place + 1
        while end < len(new) and not new[end].text:
            end += 1
    return runs + [(start, end)] * (start >= 0)


def _is_near(cells: list[Cell], start: int, end: int) -> bool:
    """Return whether cells between two runs are few, and cost a byte each in the look before."""
    look = cells[start - 1].shown
    return end - start <= BRIDGE and all(
        cell.text and cell.text.isascii() and fits(look, cell) for cell in cells[start:end]
    )
