"""The records of the whole case: their transfers, what is late, and whom to call today. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from so_tui.content.seeds import record_from, record_templates
from so_tui.domain.dataclass import dataclass
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import next_order
from so_tui.domain.events import Event, EventKind
from so_tui.domain.names import name_of
from so_tui.domain.people import Doctor, in_order
from so_tui.domain.record_deadlines import Todo, Why, load_day, todo
from so_tui.domain.record_progress import (
    PROBLEMS,
    Progress,
    happened,
    is_before,
    next_step,
    settled,
    wanted,
)
from so_tui.domain.record_progress import progress_of as progress_by
from so_tui.domain.records import OWN_COPY, Chase, Record, RecordForm, Transfer, transfer_of
from so_tui.domain.state import AppState, Change, Drop, Put, once_a_state
from so_tui.domain.text import BLANK, Clean
from so_tui.logic.plan import known_visits
from so_tui.logic.treating import goes_on

AT_DOCTOR = (Why.CONFIRM, Why.LOAD, Why.RETURN)
"""Tasks for the office of the doctor it goes to; the others are for the holder of the record."""


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
    """Return a record's transfer to one destination, stored or new.

    The first doctor gave most records; what goes back is for who goes on with the care.
    """
    first, _ = _doctors(state)
    back = goes_on(state)
    ends = ([back] if back else []) if record.back else first
    is_theirs = any(doctor_id == doctor.id for doctor in ends)
    return transfer_of(state.lanes, record, doctor_id, first=is_theirs)


def progress_of(state: AppState, record: Record, doctor_id: str) -> Progress:
    """Return how far a record has come on its way to one destination, and all that happened."""
    transfer = transfer_to(state, record, doctor_id)
    return progress_by(transfer, _by_subject(state).get(transfer.id, ()))


@once_a_state
def _by_subject(state: AppState) -> Mapping[str, list[Event]]:
    found: defaultdict[str, list[Event]] = defaultdict(list)
    for event in state.events.values():
        found[event.about].append(event)
    return found


def ways(state: AppState, record: Record) -> Iterator[Progress]:
    """Yield how far a record has come to each destination where it is needed.

    A paper of the patient's own only has to be ready: it is brought along.
    """
    doctor_ids = [doctor_id for doctor_id, _ in destinations(state)]
    for doctor_id in doctor_ids[:1] if record.form is RecordForm.MINE else doctor_ids:
        progress = progress_of(state, record, doctor_id)
        if record.needed and not progress.transfer.skip:
            yield progress


def visits_for(state: AppState, doctor_id: str) -> list[Encounter]:
    """Return the visits a transfer counts from: for the own copy, those with the later doctors."""
    visits = known_visits(state).values()
    if doctor_id != OWN_COPY:
        return [v for v in visits if doctor_id in v.doctor_ids]
    _, later = _doctors(state)
    ids = {doctor.id for doctor in later}
    return [v for v in visits if not ids.isdisjoint(v.doctor_ids)]


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
    return todo(record, progress_of(state, record, doctor_id), visits, state.chases.values(), today)


def calls_today(state: AppState, today: date) -> list[RecordCall]:
    """Return whom to call today and about what, one call per office, most urgent first.

    What was already discussed waits until the day noted for the next call.
    """
    return [call for day, call in calls_by_day(state, today) if day == today]


def calls_by_day(state: AppState, today: date) -> list[tuple[date, RecordCall]]:
    """Return whom to call and when, one call per office and day; what is overdue is for today."""
    groups: dict[tuple[date, bool, Clean, Clean], list[Todo]] = {}
    for each in todos(state, today):
        groups.setdefault((max(each.day, today), *_whom(state, each)), []).append(each)
    return [
        (day, RecordCall(whom, phone, myself, tuple(found)))
        for (day, myself, whom, phone), found in sorted(groups.items(), key=lambda g: g[0][:2])
    ]


def _whom(state: AppState, each: Todo) -> tuple[bool, Clean, Clean]:
    """Return whether nobody has to be called, and otherwise the office and its number."""
    if each.why is Why.PREPARE:
        return True, BLANK, BLANK
    doctor = state.doctors.get(each.transfer.doctor_id)
    if each.why not in AT_DOCTOR or doctor is None:
        return False, each.record.holder, each.record.phone
    return False, doctor.place or name_of(state, doctor.id), doctor.phone


def office(state: AppState, record: Record, doctor_id: str, today: date) -> Clean:
    """Return whom to call about one transfer; '' if that is not known."""
    found = todo_of(state, record, doctor_id, today)
    return _whom(state, found)[1] if found else record.holder


def late(state: AppState, today: date) -> list[Todo]:
    """Return what has not arrived by its due day, longest overdue first."""
    return [each for each in todos(state, today) if each.days_late(today)]


def not_loaded(state: AppState, today: date) -> list[tuple[Record, Doctor]]:
    """Return the discs that the doctor's hospital should have loaded by now but has not.

    One that did not get there is not theirs to load: it is among the calls.
    """
    found = []
    for record in state.records.values():
        for doctor_id, doctor in destinations(state):
            progress = progress_of(state, record, doctor_id)
            day = load_day(record, visits_for(state, doctor_id), today, doctor_id)
            waiting = not progress.has_problem and not settled(record, progress)
            if doctor and day and day <= today and waiting:
                found.append((record, doctor))
    return found


def counts(state: AppState) -> tuple[int, int]:
    """Return how many needed records have arrived everywhere, and how many are needed."""
    needed = [record for record in state.records.values() if record.needed]
    return sum(is_there(state, record) for record in needed), len(needed)


def is_there(state: AppState, record: Record) -> bool:
    """Return whether a record has arrived; for the patient's own paper, whether it is ready."""
    needed = list(ways(state, record))
    return bool(needed) and all(settled(record, each) for each in needed)


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
    """Return the changes that delete a record, its transfers and events, and its own calls."""
    chases = [c for c in state.chases.values() if record.id in c.record_ids]
    left = [(c, tuple(i for i in c.record_ids if i != record.id)) for c in chases]
    transfers = [each for each in state.lanes.values() if each.record_id == record.id]
    return (
        Drop(record),
        *(Drop(each) for each in transfers),
        *(Drop(event) for each in transfers for event in _by_subject(state).get(each.id, ())),
        *(Put(replace(c, record_ids=ids), c) if ids else Drop(c) for c, ids in left),
    )


def same_call(state: AppState, transfer: Transfer, today: date) -> tuple[Todo, ...]:
    """Return everything to ask for in one call, if this transfer is due today; else ()."""
    for call in calls_today(state, today):
        if any(each.transfer.id == transfer.id for each in call.todos):
            return call.todos
    return ()


def log_call(
    state: AppState, chase: Chase, kind: EventKind, until: date | None
) -> tuple[Change, ...]:
    """Return the changes that log a call, and what was learned by it about its transfers.

    Something happened to those that are not further along, with the promised day; a problem, only
    to the one that comes first.
    """
    about = chase.lane_ids[:1] if kind in PROBLEMS else chase.lane_ids
    changes: list[Change] = [Put(chase)]
    for record in (state.records[i] for i in chase.record_ids if i in state.records):
        for doctor_id, _ in destinations(state):
            progress = progress_of(state, record, doctor_id)
            if progress.transfer.id in about and is_before(record, progress, kind, until):
                event = replace(happened(progress, kind, chase.day), until=until, who=chase.who)
                changes += told(state, progress.transfer, event)
    return tuple(changes)


def told(state: AppState, transfer: Transfer, event: Event) -> tuple[Change, ...]:
    """Return the changes by which something happened to a transfer, which is then needed."""
    stored = state.lanes.get(transfer.id)
    needed = () if stored and not stored.skip else (Put(wanted(transfer), stored),)
    return (*needed, Put(event))


def step_on(state: AppState, progress: Progress, record: Record, today: date) -> tuple[Change, ...]:
    """Return the changes that take a transfer one step on today; none at the end.

    What was not needed is needed again.
    """
    transfer = progress.transfer
    if transfer.skip:
        return (Put(wanted(transfer), state.lanes.get(transfer.id)),)
    kind = next_step(record, progress)
    return told(state, transfer, happened(progress, kind, today)) if kind else ()


def step_back(state: AppState, progress: Progress, today: date) -> tuple[Change, ...]:
    """Return the changes that delete what was added today by mistake; none for older events.

    Where nothing happened yet, it is not needed there.
    """
    transfer, last = progress.transfer, progress.last
    if transfer.skip:
        return ()
    if last is None:
        return (Put(replace(transfer, skip=True), state.lanes.get(transfer.id)),)
    return (Drop(last),) if last.day == last.entered.date() == today else ()
