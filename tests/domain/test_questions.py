"""Questions: their order, whom they are for, how they stand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.questions import (
    GAP,
    PLACEHOLDERS,
    Answer,
    Asked,
    answer_to,
    asked_by_pair,
    bare,
    fill,
    in_order,
    is_for,
    moved,
    open_for,
    set_asked,
    twin_of,
)
from so_tui.domain.text import Clean
from tests.support.values import NOW, doctor, line_text, question

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


@given(line_text, st.dictionaries(st.sampled_from(PLACEHOLDERS), line_text))
def test_filling_never_fails_and_leaves_what_is_no_placeholder(
    text: Clean, values: dict[str, str]
) -> None:
    filled = fill(text, values)
    if "{" not in text:
        assert filled == text
    for name in PLACEHOLDERS:
        assert fill(Clean(f"{text}{{{name}}}"), values) == filled + (values.get(name) or GAP)


@pytest.mark.parametrize(
    "text",
    ["{", "}", "{}", "{{plan}", "{0}", "{no_such}", "{plan!r}", "{plan.__class__}", "{pl an}"],
)
def test_odd_braces_stay_as_typed(text: str) -> None:
    assert fill(Clean(text), {"plan": "surgery"}) == text.replace("{plan}", "surgery")


def test_a_value_is_not_filled_in_again() -> None:
    assert fill(Clean("{plan} {doctor}"), {"plan": "{doctor}", "doctor": "Dr A"}) == "{doctor} Dr A"


def test_what_is_not_known_is_a_gap() -> None:
    assert fill(Clean("With {first_doctor}?"), {}) == f"With {GAP}?"


def test_the_same_words_are_noticed_whatever_case_and_signs() -> None:
    kept = question(0, text=Clean("What is the aim: cure, or comfort?"))
    same = question(1, text=Clean("  what is the AIM, cure or comfort"))
    other = question(2, text=Clean("What is the aim?"))
    assert twin_of(same, [kept, other, same]) == kept
    assert twin_of(other, [kept, other, same]) is None
    assert twin_of(kept, [kept]) is None


def test_the_same_library_question_is_noticed_in_other_words() -> None:
    kept = question(0, template="opt_aim", text=Clean("Mine"))
    assert twin_of(question(1, template="opt_aim"), [kept]) == kept
    assert twin_of(question(1, template=""), [replace(kept, template="")]) is None


def test_words_of_signs_alone_are_told_apart() -> None:
    assert bare("???") != bare("!!!")
    assert bare(" ??? ") == bare("???")


@given(
    st.lists(st.booleans(), min_size=1, max_size=8).flatmap(
        lambda tops: st.tuples(st.just(tops), st.integers(0, len(tops) - 1))
    ),
    st.sampled_from([-1, 1]),
)
def test_moving_swaps_two_neighbours_of_a_kind_or_nothing(
    made: tuple[list[bool], int], step: int
) -> None:
    tops, place = made
    questions = [question(n, top=top) for n, top in enumerate(tops)]
    before = in_order(questions)
    chosen = before[place]
    changed = {q.id: q for q in moved(questions, chosen, step)}
    after = in_order(changed.get(q.id, q) for q in questions)
    there = place + step
    expected = [q.id for q in before]
    if 0 <= there < len(before) and before[there].top == chosen.top:
        expected[place], expected[there] = expected[there], expected[place]
    else:
        assert not changed
    assert [q.id for q in after] == expected
