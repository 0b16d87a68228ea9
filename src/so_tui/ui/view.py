"""The view passed down to the screens, and the sources they may query."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, fields, replace
from datetime import date, datetime

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import Entity
from so_tui.domain.state import AppState
from so_tui.domain.text import BLANK, Clean
from so_tui.storage.drafts.drafts import Draft


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Everything that the screens show at one moment. Compared by identity, like a state.

    Attributes:
        state: The open case and all that belongs to it.
        news: The newest state that came from somebody else's change, or None.
        today: The current day.
        author: Who is typing.
        status: What just happened.
        trouble: What prevents saving, or ''.
        refusal: Why nothing can be changed, in words; '' if changes are accepted.
        unsaved: Ids of entities with unsaved changes.
        others: Who else has the notes open, in words; '' for nobody.
        found: Messages about the files of the store, in sentences.
        drafts: A live mapping of drafts by key.
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
    """Return `new`, reusing the objects of `old` where they are equal; `old` if all are."""
    same = {name: kept for name in NAMES if (kept := getattr(old, name)) == getattr(new, name)}
    return old if len(same) == len(NAMES) else replace(new, **same)


def differs(old: View, new: View, names: Sequence[str]) -> bool:
    """Return whether any of these fields differs between two successive views."""
    return any(getattr(old, name) is not getattr(new, name) for name in names)


@dataclass(frozen=True, slots=True)
class Sources:
    """Sources that a screen queries itself.

    Attributes:
        clock: Returns the current local time.
        everything: Returns all entities of all cases, past ones too.
    """

    clock: Callable[[], datetime]
    everything: Callable[[], Sequence[Entity]]
