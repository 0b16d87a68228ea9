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
from so_tui.domain.records import (
    OWN_COPY,
    Chase,
    Record,
    RecordForm,
    Stage,
    Transfer,
    day_of,
    last_chase,
    settled,
    stage_of,
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
    transfer: Transfer,
    visits: Iterable[Encounter],
    chases: Iterable[Chase],
    today: date,
) -> Todo | None:
    """Return what to do next about one transfer, or None.

    The visits are those that count for it. Of the logged calls about records, one with a day to
    call again postpones the next call until then.
    """
    visits = list(visits)
    stage = stage_of(record, transfer)
    last = last_chase(chases, transfer)
    if settled(record, transfer):
        returning = _return(record, transfer, visits, today)
        return returning and _put_off(returning, last, stage)
    if _too_late(record, transfer, visits, today):
        return None
    due = due_day(record, visits, today, transfer.doctor_id)
    load = load_day(record, visits, today, transfer.doctor_id)
    if load and (stage is Stage.CONFIRMED or (stage is Stage.SENT and load <= today)):
        found = Todo(record, transfer, Why.LOAD, load, load)
    elif stage is Stage.NONE:
        mine = record.form is RecordForm.MINE
        if due is None or (mine and transfer.doctor_id != OWN_COPY):
            return None
        ask = due if mine else due + timedelta(days=record.ask_days - record.due_days)
        found = Todo(record, transfer, Why.PREPARE if mine else Why.ASK, ask, due)
    else:
        why = Why.CONFIRM if stage is Stage.SENT else Why.CHASE
        found = Todo(record, transfer, why, _next_call(record, transfer, stage, due), due)
    return _put_off(found, last, stage)


def _next_call(record: Record, transfer: Transfer, stage: Stage, due: date | None) -> date:
    """Return when to call about what was asked for, promised or sent."""
    since = day_of(transfer, stage) or date.min
    if stage is Stage.PROMISED and transfer.promised_by is not None:
        return transfer.promised_by + ONE_DAY
    day = working_days_after(since, record.chase_days)
    if due is not None:
        day = min(day, due - timedelta(days=CONFIRM_DAYS) if stage is Stage.SENT else due)
    return max(day, since + ONE_DAY)


def _put_off(found: Todo, chase: Chase | None, stage: Stage) -> Todo:
    since = day_of(found.transfer, stage)
    if chase is None or (since is not None and chase.day < since):
        return found
    again = chase.again_on or chase.day + ONE_DAY
    return Todo(found.record, found.transfer, found.why, max(found.day, again), found.due)


def _return(
    record: Record, transfer: Transfer, visits: list[Encounter], today: date
) -> Todo | None:
    if not (record.returns and record.needed) or transfer.skip or transfer.returned_on is not None:
        return None
    theirs = with_doctor(visits, transfer.doctor_id)
    over = (EncounterStatus.TOOK_PLACE, EncounterStatus.UNMARKED)
    past = [v for v in theirs if v.day is not None and status_of(v, today) in over]
    day = _counted(past[-1] if past else None, RETURN_DAYS)
    return None if day is None else Todo(record, transfer, Why.RETURN, day, None)


def _too_late(record: Record, transfer: Transfer, visits: list[Encounter], today: date) -> bool:
    """Return whether all visits with the doctor the record was meant for are over."""
    theirs = with_doctor(visits, transfer.doctor_id)
    over = bool(theirs) and all(status_of(v, today) is not EncounterStatus.COMING for v in theirs)
    return over and not record.back


def call_again(record: Record, due: date | None, today: date) -> date:
    """Return the suggested day of the next call: some working days later, but by the due day."""
    day = working_days_after(today, record.chase_days)
    return max(min(day, due), working_days_after(today, 1)) if due else day
