"""A choice of a few words, by left and right or by first letter."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.binding import Binding
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from so_tui.domain.dataclass import dataclass


class Choice(Widget, can_focus=True):
    """A row of words with the chosen one in brackets."""

    BINDINGS = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
    ]
    value: reactive[str] = reactive("")
    """Key of the chosen option."""

    @dataclass
    class Changed(Message):
        """Another option was chosen."""

        source: "Choice"
        value: str

    def __init__(
        self, options: Sequence[tuple[str, str]], value: str, *, id: str | None = None
    ) -> None:
        """Make the row of options, each a key and a word; `value` is the key of the chosen one."""
        super().__init__(id=id)
        self.options = tuple(options)
        self.set_reactive(Choice.value, value)

    def render(self) -> RenderResult:
        lines, used = [Content("")], 0
        for key, word in self.options:
            chosen = key == self.value
            part = f"[{word}]" if chosen else f" {word} "
            look = ("bold reverse" if self.has_focus else "bold") if chosen else ""
            if used and used + 1 + cell_len(part) > self.size.width:
                lines.append(Content(""))
                used = 0
            gap = " " if used else ""
            lines[-1] = Content.assemble(lines[-1], gap, (part, look))
            used += len(gap) + cell_len(part)
        return Content("\n").join(lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        used, height = 0, 1
        for _, word in self.options:
            size = cell_len(word) + 2
            if used and used + 1 + size > width:
                used, height = 0, height + 1
            used += size + bool(used)
        return height

    def action_step(self, step: int) -> None:
        """Choose the option to the left (-1) or to the right (1)."""
        keys = [key for key, _ in self.options]
        here = keys.index(self.value) if self.value in keys else -1
        self.choose(keys[(here + step) % len(keys)])

    def choose(self, value: str) -> None:
        """Choose an option by its key and post `Changed`."""
        if value != self.value:
            self.value = value
            self.post_message(self.Changed(self, value))

    def on_key(self, event: events.Key) -> None:
        if event.character and event.is_printable and event.key != "space":
            found = self._following(event.character.lower())
            if found is not None:
                event.stop()
                self.choose(found)

    def _following(self, letter: str) -> str | None:
        """Return the next option that starts with a letter, or None.

        The empty option comes last, so that it hides no name with the same letter.
        """
        keys = [key for key, word in self.options if word.lower().startswith(letter)]
        keys.sort(key=lambda key: not key)
        if not keys:
            return None
        return keys[(keys.index(self.value) + 1) % len(keys)] if self.value in keys else keys[0]
