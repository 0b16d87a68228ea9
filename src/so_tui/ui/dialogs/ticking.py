"""A dialog with lines to tick; each tick is saved at once."""

from textual.app import ComposeResult
from textual.widgets import Static

from so_tui.content import text
from so_tui.domain.state import Change, apply
from so_tui.ui.dialogs.list_dialog import ListDialog
from so_tui.ui.messages import Commit
from so_tui.ui.view import ViewNow
from so_tui.ui.widgets.layout import Column


class TickDialog(ListDialog[None]):
    """A list of lines to tick; subclasses give the rows and what a tick changes.

    Attributes:
        state: The open case, with what was changed here.
    """

    def __init__(self, title: str, view: ViewNow, *columns: Column) -> None:
        """Make the list.

        Args:
            title: What is ticked.
            view: Returns the current view: the open case, and whether changes are refused.
            columns: How the rows are shown.
        """
        super().__init__(title, *columns)
        self.view = view
        self.state = view().state

    def extra(self) -> ComposeResult:
        yield Static(id="dialog-said", classes="muted", markup=False)

    def tell(self, words: str) -> None:
        """Show a message below the list."""
        self.query_one("#dialog-said", Static).update(words)

    def commit(self, changes: tuple[Change, ...], said: str, draft_key: str = "") -> None:
        """Commit these changes, and show them."""
        if refusal := self.view().refusal:
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


def tick_sign(on: bool) -> str:
    """Return the sign for a ticked or unticked line."""
    return text("differences.ticked" if on else "differences.unticked")
