"""The answers to the offer of a passphrase on Home."""

from so_tui.content import text
from so_tui.ui.dialogs.list_dialog import Pick
from so_tui.ui.widgets.layout import Row


class LockOffer(Pick):
    """A list of answers: 'yes', 'later', or 'no' to stop the offer."""

    def __init__(self) -> None:
        rows = [Row(name, (text(f"locking.offer_{name}"),)) for name in ("yes", "later", "no")]
        super().__init__(text("locking.offer_title"), rows)
