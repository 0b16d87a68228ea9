"""No key acts on what came, unseen, into the place of something that somebody else took away."""

from time import monotonic

GRACE = 0.5
"""Seconds after the picture in which another thing stands there: a key that comes sooner was meant
for what stood there before."""


class Grace:
    """Whether a key may act, as what it may be meant for has gone.

    The next key is refused however late it comes, so that it is told what happened; after that, or
    once the user has chosen, keys act again.
    """

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
        """Whether the next key would be refused."""
        return self._gone

    def refuses(self) -> bool:
        """Return whether a key that comes now must not act."""
        refused, self._gone = self._gone, self._gone and monotonic() - self._since <= GRACE
        return refused
