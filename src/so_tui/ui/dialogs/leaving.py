"""The question on quitting while something is not saved."""

from so_tui.content import text
from so_tui.ui.dialogs.pick import Pick
from so_tui.ui.widgets.layout import Row

CHOICES = ("stay", "elsewhere", "leave")


class Leaving(Pick):
    """Offers to stay, to move to another folder, or to quit; dismissed with one of `CHOICES`."""

    def __init__(self, *, refused: bool = False) -> None:
        """Make the question.

        Args:
            refused: Whether these notes cannot be changed at all, here or in another folder.
        """
        words = {choice: text(f"leaving.{choice}") for choice in CHOICES}
        if refused:
            words = {"stay": text("leaving.stay_refused"), "leave": words["leave"]}
        rows = [Row(choice, (label,)) for choice, label in words.items()]
        super().__init__(text("leaving.title"), rows)
