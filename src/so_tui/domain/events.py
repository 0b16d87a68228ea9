"""Events: the dated steps of a record's transfer or of a request. None is erased by the next."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.text import BLANK, Clean


class EventKind(StrEnum):
    """What happened; the value names its words."""

    ASKED = "asked"
    PROMISED = "promised"
    REFUSED = "refused"
    SENT = "sent"
    LOST = "lost"
    WRONG = "wrong item"
    UNREADABLE = "unreadable"
    RECEIVED = "received"
    CONFIRMED = "confirmed"
    LOADED = "loaded"
    RETURNED = "returned"
    APPROVED = "approved"
    APPEALED = "appealed"
    DECIDED = "decided"
    NOT_NEEDED = "not needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(CaseEntity):
    """One dated step.

    Attributes:
        about: Id of the transfer or the approval it is a step of.
        day: When it happened.
        entered: When it was written down (local time); orders the events of one day.
        day_known: False if the day is not known, as in notes of older versions; `day` then only
            gives its place among the others and is never shown.
        who: Whom the user dealt with, by the name they gave.
        how: By which way it went: courier, portal, by hand.
        reference: A reference or tracking number.
        since: For APPROVED, the first day it holds.
        until: The day that counts from now on: by when it is promised, the last day of what is
            approved, by when to appeal what is refused, by when a decision should come.
        note: More about it, in the user's words, such as why it was refused.
    """

    about: str
    kind: EventKind
    day: date
    entered: datetime
    who: Clean = BLANK
    how: Clean = BLANK
    reference: Clean = BLANK
    since: date | None = None
    until: date | None = None
    note: Clean = BLANK
    day_known: bool = True


def in_order(events: Iterable[Event]) -> list[Event]:
    """Return the events as they happened."""
    return sorted(events, key=lambda event: (event.day, event.entered, event.id))


def history(events: Iterable[Event], about: str) -> list[Event]:
    """Return the events of one transfer or approval, as they happened."""
    return in_order(event for event in events if event.about == about)
