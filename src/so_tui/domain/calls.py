"""The call log: who was called, what they promised, and when to call again."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.text import BLANK, Clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(CaseEntity):
    """One line in the call log.

    Attributes:
        whom: The office that was called: the insurer, a lab, a hospital.
        person: Who answered, by the name they gave.
        at: When, in local time.
        reference: The reference number they gave for this call.
        said: What was said, in the caller's words.
        promised: What they said they would do; '' for nothing.
        promised_by: The day by which they said it would be done.
        settled: True once nothing more is expected of this call.
    """

    whom: Clean
    at: datetime
    person: Clean = BLANK
    phone: Clean = BLANK
    reference: Clean = BLANK
    said: Clean = BLANK
    promised: Clean = BLANK
    promised_by: date | None = None
    next_call: date | None = None
    settled: bool = False


class Standing(StrEnum):
    """The status of a call; a word, so that it reads without colour."""

    SETTLED = "settled"
    LATE = "late"
    CALL_TODAY = "call today"
    CALL_AGAIN = "call again"
    PROMISED = "promised"
    NOTED = "noted"


def promise_is_over(call: Call, today: date) -> bool:
    """Return whether the promised day has passed without the call being settled."""
    return not call.settled and call.promised_by is not None and call.promised_by < today


def standing(call: Call, today: date) -> Standing:
    """Return the status of a call: the most urgent thing still expected."""
    if call.settled:
        return Standing.SETTLED
    if promise_is_over(call, today) or (call.next_call is not None and call.next_call < today):
        return Standing.LATE
    if call.next_call == today:
        return Standing.CALL_TODAY
    if call.next_call is not None:
        return Standing.CALL_AGAIN
    return Standing.PROMISED if call.promised or call.promised_by else Standing.NOTED


def chase_day(call: Call, today: date) -> date | None:
    """Return the day to call again, or None.

    It is the day set for the next call, or that of an overdue promise, whichever is first.
    """
    if call.settled:
        return None
    days = [call.next_call, call.promised_by if promise_is_over(call, today) else None]
    return min((day for day in days if day is not None), default=None)


def newest_first(calls: Iterable[Call]) -> list[Call]:
    """Return the calls, newest first."""
    return sorted(calls, key=lambda call: (call.at, call.id), reverse=True)


def to_chase(calls: Iterable[Call], today: date) -> list[tuple[date, Call]]:
    """Return the calls to follow up, by the next call or an overdue promise, earliest day first."""
    dated = ((day, call) for call in calls if (day := chase_day(call, today)))
    return sorted(dated, key=lambda pair: (pair[0], pair[1].at, pair[1].id))
