"""The call log: all calls, those about records among them, in one form. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

from so_tui.content import text
from so_tui.domain.calls import Call, newest_first
from so_tui.domain.dates import show_time
from so_tui.domain.entity import having
from so_tui.domain.events import Event, EventKind
from so_tui.domain.record_progress import settled
from so_tui.domain.records import Chase, Record, Transfer, last_chase
from so_tui.domain.state import AppState, Change, Put
from so_tui.domain.text import BLANK, Clean, clean_line
from so_tui.logic.records import destinations, progress_of, transfer_to


def call_log(state: AppState) -> list[Call]:
    """Return all calls, newest first."""
    about_records = (as_call(state, chase) for chase in state.chases.values())
    return newest_first((*state.calls.values(), *about_records))


def as_call(state: AppState, chase: Chase) -> Call:
    """Return a call about records as one of the log, with the same id.

    Its time is not known, so it is that of midnight. What was promised in it are the records. It is
    settled once another call was made about them since, or they have arrived.
    """
    records = (state.records[id_] for id_ in chase.record_ids if id_ in state.records)
    phones = (each.phone for each in records if chase.whom and each.holder == chase.whom)
    promised = [event.until for event in _promises(state, chase) if event.until]
    return Call(
        id=chase.id,
        case_id=chase.case_id,
        whom=chase.whom or chase.who or Clean(text("insurance.records_office")),
        phone=next(phones, BLANK),
        at=datetime.combine(chase.day, time.min),
        person=chase.who if chase.whom else BLANK,
        said=chase.said,
        promised=about(state, chase) if promised else BLANK,
        promised_by=max(promised, default=None),
        next_call=chase.again_on,
        settled=not waiting(state, chase),
    )


def about(state: AppState, chase: Chase) -> Clean:
    """Return the names of the records that a call was about."""
    names = (state.records[id_].name for id_ in chase.record_ids if id_ in state.records)
    return clean_line(", ".join(names))


def time_of(state: AppState, call: Call) -> str:
    """Return the time of a call of the log; '' if only its day is known."""
    return "" if call.id in state.chases else show_time(call.at.time())


def waiting(state: AppState, chase: Chase) -> list[str]:
    """Return the ids of the transfers on their way that a call was the last one about."""
    every = _transfers(state, chase)
    return [transfer.id for record, transfer in every if _waits(state, chase, record, transfer)]


def _transfers(state: AppState, chase: Chase) -> Iterator[tuple[Record, Transfer]]:
    for record in (state.records[id_] for id_ in chase.record_ids if id_ in state.records):
        for doctor_id, _ in destinations(state):
            transfer = transfer_to(state, record, doctor_id)
            if transfer.id in chase.lane_ids:
                yield record, transfer


def with_promises(state: AppState, old: Chase, new: Chase) -> tuple[Change, ...]:
    """Return the changes that keep what was promised in a call with it once it is changed."""
    if (old.day, old.who) == (new.day, new.who):
        return ()
    return tuple(Put(replace(e, day=new.day, who=new.who), e) for e in _promises(state, old))


def _promises(state: AppState, chase: Chase) -> list[Event]:
    """Return what was promised in a call."""
    found = (e for id_ in chase.lane_ids for e in having(state.events, "about", id_))
    made = EventKind.PROMISED, chase.day, chase.who
    return [event for event in found if (event.kind, event.day, event.who) == made and event.until]


def _waits(state: AppState, chase: Chase, record: Record, transfer: Transfer) -> bool:
    """Return whether this was the last call about a transfer that has not arrived."""
    last = last_chase(state.chases.values(), transfer)
    progress = progress_of(state, record, transfer.doctor_id)
    return last is not None and last.id == chase.id and not settled(record, progress)
