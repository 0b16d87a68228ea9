"""Keeping the chosen row when the rows change, and ignoring keys meant for one that is gone."""

from collections.abc import Sequence
from time import monotonic

from so_tui.ui.widgets.layout import Row

GRACE = 0.5
"""Seconds after a replacement is drawn in which a key is assumed to be meant for what was there
before.
"""


def place_of(old: Sequence[Row], index: int, new: Sequence[Row]) -> tuple[int, bool]:
    """Return the index of the choice among new rows, and whether it is the same item.

    An index of -1 is no choice.
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


class Grace:
    """Decides whether a key may act after its likely target has gone.

    The first key is refused however late it comes, so that the user is told; after that, or once
    the user has made a choice, keys act again.
    """

    def __init__(self) -> None:
        self._gone = False
        self._since = 0.0

    def begin(self) -> None:
        """Record that something else has taken its place."""
        self._gone = True
        self._since = monotonic()

    def drawn(self) -> None:
        """Record that the replacement is drawn."""
        self._since = monotonic()

    def end(self) -> None:
        """Record that the user has made a choice."""
        self._gone = False

    @property
    def holds(self) -> bool:
        """Whether the next key would be refused."""
        return self._gone

    def refuses(self) -> bool:
        """Return whether the current key must not act."""
        refused, self._gone = self._gone, self._gone and monotonic() - self._since <= GRACE
        return refused
