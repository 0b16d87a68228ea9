"""Phrases for calls to make, approvals, and discs to load, one line each. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from so_tui.content import text
from so_tui.domain.approvals import Approval, Granted, end_of
from so_tui.domain.calls import Call, promise_is_over
from so_tui.domain.dates import short_day, show_day, show_time
from so_tui.domain.text import Clean, first_line

if TYPE_CHECKING:
    from so_tui.domain.encounters import Encounter
    from so_tui.domain.people import Doctor
    from so_tui.domain.record_deadlines import Todo
    from so_tui.domain.records import Record, Transfer
    from so_tui.domain.state import AppState
    from so_tui.logic.records import RecordCall


def chase_words(call: Call, today: date) -> str:
    """Return the reason for a call: 'Call Example Health (promised: the letter)'."""
    if not call.promised:
        return text("home.call", whom=call.whom)
    key = "home.promise_over" if promise_is_over(call, today) else "home.call_about"
    return text(key, whom=call.whom, what=first_line(call.promised, 60))


def doctor_and_day(state: "AppState", visit: "Encounter") -> str:
    """Return whom a visit is with, and when: 'Dr Who 3 May 2026'."""
    doctor = state.doctors.get(visit.doctor_id)
    when = show_day(visit.day) or text("people.no_date")
    return f"{doctor.name if doctor else ''} {when}".strip()


def status_word(encounter: "Encounter", today: date) -> str:
    """Return the word for how an encounter stands: 'still to come', 'cancelled' ..."""
    from so_tui.domain.encounters import status_of

    return text(f"people.status.{status_of(encounter, today).name.lower()}")


def visit_time(visit: "Encounter", today: date) -> str:
    """Return when a visit is, in short: 'Thu 3 Dec 14:05', or that there is no date."""
    return f"{short_day(visit.day, today)} {show_time(visit.at)}".strip() or text("people.no_date")


def granted_word(state: Granted) -> Clean:
    """Return the word for the state of an approval."""
    return Clean(state.value or text("insurance.to_ask"))


def standing_word(approval: Approval, today: date) -> str:
    """Return the word for the status of an approval: its expiry if near, else its state."""
    return end_of(approval, today).value or granted_word(approval.state)


def stage_words(record: "Record", transfer: "Transfer") -> str:
    """Return the word for the stage of a transfer."""
    from so_tui.domain.records import RecordForm, stage_of

    name = stage_of(record, transfer).name.lower()
    if record.form is not RecordForm.MINE:
        return text(f"records.stage.{name}")
    return text(f"records.{'handed' if transfer.doctor_id else 'mine'}.{name}")


def names_of(todos: "Iterable[Todo]") -> str:
    """Return the names of the records, each once."""
    return ", ".join(dict.fromkeys(str(each.record.name) for each in todos))


def whom(call: "RecordCall") -> str:
    """Return whom to call, with the number."""
    if call.myself:
        return text("records.myself")
    named = call.whom or text("records.nobody")
    return text("records.with_phone", whom=named, phone=call.phone) if call.phone else str(named)


def call_words(call: "RecordCall") -> str:
    """Return a call about records in one line."""
    if call.myself:
        return text("records.myself_line", names=names_of(call.todos))
    return text("records.call_line", whom=whom(call), names=names_of(call.todos))


def disc_words(found: "Sequence[tuple[Record, Doctor]]") -> list[str]:
    """Return a line for each hospital that has not loaded a disc although the visit is near."""
    by_doctor: dict[str, tuple[str, list[str]]] = {}
    for record, doctor in found:
        place = by_doctor.setdefault(doctor.id, (doctor.place or doctor.name, []))
        place[1].append(record.name)
    return [
        text("records.not_loaded", place=place, names=", ".join(names))
        for place, names in by_doctor.values()
    ]
