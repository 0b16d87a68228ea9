"""Detecting rows that have moved up or down: the terminal can scroll them itself."""

from collections import defaultdict
from typing import NamedTuple

from so_tui.terminal.thin.cells import PLAIN, Piece, ScreenCell, alike, of_blank

Row = list[ScreenCell | None]

FEWEST = 3
"""Fewest changed rows for which a frame is checked for scrolling."""

WORTH = 40
"""Fewest bytes that scrolling has to save; it costs about 20."""

ERASING = 12
"""Most bytes it takes to draw the blanks of a row."""


_BLANK = ScreenCell(" ", PLAIN, of_blank(PLAIN))


class Scroll(NamedTuple):
    """A region of the screen that scrolls.

    Attributes:
        top: Its first row.
        lines: Number of rows it moves up; negative if it moves down.
        rows: Its rows after the frame.
    """

    top: int
    lines: int
    rows: list[list[ScreenCell]]

    @property
    def bottom(self) -> int:
        """The row below the region."""
        return self.top + len(self.rows)

    def left(self, found: list[Piece]) -> list[Piece]:
        """Return the parts of a frame still to be compared after scrolling."""
        part = range(self.top, self.bottom)
        rows = [Piece(0, y, " ", row) for y, row in zip(part, self.rows, strict=True)]
        return rows + [piece for piece in found if not piece.raw or piece.y not in part]


def scrolled(shown: list[Row], found: list[Piece]) -> Scroll | None:
    """Return how a frame scrolls the rows shown, None if it does not or little is saved by it."""
    after = _after(shown, found) if len(found) > FEWEST else None
    changed = [y for y, row in enumerate(after or ()) if row is not shown[y]]
    if after is None or len(changed) < FEWEST:
        return None
    ways = _ways(shown, after, changed)
    if not ways:
        return None
    lines = max(ways, key=lambda way: (len(ways[way]), -abs(way)))
    ends = [end for y in ways[lines] for end in (y, y + lines)]
    top, bottom = min(ends), max(ends) + 1
    rows = [[cell for cell in row if cell is not None] for row in after[top:bottom]]
    if any(len(row) < len(shown[0]) for row in rows):
        return None
    before = shown[top:bottom]
    spared = _cost(before, rows) - _cost(moved(before, lines), rows)
    return Scroll(top, lines, rows) if spared >= WORTH else None


def moved(rows: list[Row], lines: int) -> list[Row]:
    """Return the rows after scrolling up or down, with blank rows shifted in."""
    blank: Row = [_BLANK] * len(rows[0])
    blanks = [blank.copy() for _ in range(abs(lines))]
    return rows[lines:] + blanks if lines > 0 else blanks + rows[:lines]


def put(row: Row, x: int, cells: list[ScreenCell]) -> None:
    """Put cells into a row from a column on."""
    end = x + len(cells)
    # Half of a wide character is left if its other half is overwritten.
    first, beyond = row[x], row[end] if end < len(row) else None
    if x and first is not None and not first.text:
        row[x - 1] = None
    if beyond is not None and not beyond.text:
        row[end] = None
    row[x:end] = cells


def _after(shown: list[Row], found: list[Piece]) -> list[Row] | None:
    """Return the rows after a frame; unchanged ones are the same objects.

    None if the frame has unknown content, or draws beyond the screen.
    """
    after = shown.copy()
    for x, y, raw, cells in found:
        if not raw:
            continue
        if cells is None or y >= len(shown) or x + len(cells) > len(shown[0]):
            return None
        if after[y][x : x + len(cells)] != cells:
            if after[y] is shown[y]:
                after[y] = shown[y].copy()
            put(after[y], x, cells)
    return after


def _ways(shown: list[Row], after: list[Row], changed: list[int]) -> dict[int, list[int]]:
    """Return the distances by which changed rows may have moved up, and the rows of each."""
    places: dict[str, list[int]] = defaultdict(list)
    for y in changed:
        places[_words(shown[y])].append(y)
    ways: dict[int, list[int]] = defaultdict(list)
    for y in changed:
        words = _words(after[y])
        for place in places.get(words, ()) if words.strip() else ():
            if place != y:
                ways[place - y].append(y)
    return ways


def _words(row: Row) -> str:
    return "".join([cell.text if cell else "\0" for cell in row])


def _cost(before: list[Row], after: list[list[ScreenCell]]) -> int:
    """Return roughly how many bytes turn rows into others: blanks are erased at once."""
    cost = 0
    for olds, news in zip(before, after, strict=True):
        changed = [new.text for old, new in zip(olds, news, strict=True) if not alike(old, new)]
        blanks = changed.count(" ")
        cost += len(changed) - blanks + min(blanks, ERASING)
    return cost
