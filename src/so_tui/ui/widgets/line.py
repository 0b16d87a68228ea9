"""A one-line field in which the cursor and Backspace act on whole (user-perceived) characters."""

from textual import events
from textual.widgets import Input
from textual.widgets.input import Selection

from so_tui.domain.graphemes import following, is_boundary, previous


class Line(Input):
    """A one-line field; pasted lines are joined into one."""

    def _on_paste(self, event: events.Paste) -> None:
        # `Input` pastes only the first line, which now is all of it.
        event.text = " ".join(line for line in event.text.splitlines() if line.strip())

    def action_cursor_left(self, select: bool = False) -> None:
        """Move the cursor one character to the left."""
        start, end = self.selection
        if select:
            self.selection = Selection(start, previous(self.value, end))
        elif self.selection.is_empty:
            self.cursor_position = previous(self.value, end)
        else:
            self.cursor_position = min(start, end)

    def action_cursor_right(self, select: bool = False) -> None:
        """Move the cursor one character to the right."""
        start, end = self.selection
        if select:
            self.selection = Selection(start, following(self.value, end))
        elif self.selection.is_empty:
            self.cursor_position = following(self.value, end)
        else:
            self.cursor_position = max(start, end)

    def action_delete_left(self) -> None:
        """Delete the character before the cursor, or the selection."""
        if not self.selection.is_empty:
            self.delete_selection()
            return
        place = self.cursor_position
        end = place if is_boundary(self.value, place) else following(self.value, place)
        self.delete(previous(self.value, place), end)

    def action_delete_right(self) -> None:
        """Delete the character after the cursor, or the selection."""
        if not self.selection.is_empty:
            self.delete_selection()
            return
        place = self.cursor_position
        start = place if is_boundary(self.value, place) else previous(self.value, place)
        self.delete(start, following(self.value, place))
