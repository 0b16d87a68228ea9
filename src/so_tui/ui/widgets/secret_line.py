"""A passphrase field: dots on the screen, and no trace anywhere else."""

from textual.widgets import Input

from so_tui.ui.widgets.line import Line


class SecretLine(Line):
    """A one-line field that shows dots, and whose text cannot be copied."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, password=True, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def take(self) -> str:
        """Return what was typed, and clear the field."""
        typed = self.value
        self.value = ""
        return typed

    def on_input_changed(self, event: Input.Changed) -> None:
        """Stop the event, which contains the text."""
        event.stop()

    def action_copy(self) -> None:
        """Do nothing."""

    def action_cut(self) -> None:
        """Do nothing."""
