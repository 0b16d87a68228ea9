"""A multi-line field in which the cursor and Backspace act on whole characters."""

from textual.widgets import TextArea
from textual.widgets.text_area import Location

from so_tui.domain.graphemes import following, is_boundary, previous


class Area(TextArea):
    """A field of several lines, or of one wrapped line."""

    def get_cursor_left_location(self) -> Location:
        """Return the cursor location one character to the left."""
        row, column = self.cursor_location
        if not column:
            return super().get_cursor_left_location()
        return row, previous(self.document.get_line(row), column)

    def get_cursor_right_location(self) -> Location:
        """Return the cursor location one character to the right."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        if column >= len(line):
            return super().get_cursor_right_location()
        return row, following(line, column)

    def action_delete_left(self) -> None:
        """Delete the character before the cursor, or the selection."""
        self._to_the_end_of_a_character()
        super().action_delete_left()

    def action_delete_right(self) -> None:
        """Delete the character after the cursor, or the selection."""
        if self._to_the_end_of_a_character():
            super().action_delete_left()
        else:
            super().action_delete_right()

    def _to_the_end_of_a_character(self) -> bool:
        """Move past a character the cursor is inside of, as after a click or Down."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        if self.read_only or not self.selection.is_empty or is_boundary(line, column):
            return False
        self.move_cursor((row, following(line, column)))
        return True
