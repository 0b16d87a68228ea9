"""The line on Home that offers a passphrase, and what can be answered to it."""

from so_tui.content import say
from so_tui.screens.dialogs.pick import Pick
from so_tui.widgets.layout import Row


def lock_offer() -> list[Row]:
    """Return the line that offers a passphrase, under a heading of its own."""
    words = say("locking.offer"), say("locking.offer_text")
    heading = Row("#privacy", (say("locking.offer_heading"),), heading=True)
    return [heading, Row("lock:", words, ("", "dim"))]


class LockOffer(Pick):
    """The answers: 'yes', 'later', or 'no' to be asked no more."""

    def __init__(self) -> None:
        rows = [Row(name, (say(f"locking.offer_{name}"),)) for name in ("yes", "later", "no")]
        super().__init__(say("locking.offer_title"), rows)
