"""Rows under headings, and which of them a search shows."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from so_tui.content import text
from so_tui.ui.widgets.layout import Row


def heading(key: str, words: str, look: str = "") -> Row:
    """Return a line that cannot be chosen; the key tells it from the others of the list."""
    return Row(f"#{key}", (words,), (look,) if look else (), heading=True)


def section(
    file: str, name: str, rows: Iterable[Row], *, sought: str = "", empty: bool = False
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
    shown = [row for row in rows if holds(sought, *row.cells)]
    if not shown and empty and not sought:
        shown = [heading(f"no_{name}", text(f"{file}.no_{name}"), "dim")]
    return [heading(name, text(f"{file}.{name}")), *shown] if shown else []


def under_headings(rows: Iterable[tuple[str, Row]]) -> list[Row]:
    """Return rows, each given with its heading, below a heading wherever that changes."""
    found: list[Row] = []
    for words, group in groupby(rows, itemgetter(0)):
        found += [heading(words, words), *(row for _, row in group)]
    return found


def none(words: str, look: str = "dim") -> list[Row]:
    """Return the one line of a list that has no rows."""
    return [Row("", (words,), (look,), heading=True)]


def holds(words: str, *texts: str) -> bool:
    """Return whether the texts contain each of the words, ignoring case."""
    hay = " ".join(texts).casefold()
    return all(word in hay for word in words.casefold().split())
