"""The full text of what the cursor is on."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static


class Detail(VerticalScroll, can_focus=False):
    """Titled paragraphs; longer text scrolls."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._parts: tuple[tuple[str, str], ...] | None = None

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def show(self, parts: Sequence[tuple[str, str]]) -> None:
        """Show (title, text) pairs; a pair without text is left out."""
        parts = tuple((title, text) for title, text in parts if text)
        if parts == self._parts:
            return
        self._parts = parts
        lines = [
            Content.assemble((f"{title}: " if title else "", "bold"), text) for title, text in parts
        ]
        self.query_one(Static).update(Content("\n").join(lines))
        self.scroll_home(animate=False)
