"""How far a record has come on its way to one destination, as the last events about it say.

The state follows from what happened and on which days, not from the order in which that was
written down. Nothing that happened is erased by what happened next.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import partial
from itertools import groupby
from operator import attrgetter

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import id_made_of
from so_tui.domain.events import Event, EventKind
from so_tui.domain.records import OWN_COPY, Record, RecordForm, Transfer

USUAL = (
    EventKind.ASKED,
    EventKind.PROMISED,
    EventKind.REFUSED,
    EventKind.SENT,
    EventKind.LOST,
    EventKind.RECEIVED,
    EventKind.CONFIRMED,
    EventKind.WRONG,
    EventKind.UNREADABLE,
    EventKind.LOADED,
    EventKind.RETURNED,
)
"""What can happen to a record, in the order in which it does."""
PROBLEMS = frozenset({EventKind.REFUSED, EventKind.LOST, EventKind.WRONG, EventKind.UNREADABLE})
"""After these the record did not get there, and somebody has to be called."""
PLACE = {kind: place for place, kind in enumerate(USUAL)}


class Stage(StrEnum):
    """How a transfer stands; the value is that of the event that says so."""

    SKIP = "skip"
    NONE = ""
    ASKED = "asked"
    PROMISED = "promised"
    REFUSED = "refused"
    SENT = "sent"
    LOST = "lost"
    RECEIVED = "received"
    CONFIRMED = "confirmed"
    WRONG = "wrong item"
    UNREADABLE = "unreadable"
    LOADED = "loaded"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Progress:
    """A transfer and what happened to it, in order."""

    transfer: Transfer
    events: tuple[Event, ...] = ()

    @property
    def last(self) -> Event | None:
        """The event that says how it stands, None if nothing happened yet."""
        return self.events[-1] if self.events else None

    @property
    def stage(self) -> Stage:
        """How it stands."""
        if self.transfer.skip:
            return Stage.SKIP
        return Stage(self.last.kind) if self.last else Stage.NONE

    @property
    def day(self) -> date | None:
        """The day since when it stands so, None if nothing happened yet."""
        return None if self.transfer.skip or self.last is None else self.last.day

    @property
    def has_problem(self) -> bool:
        """Whether the last thing that happened is that it did not get there."""
        return not self.transfer.skip and self.last is not None and self.last.kind in PROBLEMS

    @property
    def arrived(self) -> bool:
        """Whether it is there, even if it has not been loaded yet."""
        return self.stage in (Stage.CONFIRMED, Stage.LOADED, Stage.RETURNED)

    @property
    def sent_again(self) -> bool:
        """Whether it is on its way once more after a problem."""
        return self.stage is Stage.SENT and any(e.kind in PROBLEMS for e in self.events)


def progress_of(transfer: Transfer, events: Iterable[Event]) -> Progress:
    """Return the progress of a transfer, of events of any kind and about anything."""
    return Progress(transfer, in_turn(e for e in events if e.about == transfer.id))


def in_turn(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events about one transfer as they happened.

    Of those on one day, the one comes next that usually does: what was lost today was sent before,
    and what was sent after a loss was sent again.
    """
    dated = sorted((event for event in events if event.kind in PLACE), key=_facts)
    turn: list[Event] = []
    for _, then in groupby(dated, key=attrgetter("day")):
        left = list(then)
        while left:
            now = turn[-1].kind if turn else None
            following = min(left, key=partial(_after, now))
            left.remove(following)
            turn.append(following)
    return tuple(turn)


def _facts(event: Event) -> tuple[date, int, date, datetime, str]:
    until = event.until or date.min
    return event.day, PLACE[event.kind], until, event.entered, event.id


def _after(now: EventKind | None, event: Event) -> tuple[int, int]:
    """Return how soon an event follows a kind of event on the same day; the lowest is next."""
    kind = event.kind
    begun = now is not None and now not in PROBLEMS
    at = PLACE[now] if begun and now is not None else -1
    if PLACE[kind] > at:
        return 0, PLACE[kind]
    return (1 if kind in PROBLEMS else 2), PLACE[kind]


def kinds(record: Record, doctor_id: str) -> tuple[EventKind, ...]:
    """Return what can happen to a record on its way to a destination."""
    mine = record.form is RecordForm.MINE
    if doctor_id == OWN_COPY:
        return (EventKind.RECEIVED,) if mine else tuple(k for k in USUAL if k not in _THEIRS)
    return tuple(k for k in USUAL if not (mine and k in _NOT_MINE))


_THEIRS = (EventKind.CONFIRMED, EventKind.LOADED, EventKind.RETURNED)
_NOT_MINE = (EventKind.ASKED, EventKind.PROMISED, EventKind.REFUSED, EventKind.RETURNED)


def steps(record: Record, doctor_id: str) -> tuple[EventKind, ...]:
    """Return the steps that a record takes if nothing goes wrong."""
    mine = record.form is RecordForm.MINE
    asking = () if mine else (EventKind.ASKED, EventKind.PROMISED)
    if doctor_id == OWN_COPY:
        return (*asking, EventKind.RECEIVED)
    loading = () if record.load_days is None else (EventKind.LOADED,)
    back = () if mine else (EventKind.RETURNED,)
    return (*asking, EventKind.SENT, EventKind.CONFIRMED, *loading, *back)


def goal(record: Record, doctor_id: str) -> EventKind:
    """Return the step that completes a transfer, apart from a thing's return."""
    return [step for step in steps(record, doctor_id) if step is not EventKind.RETURNED][-1]


def settled(record: Record, progress: Progress) -> bool:
    """Return whether nothing is left to do, apart from a thing's return."""
    transfer, last = progress.transfer, progress.last
    if not record.needed or transfer.skip:
        return True
    if last is None or last.kind in PROBLEMS:
        return False
    return PLACE[last.kind] >= PLACE[goal(record, transfer.doctor_id)]


def next_step(record: Record, progress: Progress) -> EventKind | None:
    """Return the step that usually comes next, None at the end; what was lost is sent again."""
    usual = steps(record, progress.transfer.doctor_id)
    if progress.last is None or progress.last.kind is EventKind.REFUSED:
        return usual[0]
    if progress.has_problem:
        return EventKind.SENT if EventKind.SENT in usual else usual[0]
    return next((step for step in usual if PLACE[step] > PLACE[progress.last.kind]), None)


def happened(progress: Progress, kind: EventKind, day: date) -> Event:
    """Return the event that something happened on a day, with nothing more known about it.

    Its id follows from that, so that two people who say the same make the same one.
    """
    about = progress.transfer.id
    same = sum((event.kind, event.day) == (kind, day) for event in progress.events)
    return Event(
        id=id_made_of(f"event/{about}/{kind}/{day.isoformat()}/{same}"),
        case_id=progress.transfer.case_id,
        about=about,
        kind=kind,
        day=day,
        entered=datetime.combine(day, time.min),
    )


def wanted(transfer: Transfer) -> Transfer:
    """Return the transfer as one that is needed."""
    return replace(transfer, skip=False)


def is_before(record: Record, progress: Progress, kind: EventKind, until: date | None) -> bool:
    """Return whether a transfer has yet to reach a step, or that step with another promise."""
    if kind not in kinds(record, progress.transfer.doctor_id):
        return False
    if progress.last is None or progress.transfer.skip:
        return True
    if progress.last.kind is kind:
        return until not in (None, progress.last.until)
    if progress.has_problem or kind in PROBLEMS:
        return True
    return PLACE[progress.last.kind] < PLACE[kind]
