"""The privacy screen: covers all others while somebody looks over the user's shoulder."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from so_tui.content import text
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.messages import ComeBack
from so_tui.ui.widgets.line import SecretLine


class Hidden(Screen[None]):
    """One line on how to come back, and a passphrase field if one is needed."""

    BINDINGS = bindings("hidden")
    AUTO_FOCUS = "SecretLine"

    def __init__(self, *, locked: bool, words: str = "") -> None:
        """Make the screen.

        Args:
            locked: Whether the passphrase is needed to come back.
            words: Further words to show.
        """
        super().__init__()
        self._locked = locked
        self._words = words
        self._busy = False

    def compose(self) -> ComposeResult:
        if self._locked:
            yield Static(text("hidden.locked"), markup=False)
            yield SecretLine(id="secret")
        else:
            yield Static(text("hidden.plain"), markup=False)
        yield Static(self._words, id="hidden-words", markup=False)

    def tell(self, words: str) -> None:
        """Say why this screen is still open, and accept keys again."""
        self._busy = False
        self.query_one("#hidden-words", Static).update(words)

    def action_back(self) -> None:
        """Ask to show the notes again."""
        secret = self.query_one(SecretLine).take() if self._locked else ""
        if self._busy or (self._locked and not secret):
            return
        self.tell(text("hidden.opening") if self._locked else "")
        self._busy = True
        self.post_message(ComeBack(secret))
