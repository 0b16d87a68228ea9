"""Where two doctors differ: whom each next step names and asks."""

from dataclasses import replace

from so_tui.content import points, text
from so_tui.demo.case import demo_state
from so_tui.domain.entity import Entity
from so_tui.domain.opinions import Cell, Opinion, State, cell_id
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState, Put, apply
from so_tui.logic.differences import (
    NEXT_STEPS,
    cell_question,
    difference_of,
    inputs_words,
    step_question,
    step_task,
    step_words,
)
from tests.support.values import CASE_ID, TODAY, case, doctor, record

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
        "They may not have seen the same records. Only Dr 0 had: Slides. Only Dr 1 had: Scan."
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
