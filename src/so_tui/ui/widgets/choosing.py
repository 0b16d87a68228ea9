"""Keeping the chosen row when the rows change. Pure."""

from collections.abc import Sequence

from so_tui.ui.widgets.layout import Row


def place_of(old: Sequence[Row], index: int, new: Sequence[Row]) -> tuple[int, bool]:
    """Return the index of the choice among new rows, and whether it is the same item.

    Args:
        old: The previous rows.
        index: Index of the chosen one among them, -1 for none.
        new: The new rows.
    """
    key = old[index].key if 0 <= index < len(old) else ""
    here = new[index] if key and index < len(new) else None
    there = here is not None and here.key == key and not here.heading
    if there and (here is old[index] or _rank(old, index) == _rank(new, index)):
        return index, True
    places: dict[str, list[int]] = {}
    for place, row in enumerate(new):
        if not row.heading:
            places.setdefault(row.key, []).append(place)
    if not places:
        return -1, not key
    if key in places and key:
        same = places[key]
        return same[min(_rank(old, index), len(same) - 1)], True
    if key:
        for step in range(1, max(index, len(old) - index) + 1):
            for near in (index + step, index - step):
                if 0 <= near < len(old) and old[near].key in places and not old[near].heading:
                    return places[old[near].key][0], False
    every = (place for some in places.values() for place in some)
    return min(every, key=lambda place: (abs(place - max(index, 0)), place)), not key


def _rank(rows: Sequence[Row], index: int) -> int:
    """Return the number of rows with the same key before a row."""
    key = rows[index].key
    return sum(row.key == key for row in rows[:index])
