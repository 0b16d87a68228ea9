"""The styles of a list's rows, read from the stylesheet once per frame."""

from rich.style import Style
from textual.widget import Widget


class RowLooks:
    """The styles of a list for one frame.

    Args:
        rows: The list, which has the component classes `rows--cursor`, `rows--blurred` and one
            for each look that a span may name.
    """

    def __init__(self, rows: Widget) -> None:
        self._rows = rows
        self._found: dict[tuple[str, bool], Style] = {}
        self._has_focus = rows.has_focus
        self.plain = rows.rich_style

    def ground(self, chosen: bool) -> Style:
        """Return the background style of a row."""
        if not chosen:
            return self.plain
        return self.over(self.plain, "cursor" if self._has_focus else "blurred")

    def of(self, style: str, chosen: bool) -> Style:
        """Return the style for a look ('' for none) in a chosen or another row."""
        known = self._found.get((style, chosen))
        if known is None:
            known = self._found[style, chosen] = self._read(style, chosen)
        return known

    def over(self, look: Style, name: str) -> Style:
        """Return a style with one of the list's component classes on top."""
        return look + self._rows.get_component_rich_style(f"rows--{name}", partial=True)

    def _read(self, style: str, chosen: bool) -> Style:
        ground = self.ground(chosen)
        if not style:
            return ground
        look = self._rows.get_component_rich_style(f"rows--{style}")
        colour = None if chosen and self._has_focus else look.color
        return ground + Style(
            color=colour, bold=look.bold, italic=look.italic, underline=look.underline
        )
