"""Records: what has to be obtained or sent, and how far each has come on each of its ways.

A record has several lanes: one for my own copy, and one for each doctor it goes to.
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
"""Stands in place of a doctor's id for the lane of my own copy."""

VISIT_DAYS, ASK_DAYS, CHASE_DAYS = -7, -21, 5
"""What a record of one's own starts from; see `Record`."""


class Form(StrEnum):
    """What a record is: a report and the thing it is about are two different records."""

    REPORT = "report"
    THING = "thing"
    MINE = "mine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(CaseEntity):
    """A thing to obtain or to send.

    Attributes:
        form: A report (paper or a file), the thing itself (slides, a disc), or a paper that the
            patient writes or owns and nobody has to be asked for.
        template: Key of the shipped item it was made from, or '' for one's own.
        needed: False once it was ticked as not needed.
        holder: Who has it now: an office and a name, in the user's words.
        due: The day it has to be there, typed by hand; None when it hangs on the visit.
        due_days: Days from the visit by which it has to be there; negative is before it.
        ask_days: Days from the visit by which to ask for it.
        chase_days: So many working days after asking one calls again.
        load_days: Days from the visit by which the hospital has to have loaded it, as the scan
            files on a disc; None for what is not loaded.
        returns: Whether it has to come back to its holder.
        back: True for what goes from the new doctor to the first one.
    """

    name: Clean
    form: Form = Form.REPORT
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
class Lane(CaseEntity):
    """How far one record has come on its way to one doctor, or to my own copy.

    It stands at the last of its stages that has a day.

    Attributes:
        doctor_id: To whom it goes, or `OWN_COPY`.
        skip: True where it does not have to go this way.
        promised_by: The day that was promised.
        copied_on: The day my own copy came.
        how: How it was sent.
        tracking: The number of the parcel.
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
    """One dated line on running after records: whom one spoke with and what they said.

    Attributes:
        record_ids: The records that were spoken about.
        lane_ids: Their lanes that were spoken about.
        day: When it was.
        who: Whom one spoke with.
        again_on: When to call again; until then nothing of this is due.
    """

    record_ids: tuple[str, ...]
    lane_ids: tuple[str, ...] = ()
    day: date
    who: Clean = BLANK
    said: Clean = BLANK
    again_on: date | None = None


class Stage(StrEnum):
    """How far a record has come; the value is the name of the lane's field with its day."""

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
    """Return the stages of one of the record's lanes in their order, without the first two."""
    mine = record.form is Form.MINE
    asking = () if mine else (Stage.ASKED, Stage.PROMISED)
    if doctor_id == OWN_COPY:
        return (*asking, Stage.COPIED)
    loading = () if record.load_days is None else (Stage.LOADED,)
    return (*asking, Stage.SENT, Stage.CONFIRMED, *loading, *(() if mine else (Stage.RETURNED,)))


def goal(record: Record, doctor_id: str) -> Stage:
    """Return the stage with which a lane has come to its end, but for a thing's way back."""
    way = [s for s in stages(record, doctor_id) if s is not Stage.RETURNED]
    return way[-1]


def day_of(lane: Lane, stage: Stage) -> date | None:
    """Return the day on which the lane came to a stage, if it did."""
    day: date | None = None if stage in (Stage.SKIP, Stage.NONE) else getattr(lane, stage)
    return day


def stage_of(record: Record, lane: Lane) -> Stage:
    """Return the stage at which a lane stands."""
    if lane.skip:
        return Stage.SKIP
    reached = [s for s in stages(record, lane.doctor_id) if day_of(lane, s) is not None]
    return reached[-1] if reached else Stage.NONE


def settled(record: Record, lane: Lane) -> bool:
    """Return whether nothing is left to do but for a thing's way back."""
    if not record.needed or lane.skip:
        return True
    way = stages(record, lane.doctor_id)
    last = way.index(goal(record, lane.doctor_id))
    return any(day_of(lane, stage) is not None for stage in way[last:])


def moved(record: Record, lane: Lane, step: int, today: date) -> Lane:
    """Return the lane one stage on (1) or back (-1); the same lane where the way ends.

    A stage that is reached gets today as its day; one that is left behind has no day any more.
    """
    order = (Stage.SKIP, Stage.NONE, *stages(record, lane.doctor_id))
    there = order.index(stage_of(record, lane)) + step
    return put_at(record, lane, order[there], today) if 0 <= there < len(order) else lane


def put_at(record: Record, lane: Lane, stage: Stage, today: date) -> Lane:
    """Return the lane at a stage: that has today as its day unless it has one, later ones none."""
    if stage is Stage.SKIP:
        return replace(lane, skip=True)
    way = stages(record, lane.doctor_id)
    later = way[way.index(stage) + 1 :] if stage in way else way
    days: dict[str, Any] = {each.value: None for each in later}
    if stage in way:
        days[stage.value] = day_of(lane, stage) or today
    if Stage.PROMISED in later:
        days["promised_by"] = None
    return replace(lane, skip=False, **days)


def lane_id(record_id: str, doctor_id: str) -> str:
    """Return the id of a lane: the same wherever it is made, so that two people make one lane."""
    return id_made_of(f"lane/{record_id}/{doctor_id}")


def lane_of(
    lanes: Mapping[str, Lane], record: Record, doctor_id: str, *, first: bool = False
) -> Lane:
    """Return a record's lane, a fresh one when nothing of it is kept yet.

    Args:
        lanes: All lanes by id.
        record: The record.
        doctor_id: To whom, or `OWN_COPY`.
        first: Whether that is the first doctor, who gave most records and needs none of them;
            what goes back to them is for nobody else.
    """
    key = lane_id(record.id, doctor_id)
    if key in lanes:
        return lanes[key]
    skip = doctor_id != OWN_COPY and first != record.back
    return Lane(id=key, case_id=record.case_id, record_id=record.id, doctor_id=doctor_id, skip=skip)


def in_order(records: Iterable[Record]) -> list[Record]:
    """Return the records as they are listed: by form, what is not needed last."""
    forms = list(Form)
    return sorted(records, key=lambda r: (not r.needed, forms.index(r.form), r.order, r.id))


def chases_of(chases: Iterable[Chase], record_id: str) -> list[Chase]:
    """Return the lines on one record, the newest first."""
    return _newest_first(chase for chase in chases if record_id in chase.record_ids)


def last_chase(chases: Iterable[Chase], lane: Lane) -> Chase | None:
    """Return the newest line on one lane, or None."""
    return next(iter(_newest_first(c for c in chases if lane.id in c.lane_ids)), None)


def _newest_first(chases: Iterable[Chase]) -> list[Chase]:
    return sorted(chases, key=lambda chase: (chase.day, chase.id), reverse=True)
