"""One of a few words, chosen with left and right or by the first letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget


class Choice(Widget, can_focus=True):
    """A row of words; the chosen one stands in brackets."""

    BINDINGS = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
    ]
    value: reactive[str] = reactive("", layout=True)
    """Key of the chosen option."""

    @dataclass
    class Changed(Message):
        """Another option was chosen."""

        source: "Choice"
        value: str

    def __init__(
        self, options: Sequence[tuple[str, str]], value: str, *, id: str | None = None
    ) -> None:
        """Make the row.

        Args:
            options: (key, word) of each option.
            value: Key of the one chosen at first.
            id: The widget's id.
        """
        super().__init__(id=id)
        self.options = tuple(options)
        self.set_reactive(Choice.value, value)

    def render(self) -> RenderResult:
        parts = [
            Content.styled(f"[{word}]", "bold reverse" if self.has_focus else "bold")
            if key == self.value
            else Content(f" {word} ")
            for key, word in self.options
        ]
        return Content(" ").join(parts)

    def action_step(self, step: int) -> None:
        """Choose the option to the left (-1) or to the right (1)."""
        keys = [key for key, _ in self.options]
        here = keys.index(self.value) if self.value in keys else -1
        self.choose(keys[(here + step) % len(keys)])

    def choose(self, value: str) -> None:
        """Choose an option by its key and say so."""
        if value != self.value:
            self.value = value
            self.post_message(self.Changed(self, value))

    def on_key(self, event: events.Key) -> None:
        if event.character and event.is_printable and event.key != "space":
            for key, word in self.options:
                if word.lower().startswith(event.character.lower()):
                    event.stop()
                    self.choose(key)
                    return
