"""The form for the decision."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from so_tui.content import text, words
from so_tui.domain.dates import show_day
from so_tui.domain.decision import SUREST, Decision, Outcome
from so_tui.domain.people import by_date
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.forms import values as read
from so_tui.forms.fields import Field, FieldError, Values
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form


def decision_form(
    decision: Decision, state: AppState, today: date, drafts: Mapping[str, Draft], focus: str
) -> Form[Decision]:
    """Return the form, starting in the field called `focus`."""
    outcomes = tuple(
        (Outcome[name].value, word) for name, word in words("decision.outcomes").items()
    )
    visits = [("", text("decision.no_visit"))]
    for visit in by_date(state.visits.values()):
        doctor = state.doctors.get(visit.doctor_id)
        when = show_day(visit.day) or text("people.no_date")
        visits.append((visit.id, f"{doctor.name if doctor else ''} {when}".strip()))
    hint = text("form.day_hint")
    sure = "" if decision.sure_after is None else str(decision.sure_after)
    fields = (
        Field("sentence", text("decision.sentence"), decision.sentence, "long"),
        Field("decide_by", text("decision.decide_by"), show_day(decision.decide_by), hint=hint),
        Field("given_by", text("decision.given_by"), decision.given_by),
        Field("outcome", text("decision.outcome"), decision.outcome, "choice", outcomes),
        Field("outcome_on", text("decision.outcome_on"), show_day(decision.outcome_on), hint=hint),
        Field("outcome_reason", text("decision.reason"), decision.outcome_reason, "long"),
        Field("sure_after", text("decision.sure_after"), sure, hint=text("decision.sure_hint")),
        Field("decided", text("decision.decided"), decision.decided, "text"),
        Field("decided_on", text("decision.decided_on"), show_day(decision.decided_on), hint=hint),
        Field("decided_reason", text("decision.reason"), decision.decided_reason, "long"),
        Field("follow_up", text("decision.follow_up"), decision.follow_up, "choice", tuple(visits)),
    )

    def build(values: Values) -> Decision:
        outcome = Outcome(values["outcome"])
        outcome_on = read.day(values, "outcome_on", today)
        decided_on = read.day(values, "decided_on", today)
        if outcome and outcome_on is None:
            outcome_on = today
        if values["decided"] and decided_on is None:
            decided_on = today
        return replace(
            decision,
            sentence=read.one_line(values["sentence"]),
            decide_by=read.day(values, "decide_by", today),
            given_by=values["given_by"],
            outcome=outcome,
            outcome_on=outcome_on,
            outcome_reason=values["outcome_reason"],
            sure_after=_sure(values["sure_after"]),
            decided=values["decided"],
            decided_on=decided_on,
            decided_reason=values["decided_reason"],
            follow_up=values["follow_up"],
        )

    key = "form:decision:case"
    title = text("decision.form")
    return Form(title, fields, build, draft_key=key, draft=drafts.get(key), focus=focus)


def _sure(typed: Clean) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and int(typed[:3]) <= SUREST):
        raise FieldError("sure_after", text("decision.bad_sure"))
    return int(typed)
