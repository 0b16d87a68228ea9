"""One logical line of text, wrapped over a few rows; Enter submits it."""

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import TextArea

from so_tui.domain.dataclass import dataclass
from so_tui.terminal.textual_internals import looks_of
from so_tui.ui.widgets.area import Area


class LongLine(Area):
    """A text field in which Enter submits the text."""

    @dataclass
    class Submitted(Message):
        """Enter was pressed."""

        source: "LongLine"

        @property
        def control(self) -> "LongLine":
            """The field it comes from."""
            return self.source

    def __init__(self, text: str = "", *, id: str | None = None, placeholder: str = "") -> None:
        self._looks: object = None
        super().__init__(
            text,
            id=id,
            soft_wrap=True,
            compact=True,
            highlight_cursor_line=False,
            placeholder=placeholder,
        )
        self.cursor_blink = False
        # Nobody listens, and each key would send one up to the app.
        self.disable_messages(TextArea.SelectionChanged)

    def notify_style_update(self) -> None:
        """Forget the colours, which may have changed."""
        self._looks = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines of the field. `TextArea` would look up its colours for each frame."""
        looks = looks_of(self)
        if looks is self._looks:
            return super(TextArea, self).render_lines(crop)
        self._looks = looks
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
        self.post_message(self.Submitted(self))
