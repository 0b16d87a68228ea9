"""Records: what to obtain or send, to whom, and the calls about it.

A record has several transfers: one for the patient's own copy, and one for each doctor it goes to.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

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
    """One record on its way to one destination: a doctor, or the patient's own copy.

    What happened to it are the events about it; see `record_progress`.

    Attributes:
        doctor_id: The receiving doctor, or `OWN_COPY`.
        skip: True if the record need not go there.
        note: What was written about it before anything happened.
    """

    record_id: str
    doctor_id: str = OWN_COPY
    skip: bool = False
    note: Clean = BLANK


@dataclass(frozen=True, slots=True, kw_only=True)
class Chase(CaseEntity):
    """One logged call about records: who was spoken to and what they said.

    Attributes:
        lane_ids: Ids of the transfers discussed.
        whom: The office that was called; '' in notes of older versions.
        again_on: When to call again; until then nothing discussed is due.
    """

    record_ids: tuple[str, ...]
    lane_ids: tuple[str, ...] = ()
    day: date
    whom: Clean = BLANK
    who: Clean = BLANK
    said: Clean = BLANK
    again_on: date | None = None


def transfer_id(record_id: str, doctor_id: str) -> str:
    """Return the id of a transfer, determined by its arguments: two people create the same one."""
    return id_made_of(f"lane/{record_id}/{doctor_id}")


def transfer_of(
    transfers: Mapping[str, Transfer], record: Record, doctor_id: str, *, first: bool = False
) -> Transfer:
    """Return a record's transfer, a new one if none is stored yet.

    `first` tells that it is to the first doctor, who gave most records and needs none of them; for
    what goes back, that it is to who has the care: it is for nobody else.
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
