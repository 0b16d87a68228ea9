"""Records: what to obtain or send, and the progress of each transfer.

A record has several transfers: one for the patient's own copy, and one for each doctor it goes to.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity, id_made_of
from so_tui.domain.text import BLANK, Clean

OWN_COPY = ""
"""Used instead of a doctor's id for the transfer of the patient's own copy."""

VISIT_DAYS, ASK_DAYS, CHASE_DAYS = -7, -21, 5
"""Defaults for a record of the user's own; see `Record`."""


class RecordForm(StrEnum):
    """The form of a record: a report and the thing it is about are two different records."""

    REPORT = "report"
    THING = "thing"
    MINE = "mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(CaseEntity):
    """A thing to obtain or to send.

    Attributes:
        form: A report (paper or a file), the thing itself (slides, a disc), or a paper that the
            patient writes or owns and need not ask anyone for.
        template: Key of the shipped item it was made from, or '' for the user's own.
        needed: False once it was marked as not needed.
        holder: Who has it now: an office and a name, in the user's words.
        due: The day it has to arrive, set by hand; None if it depends on the visit.
        due_days: Days from the visit by which it has to arrive; negative is before it.
        ask_days: Days from the visit by which to ask for it.
        chase_days: Working days after asking at which to call again.
        load_days: Days from the visit by which the hospital has to have loaded it, as the scan
            files on a disc; None if it is not loaded.
        returns: Whether it has to go back to its holder.
        back: True for what goes from the new doctor to the first one.
    """

    name: Clean
    form: RecordForm = RecordForm.REPORT
    template: str = ""
    needed: bool = True
    holder: Clean = BLANK
    phone: Clean = BLANK
    due: date | None = None
    due_days: int = VISIT_DAYS
    ask_days: int = ASK_DAYS
    chase_days: int = CHASE_DAYS
    load_days: int | None = None
    returns: bool = False
    back: bool = False
    note: Clean = BLANK
    order: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(CaseEntity):
    """The progress of one record to one destination: a doctor, or the patient's own copy.

    Its stage is the last one that has a day.

    Attributes:
        doctor_id: The receiving doctor, or `OWN_COPY`.
        skip: True if the record need not go there.
        copied_on: The day the patient's own copy came.
    """

    record_id: str
    doctor_id: str = OWN_COPY
    skip: bool = False
    asked_on: date | None = None
    promised_on: date | None = None
    promised_by: date | None = None
    copied_on: date | None = None
    sent_on: date | None = None
    confirmed_on: date | None = None
    loaded_on: date | None = None
    returned_on: date | None = None
    how: Clean = BLANK
    tracking: Clean = BLANK


@dataclass(frozen=True, slots=True, kw_only=True)
class Chase(CaseEntity):
    """One logged call about records: who was spoken to and what they said.

    Attributes:
        lane_ids: Ids of the transfers discussed.
        again_on: When to call again; until then nothing discussed is due.
    """

    record_ids: tuple[str, ...]
    lane_ids: tuple[str, ...] = ()
    day: date
    who: Clean = BLANK
    said: Clean = BLANK
    again_on: date | None = None


class Stage(StrEnum):
    """The stage of a record; the value names the transfer's field with its day."""

    SKIP = "skip"
    NONE = ""
    ASKED = "asked_on"
    PROMISED = "promised_on"
    COPIED = "copied_on"
    SENT = "sent_on"
    CONFIRMED = "confirmed_on"
    LOADED = "loaded_on"
    RETURNED = "returned_on"


def stages(record: Record, doctor_id: str) -> tuple[Stage, ...]:
    """Return the stages of one of the record's transfers in order, without SKIP and NONE."""
    mine = record.form is RecordForm.MINE
    asking = () if mine else (Stage.ASKED, Stage.PROMISED)
    if doctor_id == OWN_COPY:
        return (*asking, Stage.COPIED)
    loading = () if record.load_days is None else (Stage.LOADED,)
    return (*asking, Stage.SENT, Stage.CONFIRMED, *loading, *(() if mine else (Stage.RETURNED,)))


def goal(record: Record, doctor_id: str) -> Stage:
    """Return the stage that completes a transfer, apart from a thing's return."""
    steps = [s for s in stages(record, doctor_id) if s is not Stage.RETURNED]
    return steps[-1]


def day_of(transfer: Transfer, stage: Stage) -> date | None:
    """Return the day on which the transfer reached a stage, or None."""
    day: date | None = None if stage in (Stage.SKIP, Stage.NONE) else getattr(transfer, stage)
    return day


def stage_of(record: Record, transfer: Transfer) -> Stage:
    """Return the current stage of a transfer."""
    if transfer.skip:
        return Stage.SKIP
    reached = [s for s in stages(record, transfer.doctor_id) if day_of(transfer, s) is not None]
    return reached[-1] if reached else Stage.NONE


def settled(record: Record, transfer: Transfer) -> bool:
    """Return whether nothing is left to do, apart from a thing's return."""
    if not record.needed or transfer.skip:
        return True
    steps = stages(record, transfer.doctor_id)
    last = steps.index(goal(record, transfer.doctor_id))
    return any(day_of(transfer, stage) is not None for stage in steps[last:])


def moved(record: Record, transfer: Transfer, step: int, today: date) -> Transfer:
    """Return the transfer one stage forward (1) or back (-1); the same transfer at either end.

    A stage that is reached gets today as its day; one that is left has its day cleared.
    """
    order = (Stage.SKIP, Stage.NONE, *stages(record, transfer.doctor_id))
    place = order.index(stage_of(record, transfer)) + step
    return put_at(record, transfer, order[place], today) if 0 <= place < len(order) else transfer


def put_at(record: Record, transfer: Transfer, stage: Stage, today: date) -> Transfer:
    """Return the transfer at a stage, dated today unless it has a day, with later days cleared."""
    if stage is Stage.SKIP:
        return replace(transfer, skip=True)
    steps = stages(record, transfer.doctor_id)
    later = steps[steps.index(stage) + 1 :] if stage in steps else steps
    days: dict[str, Any] = {each.value: None for each in later}
    if stage in steps:
        days[stage.value] = day_of(transfer, stage) or today
    if Stage.PROMISED in later:
        days["promised_by"] = None
    return replace(transfer, skip=False, **days)


def transfer_id(record_id: str, doctor_id: str) -> str:
    """Return the id of a transfer, determined by its arguments: two people create the same one."""
    return id_made_of(f"lane/{record_id}/{doctor_id}")


def transfer_of(
    transfers: Mapping[str, Transfer], record: Record, doctor_id: str, *, first: bool = False
) -> Transfer:
    """Return a record's transfer, a new one if none is stored yet.

    `first` tells that it is to the first doctor, who gave most records and needs none of them;
    what goes back to them is for nobody else.
    """
    key = transfer_id(record.id, doctor_id)
    if key in transfers:
        return transfers[key]
    skip = doctor_id != OWN_COPY and first != record.back
    return Transfer(
        id=key, case_id=record.case_id, record_id=record.id, doctor_id=doctor_id, skip=skip
    )


def in_order(records: Iterable[Record]) -> list[Record]:
    """Return the records in list order: by form, with unneeded ones last."""
    forms = list(RecordForm)
    return sorted(records, key=lambda r: (not r.needed, forms.index(r.form), r.order, r.id))


def chases_of(chases: Iterable[Chase], record_id: str) -> list[Chase]:
    """Return the logged calls about one record, newest first."""
    about = [chase for chase in chases if record_id in chase.record_ids]
    return sorted(about, key=lambda chase: (chase.day, chase.id), reverse=True)


def last_chase(chases: Iterable[Chase], transfer: Transfer) -> Chase | None:
    """Return the newest logged call about one transfer, or None."""
    about = [chase for chase in chases if transfer.id in chase.lane_ids]
    return max(about, key=lambda chase: (chase.day, chase.id), default=None)
