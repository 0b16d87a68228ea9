"""Lines go to another encounter, to the diary or to another speaker, with their answers."""

from dataclasses import replace
from datetime import timedelta

from so_tui.domain.notes import DIARY, DiaryKind
from so_tui.domain.questions import Answer, Asked, answer_to
from so_tui.domain.state import AppState, apply, entities, of_case
from so_tui.logic.note_places import edit, give, move
from tests.support.undone import undone
from tests.support.values import CASE_ID, NOW, case, doctor, note, question, visit

LEE, KIM = doctor(0), doctor(1)
FIRST, SECOND = visit(LEE, day=NOW.date()), visit(KIM, day=NOW.date())
ASKED = question()
ANSWERED = Answer(
    case_id=CASE_ID, question_id=ASKED.id, doctor_id=LEE.id, asked=Asked.ANSWERED, at=NOW
)
LINES = [
    note(FIRST, "one"),
    note(FIRST, "two", at=NOW + timedelta(minutes=1)),
    note(FIRST, "an answer", at=NOW + timedelta(minutes=2), question_id=ASKED.id),
]
STATE = of_case(CASE_ID, [case(), LEE, KIM, FIRST, SECOND, ASKED, ANSWERED, *LINES])


def asked(state: AppState, doctor_id: str) -> Asked | None:
    """Return how the question stands with a doctor."""
    answer = answer_to(state.answers.values(), ASKED.id, doctor_id)
    return answer.asked if answer else None


def test_several_lines_move_together_and_come_back_together() -> None:
    """Three visits in one day: lines went into the first one, and could not be moved."""
    changes = move(STATE, LINES, SECOND.id, NOW)
    after = apply(STATE, changes)
    assert {n.visit_id for n in after.notes.values()} == {SECOND.id}
    assert [(n.at, n.author) for n in after.notes.values()] == [(n.at, n.author) for n in LINES]
    back = undone(STATE, changes)
    assert {e.id: e for e in entities(back)} == {e.id: e for e in entities(STATE)}


def test_an_answer_that_moves_is_the_other_doctors() -> None:
    after = apply(STATE, move(STATE, LINES, SECOND.id, NOW))
    assert (asked(after, LEE.id), asked(after, KIM.id)) == (None, Asked.ANSWERED)
    after = apply(STATE, move(STATE, LINES[:2], SECOND.id, NOW))
    assert (asked(after, LEE.id), asked(after, KIM.id)) == (Asked.ANSWERED, None)


def test_in_the_diary_a_line_answers_no_question() -> None:
    after = apply(STATE, move(STATE, LINES, DIARY, NOW))
    assert {(n.visit_id, n.question_id) for n in after.notes.values()} == {("", "")}
    assert asked(after, LEE.id) is None


def test_a_line_of_the_diary_that_moves_to_a_visit_is_none_any_more() -> None:
    old = replace(LINES[0], visit_id=DIARY, diary=DiaryKind.SYMPTOM, about_day=NOW.date())
    state = apply(STATE, move(STATE, [], DIARY, NOW))
    (moved,) = (change.entity for change in move(state, [old], FIRST.id, NOW))
    assert moved == LINES[0]


def test_a_line_given_to_another_doctor_takes_its_answer_along() -> None:
    after = apply(STATE, give(STATE, LINES[2:], KIM.id, NOW))
    assert (asked(after, LEE.id), asked(after, KIM.id)) == (None, Asked.ANSWERED)
    again = apply(STATE, edit(STATE, replace(LINES[2], said_by=KIM.id), NOW))
    assert again.answers.keys() == after.answers.keys() or asked(again, KIM.id)
    assert give(STATE, LINES, "", NOW) == []
