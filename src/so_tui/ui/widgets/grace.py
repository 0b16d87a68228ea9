"""A moment in which no key acts on what came, unseen, into the place of something else."""

from time import monotonic

GRACE = 0.5
"""Seconds after the picture in which another thing stands where somebody else took one away: a key
that comes sooner was meant for what stood there before."""


class Grace:
    """Whether keys have to wait, as what they were meant for has just gone."""

    def __init__(self) -> None:
        self._gone = False
        self._since = 0.0

    def begin(self) -> None:
        """Take note that something else stands there now."""
        self._gone = True
        self._since = monotonic()

    def drawn(self) -> None:
        """Take note that it shows by now."""
        self._since = monotonic()

    def end(self) -> None:
        """Take note that the user has chosen since."""
        self._gone = False

    @property
    def holds(self) -> bool:
        """Whether it is too soon for a key."""
        self._gone = self._gone and monotonic() - self._since <= GRACE
        return self._gone
