"""Messages that screens send up to the app."""

from dataclasses import field

from textual.message import Message

from so_tui.domain.dataclass import dataclass
from so_tui.domain.state import Change, Conflict
from so_tui.domain.text import Clean


class Intent(Message):
    """A request to the app."""


@dataclass
class Commit(Intent):
    """Apply and save these changes.

    Attributes:
        changes: Applied together; undo takes them back together.
        label: What happened, for the status line.
        draft_key: The field whose text they hold, so that nothing there is unfinished any more.
    """

    changes: tuple[Change, ...]
    label: str
    draft_key: str = ""


@dataclass
class Settle(Intent):
    """Resolve a conflict: keep the value of the field that is shown now, or the other one."""

    conflict: Conflict
    other: bool


@dataclass
class Undo(Intent):
    """Undo the last change."""


@dataclass
class Say(Intent):
    """Show this in the status line."""

    text: str


@dataclass
class Drafted(Intent):
    """The draft under `key` is now this; '' if nothing is unfinished any more.

    Attributes:
        by: Who typed it; None for who types now.
    """

    key: str
    text: str
    by: Clean | None = None


@dataclass
class GoTo(Intent):
    """Open another screen, and the row with this key or its unfinished form of kind `resume`."""

    mode: str
    key: str = ""
    resume: str = ""


@dataclass
class WriteAs(Intent):
    """Change who is typing."""

    name: str


@dataclass
class KeepIn(Intent):
    """Write the whole store to another folder, and continue there."""

    folder: str


@dataclass
class OpenCase(Intent):
    """Open a case: another one, or one that these changes start.

    Attributes:
        label: What the changes do, for the status line and for undo; '' if they cannot be undone.
        mode: The screen to open it on, or '' for the current one.
        key: The row to go to there, or ''.
        draft_key: The form whose text the changes hold, or ''.
    """

    case_id: str
    changes: tuple[Change, ...] = ()
    label: str = ""
    mode: str = ""
    key: str = ""
    draft_key: str = ""


@dataclass
class Lock(Intent):
    """Lock the notes with a passphrase, step by step."""


@dataclass
class NoLockOffer(Intent):
    """Do not offer a passphrase again."""


@dataclass
class ComeBack(Intent):
    """Show the hidden screen again; `secret` is the passphrase typed, if one is needed."""

    secret: str = field(default="", repr=False)


@dataclass
class SessionChanged(Intent):
    """The session has saved or read something, or failed to."""
