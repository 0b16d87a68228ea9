"""A dialog to choose one row of a list."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from so_tui.ui.commands.bindings import bindings
from so_tui.ui.widgets.chrome import KeyLine
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


class Pick(ModalScreen[str | None]):
    """A titled list; dismissed with the chosen row's key, or None."""

    BINDINGS = bindings("pick")
    AUTO_FOCUS = "RowList"

    def __init__(self, title: str, rows: Sequence[Row], *columns: Column, start: str = "") -> None:
        """Make the list.

        Args:
            title: What is chosen.
            rows: The rows.
            columns: How the rows are shown.
            start: Key of the row the cursor starts on.
        """
        super().__init__()
        self._title = title
        self._rows = tuple(rows)
        self._columns = columns or (Column(0),)
        self._start = start

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Label(self._title, id="form-title", markup=False)
            yield RowList(*self._columns)
            yield KeyLine()

    def on_mount(self) -> None:
        rows = self.query_one(RowList)
        rows.show(self._rows)
        rows.choose(self._start)

    def on_row_list_chosen(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        self.dismiss(self.query_one(RowList).key or None)

    def action_back(self) -> None:
        """Close without a choice."""
        self.dismiss(None)
