"""Questions: their order, whom they are for, how they stand."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.questions import (
    Answer,
    Asked,
    answer_to,
    asked_by_pair,
    in_order,
    is_for,
    open_for,
    set_asked,
)
from tests.unit.values import NOW, doctor, question

FIRST, SECOND = doctor(0), doctor(1)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=12))
def test_the_top_ones_come_first_then_the_users_order(marks: list[tuple[bool, int]]) -> None:
    ordered = in_order(question(order, top=top) for top, order in marks)
    keys = [(not q.top, q.order) for q in ordered]
    assert keys == sorted(keys)
    assert len(ordered) == len(marks)


def test_a_question_is_for_every_doctor_or_for_some() -> None:
    assert is_for(question(), FIRST.id)
    some = question(doctor_ids=(SECOND.id,))
    assert is_for(some, SECOND.id)
    assert not is_for(some, FIRST.id)


@given(st.lists(st.sampled_from(Asked), min_size=1, max_size=6))
def test_the_last_state_that_was_set_holds_and_there_is_one_answer(states: list[Asked]) -> None:
    asked = question()
    answers: dict[str, Answer] = {}
    for minute, state in enumerate(states):
        at = NOW + timedelta(minutes=minute)
        answer = set_asked(answers, asked, SECOND.id, state, at)
        answers[answer.id] = answer
    (kept,) = answers.values()
    assert (kept.asked, kept.at) == (states[-1], NOW + timedelta(minutes=len(states) - 1))
    assert asked_by_pair(answers) == {(asked.id, SECOND.id): states[-1]}
    assert answer_to(answers.values(), asked.id, FIRST.id) is None


@given(st.lists(st.sampled_from([None, *Asked]), max_size=8))
def test_open_are_those_not_asked_and_those_put_off(states: list[Asked | None]) -> None:
    questions = [question(n) for n in range(len(states))]
    answers: dict[str, Answer] = {}
    for asked, state in zip(questions, states, strict=True):
        if state is not None:
            answer = set_asked(answers, asked, SECOND.id, state, NOW)
            answers[answer.id] = answer
    waiting = open_for(questions, answers, SECOND.id)
    expected = [
        q
        for q, state in zip(questions, states, strict=True)
        if state in (None, Asked.NOT_ASKED, Asked.LATER)
    ]
    assert waiting == in_order(expected)
    assert open_for(questions, answers, FIRST.id) == in_order(questions)
