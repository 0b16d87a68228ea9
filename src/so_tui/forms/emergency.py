"""The fields of the user's own numbers on the emergency card."""

from dataclasses import replace

from so_tui.content import text
from so_tui.domain.people import UrgentCard
from so_tui.forms.fields import Field, Filling, Values, one_line

NAMES = ("team_day", "team_night", "person", "person_phone", "local", "told")
HINTS = {"team_night": "emergency.night_hint", "told": "emergency.told_hint"}


def emergency_filling(card: UrgentCard) -> Filling[UrgentCard]:
    """Return the fields of a case's card."""

    def field(name: str) -> Field:
        hint = text(HINTS.get(name, "form.optional"))
        long = name == "told"
        label = text(f"emergency.{name}")
        return Field(name, label, getattr(card, name), "long" if long else "line", hint=hint)

    def build(values: Values) -> UrgentCard:
        return replace(card, **{name: one_line(values[name]) for name in NAMES})

    fields = tuple(map(field, NAMES))
    return Filling(key="form:emergency:case", title=text("emergency.form"), fields=fields,
                   build=build)  # fmt: skip
