"""The question before one leaves while some words are saved nowhere."""

from so_tui.content import say
from so_tui.screens.dialogs.pick import Pick
from so_tui.widgets.layout import Row

CHOICES = ("stay", "elsewhere", "leave")


class Leaving(Pick):
    """Offers to stay, to go on in another folder, or to leave; dismissed with one of `CHOICES`."""

    def __init__(self) -> None:
        rows = [Row(choice, (say(f"leaving.{choice}"),)) for choice in CHOICES]
        super().__init__(say("leaving.title"), rows)
