"""Rows under headings, and which of them a search shows."""

from collections.abc import Sequence

from so_tui.content import text
from so_tui.ui.widgets.layout import Row


def heading(key: str, words: str, look: str = "") -> Row:
    """Return a line that cannot be chosen.

    Args:
        key: Tells it from the other headings of the list.
        words: What it says.
        look: Name of its look; '' for that of a heading.
    """
    return Row(f"#{key}", (words,), (look,) if look else (), heading=True)


def section(
    file: str, name: str, rows: Sequence[Row], *, sought: str = "", empty: bool = False
) -> list[Row]:
    """Return rows under a heading; without any, nothing.

    Args:
        file: The file of its words, in which the heading is under the section's name.
        name: The section's name.
        rows: The rows.
        sought: Only rows with each of these words.
        empty: Whether there is a section without rows too: it says what is under 'no_<name>'. It is
            left out of a filtered list.
    """
    shown = [*rows]
    if sought:
        shown = [row for row in rows if holds(sought, *row.cells)]
    if not shown and empty and not sought:
        shown = [heading(f"no_{name}", text(f"{file}.no_{name}"), "dim")]
    return [heading(name, text(f"{file}.{name}")), *shown] if shown else []


def holds(words: str, *texts: str) -> bool:
    """Return whether the texts contain each of the words, ignoring case."""
    hay = " ".join(texts).casefold()
    return all(word in hay for word in words.casefold().split())
