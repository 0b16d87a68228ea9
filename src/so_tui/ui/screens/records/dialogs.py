"""Lists over the records tracker: the calls about a record, and the history of a transfer."""

from collections.abc import Sequence
from datetime import date

from so_tui.content import text
from so_tui.domain.dates import short_day
from so_tui.domain.records import Chase
from so_tui.ui.commands.specs import bindings
from so_tui.ui.dialogs.list_dialog import Pick
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
        self.dismiss(f"delete:{self.key}")


class History(Pick):
    """What happened to a transfer; dismissed with 'edit:KEY', 'delete:KEY' or 'new::', or None."""

    BINDINGS = [*bindings("pick"), *bindings("lines"), *bindings("history")]

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
