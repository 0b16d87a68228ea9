"""Where two doctors differ: whom each next step names and asks."""

from dataclasses import replace

from so_tui.content import points, text
from so_tui.demo.case import demo_state
from so_tui.domain.entity import Entity
from so_tui.domain.opinions import RECAP, SAW, Cell, Opinion, State, cell_id
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic.cell_changes import seen_cell, write_cell
from so_tui.logic.differences import (
    NEXT_STEPS,
    cell_question,
    difference_of,
    earlier_reasons,
    explain,
    explanations,
    inputs_words,
    restore_reason,
    step_question,
    step_task,
    step_words,
    why_words,
)
from so_tui.logic.words import words_on
from tests.support.values import CASE_ID, NOW, TODAY, case, doctor, record

DEMO = demo_state(TODAY)
FIRST, SECOND, _ = in_order(DEMO.doctors.values())
POINT = next(iter(points()))
DOCTORS = [doctor(n) for n in range(3)]


def told(*entities: Entity) -> AppState:
    """Return a case with three doctors and what is known of them."""
    return apply(AppState(case_id=CASE_ID), [Put(e) for e in (case(), *DOCTORS, *entities)])


def test_a_next_step_names_both_doctors_in_its_place() -> None:
    difference = difference_of(DEMO, SECOND.id, POINT.key)
    words = step_words(DEMO, difference, "talk")
    assert words == f"Ask {FIRST.name} and {SECOND.name} to talk with each other"
    for step in NEXT_STEPS:
        for wording in (
            step_question(DEMO, difference, POINT, step).text,
            step_task(DEMO, difference, POINT, step).text,
        ):
            assert FIRST.name in wording, step
            assert SECOND.name in wording, step


def test_the_question_goes_to_both_only_where_both_must_answer() -> None:
    difference = difference_of(DEMO, SECOND.id, POINT.key)
    asked = {step: step_question(DEMO, difference, POINT, step).doctor_ids for step in NEXT_STEPS}
    both = (FIRST.id, SECOND.id)
    assert asked == {step: both if step in ("ask_how", "talk") else both[:1] for step in NEXT_STEPS}


def test_what_only_one_doctor_had_is_named_unless_it_was_deleted() -> None:
    slides, scan, report = (record(name=name) for name in ("Slides", "Scan", "Report"))
    first, second, _ = DOCTORS
    state = told(
        slides,
        scan,
        Opinion(case_id=CASE_ID, doctor_id=first.id, had=(slides.id, report.id)),
        Opinion(case_id=CASE_ID, doctor_id=second.id, had=(scan.id,)),
    )
    assert inputs_words(state, second.id) == (
        "They may not have seen the same records. Only Dr 0 saw: Slides. Only Dr 1 saw: Scan."
    )


def test_the_question_about_an_open_cell_fits_its_mark() -> None:
    first, second, _ = DOCTORS
    place = cell_id(CASE_ID, second.id, POINT.key)
    cell = Cell(id=place, case_id=CASE_ID, doctor_id=second.id, point=POINT.key)
    asked = {}
    for mark in (State.NOT_DISCUSSED, State.NOT_CLEAR):
        question = cell_question(told(replace(cell, state=mark)), second, POINT)
        assert (question.point, question.doctor_ids) == (POINT.key, (second.id,))
        asked[mark] = question.text
        assert asked[mark] == text(f"opinions.ask.{mark.name.lower()}", point=POINT.label)
    assert asked[State.NOT_DISCUSSED] != asked[State.NOT_CLEAR]
    assert first.id not in question.doctor_ids


def test_each_persons_reason_for_a_difference_stays_their_own() -> None:
    """Nothing typed by one person is replaced by another's save: also why two doctors differ."""
    first, second, _ = DOCTORS
    state = told()
    for by, words in (("Sam", "Another scan"), ("", "Another aim"), ("Sam", "An older scan")):
        old = difference_of(state, second.id, "plan", by=Clean(by))
        new = replace(old, note=Clean(words))
        state = apply(state, explain(state, old, new, Clean(by), NOW))
    found = explanations(state, second.id, "plan")
    assert [(d.by, d.note, d.written_at) for d in found] == [
        ("", "Another aim", NOW),
        ("Sam", "An older scan", NOW),
    ]
    why = why_words(state, second.id, "plan")
    assert "Another aim" in why
    assert "Sam: An older scan" in why
    (earlier,) = earlier_reasons(state, second.id, "plan", first.id)
    assert (earlier.by, earlier.text) == ("Sam", "Another scan")
    state = apply(state, restore_reason(state, earlier, NOW))
    assert [d.note for d in explanations(state, second.id, "plan")][1] == "Another scan"
    assert why_words(state, first.id, "plan", second.id) == why_words(state, second.id, "plan")


def test_a_recap_and_what_they_saw_are_kept_for_each_person() -> None:
    """The same for the recap and for "what they saw": words stand side by side."""
    third, state = in_order(DEMO.doctors.values())[2], DEMO
    for key in (RECAP, SAW):
        for by, words in (("Sam", "The slides"), ("Lee", "No slides")):
            seen = seen_cell(state, third.id, key, Clean(by))
            cell = replace(seen, text=Clean(words))
            state = apply(state, write_cell(state, seen, cell, Clean(by), NOW))
        told_by = {(c.by, c.text) for c in words_on(state, third.id, key)}
        assert told_by == {("Sam", "The slides"), ("Lee", "No slides")}
