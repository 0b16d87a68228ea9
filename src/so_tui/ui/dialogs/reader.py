"""The full details of the chosen item."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from so_tui.ui.commands.bindings import bindings
from so_tui.ui.widgets.chrome import KeyLine
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


class Reader(ModalScreen[None]):
    """Titled paragraphs in a scrolling list."""

    BINDINGS = bindings("help")
    AUTO_FOCUS = "RowList"

    def __init__(self, parts: Sequence[Part]) -> None:
        super().__init__()
        self._parts = tuple(parts)

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield RowList(Column(0, lines=0))
            yield KeyLine()

    def on_mount(self) -> None:
        rows: list[Row] = []
        for number, (title, text) in enumerate(self._parts):
            if title:
                rows.append(Row(f"#{number}", (title,), heading=True))
            paragraphs = text.split("\n")
            rows += [Row(f"{number}.{n}", (p,)) for n, p in enumerate(paragraphs)]
        self.query_one(RowList).show(rows)

    def action_back(self) -> None:
        """Close the reader."""
        self.dismiss(None)
