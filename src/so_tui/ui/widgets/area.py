"""Fields over several rows: text, one wrapped line that Enter ends, and the composer."""

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea
from textual.widgets.text_area import Location

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.graphemes import following, is_boundary, previous
from so_tui.domain.secrets import number_in
from so_tui.ui.messages import Say, Undo


class Area(TextArea):
    """A field of several lines, or of one wrapped line."""

    def __init__(self, text: str = "", *, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(
            text, id=id, placeholder=placeholder, compact=True, highlight_cursor_line=False
        )
        self.cursor_blink = False

    def get_cursor_left_location(self) -> Location:
        row, column = self.cursor_location
        if not column:
            return super().get_cursor_left_location()
        return row, previous(self.document.get_line(row), column)

    def get_cursor_right_location(self) -> Location:
        row, column = self.cursor_location
        line = self.document.get_line(row)
        if column >= len(line):
            return super().get_cursor_right_location()
        return row, following(line, column)

    def action_delete_left(self) -> None:
        self._to_the_end_of_a_character()
        super().action_delete_left()

    def action_delete_right(self) -> None:
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


class LongLine(Area):
    """A text field in which Enter submits the text."""

    class Submitted(Message):
        """Enter was pressed."""

    def __init__(self, text: str = "", *, id: str | None = None, placeholder: str = "") -> None:
        self._looks: object = None
        super().__init__(text, id=id, placeholder=placeholder)
        # Nobody listens, and each key would send one up to the app.
        self.disable_messages(TextArea.SelectionChanged)

    def notify_style_update(self) -> None:
        """Forget the colours, which may have changed."""
        self._looks = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines of the field. `TextArea` would look up its colours for each frame."""
        if self._theme is self._looks:
            return super(TextArea, self).render_lines(crop)
        self._looks = self._theme
        return super().render_lines(crop)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.enter()
            return
        await super()._on_key(event)

    def enter(self) -> None:
        """Post `Submitted`."""
        self.post_message(self.Submitted())


class Composer(LongLine):
    """A text field that posts its text on Enter and is then empty.

    Attributes:
        refusal: Why the text cannot be saved now and stays in the field, in words; '' if it can.
    """

    refusal = ""

    @dataclass
    class Entered(Message):
        """Enter was pressed; the field is empty again."""

        text: str

    @dataclass
    class Edited(Message):
        """The text has changed."""

        text: str

    @dataclass
    class LinesWanted(Message):
        """Up was pressed in the empty field: the user wants the lines above."""

    def enter(self) -> None:
        """Empty the field and post its text, unless it is blank."""
        if self.text.strip() and (refused := self.refused):
            self.post_message(Say(refused))
            return
        typed = self.text
        self.fill("")
        if typed.strip():
            self.post_message(self.Entered(typed))

    @property
    def refused(self) -> str:
        """Why the text as it is cannot be saved, in words; '' if it can."""
        return self.refusal or (text("secrets.line") if number_in(self.text) else "")

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
            self.post_message(Undo())

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self.text))
