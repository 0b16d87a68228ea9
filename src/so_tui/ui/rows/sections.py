"""Rows under headings, which of them a search shows, and the details of one."""

from collections.abc import Iterable
from datetime import date
from itertools import chain, groupby
from operator import itemgetter

from so_tui.content import text
from so_tui.domain.folding import holds
from so_tui.ui.widgets.detail import Part
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


def tick_row(key: str, on: bool, words: str, look: str = "") -> Row:
    """Return a line that is ticked or not; a ticked one has this look."""
    return Row(key, ("[x]" if on else "[ ]", words), ("", look if on else ""))


def sections(file: str, sought: str = "", **groups: Iterable[Row]) -> list[Row]:
    """Return one section after the other, each by its name, also those without rows."""
    found = (section(file, name, group, sought=sought, empty=True)
             for name, group in groups.items())  # fmt: skip
    return [*chain.from_iterable(found)]


def under_headings(file: str, rows: Iterable[tuple[str, Row]], look: str = "") -> list[Row]:
    """Return rows below a heading wherever that changes.

    Args:
        file: The file of the headings' words; '' if their names are what they say.
        rows: Each row with the name of its heading.
        look: The look of the headings.
    """
    found: list[Row] = []
    for name, group in groupby(rows, itemgetter(0)):
        words = text(f"{file}.{name}") if file else name
        found += [heading(name, words, look), *(row for _, row in group)]
    return found


def none(words: str, look: str = "dim") -> list[Row]:
    """Return the one line of a list that has no rows."""
    return [Row("", (words,), (look,), heading=True)]


def details(file: str, thing: object, *names: str, **told: object) -> list[Part]:
    """Return fields of a thing as details.

    Args:
        file: The file of its words, in which the title of a field is under its name.
        thing: What has the fields.
        names: The fields, in order.
        told: What to say of a field in place of its value.
    """
    values = {name: told[name] if name in told else getattr(thing, name) for name in names}
    return [(text(f"{file}.{name}"), _shown(value)) for name, value in values.items()]


def _shown(value: object) -> str:
    if isinstance(value, date):
        from so_tui.domain.dates import show_day

        return show_day(value)
    return str(value or "")
