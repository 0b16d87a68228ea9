"""The form for the user's own numbers on the emergency card."""

from collections.abc import Mapping
from dataclasses import replace

from so_tui.content import text
from so_tui.domain.emergency_card import UrgentCard
from so_tui.forms import values as read
from so_tui.forms.fields import Field, Values
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form
from so_tui.ui.forms.guarded import GuardedForm

NAMES = ("team_day", "team_night", "person", "person_phone", "local", "told")
HINTS = {"team_night": "emergency.night_hint", "told": "emergency.told_hint"}


def emergency_form(card: UrgentCard, drafts: Mapping[str, Draft]) -> Form[UrgentCard]:
    """Return the form for a case's card."""

    def field(name: str) -> Field:
        hint = text(HINTS.get(name, "form.optional"))
        long = name == "told"
        label = text(f"emergency.{name}")
        return Field(name, label, getattr(card, name), "long" if long else "line", hint=hint)

    def build(values: Values) -> UrgentCard:
        return replace(card, **{name: read.one_line(values[name]) for name in NAMES})

    key = "form:emergency:case"
    fields = tuple(map(field, NAMES))
    title = text("emergency.form")
    return GuardedForm(title, fields, build, draft_key=key, draft=drafts.get(key))
