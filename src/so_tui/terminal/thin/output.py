"""Replacing frames by what they change on the terminal.

Each frame is compared with the known content of the screen. Anything not understood is sent
unchanged, and the known content is discarded until the next frame that fills the screen.
"""

import re
from collections.abc import Callable
from copy import copy

from so_tui.terminal.thin.cells import PLAIN, Piece, ScreenCell, alike, fits, pieces, same_looks
from so_tui.terminal.thin.cursor import Abilities, Cursor
from so_tui.terminal.thin.scroll import Row, Scroll, moved, put, scrolled

SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
OTHER_SCREEN = "\x1b[?1049h"
"""Switches to the alternate screen and clears it, if there is one."""

TEARING = 200
"""Length from which output is marked as one frame, if the terminal supports that."""

BRIDGE = 3
"""Unchanged cells between two changed ones that are redrawn, as a cursor move is longer."""

FEW = 5
"""Most runs in a row for which drawing from the right is tried too."""

# Sequences that neither move the cursor nor draw: modes, but not those of the alternate screen;
# queries and key protocols; the bell; titles, colours and the pointer.
_HARMLESS = re.compile(
    r"(?:\x1b\[[?<>=](?!(?:47|104[789])\D)\d*(?:[hlu]|\$p)|\a|\x1b\][^\a\x1b]*(?:\a|\x1b\\))+"
)

_POINTER = re.compile(r"\x1b\]22;[^\a\x1b]*(?:\a|\x1b\\)")

FEW_ROWS = 8
"""Most rows for which drawing from the bottom is tried too."""

Run = tuple[int, int]
_Change = tuple[int, int, list[ScreenCell], list[Run], bool]
"""Column, row, cells, runs of changed cells, and whether blanks among them may be erased."""


class ThinOutput:
    """Sends only changes to the terminal.

    Args:
        send: Sends text to the terminal; returns False if it was dropped.
        repaint: Asks for a frame that fills the screen.
        can: The terminal's abilities.
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
        """Discard the known content of the screen: it may be anything now."""
        self._rows = None
        self._pen.at = self._pen.look = None
        self._pointer = ""
        self._has_asked = False
        self._age += 1

    def resized(self, columns: int, rows: int) -> None:
        """Set the terminal's size."""
        self._size = columns, rows
        self.forget()

    def write(self, text: str) -> None:
        """Send a frame, or any other output."""
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
        # A signal may have left or resized the screen in between.
        if not self._send(out) or age != self._age:
            self.forget()
        elif self._rows is None and found and not self._has_asked:
            self._has_asked = True
            self._repaint()

    def _fills_the_screen(self, found: list[Piece]) -> bool:
        """Return whether a frame draws every cell; if so, start to track the content."""
        columns, rows = self._size
        whole = [
            y for x, y, _, cells in found if x == 0 and (cells is None or len(cells) == columns)
        ]
        if not rows or whole != list(range(rows)):
            return False
        self._rows = [[None] * columns for _ in range(rows)]
        return True

    def _changes(self, found: list[Piece]) -> str:
        """Return the output that makes the terminal show a frame."""
        shown = self._rows  # a signal in between may discard it
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
        """Return the output that scrolls rows."""
        top, bottom, lines = scroll.top, scroll.bottom, scroll.lines
        shown[top:bottom] = moved(shown[top:bottom], lines)
        ends = (top, bottom - lines) if lines > 0 else (bottom + lines, top)
        return self._pen.wear(PLAIN) + self._pen.move_lines(*ends, abs(lines))

    def _raw(self, piece: Piece, shown: list[Row]) -> str:
        """Return a piece unchanged, and forget the rest of its row."""
        x, y = piece.x, piece.y
        words = ""
        if y < len(shown):
            row, start = shown[y], max(0, x - 1)
            before = row[start : start + 1]
            # A combining mark at the start joins the cell before, whose blank may have had another
            # look.
            if x and before and before[0] is not None and before[0].text == " ":
                words = self._pen.go(start, y) + self._pen.wear(before[0].look) + " "
                self._pen.at = x, y
            row[start:] = [None] * (len(row) - start)
        words += self._pen.go(x, y) + self._pen.wear(PLAIN) + piece.raw
        self._pen.at = None
        return words

    def _note(self, x: int, y: int, cells: list[ScreenCell], row: Row) -> list[Run]:
        """Store cells of a row from a column on, and return the runs that have to be drawn."""
        old = row[x : x + len(cells)]
        if old == cells:
            return []
        put(row, x, cells)
        return _runs(old, cells)

    def _drawn(self, changes: list[_Change]) -> str:
        """Draw changes; a few of them down or up, whichever takes fewer bytes."""
        ways = []
        few = 1 < len(changes) <= FEW_ROWS
        for order in (changes, changes[::-1]) if few else (changes,):
            words, pen = "", copy(self._pen)
            for change in order:
                more, pen = self._change(pen, change)
                words += more
            ways.append((words, pen))
        words, self._pen = min(ways, key=lambda way: len(way[0]))
        return words

    def _change(self, pen: Cursor, change: _Change) -> tuple[str, Cursor]:
        """Draw the changes of a row from the cheaper side; return the output and the new cursor."""
        x, y, cells, runs, may_erase = change
        pen.erases = self._can.erases and may_erase
        parts = [(a + s, a + e) for a, b in runs for s, e in same_looks(cells[a:b])]
        if not 1 < len(parts) <= FEW or any(cells[start].is_loose for start, _ in parts):
            return self._draw(pen, x, y, cells, runs), pen
        backward = copy(pen)
        ways = [
            (self._draw(one, x, y, cells, order), one)
            for one, order in ((pen, parts), (backward, parts[::-1]))
        ]
        return min(ways, key=lambda way: len(way[0]))

    def _draw(self, pen: Cursor, x: int, y: int, cells: list[ScreenCell], runs: list[Run]) -> str:
        words = []
        for start, end in runs:
            words.append(pen.draw(x + start, y, cells[start:end]))
            # At the right edge, terminals leave the cursor on the last column or beyond it.
            if x + end >= self._size[0]:
                pen.at = None
        return "".join(words)


def _may_cut(row: Row, x: int, width: int) -> bool:
    """Return whether erasing these cells could leave half of a wide character, as in tmux."""
    return any(cell is None or not cell.text for cell in row[x : x + width + 1])


def _runs(old: Row, new: list[ScreenCell]) -> list[Run]:
    """Return start and end of each run to be drawn, without splitting wide characters."""
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


def _is_near(cells: list[ScreenCell], start: int, end: int) -> bool:
    """Return whether the gap between two runs is short, and costs one byte per cell."""
    look = cells[start - 1].shown
    return end - start <= BRIDGE and all(
        cell.text and cell.text.isascii() and fits(look, cell) for cell in cells[start:end]
    )
