"""A dialog to choose one row of a list."""

from collections.abc import Sequence

from so_tui.ui.commands.bindings import bindings
from so_tui.ui.dialogs.list_dialog import ListDialog
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


class Pick(ListDialog[str]):
    """A titled list; dismissed with the chosen row's key, or None."""

    BINDINGS = bindings("pick")

    def __init__(self, title: str, rows: Sequence[Row], *columns: Column, start: str = "") -> None:
        """Make the list.

        Args:
            title: What is chosen.
            rows: The rows.
            columns: How the rows are shown.
            start: Key of the row the cursor starts on.
        """
        super().__init__(title, *columns)
        self._rows = tuple(rows)
        self._start = start

    def rows(self) -> Sequence[Row]:
        return self._rows

    def show_rows(self) -> None:
        super().show_rows()
        self.query_one(RowList).choose(self._start)

    def on_row_list_chosen(self) -> None:
        self.action_choose()

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        self.dismiss(self.key or None)
