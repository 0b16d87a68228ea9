"""The details of the chosen item, as far as they fit."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from so_tui.content import text
from so_tui.ui.widgets.layout import cut, wrap

Part = tuple[str, str]
"""A title, which may be '', and a text."""

REST = 0.15
"""Seconds without another change after which new details are drawn."""


class Detail(Widget):
    """Titled paragraphs in a pane of fixed size; only changed lines are redrawn."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.parts: tuple[Part, ...] = ()
        self._lines: list[tuple[str, int]] = []
        self._rest: Timer | None = None

    def show(self, parts: Sequence[Part]) -> None:
        """Show these parts; one without text is left out.

        While the cursor runs through a list, the details of passed rows are not drawn.
        """
        shown = tuple((title, body) for title, body in parts if body)
        if shown == self.parts:
            return
        self.parts = shown
        if self._rest is None:
            self._fill()
        else:
            self._rest.stop()
        self._rest = self.set_timer(REST, self._come_to_rest)

    def _come_to_rest(self) -> None:
        self._rest = None
        self._fill()

    def on_resize(self, event: events.Resize) -> None:
        self._fill()

    def _fill(self) -> None:
        """Lay the parts out as lines, each with the number of bold characters at its start."""
        width, height = self.size.width, self.size.height
        if not width or not height:
            return
        lines: list[tuple[str, int]] = []
        for title, body in self.parts:
            head = f"{title}: " if title else ""
            first, *rest = wrap(f"{head}{body}", width)
            lines += [(first, len(head)), *((line, 0) for line in rest)]
        if len(lines) > height:
            more = text("detail.more")
            lines[height - 1 :] = [(f"{cut(lines[height - 1][0], width - len(more))}{more}", 0)]
        old, self._lines = self._lines, lines
        for y in range(height):
            if old[y : y + 1] != lines[y : y + 1]:
                self.refresh(Region(0, y, width, 1))

    def render_line(self, y: int) -> Strip:
        width, ground = self.size.width, self.rich_style
        if y >= len(self._lines):
            return Strip.blank(width, ground)
        line, bold = self._lines[y]
        segments = [Segment(line[:bold], ground + Style(bold=True)), Segment(line[bold:], ground)]
        return Strip([s for s in segments if s.text]).adjust_cell_length(width, ground)
