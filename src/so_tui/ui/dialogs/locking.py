"""The steps of locking the notes with a passphrase, each a dialog."""

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Label, Static

from so_tui.content import say
from so_tui.domain.dataclass import dataclass
from so_tui.ui.commands.bindings import bindings
from so_tui.ui.widgets.chrome import KeyLine
from so_tui.ui.widgets.line import Line
from so_tui.ui.widgets.secret_line import SecretLine

PER_LINE = 5
"""So many groups of the recovery key stand in a line."""
KEY_START = "AGE-SECRET-KEY-1"
"""What every recovery key begins with."""

Typed = tuple[str, ...]
Check = Callable[[Typed], str]
"""Returns what is wrong with what was typed, in words; '' when nothing is."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A field of a step.

    Attributes:
        label: The word before it.
        secret: Whether it shows dots.
    """

    label: str
    secret: bool = True


class Step(ModalScreen[Typed | None]):
    """A text and a few fields; dismissed with what was typed in them, or with None.

    What is typed here is kept nowhere, not as unfinished text either.
    """

    BINDINGS = bindings("locking")
    AUTO_FOCUS = "Input, VerticalScroll"

    def __init__(
        self,
        title: str,
        text: str,
        *blanks: Blank,
        check: Check = lambda typed: "",
        words: str = "",
    ) -> None:
        """Make the step.

        Args:
            title: What it is about.
            text: What there is to know.
            blanks: The fields, if there are any.
            check: Looks at what was typed.
            words: What was wrong the last time.
        """
        super().__init__()
        self._title = title
        self._text = text
        self._blanks = blanks
        self._check = check
        self._words = words

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Label(self._title, id="form-title", markup=False)
            with VerticalScroll(id="step-text", can_focus=not self._blanks):
                yield Static(self._text, markup=False)
            yield Static(self._words, id="form-words", markup=False, classes="-problem")
            for number, blank in enumerate(self._blanks):
                with Horizontal(classes="field"):
                    yield Label(blank.label, classes="field-label", markup=False)
                    yield _field(blank, f"blank-{number}")
            yield KeyLine()

    def on_key(self, event: events.Key) -> None:
        """Go from field to field with the arrow keys too."""
        if event.key in ("up", "down") and isinstance(self.focused, Input):
            event.stop()
            self.focus_next() if event.key == "down" else self.focus_previous()

    def action_next(self) -> None:
        """Go to the next field; from the last one, check them all and hand them on."""
        fields = list(self.query(Input))
        if self.focused in fields[:-1]:
            self.focus_next()
            return
        typed = tuple(field.value for field in fields)
        wrong = self._check(typed)
        if wrong:
            self.query_one("#form-words", Static).update(wrong)
            for field in fields:
                field.value = ""
            fields[0].focus()
            return
        self.dismiss(typed)

    def action_back(self) -> None:
        """Go back, without what was typed."""
        self.dismiss(None)


class Working(Screen[None]):
    """Says that something takes a moment, and shows nothing else."""

    def compose(self) -> ComposeResult:
        yield Static(say("locking.working"), markup=False)


def _field(blank: Blank, name: str) -> Input:
    if blank.secret:
        return SecretLine(id=name)
    field = Line(id=name, compact=True, select_on_focus=False)
    field.cursor_blink = False
    return field


def why() -> Step:
    """Return the step that tells what a passphrase is good for, and what it costs."""
    return Step(say("locking.why_title"), say("locking.why").strip())


def choose() -> Step:
    """Return the step in which the passphrase is typed, twice."""
    blanks = Blank(say("locking.passphrase")), Blank(say("locking.again"))
    return Step(say("locking.choose_title"), say("locking.choose"), *blanks, check=_same_twice)


def show_key(groups: Sequence[str]) -> Step:
    """Return the step that shows the recovery key, in groups with numbers."""
    numbered = [f"{number:2} {group:4}" for number, group in enumerate(groups, 1)]
    lines = ["  ".join(numbered[at : at + PER_LINE]) for at in range(0, len(numbered), PER_LINE)]
    text = "\n".join(
        (say("locking.key"), "", f"   {KEY_START}", *lines, "", say("locking.key_next"))
    )
    return Step(say("locking.key_title"), text)


def check_key(groups: Sequence[str], asked: Sequence[int]) -> Step:
    """Return the step in which two groups of the recovery key are typed back.

    Args:
        groups: All groups.
        asked: Which ones to ask for, from 0.
    """

    def check(typed: Typed) -> str:
        for index, text in zip(asked, typed, strict=True):
            if "".join(text.split()).upper() != groups[index]:
                return say("locking.wrong_group", number=index + 1)
        return ""

    blanks = [Blank(say("locking.group", number=n + 1), secret=False) for n in asked]
    return Step(say("locking.check_title"), say("locking.check"), *blanks, check=check)


def change(words: str) -> Step:
    """Return the step in which the passphrase is changed."""
    blanks = [Blank(say(f"locking.{name}")) for name in ("old", "new", "again")]
    return Step(
        say("locking.change_title"),
        say("locking.change"),
        *blanks,
        check=lambda typed: _same_twice(typed[1:]),
        words=words,
    )


def take_off(words: str) -> Step:
    """Return the step in which the passphrase is taken off."""
    blank = Blank(say("locking.passphrase"))
    return Step(say("locking.take_off_title"), say("locking.take_off"), blank, words=words)


def _same_twice(typed: Typed) -> str:
    if not typed[0]:
        return say("locking.empty")
    return "" if typed[0] == typed[1] else say("locking.differ")
