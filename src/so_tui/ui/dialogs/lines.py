"""The calls about one record, newest first."""

from collections.abc import Sequence
from datetime import date

from so_tui.domain.dates import short_day
from so_tui.domain.records import Chase
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.dialogs.pick import Pick
from so_tui.ui.widgets.layout import Column, Row


class CallList(Pick):
    """A list of calls; dismissed with 'edit:id' or 'delete:id', or None."""

    BINDINGS = [*bindings("pick"), *bindings("lines")]

    def __init__(self, title: str, chases: Sequence[Chase], today: date) -> None:
        rows = [Row(c.id, (short_day(c.day, today), c.who, c.said), ("dim",)) for c in chases]
        super().__init__(title, rows, Column(0, 11), Column(1, 16, lines=3), Column(2, lines=3))

    def action_choose(self) -> None:
        """Edit the line under the cursor."""
        self.dismiss(f"edit:{self.key}")

    def action_delete(self) -> None:
        """Delete the line under the cursor."""
        self.dismiss(f"delete:{self.key}")
