"""The view passed down to the screens, where it is shown, and the sources they may query."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, fields, replace
from datetime import date, datetime
from typing import Protocol

from so_tui.content import text
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

    @property
    def case_refusal(self) -> str:
        """Why the open case cannot be changed, in words; '' if it can: an archived one is read."""
        case = self.state.case
        return self.refusal or (text("storage.archived") if case and case.closed else "")


class ShownDrafts(Mapping[str, Draft]):
    """A live mapping of drafts by key, as the fields show them.

    Two of these are equal if they were made for the same fields.
    """

    def __init__(self, now: Callable[[], Mapping[str, Draft]]) -> None:
        self._now = now
        self._fields = frozenset(now())

    def __getitem__(self, key: str) -> Draft:
        return self._now()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ShownDrafts) and other._fields == self._fields

    __hash__ = None  # type: ignore[assignment]  # as any mapping that changes


NAMES = tuple(each.name for each in fields(View))


def follow(old: View, new: View) -> View:
    """Return `new`, reusing the objects of `old` where they are equal; `old` if all are."""
    same = {name: kept for name in NAMES if (kept := getattr(old, name)) == getattr(new, name)}
    return old if len(same) == len(NAMES) else replace(new, **same)


def differs(old: View, new: View, names: Sequence[str]) -> bool:
    """Return whether any of these fields differs between two successive views."""
    return any(getattr(old, name) is not getattr(new, name) for name in names)


ViewNow = Callable[[], View]
"""Returns the current view, for a dialog that stays open while the view changes."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Sources that a screen queries itself.

    Attributes:
        clock: Returns the current local time.
        reader: Returns a function that reads the entities of a case, or for '' of all cases, past
            ones too, as of now. It takes a moment, and may be called in another thread.
    """

    clock: Callable[[], datetime]
    reader: Callable[[str], Callable[[], Sequence[Entity]]]


class Display(Protocol):
    """What the controller needs of the app to show the view."""

    def show(self, view: View) -> None:
        """Show this view."""

    def later(self, seconds: float, work: Callable[[], None]) -> None:
        """Call `work` after this many seconds."""

    def go_to(self, mode: str, key: str) -> None:
        """Open a screen, and the row with this key if there is one."""

    def ask_where(self, folder: Clean, problem: str) -> None:
        """Ask for another folder for the notes, saying why `folder` cannot be used."""
