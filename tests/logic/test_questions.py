"""Questions as they are asked: filled in, held against the library, left open by a visit."""

from dataclasses import replace
from datetime import timedelta

import pytest

from so_tui.content import core_points, core_questions, question_template
from so_tui.demo.case import demo_state
from so_tui.domain.encounters import Course, by_date
from so_tui.domain.people import in_order
from so_tui.domain.questions import GAP, Asked, Question, set_asked
from so_tui.domain.state import AppState, Put, apply
from so_tui.domain.text import Clean
from so_tui.logic.questions import (
    alike,
    core_left,
    gap_points,
    left_over,
    on_list,
    pick,
    to_ask,
    values_for,
    words_of,
)
from tests.support.values import NOW, TODAY, question


@pytest.fixture
def demo() -> AppState:
    return demo_state(TODAY)


def asking(text: str, state: AppState, *doctor_ids: str) -> Question:
    return replace(question(text=Clean(text), doctor_ids=doctor_ids), case_id=state.case_id)


def test_the_case_fills_in_what_it_knows(demo: AppState) -> None:
    first, second, third = in_order(demo.doctors.values())
    own = asking("{diagnosis} / {patient} / {first_doctor} / {decide_by} / {plan}", demo)
    words = words_of(demo, own)
    assert words.startswith(
        "Breast cancer that has spread / Pat Demo / Dr Ada Example / Sat 5 Dec 2026"
    )
    assert words.endswith("/ Hormone treatment with a CDK4/6 tablet, and a bone-strengthening drip")
    assert values_for(demo, second.id)["other_doctor"] == first.name
    assert values_for(demo, first.id)["other_doctor"] == third.name
    assert values_for(demo, third.id)["doctor"] == third.name


def test_the_doctor_is_named_only_where_there_is_one(demo: AppState) -> None:
    first, second, _ = in_order(demo.doctors.values())
    own = asking("Does {doctor} agree with {other_doctor}?", demo)
    assert words_of(demo, own) == "Does the doctor agree with the other doctor?"
    assert words_of(demo, own, second.id) == f"Does {second.name} agree with {first.name}?"
    alone = asking("Does {doctor} agree?", demo, second.id)
    assert words_of(demo, alone) == f"Does {second.name} agree?"


def test_a_case_that_knows_nothing_shows_gaps() -> None:
    text = "{diagnosis} {plan} {first_doctor} {decide_by} {patient}"
    assert words_of(AppState(), question(text=Clean(text))) == " ".join([GAP] * 5)


def test_what_is_filled_in_is_one_clean_line(demo: AppState) -> None:
    assert demo.case is not None
    case = replace(demo.case, title=Clean("one\ntwo {plan}"))
    state = apply(demo, [Put(case)])
    assert words_of(state, asking("{diagnosis}", state)) == "one two {plan}"


def test_a_picked_question_is_for_whom_its_topic_is(demo: AppState) -> None:
    first, *others = in_order(demo.doctors.values())
    assert pick(demo, question_template("so_agree")).doctor_ids == tuple(d.id for d in others)
    assert pick(demo, question_template("back_got")).doctor_ids == (first.id,)
    picked = pick(demo, question_template("opt_works"))
    assert picked.doctor_ids == ()
    assert picked.order > max(q.order for q in demo.questions.values())


def test_the_list_knows_the_library_s_questions_by_key_and_by_words(demo: AppState) -> None:
    assert on_list(demo)["mark_her2"].text.startswith("What is my exact HER2")
    template = question_template("opt_works")
    own = asking(template.text.upper().replace("?", ""), demo)
    assert template.key not in on_list(demo)
    assert on_list(apply(demo, [Put(own)]))[template.key] == own


def test_what_asks_much_the_same_is_noticed(demo: AppState) -> None:
    found = alike(demo, question_template("quick_good"))
    assert found is not None
    assert found.template == "opt_benefit"
    assert alike(demo, question_template("opt_works")) is None


def test_gaps_close_as_questions_come(demo: AppState) -> None:
    assert gap_points(AppState()) == [point.key for point in core_points()]
    assert core_left(AppState()) == list(core_questions())
    missing = gap_points(demo)
    assert "pathology" in missing
    assert "aim" not in missing
    picked = pick(demo, question_template("path_slides"))
    assert gap_points(apply(demo, [Put(picked)])) == [p for p in missing if p != "pathology"]
    left = core_left(demo)
    assert [t.key for t in left] == [t.key for t in core_questions() if t.key not in on_list(demo)]
    assert left


def test_what_a_visit_left_open_comes_up_again_in_the_next_one(demo: AppState) -> None:
    first, second, third = in_order(demo.doctors.values())
    visits = by_date(demo.visits.values())
    benefit = next(q for q in demo.questions.values() if q.template == "opt_benefit")
    left = left_over(demo, benefit, first.id, TODAY)
    assert left is not None
    assert (left.since, left.comes) == (visits[0], visits[-1])
    assert left_over(demo, benefit, second.id, TODAY) is None, "it was answered"
    assert left_over(demo, benefit, third.id, TODAY) is None, "there was no visit yet"
    date = next(q for q in demo.questions.values() if q.template == "opt_date")
    put_off = left_over(demo, date, second.id, TODAY)
    assert put_off is not None
    assert put_off.comes is None, "no further visit is planned"
    assert benefit.id in [q.id for q in to_ask(demo, first.id)]


def test_what_was_skipped_or_is_for_others_is_not_left_open(demo: AppState) -> None:
    first, second, _ = in_order(demo.doctors.values())
    benefit = next(q for q in demo.questions.values() if q.template == "opt_benefit")
    skipped = set_asked(demo.answers, benefit, first.id, Asked.SKIPPED, NOW)
    assert left_over(apply(demo, [Put(skipped)]), benefit, first.id, TODAY) is None
    only = replace(benefit, doctor_ids=(second.id,))
    assert left_over(demo, only, first.id, TODAY) is None


def test_a_visit_that_has_only_passed_leaves_nothing_open(demo: AppState) -> None:
    """Its day alone does not tell that it took place: a person does."""
    _, _, third = in_order(demo.doctors.values())
    aim = next(q for q in demo.questions.values() if q.template == "opt_aim")
    visit = next(v for v in demo.visits.values() if v.doctor_id == third.id)
    assert visit.day is not None
    assert left_over(demo, aim, third.id, visit.day + timedelta(days=1)) is None
    held = apply(demo, [Put(replace(visit, course=Course.TOOK_PLACE))])
    assert left_over(held, aim, third.id, visit.day + timedelta(days=1)) is not None


def test_what_is_to_be_asked_has_the_words_for_that_doctor(demo: AppState) -> None:
    first, second, _ = in_order(demo.doctors.values())
    own = asking("Have you called {other_doctor}?", demo)
    state = apply(demo, [Put(own)])
    assert f"Have you called {first.name}?" in [q.text for q in to_ask(state, second.id)]
    assert state.questions[own.id].text == "Have you called {other_doctor}?"
