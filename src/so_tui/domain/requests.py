"""Requests: how an approval that was asked for stands, by the events about it. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from so_tui.domain.approvals import Expiry, expiry
from so_tui.domain.dataclass import dataclass
from so_tui.domain.events import Event, EventKind, in_order


class RequestState(StrEnum):
    """The state of a request; the value names its words."""

    TO_ASK = "to ask"
    NOT_NEEDED = "not needed"
    ASKED = "asked"
    PROMISED = "promised"
    APPROVED = "approved"
    REFUSED = "refused"
    APPEALED = "appealed"
    DECIDED = "decided"


STEPS = tuple(EventKind(state) for state in RequestState if state is not RequestState.TO_ASK)
"""What can happen to a request, in the order in which it is offered."""
WAITING = frozenset({EventKind.ASKED, EventKind.PROMISED, EventKind.APPEALED})
"""Steps after which an answer is to come."""
GRANTS = frozenset({EventKind.APPROVED, EventKind.DECIDED})
"""Answers that can hold until a day."""


@dataclass(frozen=True, slots=True)
class RequestStanding:
    """How a request stands.

    Attributes:
        state: What its last event says.
        last: That event, or None.
        grants: The approvals that hold, or held until their last day, the newest last: one and what
            extended it. One that was asked for again holds meanwhile; one that was refused since
            does not.
        refusal: The last refusal, unless they decided otherwise since; None if there is none.
        appeal_by: The last day to appeal it, if known and not appealed yet.
        answer_by: The day by which an answer was promised or is to come, if it has not come.
    """

    state: RequestState = RequestState.TO_ASK
    last: Event | None = None
    grants: tuple[Event, ...] = ()
    refusal: Event | None = None
    appeal_by: date | None = None
    answer_by: date | None = None

    @property
    def grant(self) -> Event | None:
        """The newest of the approvals, None if there is none."""
        return self.grants[-1] if self.grants else None

    @property
    def holds_from(self) -> date | None:
        """The first day the approval can be used, if known; what extends it begins later."""
        known = [grant.since for grant in self.grants if grant.since]
        return min(known) if known and len(known) == len(self.grants) else None

    @property
    def ends_on(self) -> date | None:
        """The last day the approval can be used, if known."""
        return self.grant.until if self.grant else None

    def end(self, today: date) -> Expiry:
        """Return how near its last day is."""
        return expiry(self.ends_on, today)


def standing_of(events: Iterable[Event]) -> RequestStanding:
    """Return how a request stands after its events, in whatever order they are given."""
    last = refusal = None
    grants: tuple[Event, ...] = ()
    appeal_by = answer_by = None
    for event in in_order(event for event in events if event.kind in STEPS):
        last = event
        if event.kind in WAITING:
            answer_by = event.until or answer_by
            if event.kind is EventKind.APPEALED:
                appeal_by = None
            continue
        answer_by = None
        if event.kind is EventKind.REFUSED:
            grants, refusal, appeal_by = (), event, event.until or appeal_by
        else:
            grants = (*grants, event) if event.kind in GRANTS else ()
            refusal = appeal_by = None
    state = RequestState(last.kind) if last else RequestState.TO_ASK
    return RequestStanding(state, last, grants, refusal, appeal_by, answer_by)
