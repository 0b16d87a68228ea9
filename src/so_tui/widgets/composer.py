"""Where a line is typed: a few wrapped rows, Enter hands the line in."""

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import TextArea


class Composer(TextArea):
    """A short text field that hands its text in on Enter and is empty again at once."""

    @dataclass
    class Entered(Message):
        """Enter was pressed; the field is empty again."""

        text: str

    @dataclass
    class Edited(Message):
        """The unfinished text is now this."""

        text: str

    def __init__(self, *, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(
            id=id,
            soft_wrap=True,
            compact=True,
            highlight_cursor_line=False,
            placeholder=placeholder,
        )
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.hand_in()
            return
        await super()._on_key(event)

    def hand_in(self) -> None:
        """Empty the field and post what was in it, if it was more than spaces."""
        text = self.text
        self.fill("")
        if text.strip():
            self.post_message(self.Entered(text))

    def fill(self, text: str) -> None:
        """Put this text in, the cursor at its end, without saying that it was edited."""
        with self.prevent(TextArea.Changed):
            self.text = text
        self.move_cursor(self.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self.text))
