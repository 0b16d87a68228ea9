"""The bare Textual app to compare with: as little as the library lets one write.

Usage: python -m benchmarks.bare area|still
"""

import sys

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class Area(App[None]):
    """A text area that fills the screen.

    Args:
        blinks: Whether its cursor blinks, as it does unless one sees to it.
    """

    def __init__(self, *, blinks: bool) -> None:
        super().__init__()
        self._blinks = blinks

    def compose(self) -> ComposeResult:
        """Put the text area there."""
        yield TextArea("ready\n")

    def on_mount(self) -> None:
        """Put the cursor below the first line."""
        area = self.query_one(TextArea)
        area.cursor_blink = self._blinks
        area.move_cursor((1, 0))


if __name__ == "__main__":
    Area(blinks=sys.argv[1] == "area").run()
