"""The bare Textual apps to compare lists and screens with: as little as the library lets one write.

Usage: python -m benchmarks.bare_lists table|grid|modes
"""

import sys

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Header, TextArea

ROWS = 100


def fill(table: DataTable[str]) -> None:
    """Fill a table with tasks."""
    table.add_columns("State", "Task", "Owner", "Due")
    for number in range(ROWS):
        table.add_row("open", f"ready to be done, task {number}", "me", "Mon 30 Nov")


class Table(App[None]):
    """A table whose cursor is a row."""

    def compose(self) -> ComposeResult:
        """Put the table there."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill the table."""
        fill(self.query_one(DataTable))


class Words(Screen[None]):
    """A screen with a text area."""

    def compose(self) -> ComposeResult:
        """Put it there."""
        yield Header()
        area = TextArea("ready\n" * ROWS)
        area.cursor_blink = False  # it would pass for the last of what a switch draws
        yield area
        yield Footer()


class Rows(Screen[None]):
    """A screen with a table."""

    def compose(self) -> ComposeResult:
        """Put it there."""
        yield Header()
        yield DataTable(cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fill it."""
        fill(self.query_one(DataTable))


class Modes(App[None]):
    """Two screens in turn, by F2 and F3."""

    MODES = {"words": Words, "rows": Rows}
    DEFAULT_MODE = "words"
    BINDINGS = [
        Binding("f2", "switch_mode('words')", "Words", priority=True),
        Binding("f3", "switch_mode('rows')", "Rows", priority=True),
    ]


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
    {"table": Table, "grid": Grid, "modes": Modes}[sys.argv[1]]().run()
