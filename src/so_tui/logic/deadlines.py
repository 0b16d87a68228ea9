"""The days that count with insurers and offices: to appeal, to pay, an answer, an end. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from so_tui.content import text
from so_tui.domain.calls import Call
from so_tui.domain.dataclass import dataclass
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, clean_line, first_line
from so_tui.logic.approvals import standing

PRESSING_DAYS = 14
"""Days before a deadline from which Home shows it."""


class DeadlineKind(StrEnum):
    """The kind of a deadline; the value names its words among the dates."""

    APPEAL = "appeal"
    ANSWER = "answer"
    PAY = "pay"
    CALL = "call"
    PROMISE = "promise"
    APPROVAL = "approval"


OF_CALLS = frozenset({DeadlineKind.CALL, DeadlineKind.PROMISE})


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is to happen.

    Attributes:
        day: The last day.
        key: Id of what it is about: an approval, a bill or a call.
        what: That in words.
    """

    kind: DeadlineKind
    day: date
    key: str
    what: Clean

    @property
    def words(self) -> Clean:
        """What is to happen by that day: 'Appeal by: a new look at the slides'."""
        return clean_line(f"{text(f'dates.kind.{self.kind}')}: {self.what}")


def deadlines(state: AppState) -> list[Deadline]:
    """Return all deadlines that still count, the first day first."""
    kinds = list(DeadlineKind)
    return sorted(_deadlines(state), key=lambda d: (d.day, kinds.index(d.kind), d.what, d.key))


def _deadlines(state: AppState) -> Iterator[Deadline]:
    for approval in state.approvals.values():
        stands = standing(state, approval)
        days = {
            DeadlineKind.APPEAL: stands.appeal_by,
            DeadlineKind.ANSWER: stands.answer_by,
            DeadlineKind.APPROVAL: stands.ends_on,
        }
        for kind, day in days.items():
            if day is not None:
                yield Deadline(kind, day, approval.id, clean_line(approval.what))
    for bill in state.bills.values():
        if bill.pay_by is not None and bill.paid_on is None:
            yield Deadline(DeadlineKind.PAY, bill.pay_by, bill.id, clean_line(bill.what))
    for call in state.calls.values():
        if call.settled:
            continue
        if call.next_call is not None:
            yield Deadline(DeadlineKind.CALL, call.next_call, call.id, clean_line(call.whom))
        if call.promised_by is not None:
            yield Deadline(DeadlineKind.PROMISE, call.promised_by, call.id, promise_words(call))


def promise_words(call: Call) -> Clean:
    """Return who promised what: 'Example Health, the letter'."""
    return clean_line(", ".join(filter(None, (call.whom, first_line(call.promised, 60)))))


def told(state: AppState, today: date) -> list[Deadline]:
    """Return the deadlines that are listed where things stand.

    Calls to make now, also for a promise whose day has passed, are listed on their own; an approval
    that has ended says so itself.
    """
    first = {
        DeadlineKind.CALL: today + timedelta(days=1),
        DeadlineKind.PROMISE: today,
        DeadlineKind.APPROVAL: today,
    }
    return [d for d in deadlines(state) if d.day >= first.get(d.kind, date.min)]


def pressing(state: AppState, today: date) -> list[Deadline]:
    """Return the deadlines that are over or near, the first one of each approval or bill.

    An answer that is to come presses once its day has passed. Calls, and what was promised in one,
    are listed on their own.
    """
    near, first = today + timedelta(days=PRESSING_DAYS), dict[str, Deadline]()
    for deadline in told(state, today):
        waits = deadline.kind is DeadlineKind.ANSWER and deadline.day >= today
        if deadline.day <= near and deadline.kind not in OF_CALLS and not waits:
            first.setdefault(deadline.key, deadline)
    return [*first.values()]
