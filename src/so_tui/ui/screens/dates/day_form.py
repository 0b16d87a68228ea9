"""The form that changes a date."""

from collections.abc import Mapping
from datetime import date

from so_tui.content import text
from so_tui.domain.dates import show_day, show_due_rule
from so_tui.domain.state import AppState, Change
from so_tui.forms import values as read
from so_tui.forms.fields import Field, FieldError, Values
from so_tui.logic.schedule import DateKind, NotThere, Planned, set_day
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form

COUNTED = frozenset({DateKind.TASK, DateKind.RECORD, DateKind.LOAD})
"""Kinds that may be due a number of days from a visit."""
HINTS = {
    DateKind.TASK: "form.due_hint",
    DateKind.RECORD: "dates.record_hint",
    DateKind.LOAD: "form.due_hint",
}


class DayForm(Form[tuple[Change, ...]]):
    """A form for one day, with a hint on how to type it even if the field is filled."""

    about = ""

    def _opening_words(self) -> str:
        return super()._opening_words() or self.about


def day_form(
    one: Planned, state: AppState, today: date, drafts: Mapping[str, Draft]
) -> Form[tuple[Change, ...]]:
    """Return the form; its result is the changes to make."""
    shown = show_due_rule(one.days) if one.visit_id else show_day(one.day)
    hint = text(HINTS.get(one.kind, "dates.visit_hint"))
    field = Field("day", f"{text(f'dates.kind.{one.kind}')}", shown, hint=hint)

    def build(values: Values) -> tuple[Change, ...]:
        due = read.due(values, "day", today)
        if values["day"] == shown:
            return ()
        try:
            return set_day(state, one, due, today)
        except NotThere:
            raise FieldError("day", text("dates.not_there")) from None

    key = f"form:day:{one.row}"
    title = one.text or text("dates.form")
    form = DayForm(title, (field,), build, draft_key=key, draft=drafts.get(key))
    kind = "visit" if one.kind is DateKind.VISIT else "counted" if one.kind in COUNTED else "day"
    form.about = text(f"dates.about.{kind}")
    return form
