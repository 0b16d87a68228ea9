"""The fields of the decision, of what is weighed up in it, and of the opinions on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

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
from so_tui.domain.dates import short_day
from so_tui.domain.encounters import by_date
from so_tui.domain.opinions import Opinion
from so_tui.domain.people import Doctor
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean, first_line
from so_tui.forms.fields import EntityForm, Field, Filling, Read, Values, one_line
from so_tui.logic.phrases import doctor_and_day

WHETHER = ("sentence", "decide_by", "given_by", "given_on", "part", "sure", "outcome",
           "outcome_on", "outcome_reason")  # fmt: skip
"""The fields on whether to get a second opinion, in display order."""
WHAT = ("sentence", "decide_by", "given_by", "outcome", "outcome_on", "outcome_reason",
        "sure_after", "decided", "decided_on", "decided_reason", "follow_up")  # fmt: skip
"""The fields on what was decided, in display order."""


def label(name: str) -> str:
    """Return the label of a field."""
    return text(f"decision.field.{name}")


def shown(decision: Decision, name: str, today: date) -> str:
    """Return the value of a field in words; '' if it is empty."""
    value = getattr(decision, name)
    if isinstance(value, date):
        return short_day(value, today)
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
    form = EntityForm(entity=decision, words="decision.field", today=today)

    def field(name: str) -> Field:
        match name:
            case "decide_by" | "given_on" | "outcome_on" | "decided_on":
                return form.day(name)
            case "sure" | "sure_after":
                value, wrong = shown(decision, name, today), text("decision.bad_sure")
                hint = "decision.sure_hint"
                return form.field(name, value, read=_how_sure, wrong=wrong, hint=hint)
            case "sentence" | "outcome_reason" | "decided_reason":
                return form.line(name, "long")
            case "decided":
                return form.line(name, "text")
            case "part":
                return form.choice(name, ((p.value, text(f"deciding.parts.{p.name}"))
                                          for p in PreferredPart))  # fmt: skip
            case "outcome":
                outcomes = words("decision.outcomes").items()
                return form.choice(name, ((Outcome[key].value, word) for key, word in outcomes))
            case "follow_up":
                known = (
                    v
                    for v in by_date(state.visits.values())
                    if v.id == decision.follow_up or (v.is_visit and not v.cancelled)
                )
                visits = [(v.id, doctor_and_day(state, v)) for v in known]
                return form.choice(name, (("", text("decision.no_visit")), *visits))
            case _:
                return form.line(name)

    def finish(read: Read) -> Read:
        for what, day in (("outcome", "outcome_on"), ("decided", "decided_on")):
            if read.get(what) and read[day] is None:
                read[day] = today
        return read

    title = text(f"{name}.form")
    return form.filling(name, "case", *map(field, names), finish=finish, title=title)


def _how_sure(typed: str) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and int(typed[:3]) <= SUREST):
        raise ValueError("not on the scale")
    return int(typed)


def matter_filling(matter: Matter) -> Filling[Matter]:
    """Return the fields of something that matters, new if it has no text."""
    form = EntityForm(entity=matter, words="decision")
    weights = ((Weight[name].value, word) for name, word in words("decision.weights").items())
    return form.filling(
        "matter",
        matter.id if matter.text else "new",
        form.line("text", "long", label="decision.matter_text", hint="decision.matter_hint",
                  required=True),
        form.choice("weight", weights),
        form.private(),
        guarded=False,
    )  # fmt: skip


def option_filling(option: Option, today: date) -> Filling[Option]:
    """Return the fields of an option, new if it has no text."""
    form = EntityForm(entity=option, words="decision", today=today)
    return form.filling(
        "option",
        option.id if option.text else "new",
        form.line("text", "long", label="decision.option_text", required=True),
        form.day("last_day"),
        form.private(),
        guarded=False,
    )


def thought_filling(thought: Thought, option: Option) -> Filling[Thought]:
    """Return the fields of an argument for or against an option, new if it has no text."""
    form = EntityForm(entity=thought, words="decision")
    sides = ((Side[name].value, word) for name, word in words("decision.sides").items())
    return form.filling(
        "thought",
        thought.id if thought.text else f"{thought.option_id}/{thought.side}",
        form.line("text", "long", label="decision.thought_text", required=True),
        form.choice("side", sides),
        form.private(),
        title=text("decision.thought_form", option=first_line(option.text, 50)),
        guarded=False,
    )


def opinion_filling(opinion: Opinion, doctor: Doctor, saw: Clean) -> Filling[Opinion]:
    """Return the fields: what the doctor saw, and whether they had read the first opinion."""
    form = EntityForm(entity=replace(opinion, saw=saw), words="opinions")
    known = ((k if k != "unknown" else "", w) for k, w in words("opinions.knew").items())
    return form.filling(
        "opinion",
        doctor.id,
        form.line("saw", "text"),
        form.choice("knew_first", known),
        title=text("opinions.about_form", doctor=doctor.name),
        guarded=False,
    )


def recap_filling(recap: Clean, doctor: Doctor) -> Filling[Clean]:
    """Return the fields of the three lines that recap what a doctor said."""
    names = ("recap_1", "recap_2", "recap_3")
    lines = [*recap.split("\n", 2), "", "", ""]
    fields = tuple(
        Field(name, text(f"tidy.{name}"), line, "long", hint=text("tidy.recap_line"))
        for name, line in zip(names, lines, strict=False)
    )

    def build(values: Values) -> Clean:
        told = "\n".join(one_line(values[name]) for name in names)
        return Clean(told if told.strip() else "")

    return Filling(
        key=f"form:recap:{doctor.id}",
        title=text("tidy.recap_form", doctor=doctor.name),
        fields=fields,
        build=build,
        guarded=False,
    )
