"""The records of the whole case: their transfers, what is late, and whom to call today. Pure."""

from dataclasses import replace
from datetime import date

from so_tui.content.seeds import record_from, record_templates
from so_tui.domain.dataclass import dataclass
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import next_order
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.record_deadlines import Todo, Why, load_day, todo
from so_tui.domain.records import (
    OWN_COPY,
    Chase,
    Record,
    RecordForm,
    Stage,
    Transfer,
    put_at,
    settled,
    stage_of,
    stages,
    transfer_of,
)
from so_tui.domain.state import AppState, Change, Drop, Put
from so_tui.domain.text import BLANK, Clean
from so_tui.logic.plan import known_visits

TO_HOLDER = (Why.ASK, Why.CHASE)
"""Tasks for the holder of the record; the others are for the doctor's office."""


@dataclass(frozen=True, slots=True)
class RecordCall:
    """One call to make, and everything it is about.

    Attributes:
        whom: The office; '' for oneself, or if the holder of the record is not known.
        myself: Whether it is not a call but a paper to prepare.
    """

    whom: Clean
    phone: Clean
    myself: bool
    todos: tuple[Todo, ...]


def destinations(state: AppState) -> list[tuple[str, Doctor | None]]:
    """Return where each record goes: the own copy, the later doctors, the first doctor."""
    first, later = _doctors(state)
    doctors = [*later, *first]
    return [(OWN_COPY, None), *((doctor.id, doctor) for doctor in doctors)]


def _doctors(state: AppState) -> tuple[list[Doctor], list[Doctor]]:
    doctors = in_order(state.doctors.values())
    return doctors[:1], doctors[1:]


def transfer_to(state: AppState, record: Record, doctor_id: str) -> Transfer:
    """Return a record's transfer to one destination, stored or new."""
    first, _ = _doctors(state)
    is_first = bool(first) and doctor_id == first[0].id
    return transfer_of(state.lanes, record, doctor_id, first=is_first)


def visits_for(state: AppState, doctor_id: str) -> list[Encounter]:
    """Return the visits a transfer counts from: for the own copy, those with the later doctors."""
    visits = known_visits(state).values()
    if doctor_id != OWN_COPY:
        return [v for v in visits if v.doctor_id == doctor_id]
    _, later = _doctors(state)
    ids = {doctor.id for doctor in later}
    return [v for v in visits if v.doctor_id in ids]


def todos(state: AppState, today: date) -> list[Todo]:
    """Return what to do next about each transfer of each record, most urgent first."""
    found = [
        todo_of(state, record, doctor_id, today)
        for record in state.records.values()
        for doctor_id, _ in destinations(state)
    ]
    return sorted(filter(None, found), key=lambda t: (t.due or t.day, t.day, t.record.order))


def todo_of(state: AppState, record: Record, doctor_id: str, today: date) -> Todo | None:
    """Return what to do next about one transfer, or None."""
    visits = visits_for(state, doctor_id)
    return todo(record, transfer_to(state, record, doctor_id), visits, state.chases.values(), today)


def calls_today(state: AppState, today: date) -> list[RecordCall]:
    """Return whom to call today and about what, one call per office, most urgent first.

    What was already discussed waits until the day noted for the next call.
    """
    groups: dict[tuple[bool, Clean, Clean], list[Todo]] = {}
    for each in todos(state, today):
        if each.day <= today:
            groups.setdefault(_whom(state, each), []).append(each)
    return [
        RecordCall(whom, phone, myself, tuple(found))
        for (myself, whom, phone), found in sorted(groups.items(), key=lambda item: item[0][0])
    ]


def _whom(state: AppState, each: Todo) -> tuple[bool, Clean, Clean]:
    """Return whether nobody has to be called, and otherwise the office and its number."""
    if each.why is Why.PREPARE:
        return True, BLANK, BLANK
    doctor = state.doctors.get(each.transfer.doctor_id)
    if each.why in TO_HOLDER or doctor is None:
        return False, each.record.holder, each.record.phone
    return False, doctor.place or doctor.name, doctor.phone


def late(state: AppState, today: date) -> list[Todo]:
    """Return what has not arrived by its due day, longest overdue first."""
    return [each for each in todos(state, today) if each.days_late(today)]


def not_loaded(state: AppState, today: date) -> list[tuple[Record, Doctor]]:
    """Return the discs that the doctor's hospital should have loaded by now but has not."""
    found = []
    for record in state.records.values():
        for doctor_id, doctor in destinations(state):
            transfer = transfer_to(state, record, doctor_id)
            day = load_day(record, visits_for(state, doctor_id), today, doctor_id)
            if doctor and day and day <= today and not settled(record, transfer):
                found.append((record, doctor))
    return found


def counts(state: AppState) -> tuple[int, int]:
    """Return how many needed records have arrived everywhere, and how many are needed."""
    needed = [record for record in state.records.values() if record.needed]
    return sum(is_there(state, record) for record in needed), len(needed)


def is_there(state: AppState, record: Record) -> bool:
    """Return whether a record has arrived; for the patient's own paper, whether it is ready."""
    transfers = [transfer_to(state, record, doctor_id) for doctor_id, _ in destinations(state)]
    if record.form is RecordForm.MINE:
        transfers = transfers[:1]
    wanted = [each for each in transfers if not each.skip]
    return bool(wanted) and all(settled(record, each) for each in wanted)


def fill_in(state: AppState) -> tuple[Change, ...]:
    """Return the changes that add the missing shipped records to the list."""
    listed = {record.template for record in state.records.values()}
    start = next_order(state.records.values())
    changes: list[Change] = []
    for order, template in enumerate(record_templates(), start):
        if template.key not in listed:
            record = record_from(template, state.case_id, order)
            changes.append(Put(record))
            if not template.own:
                changes.append(Put(replace(transfer_of({}, record, OWN_COPY), skip=True)))
    return tuple(changes)


def drop_record(state: AppState, record: Record) -> tuple[Change, ...]:
    """Return the changes that delete a record, its transfers, and the calls only about it."""
    chases = [c for c in state.chases.values() if record.id in c.record_ids]
    left = [(c, tuple(i for i in c.record_ids if i != record.id)) for c in chases]
    transfers = [each for each in state.lanes.values() if each.record_id == record.id]
    return (
        Drop(record),
        *(Drop(each) for each in transfers),
        *(Put(replace(c, record_ids=ids), c) if ids else Drop(c) for c, ids in left),
    )


def same_call(state: AppState, transfer: Transfer, today: date) -> tuple[Todo, ...]:
    """Return everything to ask for in one call, if this transfer is due today; else ()."""
    for call in calls_today(state, today):
        if any(each.transfer.id == transfer.id for each in call.todos):
            return call.todos
    return ()


def log_call(
    state: AppState, chase: Chase, stage: Stage, promised_by: date | None
) -> tuple[Change, ...]:
    """Return the changes that log a call, and move its transfers forward.

    They reach the stage, if they are not further along, with the promised day.
    """
    changes: list[Change] = [Put(chase)]
    for record in (state.records[i] for i in chase.record_ids if i in state.records):
        for doctor_id, _ in destinations(state):
            transfer = transfer_to(state, record, doctor_id)
            if transfer.id in chase.lane_ids and is_before(record, transfer, stage, promised_by):
                reached = put_at(record, transfer, stage, chase.day)
                changes.append(
                    Put(replace(reached, promised_by=promised_by or transfer.promised_by))
                )
    return tuple(changes)


def is_before(record: Record, transfer: Transfer, stage: Stage, promised_by: date | None) -> bool:
    """Return whether a transfer has yet to reach a stage, or that stage with another promise."""
    order = (Stage.SKIP, Stage.NONE, *stages(record, transfer.doctor_id))
    if stage not in order:
        return False
    current, wanted = order.index(stage_of(record, transfer)), order.index(stage)
    if current == wanted:
        return promised_by not in (None, transfer.promised_by)
    return current < wanted
