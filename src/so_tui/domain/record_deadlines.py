"""Following up on records: when each is due, what to do next, and from which day."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from so_tui.domain.dataclass import dataclass
from so_tui.domain.encounters import (
    Encounter,
    EncounterStatus,
    next_visit,
    status_of,
    with_doctor,
)
from so_tui.domain.lead_times import lead_day
from so_tui.domain.record_progress import Progress, Stage, settled
from so_tui.domain.records import (
    OWN_COPY,
    Chase,
    Record,
    RecordForm,
    Transfer,
    last_chase,
)

CONFIRM_DAYS = 3
"""Days before the due day at which to ask whether a sent record has arrived."""
RETURN_DAYS = 14
"""Days after a visit at which to ask whether a lent record has come back."""

ONE_DAY = timedelta(days=1)


class Why(StrEnum):
    """What to do about a record; the value names its words."""

    PREPARE = "prepare"
    ASK = "ask"
    CHASE = "chase"
    CONFIRM = "confirm"
    LOAD = "load"
    RETURN = "return"
    REFUSED = "refused"
    LOST = "lost"
    WRONG = "wrong item"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Todo:
    """The next thing to do about one transfer of a record.

    Attributes:
        day: The day from which it is to be done.
        due: When the record has to arrive, or to be loaded; None if no visit determines it.
    """

    record: Record
    transfer: Transfer
    why: Why
    day: date
    due: date | None

    @property
    def has_problem(self) -> bool:
        """Whether it is about something that went wrong."""
        return self.why in (Why.REFUSED, Why.LOST, Why.WRONG, Why.UNREADABLE)

    def days_late(self, today: date) -> int:
        """Return how many days the due day has passed, 0 if it has not."""
        return max(0, (today - self.due).days) if self.due else 0


def visit_for(
    visits: Iterable[Encounter], today: date, doctor_id: str = OWN_COPY
) -> Encounter | None:
    """Return the coming visit that a transfer's days count from, or None.

    For the patient's own copy it is the next of all of them.
    """
    theirs = visits if doctor_id == OWN_COPY else with_doctor(visits, doctor_id)
    return next_visit((v for v in theirs if v.day is not None), today)


def due_day(
    record: Record, visits: Iterable[Encounter], today: date, doctor_id: str = OWN_COPY
) -> date | None:
    """Return the day by which a record has to arrive: its own, or counted from the visit.

    None if neither is set; what goes back to the first doctor depends on no visit.
    """
    if record.due is not None or record.back:
        return record.due
    return _counted(visit_for(visits, today, doctor_id), record.due_days)


def load_day(
    record: Record, visits: Iterable[Encounter], today: date, doctor_id: str = OWN_COPY
) -> date | None:
    """Return the day by which the doctor's hospital must have loaded a record, or None."""
    if record.load_days is None or doctor_id == OWN_COPY:
        return None
    return _counted(visit_for(visits, today, doctor_id), record.load_days)


def _counted(visit: Encounter | None, days: int) -> date | None:
    return lead_day(visit, days) if visit else None


def working_days_after(day: date, count: int) -> date:
    """Return the day this many weekdays (Monday to Friday) later; holidays are not known."""
    while count > 0:
        day += ONE_DAY
        count -= day.weekday() < 5
    return day


def todo(
    record: Record,
    progress: Progress,
    visits: Iterable[Encounter],
    chases: Iterable[Chase],
    today: date,
) -> Todo | None:
    """Return what to do next about one transfer, or None.

    The visits are those that count for it. Of the logged calls about records, one with a day to
    call again postpones the next call until then.
    """
    visits = list(visits)
    transfer, stage = progress.transfer, progress.stage
    last = last_chase(chases, transfer)
    if settled(record, progress):
        returning = _return(record, progress, visits, today)
        return returning and _put_off(returning, last, progress.day)
    if too_late(record, progress, visits, today):
        return None
    due = due_day(record, visits, today, transfer.doctor_id)
    load = load_day(record, visits, today, transfer.doctor_id)
    sent = stage in (Stage.SENT, Stage.RECEIVED)
    if load and (stage is Stage.CONFIRMED or (sent and load <= today)):
        found = Todo(record, transfer, Why.LOAD, load, load)
    elif stage is Stage.NONE:
        mine = record.form is RecordForm.MINE
        if due is None or (mine and transfer.doctor_id != OWN_COPY):
            return None
        ask = due if mine else due + timedelta(days=record.ask_days - record.due_days)
        found = Todo(record, transfer, Why.PREPARE if mine else Why.ASK, ask, due)
    else:
        found = Todo(record, transfer, _why(progress), _next_call(record, progress, due), due)
    return _put_off(found, last, progress.day)


def _why(progress: Progress) -> Why:
    """Return why to call about what is on its way, or has met with a problem."""
    stage = progress.stage
    if progress.has_problem:
        return Why(stage)
    if stage is Stage.CONFIRMED:
        return Why.LOAD
    return Why.CONFIRM if stage in (Stage.SENT, Stage.RECEIVED) else Why.CHASE


def _next_call(record: Record, progress: Progress, due: date | None) -> date:
    """Return when to call about it: the day after a promise, at once about a problem."""
    stage, since = progress.stage, progress.day or date.min
    until = progress.last.until if progress.last else None
    if progress.has_problem:
        return until or since
    if until is not None:
        return until if stage is Stage.ASKED else until + ONE_DAY
    day = working_days_after(since, record.chase_days)
    if due is not None:
        sent = stage in (Stage.SENT, Stage.RECEIVED)
        day = min(day, due - timedelta(days=CONFIRM_DAYS) if sent else due)
    return max(day, since + ONE_DAY)


def _put_off(found: Todo, chase: Chase | None, since: date | None) -> Todo:
    if chase is None or (since is not None and chase.day < since):
        return found
    again = chase.again_on or chase.day + ONE_DAY
    return Todo(found.record, found.transfer, found.why, max(found.day, again), found.due)


def _return(
    record: Record, progress: Progress, visits: list[Encounter], today: date
) -> Todo | None:
    lent = record.returns and record.needed
    if not lent or progress.transfer.skip or progress.stage is Stage.RETURNED:
        return None
    theirs = with_doctor(visits, progress.transfer.doctor_id)
    over = (EncounterStatus.TOOK_PLACE, EncounterStatus.UNMARKED)
    past = [v for v in theirs if v.day is not None and status_of(v, today) in over]
    day = _counted(past[-1] if past else None, RETURN_DAYS)
    return None if day is None else Todo(record, progress.transfer, Why.RETURN, day, None)


def too_late(record: Record, progress: Progress, visits: list[Encounter], today: date) -> bool:
    """Return whether all visits with the doctor the record was meant for are over.

    What has to come back is looked for all the same if it was lost.
    """
    theirs = with_doctor(visits, progress.transfer.doctor_id)
    over = bool(theirs) and all(status_of(v, today) is not EncounterStatus.COMING for v in theirs)
    is_lost = record.returns and progress.has_problem
    return over and not record.back and not is_lost


def call_again(record: Record, due: date | None, today: date) -> date:
    """Return the suggested day of the next call: some working days later, but by the due day."""
    day = working_days_after(today, record.chase_days)
    return max(min(day, due), working_days_after(today, 1)) if due else day
