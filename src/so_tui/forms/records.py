"""The fields of records, of their transfers, and of calls about them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.dates import parse_due, show_day, show_due_rule
from so_tui.domain.record_deadlines import Todo, call_again
from so_tui.domain.records import Chase, Record, RecordForm, Stage, Transfer, stage_of, stages
from so_tui.domain.text import BLANK, Clean
from so_tui.forms.fields import (
    Field,
    FieldError,
    Filling,
    Values,
    one_line,
    read_day,
    read_due,
    refuse_secrets,
)

MOST_DAYS = 60
"""Most working days between two calls."""


def record_filling(record: Record, today: date, *, new: bool) -> Filling[Record]:
    """Return the fields of a record, new or saved."""
    due = show_day(record.due) or show_due_rule(record.due_days)
    load = "" if record.load_days is None else show_due_rule(record.load_days)
    chase = text("records.working_days", count=record.chase_days)
    fields = (
        Field("name", text("records.name"), record.name, "long", required=True),
        Field("form", text("records.form"), record.form, "choice",
              tuple((form.value, text(f"records.forms.{form}")) for form in RecordForm)),
        Field("needed", text("records.needed"), _yes(record.needed), "choice", _yes_no()),
        Field("holder", text("records.holder"), record.holder, hint=text("records.holder_hint")),
        Field("phone", text("records.phone"), record.phone),
        Field("due", text("records.due"), due, hint=text("form.due_hint")),
        Field("ask", text("records.ask_by"), show_due_rule(record.ask_days)),
        Field("chase", text("records.chase_after"), chase),
        Field("load", text("records.load_by"), load, hint=text("records.load_hint")),
        Field("returns", text("records.returns"), _yes(record.returns), "choice", _yes_no()),
        Field("back", text("records.goes_to"), _yes(record.back), "choice",
              (("no", text("records.to_new")), ("yes", text("records.to_first")))),
        Field("note", text("records.note"), record.note, "text", hint=text("records.no_secrets")),
    )  # fmt: skip

    def build(values: Values) -> Record:
        rule = read_due(values, "due", today)
        own_day = rule if isinstance(rule, date) else None
        ask = _days(values, "ask", today)
        return replace(
            record,
            name=one_line(values["name"]),
            form=RecordForm(values["form"]),
            needed=values["needed"] == "yes",
            holder=values["holder"],
            phone=values["phone"],
            due=own_day,
            due_days=rule if isinstance(rule, int) else record.due_days,
            ask_days=record.ask_days if ask is None else ask,
            chase_days=_working_days(values, "chase"),
            load_days=_days(values, "load", today),
            returns=values["returns"] == "yes",
            back=values["back"] == "yes",
            note=values["note"],
        )

    key = f"form:record:{'new' if new else record.id}"
    title = text("records.form_new" if new else "records.form_old")
    return Filling(key=key, title=title, fields=fields, build=build)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _yes_no() -> tuple[tuple[str, str], ...]:
    return (("yes", text("records.yes")), ("no", text("records.no")))


def _days(values: Values, name: str, today: date) -> int | None:
    """Return days from the visit, None for ''; `FieldError` for anything else."""
    try:
        rule = parse_due(values[name], today)
    except ValueError:
        rule = today
    if isinstance(rule, date):
        raise FieldError(name, text("records.bad_days"))
    return rule


def _working_days(values: Values, name: str) -> int:
    """Return the number a value starts with; `FieldError` if there is no usable one."""
    number = values[name].partition(" ")[0]
    if number.isascii() and number.isdigit() and 1 <= int(number[:4]) <= MOST_DAYS:
        return int(number)
    raise FieldError(name, text("records.bad_count", most=MOST_DAYS))


@dataclass(frozen=True, slots=True)
class Logged:
    """A logged call.

    Attributes:
        stage: The stage the records have reached by it.
        promised_by: The promised day, or None.
    """

    chase: Chase
    stage: Stage
    promised_by: date | None


def transfer_filling(
    record: Record, transfer: Transfer, title: str, today: date
) -> Filling[Transfer]:
    """Return the fields of the days of one transfer, how it was sent, and its tracking number."""
    steps = stages(record, transfer.doctor_id)
    fields: list[Field] = []
    for stage in steps:
        day = show_day(getattr(transfer, stage))
        hint = text("form.day_hint")
        fields.append(
            Field(stage.value, text(f"records.days.{stage.name.lower()}"), day, hint=hint)
        )
        if stage is Stage.PROMISED:
            by = show_day(transfer.promised_by)
            fields.append(Field("promised_by", text("records.promised_by"), by, hint=hint))
    if Stage.SENT in steps:
        fields += [
            Field("how", text("records.how"), transfer.how, hint=text("records.how_hint")),
            Field("tracking", text("records.tracking"), transfer.tracking),
        ]

    def build(values: Values) -> Transfer:
        refuse_secrets({"how": values.get("how", BLANK)})
        names = [f.name for f in fields if f.name not in ("how", "tracking")]
        days: dict[str, Any] = {name: read_day(values, name, today) for name in names}
        for stage in steps:
            if days[stage.value] and days[stage.value] > today:
                raise FieldError(stage.value, text("records.not_yet"))
        how, tracking = values.get("how", transfer.how), values.get("tracking", transfer.tracking)
        return replace(transfer, skip=False, how=how, tracking=tracking, **days)

    key = f"form:lane:{record.id}.{transfer.doctor_id}"
    return Filling(key=key, title=title, fields=tuple(fields), build=build, guarded=False)


def chase_filling(
    record: Record, transfer: Transfer, also: Sequence[Todo], due: date | None, today: date
) -> Filling[Logged]:
    """Return the fields of a call about a transfer.

    Args:
        record: The record.
        transfer: Its transfer.
        also: Everything to ask the same office for today; () for this transfer alone.
        due: When the record has to arrive.
        today: The day of the call, unless another is typed.
    """
    here = stage_of(record, transfer)
    steps = stages(record, transfer.doctor_id)
    start = steps[0] if here in (Stage.NONE, Stage.SKIP) else here
    again = show_day(call_again(record, due, today))
    mine = [each for each in also if each.record.id == record.id]
    others = {each.record.id for each in also} - {record.id}
    about = [("this", text("records.about_this"))]
    if others:
        about.append(("all", text("records.about_all", count=len(others) + 1)))
    hint = text("form.day_hint")
    fields = (
        Field("who", text("records.who"), "", hint=text("records.who_hint")),
        Field("said", text("records.said"), "", "text", hint=text("records.no_secrets")),
        Field("stage", text("records.stands"), start.name, "choice",
              tuple((s.name, text(f"records.stage.{s.name.lower()}")) for s in steps)),
        Field("promised_by", text("records.promised_by"), "", hint=hint),
        Field("again", text("records.again_on"), again, hint=hint),
        Field("about", text("records.about"), about[-1][0], "choice", tuple(about)),
        Field("day", text("records.call_day"), show_day(today), hint=hint, required=True),
    )  # fmt: skip

    def build(values: Values) -> Logged:
        if not (values["who"] or values["said"]):
            raise FieldError("who", text("records.empty_call"))
        stage, promised = Stage[values["stage"]], read_day(values, "promised_by", today)
        if promised and stage is Stage.ASKED:
            stage = Stage.PROMISED
        chosen = list(also) if values["about"] == "all" else mine
        # A promise sets the day of the next call, unless another was typed.
        unchanged = promised is not None and values["again"] == again
        chase = Chase(
            case_id=record.case_id,
            record_ids=_once([record.id, *(each.record.id for each in chosen)]),
            lane_ids=_once([transfer.id, *(each.transfer.id for each in chosen)]),
            day=_past_day(values, "day", today),
            who=values["who"],
            said=Clean(values["said"]),
            again_on=None if unchanged else read_day(values, "again", today),
        )
        return Logged(chase, stage, promised)

    key = f"form:chase:{record.id}.{transfer.doctor_id}"
    title = text("records.call_form", name=record.name)
    return Filling(key=key, title=title, fields=fields, build=build)


def logged_filling(chase: Chase, today: date) -> Filling[Chase]:
    """Return the fields of a logged call."""
    fields = (
        Field("day", text("records.call_day"), show_day(chase.day), required=True),
        Field("who", text("records.who"), chase.who),
        Field("said", text("records.said"), chase.said, "text"),
        Field("again", text("records.again_on"), show_day(chase.again_on)),
    )

    def build(values: Values) -> Chase:
        return replace(
            chase,
            day=_past_day(values, "day", today),
            who=values["who"],
            said=values["said"],
            again_on=read_day(values, "again", today),
        )

    key = f"form:chased:{chase.id}"
    title = text("records.line_form")
    return Filling(key=key, title=title, fields=fields, build=build)


def _once(ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _past_day(values: Values, name: str, today: date) -> date:
    day = read_day(values, name, today)
    if day is None or day > today:
        raise FieldError(name, text("records.not_yet"))
    return day
