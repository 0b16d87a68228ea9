"""Where a line is typed: a few wrapped rows, Enter hands the line in."""

from textual.message import Message
from textual.widgets import TextArea

from so_tui.domain.dataclass import dataclass
from so_tui.ui.widgets.long_line import LongLine


class Composer(LongLine):
    """A short text field that hands its text in on Enter and is empty again at once.

    Attributes:
        keeps: True while nobody can take the text in: it stays in the field.
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
        """The unfinished text is now this."""

        text: str

    @dataclass
    class Left(Message):
        """Up was pressed in the empty field: the user looks at the lines above."""

    @dataclass
    class UndoWanted(Message):
        """Undo was pressed and there is nothing typed to take back."""

    def enter(self) -> None:
        """Empty the field and post what was in it, if it was more than spaces."""
        if self.keeps and self.text.strip():
            self.post_message(self.Kept())
            return
        text = self.text
        self.fill("")
        if text.strip():
            self.post_message(self.Entered(text))

    def fill(self, text: str) -> None:
        """Put this text in, the cursor at its end, without saying that it was edited."""
        with self.prevent(TextArea.Changed):
            self.text = text
        self.move_cursor(self.document.end)

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up a row; in the empty field, go to the lines above."""
        if self.text:
            super().action_cursor_up(select)
        else:
            self.post_message(self.Left())

    def action_undo(self) -> None:
        """Take back typing; when nothing is typed, take back the last change to the case."""
        if self.text or self.history.undo_stack:
            super().action_undo()
        else:
            self.post_message(self.UndoWanted())

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self.text))
