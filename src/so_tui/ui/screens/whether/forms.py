"""The form for the first decision: whether to get a second opinion."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from so_tui.content import text, words
from so_tui.domain.dates import show_day
from so_tui.domain.decision import SUREST, Decision, Outcome, PreferredPart
from so_tui.domain.text import Clean
from so_tui.forms import values as read
from so_tui.forms.fields import Field, FieldError, Values
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form
from so_tui.ui.forms.guarded import GuardedForm

NAMES = ("sentence", "decide_by", "given_by", "given_on", "part", "sure", "outcome",
         "outcome_on", "outcome_reason")  # fmt: skip
"""Fields of a decision edited here, in display order."""


def label(name: str) -> str:
    """Return the label of a field."""
    return text(f"whether.field.{name}")


def shown(decision: Decision, name: str) -> str:
    """Return the value of a decision's field in words; '' if it is empty."""
    value = getattr(decision, name)
    if isinstance(value, date):
        return show_day(value)
    if isinstance(value, PreferredPart):
        return part_words(value) if value else ""
    return "" if value is None else str(value)


def part_words(part: PreferredPart) -> str:
    """Return the word for the patient's part in deciding."""
    return text(f"deciding.parts.{part.name}")


def whether_form(
    decision: Decision, today: date, drafts: Mapping[str, Draft], focus: str
) -> Form[Decision]:
    """Return the form, starting in the field called `focus`."""
    options = {
        "part": tuple((part.value, part_words(part)) for part in PreferredPart),
        "outcome": tuple((Outcome[n].value, w) for n, w in words("decision.outcomes").items()),
    }
    hints = dict.fromkeys(("decide_by", "given_on", "outcome_on"), text("form.day_hint"))
    hints["sure"] = text("whether.sure_hint")

    def field(name: str) -> Field:
        if name in options:
            value = str(getattr(decision, name))
            return Field(name, label(name), value, "choice", options[name])
        long = name in ("sentence", "outcome_reason")
        value = shown(decision, name)
        return Field(name, label(name), value, "long" if long else "line", hint=hints.get(name, ""))

    def build(values: Values) -> Decision:
        outcome = Outcome(values["outcome"])
        outcome_on = read.day(values, "outcome_on", today)
        return replace(
            decision,
            sentence=read.one_line(values["sentence"]),
            decide_by=read.day(values, "decide_by", today),
            given_by=values["given_by"],
            given_on=read.day(values, "given_on", today),
            part=PreferredPart(values["part"]),
            sure=_sure(values["sure"]),
            outcome=outcome,
            outcome_on=today if outcome and outcome_on is None else outcome_on,
            outcome_reason=read.one_line(values["outcome_reason"]),
        )

    key = "form:whether:case"
    fields = tuple(map(field, NAMES))
    title = text("whether.form")
    start = focus if focus in NAMES else NAMES[0]
    return GuardedForm(title, fields, build, draft_key=key, draft=drafts.get(key), focus=start)


def _sure(typed: Clean) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and int(typed[:3]) <= SUREST):
        raise FieldError("sure", text("whether.bad_sure"))
    return int(typed)
