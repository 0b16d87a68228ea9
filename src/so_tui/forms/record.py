"""The fields of a record."""

from dataclasses import replace
from datetime import date

from so_tui.content import text
from so_tui.domain.dates import parse_due, show_day, show_due_rule
from so_tui.domain.records import Record, RecordForm
from so_tui.forms.fields import Field, FieldError, Filling, Values, one_line, read_due

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
