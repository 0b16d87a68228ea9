"""Records on the command line: their words and fields, and how far one has come."""

from dataclasses import replace
from datetime import date

from so_tui.cli.entity_commands import EntityCommand
from so_tui.cli.field_values import Given, choose
from so_tui.cli.options import Refused
from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.events import EventKind
from so_tui.domain.folding import alike
from so_tui.domain.names import name_of
from so_tui.domain.record_deadlines import due_day
from so_tui.domain.record_progress import happened, kinds, settled
from so_tui.domain.records import OWN_COPY, Record
from so_tui.domain.records import in_order as by_form
from so_tui.domain.state import AppState, Change, Put
from so_tui.forms.records import record_filling
from so_tui.logic.case_lifecycle import new_record
from so_tui.logic.phrases import kind_words
from so_tui.logic.records import destinations, is_there, progress_of, told, visits_for, ways


def _record_more(state: AppState, record: Record, today: date) -> str:
    if not record.needed:
        return text("cli.lines.record.not_needed")
    if is_there(state, record):
        return text("cli.lines.record.there")
    days = [
        due_day(record, visits_for(state, way.transfer.doctor_id), today, way.transfer.doctor_id)
        for way in ways(state, record)
        if not settled(record, way)
    ]
    return show_day(min(filter(None, days), default=None))


COPIED, SKIP, NONE = "copied", "skip", "none"
"""Values of `--stage` beside the kinds of events; the first was the word for an own copy."""


def _set_stage(state: AppState, record: Record, given: Given, today: date) -> tuple[Change, ...]:
    """Return what happened today to one transfer; by default the patient's own copy."""
    if "stage" not in given:
        if "to" in given:
            raise Refused(text("cli.lines.record.no_stage"))
        return ()
    progress = progress_of(state, record, chosen_destination(state, given))
    transfer, last = progress.transfer, progress.last
    choices = [(SKIP, text("records.stage.skip"))]
    choices += [] if last else [(NONE, text("records.stage.none"))]
    possible = {kind.name.lower(): kind for kind in kinds(record, transfer.doctor_id)}
    choices += [(name, kind_words(record, transfer, kind)) for name, kind in possible.items()]
    typed = str(given["stage"])
    if alike(typed, COPIED) and transfer.doctor_id == OWN_COPY:
        typed = EventKind.RECEIVED.value
    try:
        chosen = choose(text("cli.lines.record.stage"), choices, typed)
    except Refused as error:
        if "to" in given:
            raise
        raise Refused(f"{text('cli.lines.record.no_to')} {error}") from None
    if chosen in (SKIP, NONE):
        new = replace(transfer, skip=chosen == SKIP)
        return (Put(new, state.lanes.get(transfer.id)),)
    kind = possible[chosen]
    if last and (last.kind, last.day) == (kind, today) and not transfer.skip:
        return ()
    return told(state, transfer, happened(progress, kind, today))


def chosen_destination(state: AppState, given: Given) -> str:
    """Return the doctor that `--to` names, or `OWN_COPY` without it."""
    own = text("records.own_copy")
    names = [(key, name_of(state, key) if doctor else own) for key, doctor in destinations(state)]
    return choose(text("cli.lines.record.to"), names, str(given.get("to", OWN_COPY)))


RECORD = EntityCommand[Record](
    said="records",
    naming="name",
    every=lambda state: by_form(state.records.values()),
    fresh=lambda state, given, now: new_record(state),
    fillings=(lambda state, record, today, new: record_filling(record, today, new=new),),
    called=lambda state, record: record.name,
    more=_record_more,
    aside=("stage", "to"),
    also=_set_stage,
)
