"""The bare Textual apps to compare with: as little as the library lets one write.

Usage: python -m benchmarks.bare area|table|grid
"""

import sys

from textual.app import App, ComposeResult
from textual.widgets import DataTable, TextArea

ROWS = 100


class Area(App[None]):
    """A text area that fills the screen."""

    def compose(self) -> ComposeResult:
        """Put the text area there."""
        yield TextArea("ready\n")

    def on_mount(self) -> None:
        """Put the cursor below the first line."""
        self.query_one(TextArea).move_cursor((1, 0))


class Table(App[None]):
    """A table whose cursor is a row."""

    def compose(self) -> ComposeResult:
        """Put the table there."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns("State", "Task", "Owner", "Due")
        for number in range(ROWS):
            table.add_row("open", f"ready to be done, task {number}", "me", "Mon 30 Nov")


class Grid(App[None]):
    """A table as large as the comparison: 24 points by four doctors, every cell long."""

    def compose(self) -> ComposeResult:
        """Put the table there."""
        yield DataTable(cursor_type="cell", fixed_columns=1)

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_column("Point", width=20)
        for number in range(4):
            table.add_column(f"Dr Example {number}", width=26)
        for number in range(24):
            said = [f"ready for {number} and {place} " * 87 for place in range(4)]
            table.add_row(f"point {number}", *said, height=2)


if __name__ == "__main__":
    {"area": Area, "table": Table, "grid": Grid}[sys.argv[1]]().run()
