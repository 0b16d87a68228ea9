"""The fields of the decision, some of which are edited on each of two screens."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from so_tui.content import text, words
from so_tui.domain.case import SUREST, Decision, Outcome, PreferredPart
from so_tui.domain.dates import show_day
from so_tui.domain.people import by_date
from so_tui.domain.state import AppState
from so_tui.forms.fields import Field, FieldError, Filling, Values, one_line, read_day
from so_tui.logic.phrases import doctor_and_day

WHETHER = ("sentence", "decide_by", "given_by", "given_on", "part", "sure", "outcome",
           "outcome_on", "outcome_reason")  # fmt: skip
"""The fields on whether to get a second opinion, in display order."""
WHAT = ("sentence", "decide_by", "given_by", "outcome", "outcome_on", "outcome_reason",
        "sure_after", "decided", "decided_on", "decided_reason", "follow_up")  # fmt: skip
"""The fields on what was decided, in display order."""
DAYS = ("decide_by", "given_on", "outcome_on", "decided_on")
SURE = ("sure", "sure_after")
KINDS = {"sentence": "long", "outcome_reason": "long", "decided": "text", "decided_reason": "long"}


def label(name: str) -> str:
    """Return the label of a field."""
    return text(f"decision.field.{name}")


def shown(decision: Decision, name: str) -> str:
    """Return the value of a field in words; '' if it is empty."""
    value = getattr(decision, name)
    if isinstance(value, date):
        return show_day(value)
    if isinstance(value, PreferredPart):
        return text(f"deciding.parts.{value.name}") if value else ""
    return "" if value is None else str(value)


def whether_filling(
    decision: Decision, state: AppState, today: date, focus: str
) -> Filling[Decision]:
    """Return the fields on whether to get a second opinion, starting in one if it is of them."""
    filling = _filling("whether", WHETHER, decision, state, today)
    return replace(filling, focus=focus if focus in WHETHER else "")


def decision_filling(
    decision: Decision, state: AppState, today: date, focus: str
) -> Filling[Decision]:
    """Return the fields on what was decided, starting in one; '' is the first."""
    filling = _filling("decision", WHAT, decision, state, today)
    return replace(filling, focus=focus, guarded=False)


def _filling(
    name: str, names: Sequence[str], decision: Decision, state: AppState, today: date
) -> Filling[Decision]:
    def build(values: Values) -> Decision:
        made = {name: _read(values, name, today) for name in names}
        for what, day in (("outcome", "outcome_on"), ("decided", "decided_on")):
            if made.get(what) and made[day] is None:
                made[day] = today
        return replace(decision, **made)

    fields = tuple(_field(decision, state, each) for each in names)
    title = text(f"{name}.form")
    return Filling(key=f"form:{name}:case", title=title, fields=fields, build=build)


def _field(decision: Decision, state: AppState, name: str) -> Field:
    if name in ("part", "outcome", "follow_up"):
        value = str(getattr(decision, name))
        return Field(name, label(name), value, "choice", _options(state, name))
    hint = "form.day_hint" if name in DAYS else "decision.sure_hint" if name in SURE else ""
    kind: Any = KINDS.get(name, "line")
    return Field(name, label(name), shown(decision, name), kind, hint=text(hint) if hint else "")


def _options(state: AppState, name: str) -> tuple[tuple[str, str], ...]:
    if name == "part":
        return tuple((part.value, text(f"deciding.parts.{part.name}")) for part in PreferredPart)
    if name == "outcome":
        return tuple((Outcome[n].value, word) for n, word in words("decision.outcomes").items())
    visits = by_date(state.visits.values())
    return (("", text("decision.no_visit")), *((v.id, doctor_and_day(state, v)) for v in visits))


def _read(values: Values, name: str, today: date) -> Any:
    match name:
        case "sentence":
            return one_line(values[name])
        case "part":
            return PreferredPart(values[name])
        case "outcome":
            return Outcome(values[name])
        case _ if name in DAYS:
            return read_day(values, name, today)
        case _ if name in SURE:
            return _number(values, name)
    return values[name]


def _number(values: Values, name: str) -> int | None:
    typed = values[name]
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and int(typed[:3]) <= SUREST):
        raise FieldError(name, text("decision.bad_sure"))
    return int(typed)
