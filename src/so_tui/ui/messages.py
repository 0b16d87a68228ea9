"""What screens ask of the app: small messages, sent upwards."""

from textual.message import Message

from so_tui.domain.conflicts import Conflict
from so_tui.domain.dataclass import dataclass
from so_tui.domain.state import Change


@dataclass
class Commit(Message):
    """Make these changes and keep them.

    Attributes:
        changes: Applied together; undo takes them back together.
        said: What happened, for the status line.
    """

    changes: tuple[Change, ...]
    said: str


@dataclass
class Settle(Message):
    """Choose which of two values of a field stays.

    Attributes:
        other: True for the value that does not show now.
    """

    conflict: Conflict
    other: bool


@dataclass
class Undo(Message):
    """Take back the last change."""


@dataclass
class Say(Message):
    """Show this in the status line."""

    text: str


@dataclass
class Drafted(Message):
    """The unfinished text under `key` is now this; '' when nothing is unfinished any more."""

    key: str
    text: str


@dataclass
class GoTo(Message):
    """Open another screen, and there the row that stands for `key`, if one is named.

    Attributes:
        resume: Kind of thing whose unfinished form is to be opened again, or ''.
    """

    mode: str
    key: str = ""
    resume: str = ""


@dataclass
class WriteAs(Message):
    """From now on this person types."""

    name: str


@dataclass
class KeepIn(Message):
    """Write everything in another folder, and go on there."""

    folder: str


@dataclass
class OpenCase(Message):
    """Open a case, a past one or one that these changes start.

    Attributes:
        changes: Made first; they cannot be taken back.
        mode: The screen to open it on, or '' for the one in front.
        key: What to go to there, or ''.
    """

    case_id: str
    changes: tuple[Change, ...] = ()
    mode: str = ""
    key: str = ""


@dataclass
class Lock(Message):
    """Lock the notes with a passphrase, step by step."""


@dataclass
class NoLockOffer(Message):
    """Do not offer a passphrase again."""
