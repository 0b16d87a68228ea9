"""The list of all that happened to a record on its way to one destination."""

from collections.abc import Sequence
from datetime import date

from so_tui.content import text
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.widgets.layout import Column, Row


class RecordHistory(Pick):
    """What happened to a transfer; dismissed with 'edit:KEY', 'delete:KEY' or 'new::', or None."""

    BINDINGS = [*bindings("pick"), *bindings("history")]

    def __init__(self, title: str, lines: Sequence[tuple[str, date, str]]) -> None:
        rows = [Row(key, (words,)) for key, _, words in lines]
        empty = Row("", (text("records.event.none"),), ("dim",))
        super().__init__(title, rows or [empty], Column(0, lines=4))

    def action_choose(self) -> None:
        """Edit what is under the cursor; where nothing happened yet, add something."""
        self.dismiss(f"edit:{self.key}" if self.key else "new::")

    def action_delete(self) -> None:
        if self.key:
            self.dismiss(f"delete:{self.key}")

    def action_add(self) -> None:
        """Add something that happened."""
        self.dismiss("new::")
