"""The line that filters a list as you type."""

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input

from so_tui.content import text
from so_tui.ui.widgets.line import Line
from so_tui.ui.widgets.row_list import RowList


class SearchLine(Line):
    """Hidden until opened; Enter goes to the list, Esc closes it and clears the filter.

    Whoever filters by it watches `value`.
    """

    # As wide as its place whatever it contains: typing moves nothing else on the screen.
    virtual_size = Reactive(Size(0, 0))

    def __init__(self) -> None:
        super().__init__(id="search", placeholder=text("search.hint"), compact=True)
        self.cursor_blink = False

    def open(self) -> None:
        """Show the line and focus it."""
        self.add_class("-open")
        self.focus()

    def close(self) -> None:
        """Clear the filter and hide the line."""
        self.value = ""
        self.remove_class("-open")
        self._leave()

    def _leave(self) -> None:
        """Give the focus back to the list."""
        self.screen.query_one(RowList).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._leave()

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.close()
        elif event.key == "down":
            event.stop()
            self._leave()
