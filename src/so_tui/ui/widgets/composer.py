"""The composer: a line typed over a few wrapped rows, posted on Enter."""

from textual.message import Message
from textual.widgets import TextArea

from so_tui.domain.dataclass import dataclass
from so_tui.ui.widgets.long_line import LongLine


class Composer(LongLine):
    """A text field that posts its text on Enter and is then empty.

    Attributes:
        keeps: Whether the text cannot be saved now, and stays in the field.
    """

    keeps = False

    @dataclass
    class Entered(Message):
        """Enter was pressed; the field is empty again."""

        text: str

    @dataclass
    class Kept(Message):
        """Enter was pressed, and the text stays in the field."""

    @dataclass
    class Edited(Message):
        """The text has changed."""

        text: str

    @dataclass
    class LinesWanted(Message):
        """Up was pressed in the empty field: the user wants the lines above."""

    @dataclass
    class UndoWanted(Message):
        """Undo was pressed, but there is no typing to undo."""

    def enter(self) -> None:
        """Empty the field and post its text, unless it is blank."""
        if self.keeps and self.text.strip():
            self.post_message(self.Kept())
            return
        text = self.text
        self.fill("")
        if text.strip():
            self.post_message(self.Entered(text))

    def fill(self, text: str) -> None:
        """Set the text with the cursor at its end, without posting `Edited`."""
        with self.prevent(TextArea.Changed):
            self.text = text
        self.move_cursor(self.document.end)

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up a row; from the empty field, to the lines above."""
        if self.text:
            super().action_cursor_up(select)
        else:
            self.post_message(self.LinesWanted())

    def action_undo(self) -> None:
        """Undo typing; if nothing was typed, ask to undo the last change to the case."""
        if self.text or self.history.undo_stack:
            super().action_undo()
        else:
            self.post_message(self.UndoWanted())

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self.text))
