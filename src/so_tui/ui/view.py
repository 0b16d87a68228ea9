"""What the screens are handed: one value that holds all they show, and where to ask for more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, fields, replace
from datetime import date, datetime

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import Entity
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean
from so_tui.storage.drafts import Draft


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """All that screens show at one moment. Compared by identity, as a state is.

    Attributes:
        state: The open case and all that belongs to it.
        news: The state that came by what somebody else did, if the newest one did.
        today: The current day.
        author: Who is typing.
        status: What just happened.
        trouble: What stops the words from being saved, or ''.
        refusal: Why nothing can be changed here, in words; '' when changes are taken in.
        unsaved: The ids of what has changed and is not saved yet.
        others: Who else has the notes open now, in words; '' for nobody.
        found: What the user should know of the notes' files, in sentences.
        drafts: Unfinished texts by key, as they stand in the fields whenever somebody looks.
        offers_lock: Whether Home offers a passphrase.
    """

    state: AppState = field(default_factory=AppState)
    news: AppState | None = None
    today: date = date.min
    author: Clean = BLANK
    status: str = ""
    trouble: str = ""
    refusal: str = ""
    unsaved: frozenset[str] = frozenset()
    others: str = ""
    found: tuple[str, ...] = ()
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    offers_lock: bool = False


NAMES = tuple(each.name for each in fields(View))


def follow(old: View, new: View) -> View:
    """Return `new` with the very values of `old` where they are equal; `old` itself if all are."""
    same = {name: kept for name in NAMES if (kept := getattr(old, name)) == getattr(new, name)}
    return old if len(same) == len(NAMES) else replace(new, **same)


def differs(old: View, new: View, names: Sequence[str]) -> bool:
    """Return whether one of these values of a view is another one in the view that followed it."""
    return any(getattr(old, name) is not getattr(new, name) for name in names)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a screen asks for what changes without being told.

    Attributes:
        clock: Gives the current local time.
        everything: Gives what is kept of all cases, past ones too.
    """

    clock: Callable[[], datetime]
    everything: Callable[[], Sequence[Entity]]
