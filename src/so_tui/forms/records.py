"""The fields of records, of what happened to them, and of calls about them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Unpack

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import show_day, show_due_rule
from so_tui.domain.events import Event, EventKind
from so_tui.domain.record_deadlines import call_again, due_day
from so_tui.domain.record_progress import PROBLEMS, kinds, steps
from so_tui.domain.records import Chase, Record, RecordForm, Transfer
from so_tui.domain.state import AppState
from so_tui.domain.typed_dates import parse_due
from so_tui.forms.fields import (
    EntityForm,
    Field,
    FieldError,
    FieldLook,
    Filling,
    Read,
    Values,
    read_all,
)
from so_tui.logic.phrases import kind_words
from so_tui.logic.records import office, progress_of, same_call, visits_for

MOST_DAYS = 60
"""Most working days between two calls."""


def record_filling(record: Record, today: date, *, new: bool) -> Filling[Record]:
    """Return the fields of a record, new or saved."""
    form = EntityForm(entity=record, words="records", today=today)
    yes_no = {"yes": text("records.yes"), "no": text("records.no")}
    goes_to = {"no": text("records.to_new"), "yes": text("records.to_first")}
    chase = text("records.working_days", count=record.chase_days)
    count_error = text("records.bad_count", most=MOST_DAYS)

    def days(name: str, days: int | None, **look: Unpack[FieldLook]) -> Field:
        shown, wrong = "" if days is None else show_due_rule(days), text("records.bad_days")
        return form.field(name, shown, read=partial(_days, today=today), wrong=wrong, **look)

    def finish(read: Read) -> Read:
        rule, ask = read["due"], read.pop("ask")
        read |= {"chase_days": read.pop("chase"), "load_days": read.pop("load")}
        if isinstance(rule, int):
            read |= {"due": None, "due_days": rule}
        return read if ask is None else {**read, "ask_days": ask}

    return form.filling(
        "record",
        "new" if new else record.id,
        form.line("name", "long", required=True),
        form.choice("form", ((each.value, text(f"records.forms.{each}")) for each in RecordForm)),
        form.switch("needed", yes_no),
        form.line("holder"),
        form.line("phone"),
        form.due("due", show_day(record.due) or show_due_rule(record.due_days)),
        days("ask", record.ask_days, label="records.ask_by"),
        form.field("chase", chase, read=_count, wrong=count_error, label="records.chase_after"),
        days("load", record.load_days, label="records.load_by", hint="records.load_hint"),
        form.switch("returns", yes_no),
        form.switch("back", goes_to, label="records.goes_to"),
        form.line("note", "text", hint="records.no_secrets"),
        finish=finish,
        title=text("records.form_new" if new else "records.form_old"),
    )


def _days(typed: str, today: date) -> int | None:
    """Return days from the visit, None for ''; `ValueError` for anything else."""
    with suppress(ValueError):
        rule = parse_due(typed, today)
        if not isinstance(rule, date):
            return rule
    raise ValueError("no days from the visit")


def _count(typed: str) -> int:
    """Return the number of days a value starts with; `ValueError` if there is no usable one."""
    number = typed.partition(" ")[0]
    if number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= MOST_DAYS:
        return int(number)
    raise ValueError("no number of days")


@dataclass(frozen=True, slots=True)
class Logged:
    """A logged call.

    Attributes:
        kind: What has happened to the records, as was said in it.
    """

    chase: Chase
    kind: EventKind
    promised_by: date | None


def event_filling(
    record: Record, transfer: Transfer, event: Event, today: date, *, new: bool
) -> Filling[Event]:
    """Return the fields of what happened to a record on its way to one destination."""
    form = EntityForm(entity=event, words="records.event", today=today)

    def finish(read: Read) -> Read:
        return {**read, "day": _past(read["day"], today)}

    return form.filling(
        "event",
        f"{record.id}.{transfer.doctor_id}" if new else event.id,
        form.choice("kind", _kind_words(record, transfer, event.kind)),
        form.day("day", past=True, required=True),
        form.line("who"),
        form.line("how"),
        form.line("reference"),
        form.day("until"),
        form.line("note", "text", hint="records.no_secrets"),
        finish=finish,
        title=text("records.event.form", name=record.name),
        free=("reference",),  # a tracking number may look like a secret one
    )


def _kind_words(record: Record, transfer: Transfer, chosen: EventKind) -> list[tuple[str, str]]:
    """Return the words for all that can happen to a transfer, by kind."""
    possible = kinds(record, transfer.doctor_id)
    possible = possible if chosen in possible else (*possible, chosen)
    return [(kind.value, kind_words(record, transfer, kind)) for kind in possible]


def chase_filling(state: AppState, record: Record, doctor_id: str, today: date) -> Filling[Logged]:
    """Return the fields of a call about a record on its way to one destination.

    It can be about everything to ask the same office for today.
    """
    progress = progress_of(state, record, doctor_id)
    transfer, also = progress.transfer, same_call(state, progress.transfer, today)
    due = due_day(record, visits_for(state, doctor_id), today, doctor_id)
    whom = office(state, record, doctor_id, today)
    start = progress.last.kind if progress.last else steps(record, transfer.doctor_id)[0]
    again = call_again(record, due, today)
    call = Chase(case_id=record.case_id, record_ids=(), day=today, again_on=again, whom=whom)
    form = EntityForm(entity=call, words="records", today=today)
    mine = [each for each in also if each.record.id == record.id]
    others = {each.record.id for each in also} - {record.id}
    about = {"this": text("records.about_this")}
    if others:
        about["all"] = text("records.about_all", count=len(others) + 1)
    words = _kind_words(record, transfer, start)
    fields = (
        form.line("whom", label="insurance.whom"),
        form.line("who"),
        form.line("said", "text", hint="records.no_secrets"),
        form.field("stage", start, "choice", words, label="records.stands"),
        form.day("promised_by"),
        form.day("again", again, label="records.again_on"),
        form.field("about", list(about)[-1], "choice", about.items()),
        form.day("day", past=True, label="records.call_day", required=True),
    )

    def build(values: Values) -> Logged:
        if not (values["who"] or values["said"]):
            raise FieldError("who", text("records.empty_call"))
        read = read_all(fields, values)
        kind, promised = EventKind(read["stage"]), read["promised_by"]
        if promised and (kind is EventKind.ASKED or kind in PROBLEMS):
            kind = EventKind.PROMISED
        chosen = also if read["about"] == "all" else mine
        # A promise sets the day of the next call, unless another was typed.
        unchanged = promised is not None and read["again"] == again
        chase = Chase(
            case_id=record.case_id,
            record_ids=_once([record.id, *(each.record.id for each in chosen)]),
            lane_ids=_once([transfer.id, *(each.transfer.id for each in chosen)]),
            day=_past(read["day"], today),
            whom=read["whom"],
            who=read["who"],
            said=read["said"],
            again_on=None if unchanged else read["again"],
        )
        return Logged(chase, kind, promised)

    key = f"form:chase:{record.id}.{transfer.doctor_id}"
    title = text("records.call_form", name=record.name)
    return Filling(key=key, title=title, fields=fields, build=build, focus="who")


def logged_filling(chase: Chase, today: date) -> Filling[Chase]:
    """Return the fields of a logged call."""
    form = EntityForm(entity=chase, words="records", today=today)

    def finish(read: Read) -> Read:
        read["again_on"] = read.pop("again")
        return {**read, "day": _past(read["day"], today)}

    return form.filling(
        "chased",
        chase.id,
        form.day("day", past=True, label="records.call_day", required=True),
        form.line("whom", label="insurance.whom"),
        form.line("who"),
        form.line("said", "text"),
        form.day("again", chase.again_on, label="records.again_on"),
        finish=finish,
        title=text("records.line_form"),
    )


def _once(ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _past(day: date, today: date) -> date:
    if day > today:
        raise FieldError("day", text("records.not_yet"))
    return day
