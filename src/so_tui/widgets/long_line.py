"""One logical line of text, shown wrapped over a few rows; Enter is done, not a new line."""

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from so_tui.values import dataclass


class LongLine(TextArea):
    """A text field in which Enter hands the text in."""

    @dataclass
    class Submitted(Message):
        """Enter was pressed."""

        source: "LongLine"

        @property
        def control(self) -> "LongLine":
            """The field it comes from."""
            return self.source

    def __init__(self, text: str = "", *, id: str | None = None, placeholder: str = "") -> None:
        super().__init__(
            text,
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
            self.enter()
            return
        await super()._on_key(event)

    def enter(self) -> None:
        """Say that the text is done."""
        self.post_message(self.Submitted(self))
