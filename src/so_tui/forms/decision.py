"""The fields of the decision, of what is weighed up in it, and of the opinions on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from so_tui.content import text, words
from so_tui.domain.case import (
    SUREST,
    Decision,
    Matter,
    Option,
    Outcome,
    PreferredPart,
    Side,
    Thought,
    Weight,
)
from so_tui.domain.dates import show_day
from so_tui.domain.opinions import Opinion
from so_tui.domain.people import Doctor, by_date
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, first_line
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


def matter_filling(matter: Matter) -> Filling[Matter]:
    """Return the fields of something that matters, new if it has no text."""
    weights = tuple((Weight[name].value, word) for name, word in words("decision.weights").items())
    hint = text("decision.matter_hint")
    fields = (
        Field("text", text("decision.matter_text"), matter.text, "long", hint=hint, required=True),
        Field("weight", text("decision.weight"), matter.weight, "choice", weights),
    )

    def build(values: Values) -> Matter:
        wording = one_line(values["text"])
        return replace(matter, text=wording, weight=Weight(values["weight"]))

    key = f"form:matter:{matter.id if matter.text else 'new'}"
    title = text("decision.matter_form")
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)


def option_filling(option: Option) -> Filling[Option]:
    """Return the field of an option, new if it has no text."""
    field = Field("text", text("decision.option_text"), option.text, "long", required=True)

    def build(values: Values) -> Option:
        return replace(option, text=one_line(values["text"]))

    key = f"form:option:{option.id if option.text else 'new'}"
    title = text("decision.option_form")
    return Filling(key=key, title=title, fields=(field,), build=build, guarded=False)


def thought_filling(thought: Thought, option: Option) -> Filling[Thought]:
    """Return the fields of an argument for or against an option, new if it has no text."""
    sides = tuple((Side[name].value, word) for name, word in words("decision.sides").items())
    fields = (
        Field("text", text("decision.thought_text"), thought.text, "long", required=True),
        Field("side", text("decision.side"), thought.side, "choice", sides),
    )

    def build(values: Values) -> Thought:
        return replace(thought, text=one_line(values["text"]), side=Side(values["side"]))

    fresh = f"{thought.option_id}/{thought.side}"
    key = f"form:thought:{thought.id if thought.text else fresh}"
    title = text("decision.thought_form", option=first_line(option.text, 50))
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)


def opinion_filling(opinion: Opinion, doctor: Doctor) -> Filling[Opinion]:
    """Return the fields: what the doctor saw, and whether they knew the first opinion."""
    known = tuple((k if k != "unknown" else "", w) for k, w in words("opinions.knew").items())
    fields = (
        Field("saw", text("opinions.saw"), opinion.saw, "text", hint=text("opinions.saw_hint")),
        Field("knew_first", text("opinions.knew_first"), opinion.knew_first, "choice", known),
    )

    def build(values: Values) -> Opinion:
        return replace(opinion, saw=values["saw"], knew_first=values["knew_first"])

    key = f"form:opinion:{doctor.id}"
    title = text("opinions.about_form", doctor=doctor.name)
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)


def recap_filling(opinion: Opinion, doctor: Doctor) -> Filling[Opinion]:
    """Return the fields of the three lines that recap what a doctor said."""
    lines = [*opinion.recap.split("\n", 2), "", "", ""]
    names = ("recap_1", "recap_2", "recap_3")
    fields = tuple(
        Field(name, text(f"tidy.{name}"), line, "long", hint=text("tidy.recap_line"))
        for name, line in zip(names, lines, strict=False)
    )

    def build(values: Values) -> Opinion:
        recap = "\n".join(one_line(values[name]) for name in names)
        return replace(opinion, recap=Clean(recap if recap.strip() else ""))

    key = f"form:recap:{doctor.id}"
    title = text("tidy.recap_form", doctor=doctor.name)
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False)
