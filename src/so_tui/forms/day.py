"""The field of a date."""

from datetime import date

from so_tui.content import text
from so_tui.domain.dates import show_day, show_due_rule
from so_tui.domain.state import AppState, Change
from so_tui.forms.fields import Field, FieldError, Filling, Values, read_due
from so_tui.logic.schedule import DateKind, NotThere, Planned, set_day

COUNTED = frozenset({DateKind.TASK, DateKind.RECORD, DateKind.LOAD})
"""Kinds that may be due a number of days from a visit."""
HINTS = {
    DateKind.TASK: "form.due_hint",
    DateKind.RECORD: "dates.record_hint",
    DateKind.LOAD: "form.due_hint",
}


def day_filling(one: Planned, state: AppState, today: date) -> Filling[tuple[Change, ...]]:
    """Return the field; what it makes is the changes.

    It says how to type a day even if the field is filled.
    """
    shown = show_due_rule(one.days) if one.visit_id else show_day(one.day)
    hint = text(HINTS.get(one.kind, "dates.visit_hint"))
    field = Field("day", f"{text(f'dates.kind.{one.kind}')}", shown, hint=hint)

    def build(values: Values) -> tuple[Change, ...]:
        due = read_due(values, "day", today)
        if values["day"] == shown:
            return ()
        try:
            return set_day(state, one, due, today)
        except NotThere:
            raise FieldError("day", text("dates.not_there")) from None

    key = f"form:day:{one.row}"
    title = one.text or text("dates.form")
    kind = "visit" if one.kind is DateKind.VISIT else "counted" if one.kind in COUNTED else "day"
    about = text(f"dates.about.{kind}")
    return Filling(key=key, title=title, fields=(field,), build=build, guarded=False, about=about)
