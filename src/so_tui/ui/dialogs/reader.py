"""The full details of the chosen item."""

from collections.abc import Sequence

from so_tui.ui.commands.bindings import bindings
from so_tui.ui.dialogs.list_dialog import ListDialog
from so_tui.ui.rows.sections import heading
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row


class Reader(ListDialog[None]):
    """Titled paragraphs in a scrolling list."""

    BINDINGS = bindings("help")

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__("", Column(0, lines=0))
        self._parts = tuple(parts)

    def rows(self) -> list[Row]:
        rows: list[Row] = []
        for number, (title, text) in enumerate(self._parts):
            if title:
                rows.append(heading(str(number), title))
            paragraphs = text.split("\n")
            rows += [Row(f"{number}.{n}", (p,)) for n, p in enumerate(paragraphs)]
        return rows
