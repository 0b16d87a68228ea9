"""Ignoring keys meant for something that somebody else has just removed."""

from time import monotonic

GRACE = 0.5
"""Seconds after a replacement is drawn in which a key is assumed to be meant for what was there
before.
"""


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
