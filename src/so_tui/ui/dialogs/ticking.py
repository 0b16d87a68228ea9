"""A dialog with lines to tick; each tick is saved at once."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from so_tui.content import text
from so_tui.domain.state import AppState, Change, apply
from so_tui.ui.dialogs.form import refusal_of
from so_tui.ui.messages import Commit
from so_tui.ui.widgets.chrome import KeyLine
from so_tui.ui.widgets.layout import Column, Row
from so_tui.ui.widgets.row_list import RowList


class TickDialog(ModalScreen[None]):
    """A list of lines to tick; subclasses give the rows and what a tick changes.

    Attributes:
        state: The open case, with what was changed here.
    """

    AUTO_FOCUS = "RowList"

    def __init__(self, title: str, state: AppState, *columns: Column) -> None:
        """Make the list.

        Args:
            title: What is ticked.
            state: The open case.
            columns: How the rows are shown.
        """
        super().__init__()
        self.state = state
        self._title = title
        self._columns = columns

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Label(self._title, id="form-title", markup=False)
            yield RowList(*self._columns)
            yield Static(id="dialog-said", classes="muted", markup=False)
            yield KeyLine()

    def on_mount(self) -> None:
        self.show_rows()

    def rows(self) -> Sequence[Row]:
        """Return the current rows."""
        return ()

    def show_rows(self) -> None:
        """Update the list."""
        self.query_one(RowList).show(self.rows())

    @property
    def key(self) -> str:
        """Key of the chosen row; '' if there is none."""
        return self.query_one(RowList).key

    def tell(self, words: str) -> None:
        """Show a message below the list."""
        self.query_one("#dialog-said", Static).update(words)

    def commit(self, changes: tuple[Change, ...], said: str, draft_key: str = "") -> None:
        """Commit these changes, and show them."""
        if refusal := refusal_of(self.app):
            self.tell(refusal)
            return
        self.state = apply(self.state, changes)
        self.post_message(Commit(changes, said, draft_key))
        self.tell(said)
        self.show_rows()

    def on_row_list_chosen(self) -> None:
        self.action_tick()

    def action_tick(self) -> None:
        """Tick or untick the chosen line."""

    def action_back(self) -> None:
        """Close the dialog; everything is saved already."""
        self.dismiss(None)


def tick_sign(on: bool) -> str:
    """Return the sign for a ticked or unticked line."""
    return text("differences.ticked" if on else "differences.unticked")
