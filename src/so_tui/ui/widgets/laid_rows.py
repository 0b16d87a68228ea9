"""Rows broken into lines for a list of some width: all are measured, few are ever laid out."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from so_tui.ui.widgets.layout import Column, Line, Row, height_of, lay_out

MOST = 500
"""Number of laid-out rows cached: more than any screen shows."""


class LaidRows:
    """The position of each row, and its lines.

    Attributes:
        rows: The rows.
        columns: The columns.
        widths: Width of each column, in terminal cells.
        heights: Number of lines of each row.
        tops: First line of each row.
        height: Number of lines of all rows.
    """

    def __init__(
        self,
        rows: Sequence[Row] = (),
        columns: Sequence[Column] = (),
        widths: Sequence[int] = (),
        before: "LaidRows | None" = None,
    ) -> None:
        """Measure the rows, reusing what is known from the previous ones."""
        self.rows, self.columns, self.widths = tuple(rows), tuple(columns), list(widths)
        same = before is not None and (before.columns, before.widths) == (self.columns, self.widths)
        self.heights = self._measured(before if same else None)
        self.tops = list(accumulate(self.heights, initial=0))
        self.height = self.tops.pop()
        self._laid: dict[int, Sequence[Line]] = {}
        if same and before is not None:
            self._laid = {
                place: lines
                for place, lines in before._laid.items()
                if place < len(self.rows) and self.rows[place] is before.rows[place]
            }

    def _measured(self, before: "LaidRows | None") -> list[int]:
        old = before.rows if before is not None else ()
        kept = [] if before is None else before.heights
        first = _alike(old, self.rows)
        last = _alike(old[first:][::-1], self.rows[first:][::-1])
        known = dict(zip(old[first : len(old) - last], kept[first:], strict=False))
        middle = self.rows[first : len(self.rows) - last]
        new = [known.get(r) or height_of(r, self.columns, self.widths) for r in middle]
        return [*kept[:first], *new, *kept[len(kept) - last :]] if last else [*kept[:first], *new]

    def row_at(self, line: int) -> int:
        """Return the index of the row that a line belongs to; -1 for none."""
        return bisect_right(self.tops, line) - 1 if 0 <= line < self.height else -1

    def lines_of(self, place: int) -> Sequence[Line]:
        """Return the lines of a row."""
        if place not in self._laid:
            if len(self._laid) >= MOST:
                self._laid.clear()
            self._laid[place] = lay_out(self.rows[place], self.columns, self.widths)
        return self._laid[place]


def _alike(old: Sequence[Row], new: Sequence[Row]) -> int:
    """Return how many rows at the start are equal."""
    count = 0
    for one, two in zip(old, new, strict=False):
        if one is not two and one != two:
            break
        count += 1
    return count
