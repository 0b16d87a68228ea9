"""Phrases for calls to make and visits, one line each. Pure."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from so_tui.content import has_words, text
from so_tui.domain.calls import Call, promise_is_over
from so_tui.domain.dates import short_day, show_day, show_time
from so_tui.domain.text import first_line

if TYPE_CHECKING:
    from so_tui.domain.encounters import Encounter
    from so_tui.domain.events import Event, EventKind
    from so_tui.domain.record_deadlines import Todo
    from so_tui.domain.record_progress import Progress
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
    """Return what a visit or the like is called, and when: 'Dr Who Thu 3 May 2026'."""
    from so_tui.logic.encounters import row_name

    when = show_day(visit.due) or text("people.no_date")
    return f"{row_name(state, visit)} {when}".strip()


def visit_time(visit: "Encounter", today: date) -> str:
    """Return when a visit is, in short: 'Thu 3 Dec 14:05', or that there is no date."""
    day = visit.day if visit.took_place else visit.due
    return f"{short_day(day, today)} {show_time(visit.at)}".strip() or text("people.no_date")


def stage_words(record: "Record", progress: "Progress") -> str:
    """Return the word for how far a record has come to one destination."""
    name = "sent_again" if progress.sent_again else progress.stage.name.lower()
    return _stage_word(record, progress.transfer, name)


def kind_words(record: "Record", transfer: "Transfer", kind: "EventKind") -> str:
    """Return the word for something that can happen to a record on its way."""
    return _stage_word(record, transfer, kind.name.lower())


def _stage_word(record: "Record", transfer: "Transfer", name: str) -> str:
    from so_tui.domain.records import RecordForm

    is_mine = record.form is RecordForm.MINE
    whose = "handed" if is_mine and transfer.doctor_id else "mine" if is_mine else "own"
    key = f"records.{whose}.{name}"
    special = (is_mine or not transfer.doctor_id) and has_words(key)
    return text(key if special else f"records.stage.{name}")


def event_words(record: "Record", transfer: "Transfer", event: "Event", today: date) -> str:
    """Return a line about an event: day, what happened, and all that is known about it."""
    until = short_day(event.until, today)
    by = text("records.event.by", day=until) if until else ""
    what = kind_words(record, transfer, event.kind)
    known = (what, by, event.how, event.reference, event.who, event.note)
    line = ", ".join(first_line(each, 400) for each in known if each)
    return text("records.event.line", day=short_day(event.day, today), words=line)


def step_words(event: "Event") -> str:
    """Return what happened to a record, in words: 'asked for', 'promised by 3 Dec 2026'."""
    name = event.kind.name.lower()
    until = f"lookback.until.{name}"
    if event.until and has_words(until):
        return text(until, day=show_day(event.until))
    return text(f"lookback.stage.{name}")


def names_of(todos: "Iterable[Todo]") -> str:
    """Return the names of the records, each once, and what went wrong with each."""
    named: dict[str, str] = {}
    for each in todos:
        key = f"records.wrong.{each.why.name.lower()}"
        words = text(key, name=each.record.name) if has_words(key) else ""
        named[each.record.id] = words or named.get(each.record.id) or str(each.record.name)
    return ", ".join(dict.fromkeys(named.values()))


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
