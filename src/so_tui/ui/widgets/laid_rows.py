"""Rows broken into lines for a list of some width, and their styles. Few rows are ever laid out."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from rich.style import Style
from textual.widget import Widget

from so_tui.ui.widgets.layout import Column, Line, Row, height_of, lay_out

MOST = 500
"""Number of laid-out rows cached: more than any screen shows."""


class LaidRows:
    """The position of each row, and its lines.

    Attributes:
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
        if before and (before.columns, before.widths) != (self.columns, self.widths):
            before = None
        self.heights = self._measured(before)
        self.tops = list(accumulate(self.heights, initial=0))
        self.height = self.tops.pop()
        self._laid: dict[int, Sequence[Line]] = {}
        if before:
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


class RowLooks:
    """The styles of a list for one frame.

    Args:
        rows: The list, which has the component classes `rows--cursor`, `rows--blurred` and one
            for each look that a span may name.

    Attributes:
        plain: The style of the list.
        bar: That of the bar, which marks the chosen row.
    """

    def __init__(self, rows: Widget) -> None:
        self._rows = rows
        self._found: dict[tuple[str, bool], Style] = {}
        self._has_focus = rows.has_focus
        self.plain = rows.rich_style
        self.bar = self.over(self.plain, "cursor" if self._has_focus else "blurred")

    def of(self, style: str, in_bar: bool) -> Style:
        """Return the style for a look ('' for none), in the bar of the chosen row or outside."""
        if (style, in_bar) not in self._found:
            self._found[style, in_bar] = self._read(style, in_bar)
        return self._found[style, in_bar]

    def over(self, look: Style, name: str) -> Style:
        """Return a style with one of the list's component classes on top."""
        return look + self._rows.get_component_rich_style(f"rows--{name}", partial=True)

    def _read(self, style: str, in_bar: bool) -> Style:
        ground = self.bar if in_bar else self.plain
        if not style or (in_bar and self._has_focus):  # words in two looks would break up the bar
            return ground
        look = self._rows.get_component_rich_style(f"rows--{style}")
        return ground + Style(
            color=look.color, bold=look.bold, italic=look.italic, underline=look.underline
        )
