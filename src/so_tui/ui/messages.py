"""What screens ask of the app: small messages, sent upwards."""

from dataclasses import field

from textual.message import Message

from so_tui.domain.conflicts import Conflict
from so_tui.domain.dataclass import dataclass
from so_tui.domain.state import Change


class Intent(Message):
    """Something that the app is asked to do."""


@dataclass
class Commit(Intent):
    """Make these changes and keep them.

    Attributes:
        changes: Applied together; undo takes them back together.
        said: What happened, for the status line.
    """

    changes: tuple[Change, ...]
    said: str


@dataclass
class Settle(Intent):
    """Choose which of two values of a field stays.

    Attributes:
        other: True for the value that does not show now.
    """

    conflict: Conflict
    other: bool


@dataclass
class Undo(Intent):
    """Take back the last change."""


@dataclass
class Say(Intent):
    """Show this in the status line."""

    text: str


@dataclass
class Drafted(Intent):
    """The unfinished text under `key` is now this; '' when nothing is unfinished any more."""

    key: str
    text: str


@dataclass
class GoTo(Intent):
    """Open another screen, and there the row that stands for `key`, if one is named.

    Attributes:
        resume: Kind of thing whose unfinished form is to be opened again, or ''.
    """

    mode: str
    key: str = ""
    resume: str = ""


@dataclass
class OpenSide(Intent):
    """Open one of the screens beside the six."""

    name: str


@dataclass
class WriteAs(Intent):
    """From now on this person types."""

    name: str


@dataclass
class KeepIn(Intent):
    """Write everything in another folder, and go on there."""

    folder: str


@dataclass
class OpenCase(Intent):
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
class Lock(Intent):
    """Lock the notes with a passphrase, step by step."""


@dataclass
class NoLockOffer(Intent):
    """Do not offer a passphrase again."""


@dataclass
class ComeBack(Intent):
    """Show everything again.

    Attributes:
        secret: What was typed as the passphrase; '' where none is asked for.
    """

    secret: str = field(default="", repr=False)


@dataclass
class SessionChanged(Intent):
    """Something was saved or read, or could not be."""
