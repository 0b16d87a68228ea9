"""The dialogs of the passphrase flow, and the screen that hides all others."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Label, Static

from so_tui.content import text
from so_tui.ui.commands.specs import bindings
from so_tui.ui.messages import ComeBack
from so_tui.ui.passphrase_steps import PassphraseStep, Typed
from so_tui.ui.widgets.chrome import KeyLine
from so_tui.ui.widgets.line import Line, SecretLine


class StepDialog(ModalScreen[Typed | None]):
    """One step of the flow; dismissed with what was typed, or with None.

    What is typed here is never stored, not even as a draft.
    """

    BINDINGS = bindings("locking")
    AUTO_FOCUS = "Input, VerticalScroll"

    def __init__(self, step: PassphraseStep) -> None:
        super().__init__()
        self._step = step

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Label(self._step.title, id="form-title", markup=False)
            with VerticalScroll(id="step-text", can_focus=not self._step.labels):
                yield Static(self._step.text, markup=False)
            yield Static(self._step.words, id="form-words", markup=False, classes="-problem")
            for number, label in enumerate(self._step.labels):
                with Horizontal(classes="field"):
                    yield Label(label, classes="field-label", markup=False)
                    yield (SecretLine if self._step.secret else Line)(id=f"blank-{number}")
            yield KeyLine()

    def on_key(self, event: events.Key) -> None:
        """Move between fields with the arrow keys too."""
        if event.key in ("up", "down") and isinstance(self.focused, Input):
            event.stop()
            self.focus_next() if event.key == "down" else self.focus_previous()

    def action_next(self) -> None:
        """Go to the next field; from the last, check all of them and dismiss."""
        fields = list(self.query(Input))
        if self.focused in fields[:-1]:
            self.focus_next()
            return
        typed = tuple(field.value for field in fields)
        wrong = self._step.check(typed)
        if wrong:
            self.query_one("#form-words", Static).update(wrong)
            for field in fields:
                field.value = ""
            fields[0].focus()
            return
        self.dismiss(typed)

    def action_back(self) -> None:
        """Go back, discarding what was typed."""
        self.dismiss(None)


class Working(Screen[None]):
    """Says that something takes a moment, and shows nothing else."""

    def compose(self) -> ComposeResult:
        yield Static(text("locking.working"), markup=False)


class Hidden(Screen[None]):
    """One line on how to come back, and a passphrase field if one is needed."""

    BINDINGS = bindings("hidden")
    AUTO_FOCUS = "SecretLine"

    def __init__(self, *, locked: bool, words: str = "") -> None:
        """Make the screen; `locked` is whether the passphrase is needed to come back."""
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
