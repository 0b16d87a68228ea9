"""Fields of one line: the cursor and Backspace act on whole (user-perceived) characters."""

from typing import Any

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input
from textual.widgets.input import Selection

from so_tui.content import text
from so_tui.domain.graphemes import following, is_boundary, previous
from so_tui.ui.widgets.row_list import RowList


class Line(Input):
    """A one-line field; pasted lines are joined into one."""

    def __init__(self, value: str = "", **options: Any) -> None:
        """Make the field; the options are those of `Input`, here compact and with no selection."""
        super().__init__(value, **{"compact": True, "select_on_focus": False, **options})
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        # `Input` pastes only the first line, which now is all of it.
        event.text = " ".join(line for line in event.text.splitlines() if line.strip())

    def action_cursor_left(self, select: bool = False) -> None:
        start, end = self.selection
        if select:
            self.selection = Selection(start, previous(self.value, end))
        elif self.selection.is_empty:
            self.cursor_position = previous(self.value, end)
        else:
            self.cursor_position = min(start, end)

    def action_cursor_right(self, select: bool = False) -> None:
        start, end = self.selection
        if select:
            self.selection = Selection(start, following(self.value, end))
        elif self.selection.is_empty:
            self.cursor_position = following(self.value, end)
        else:
            self.cursor_position = max(start, end)

    def action_delete_left(self) -> None:
        if not self.selection.is_empty:
            self.delete_selection()
            return
        place = self.cursor_position
        end = place if is_boundary(self.value, place) else following(self.value, place)
        self.delete(previous(self.value, place), end)

    def action_delete_right(self) -> None:
        if not self.selection.is_empty:
            self.delete_selection()
            return
        place = self.cursor_position
        start = place if is_boundary(self.value, place) else previous(self.value, place)
        self.delete(start, following(self.value, place))


class SecretLine(Line):
    """A one-line field that shows dots, and whose text cannot be copied."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, password=True)

    def take(self) -> str:
        """Return what was typed, and clear the field."""
        typed = self.value
        self.value = ""
        return typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """Stop the event, which contains the text."""
        event.stop()

    def action_copy(self) -> None:
        """Do nothing."""

    def action_cut(self) -> None:
        """Do nothing."""


class SearchLine(Line):
    """Hidden until opened; Enter goes to the list, Esc closes it and clears the filter.

    Whoever filters by it watches `value`.
    """

    # As wide as its place whatever it contains: typing moves nothing else on the screen.
    virtual_size = Reactive(Size(0, 0))

    def __init__(self) -> None:
        super().__init__(id="search", placeholder=text("search.hint"), select_on_focus=True)

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
