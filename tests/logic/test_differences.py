"""Where two doctors differ: whom each next step names and asks."""

from so_tui.content import core_points, points
from so_tui.demo.case import demo_state
from so_tui.domain.comparison import NextStep
from so_tui.domain.entity import Entity
from so_tui.domain.opinions import Cell, Opinion, State
from so_tui.domain.people import in_order
from so_tui.domain.state import AppState, Put, apply
from so_tui.logic.differences import (
    difference_of,
    differences,
    inputs_words,
    step_question,
    step_task,
    step_words,
)
from tests.support.marks import against_first
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
    words = step_words(DEMO, difference, NextStep.TALK)
    assert words == f"Ask {FIRST.name} and {SECOND.name} to talk with each other"
    for step in NextStep:
        for text in (
            step_question(DEMO, difference, POINT, step).text,
            step_task(DEMO, difference, POINT, step).text,
        ):
            assert FIRST.name in text, step
            assert SECOND.name in text, step


def test_the_question_goes_to_both_only_where_both_must_answer() -> None:
    difference = difference_of(DEMO, SECOND.id, POINT.key)
    asked = {step: step_question(DEMO, difference, POINT, step).doctor_ids for step in NextStep}
    both = (FIRST.id, SECOND.id)
    assert asked == {
        step: both if step in (NextStep.ASK_HOW, NextStep.TALK) else both[:1] for step in NextStep
    }


def test_a_doctor_differs_where_it_was_marked_and_nowhere_else() -> None:
    _, second, third = DOCTORS
    marked = [
        Cell(case_id=CASE_ID, doctor_id=who.id, point=point.key, state=state)
        for point, who, state in zip(
            core_points(),
            (second, second, third),
            (State.DIFFERS, State.SAME, State.DIFFERS),
            strict=False,
        )
    ]
    state = told(*against_first(marked, DOCTORS[0].id))
    assert [p.key for p in differences(state, second.id)] == [marked[0].point]
    assert [p.key for p in differences(state, third.id)] == [marked[2].point]


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
