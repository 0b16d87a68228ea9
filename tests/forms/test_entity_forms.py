"""A form shows what an entity holds: left as it is, it makes the same entity again."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from so_tui.demo.case import demo_state
from so_tui.domain.encounters import Course
from so_tui.domain.state import entities
from so_tui.domain.text import Clean
from so_tui.forms.about import about_filling
from so_tui.forms.consents import consent_filling, portal_filling
from so_tui.forms.decision import (
    decision_filling,
    matter_filling,
    option_filling,
    thought_filling,
    whether_filling,
)
from so_tui.forms.encounters import visit_filling
from so_tui.forms.fields import EntityForm, FieldError, Filling
from so_tui.forms.insurance import approval_filling, bill_filling, call_filling, cost_filling
from so_tui.forms.lists import question_filling, task_filling
from so_tui.forms.people import (
    companion_filling,
    company_filling,
    doctor_filling,
    emergency_filling,
)
from so_tui.forms.records import logged_filling, record_filling
from so_tui.forms.requests import event_filling
from tests.support.values import TODAY, doctor, task, visit

DEMO = demo_state(TODAY)
NOW = datetime(2026, 12, 1, 14, 5, 7)


def fillings(entity: Any) -> list[Filling[Any]]:
    """Return the fillings of an entity of the made-up case; none if it has no form of its own."""
    makers: dict[str, list[Any]] = {
        "AboutMe": [lambda: about_filling(entity, TODAY)],
        "Approval": [lambda: approval_filling(entity, DEMO, new=False)],
        "Bill": [lambda: bill_filling(entity, DEMO, TODAY, new=False)],
        "Call": [lambda: call_filling(entity, TODAY, new=False)],
        "Chase": [lambda: logged_filling(entity, TODAY)],
        "Companion": [lambda: companion_filling(entity, TODAY)],
        "Consent": [lambda: consent_filling(entity, TODAY, new=False)],
        "Cost": [lambda: cost_filling(entity, DEMO, TODAY, new=False)],
        "Decision": [
            lambda: whether_filling(entity, DEMO, TODAY, ""),
            lambda: decision_filling(entity, DEMO, TODAY, ""),
        ],
        "Doctor": [lambda: doctor_filling(entity)],
        "Event": [
            lambda: (
                event_filling(entity, DEMO.approvals[entity.about], TODAY, new=False)
                if entity.about in DEMO.approvals
                else None
            )
        ],
        "Matter": [lambda: matter_filling(entity)],
        "Option": [lambda: option_filling(entity, TODAY)],
        "Portal": [lambda: portal_filling(entity, NOW, new=False)],
        "Question": [lambda: question_filling(entity, DEMO, new=False)],
        "Record": [lambda: record_filling(entity, TODAY, new=False)],
        "Task": [lambda: task_filling(entity, DEMO, TODAY, new=False)],
        "Thought": [lambda: thought_filling(entity, DEMO.options[entity.option_id])],
        "UrgentCard": [lambda: emergency_filling(entity)],
        "Encounter": [
            lambda: visit_filling(entity, DEMO.doctors, TODAY, new=False),
            lambda: company_filling(entity, DEMO),
        ],
    }
    made = [make() for make in makers.get(type(entity).__name__, [])]
    return [filling for filling in made if filling]


def test_a_form_left_as_it_is_changes_nothing() -> None:
    made = [(entity, filling) for entity in entities(DEMO) for filling in fillings(entity)]
    assert len({type(entity) for entity, _ in made}) == 20
    for entity, filling in made:
        values = {field.name: Clean(field.value) for field in filling.fields}
        assert filling.filled(values) == entity, filling.key


@pytest.mark.parametrize(
    ("name", "typed", "reason"),
    [("signed_on", "soon", "tell which day"), ("what", "", "is empty")],
)
def test_a_field_tells_why_it_is_refused(name: str, typed: str, reason: str) -> None:
    consent = next(iter(DEMO.consents.values()))
    (filling,) = fillings(consent)
    values = {field.name: Clean(field.value) for field in filling.fields} | {name: Clean(typed)}
    with pytest.raises(FieldError, match=reason) as refused:
        filling.filled(values)
    assert refused.value.field == name


def test_labels_and_hints_go_by_the_name_unless_others_are_named() -> None:
    consent = next(iter(DEMO.consents.values()))
    form = EntityForm(entity=consent, words="consents", today=date(2026, 12, 1))
    assert (form.line("giver").label, form.line("giver").hint) == (
        "Records from",
        "who may send them",
    )
    other = form.line("giver", label="consents.taker", hint="form.optional")
    assert (other.label, other.hint) == ("Records to", "may stay empty")
    assert form.day("expires").hint == "its last day; ask if none is named"


def test_a_number_of_a_shown_date_can_be_changed_in_its_place() -> None:
    """The day of the week before it was the program's, not typed for the new date."""
    held = next(iter(DEMO.visits.values()))
    visit = replace(held, day=date(2026, 11, 27), course=Course.PLANNED)
    filling = visit_filling(visit, DEMO.doctors, TODAY, new=False)
    shown = {field.name: Clean(field.value) for field in filling.fields}
    assert shown["day"] == "Fri 27 Nov 2026"
    assert filling.filled({**shown, "day": Clean("Fri 26 Nov 2026")}).day == date(2026, 11, 26)
    with pytest.raises(FieldError, match="does not fit"):
        filling.filled({**shown, "day": Clean("Mon 26 Nov 2026")})


def test_no_call_was_made_on_a_day_that_is_still_to_come() -> None:
    """'tomorrow' stood in the log, and on its paper, as a call that was made."""
    call = next(iter(DEMO.calls.values()))
    (filling,) = fillings(call)
    shown = {field.name: Clean(field.value) for field in filling.fields}
    assert filling.filled({**shown, "day": Clean("today")}).at.date() == TODAY
    with pytest.raises(FieldError, match="still to come"):
        filling.filled({**shown, "day": Clean("tomorrow")})


def test_a_long_line_that_was_not_changed_stays_as_it_was() -> None:
    visit = replace(next(iter(DEMO.visits.values())), travel=Clean("bus  a\nb"))
    filling = company_filling(visit, DEMO)
    shown = {field.name: Clean(field.value) for field in filling.fields}
    assert filling.filled(shown).travel == "bus  a\nb"
    assert filling.filled({**shown, "travel": Clean("bus\nc")}).travel == "bus c"


def test_a_time_typed_with_the_day_fills_its_own_field() -> None:
    """Section 3: a day and a time typed into one date field are understood, or asked back."""
    second = doctor(1)
    filling = visit_filling(visit(second), {second.id: second}, TODAY, new=True)
    values = {field.name: Clean(field.value) for field in filling.fields}
    made = filling.filled({**values, "day": Clean("3 Dec 14:30")})
    assert (made.day, made.at) == (date(2026, 12, 3), time(14, 30))
    with pytest.raises(FieldError, match="only the day"):
        filling.filled({**values, "day": Clean("3 Dec 14:30"), "at": Clean("9")})
    task_fields = task_filling(task(), DEMO, TODAY, new=True)
    values = {field.name: Clean(field.value) for field in task_fields.fields}
    with pytest.raises(FieldError, match="only the day"):
        task_fields.filled({**values, "due": Clean("3 Dec 14:30")})
