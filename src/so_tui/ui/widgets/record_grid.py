"""The records grid: records as rows, transfers as columns, one cell chosen."""

from so_tui.ui.widgets.grid import OpinionGrid
from so_tui.ui.widgets.layout import GAP, Column

WIDTH = 16
"""Width of a transfer: a word and a day."""
LEAST_LABEL = 20
"""Least width of a record's name; transfers that do not fit are reached by scrolling."""
LINES = 2


class RecordGrid(OpinionGrid):
    """Left and right move between transfers; the first transfer always stays."""

    def _visible_columns(self) -> list[Column]:
        width = self.scrollable_content_region.width or self.likely_width()
        shown = self._shown((width - LEAST_LABEL - 3) // (WIDTH + GAP))
        transfers = [
            Column(place + 1, WIDTH, title=self._title(place, shown), lines=LINES)
            for place in shown
        ]
        return [Column(0, lines=LINES), *transfers]

    def _title(self, place: int, shown: list[int]) -> str:
        last = place == shown[-1]
        more = "> " if last and shown[-1] < len(self._names) - 1 else ""
        back = "< " if last and len(shown) > 1 and shown[1] > 1 else ""
        return f"{back}{more}{self._names[place]}"
