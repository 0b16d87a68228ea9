"""Where two doctors differ: whom each next step names and asks."""

from so_tui.content import points
from so_tui.demo.case import demo_state
from so_tui.domain.comparison import NextStep
from so_tui.domain.people import in_order
from so_tui.logic.differences import difference_of, step_question, step_task, step_words
from tests.unit.values import TODAY

DEMO = demo_state(TODAY)
FIRST, SECOND, _ = in_order(DEMO.doctors.values())
POINT = next(iter(points()))


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
