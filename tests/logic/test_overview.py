"""What Home tells: the steps, what is due, what is open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from so_tui.content import core_points, point
from so_tui.demo.case import demo_state
from so_tui.domain.case import Outcome
from so_tui.domain.checklist import Urgency, urgency
from so_tui.domain.comparison import Reference
from so_tui.domain.encounters import Course, EncounterKind
from so_tui.domain.opinions import Cell, State
from so_tui.domain.people import in_order
from so_tui.domain.questions import Asked, set_asked
from so_tui.domain.state import AppState, Put, apply, of_case
from so_tui.domain.text import Clean
from so_tui.logic.differences import difference_of, step_question
from so_tui.logic.overview import (
    SURE_AGAIN,
    answer_how_sure,
    asks_how_sure,
    coming_visit,
    core_counts,
    counts_words,
    due_tasks,
    open_questions,
    steps,
)
from so_tui.logic.plan import due as day_of
from so_tui.logic.plan import known_visits, tasks_of
from so_tui.logic.questions import to_ask
from so_tui.papers.comparison import make_comparison
from tests.support.marks import marks_of
from tests.support.values import CASE_ID, NOW, TODAY, case, doctor, question, visit

DEMO = demo_state(TODAY)


def word(state: AppState, key: str) -> str:
    """Return the word for one step."""
    return next(step.word for step in steps(state, TODAY) if step.key == key)


def test_the_steps_are_those_of_the_way() -> None:
    keys = ["decide", "arrange", "questions", "visit", "after", "compare", "follow_up"]
    assert [step.key for step in steps(DEMO, TODAY)] == keys


def test_at_the_start_every_step_is_open() -> None:
    assert {step.word for step in steps(of_case(CASE_ID, [case()]), TODAY)} == {"open"}
    assert {step.word for step in steps(AppState(), TODAY)} == {"open"}


def test_how_far_the_demo_has_come() -> None:
    assert word(DEMO, "decide") == "done"
    for key in ("arrange", "questions", "visit", "after", "compare"):
        assert word(DEMO, key) == "begun"
    assert word(DEMO, "follow_up") == "open"


def test_not_now_is_an_outcome() -> None:
    decision = DEMO.decision
    assert decision is not None
    for outcome, expected in ((Outcome.NOT_NOW, "done"), (Outcome.OPEN, "open")):
        changed = replace(decision, outcome=outcome)
        assert word(replace(DEMO, decisions={changed.id: changed}), "decide") == expected


def test_a_step_is_done_when_all_of_it_is() -> None:
    ticked = {id_: replace(t, done_on=TODAY) for id_, t in tasks_of(DEMO).items()}
    assert word(replace(DEMO, tasks=ticked), "arrange") == "done"
    assert word(replace(DEMO, tasks=ticked), "after") == "done"


@pytest.mark.parametrize(
    ("asked", "settled"),
    [(Asked.ANSWERED, 1), (Asked.SKIPPED, 1), (Asked.LATER, 0), (Asked.NOT_ASKED, 0)],
)
def test_a_question_is_settled_once_it_was_answered_or_skipped(asked: Asked, settled: int) -> None:
    second, waiting = doctor(1), question()
    state = of_case(CASE_ID, [case(), doctor(0), second, waiting])
    answer = set_asked(state.answers, waiting, second.id, asked, NOW)
    found = steps(apply(state, [Put(answer)]), TODAY)
    (step,) = (each for each in found if each.key == "questions")
    assert (step.done, step.total) == (settled, 1)


def test_a_reference_chosen_in_an_older_version_changes_no_count() -> None:
    """Compare with another doctor (`r`): Home's "compare" dropped from 13 of 26 to 1."""
    first, second, third = in_order(DEMO.doctors.values())
    step = next(each for each in steps(DEMO, TODAY) if each.key == "compare")
    core = {p.key for p in core_points()}
    assert not marks_of(DEMO, third.id)
    assert step.done == len(marks_of(DEMO, second.id).keys() & core)
    assert step.total == 2 * len(core), "one opinion is still to come"
    chosen = apply(DEMO, [Put(Reference(case_id=DEMO.case_id, doctor_id=second.id))])
    assert steps(chosen, TODAY) == steps(DEMO, TODAY)
    assert counts_words(chosen) == counts_words(DEMO)
    assert f"compared with {first.name}" in counts_words(DEMO)


def test_from_another_doctor_the_counts_are_those_of_the_same_marks() -> None:
    """Counts name whom they compare with, and the marks of a pair are the same from both sides."""
    first, second, _ = in_order(DEMO.doctors.values())
    turned = {doctor.id: counts for doctor, counts in core_counts(DEMO, second.id)}
    usual = {doctor.id: counts for doctor, counts in core_counts(DEMO)}
    assert turned[first.id][State.DIFFERS] == usual[second.id][State.DIFFERS] > 0
    alone = {c.point for c in DEMO.cells.values() if c.doctor_id == first.id and c.state}
    adds = {p for p, s in marks_of(DEMO, second.id).items() if s is State.ADDS and point(p).core}
    assert turned[first.id][State.LESS] == len(adds - alone) > 0
    assert f"compared with {second.name}" in counts_words(DEMO, second.id)


def test_how_sure_is_asked_once_both_opinions_are_in_and_can_be_put_off() -> None:
    """Confidence *after* is asked on Home once both opinions are in."""
    first, second = doctor(0), doctor(1)
    visits = [visit(d, day=TODAY, course=Course.TOOK_PLACE) for d in (first, second)]
    planned = replace(visits[1], course=Course.PLANNED)
    start = of_case(CASE_ID, [case(), first, second, visits[0], planned])
    assert not asks_how_sure(start, TODAY)
    written = Cell(case_id=CASE_ID, doctor_id=second.id, point="plan", text=Clean("Wait"))
    both_in = apply(start, [Put(visits[1])])
    for state in (both_in, apply(start, [Put(written)])):
        assert asks_how_sure(state, TODAY)
    off = apply(both_in, [answer_how_sure(both_in, None, TODAY)])
    assert not asks_how_sure(off, TODAY)
    assert asks_how_sure(off, TODAY + timedelta(days=SURE_AGAIN))
    told = apply(off, [answer_how_sure(off, 0, TODAY)])
    assert told.decision is not None
    assert told.decision.sure_after == 0
    assert not asks_how_sure(told, TODAY + timedelta(days=SURE_AGAIN))


def test_a_tumour_board_has_a_column_and_no_visits_or_questions() -> None:
    """Tumour board: a column of its own, not asked questions in a room, not "seen"."""
    board = replace(doctor(1), is_board=True, name=Clean("Lakeside board"))
    met = visit(board, day=TODAY, course=Course.TOOK_PLACE, kind=EncounterKind.BOARD)
    said = Cell(case_id=CASE_ID, doctor_id=board.id, point="plan", text=Clean("Wait"))
    state = of_case(CASE_ID, [case(), doctor(0), board, met, said, question()])
    found = {step.key: (step.done, step.total) for step in steps(state, TODAY)}
    assert (found["questions"], found["visit"]) == ((0, 0), (0, 0))
    assert to_ask(state, board.id) == []
    assert len(to_ask(state, doctor(0).id)) == 1
    assert [each.name for each, _ in core_counts(state)] == [board.name]
    paper = make_comparison(state, TODAY)
    assert paper is not None
    assert paper.doctors[1] == board.name
    assert "Seen" not in paper.about[1]
    difference = difference_of(state, board.id, "plan")
    asked = step_question(state, difference, point("plan"), "talk")
    assert asked.doctor_ids == (doctor(0).id,)


def test_due_are_the_open_tasks_with_a_day_the_most_pressing_first() -> None:
    due = due_tasks(DEMO, TODAY)
    assert {d.task.id for d in due} == {
        t.id for t in tasks_of(DEMO).values() if t.done_on is None and day_of(DEMO, t)
    }
    days = [d.day for d in due if d.day is not None]
    assert days == sorted(days)
    assert len(days) == len(due)
    assert all(d.word is urgency(d.task, known_visits(DEMO), TODAY) for d in due)
    assert {Urgency.LATE, Urgency.TODAY} <= {d.word for d in due}


def test_the_coming_visit_and_its_questions() -> None:
    coming = coming_visit(DEMO, TODAY)
    assert coming is not None
    assert coming.day == TODAY + timedelta(days=4)
    assert open_questions(DEMO, coming) == len(DEMO.questions)
    assert coming_visit(AppState(), TODAY) is None


def test_the_counts_are_those_of_the_core_points_for_each_doctor() -> None:
    first, *others = in_order(DEMO.doctors.values())
    core = {p.key for p in core_points()}
    counted = core_counts(DEMO)
    assert [doctor for doctor, _ in counted] == others[:1], "the third was not seen yet"
    for other, counts in counted:
        marked = [s for p, s in marks_of(DEMO, other.id).items() if p in core]
        assert sum(counts.values()) == len(core)
        for state in State:
            if state is not State.BLANK:
                assert counts.get(state, 0) == marked.count(state)
    words = counts_words(DEMO)
    assert f"compared with {first.name}: " in words
    assert others[0].name in words


def test_a_doctor_not_heard_yet_is_not_counted() -> None:
    """Only what took place counts: a coming visit was told as "13 not marked"."""
    first, _, third = in_order(DEMO.doctors.values())
    assert third.name not in counts_words(DEMO)
    (coming,) = (v for v in DEMO.visits.values() if v.doctor_id == third.id)
    seen = replace(coming, day=TODAY, course=Course.TOOK_PLACE)
    assert f"{third.name}: 13 not marked" in counts_words(apply(DEMO, [Put(seen)]))
    other = replace(DEMO, doctors={d.id: d for d in (first, third)})
    assert counts_words(other) == ""
    said = Cell(case_id=CASE_ID, doctor_id=third.id, point="plan", text=Clean("Wait"))
    assert "13 not marked" in counts_words(apply(other, [Put(said)])), "what is written is in"


def test_a_doctor_not_yet_seen_is_in_no_count() -> None:
    """Of three doctors it is named who is counted; what is to come is still to be compared."""
    second = in_order(DEMO.doctors.values())[1]
    assert f"{second.name}: 2 differs" in counts_words(DEMO)
    assert compared(DEMO) == (13, 26)


def test_an_opinion_that_will_not_come_is_not_to_be_compared() -> None:
    """A doctor whose visit was cancelled left the comparing unfinished for good."""
    third = in_order(DEMO.doctors.values())[2]
    theirs = [v for v in DEMO.visits.values() if third.id in v.doctor_ids]
    gone = apply(DEMO, [Put(replace(v, course=Course.CANCELLED)) for v in theirs])
    assert compared(gone) == (13, 13)
    said = Cell(case_id=DEMO.case_id, doctor_id=third.id, point="plan", text=Clean("Wait"))
    assert compared(apply(gone, [Put(said)])) == (13, 26), "what they wrote is on record"


def compared(state: AppState) -> tuple[int, int]:
    """Return how many core points are compared, and of how many."""
    (step,) = (step for step in steps(state, TODAY) if step.key == "compare")
    return step.done, step.total


def test_with_one_doctor_there_is_nothing_to_count() -> None:
    first = in_order(DEMO.doctors.values())[0]
    assert counts_words(replace(DEMO, doctors={first.id: first})) == ""
    assert counts_words(AppState()) == ""
