"""Lines go to another encounter, to the diary or to another speaker, with their answers."""

from dataclasses import replace
from datetime import time, timedelta

from so_tui.domain.dates import short_day
from so_tui.domain.notes import DIARY, DiaryKind
from so_tui.domain.questions import Answer, Asked, answer_to
from so_tui.domain.state import AppState, Put, apply, entities, of_case
from so_tui.logic.note_places import edit, give, in_its_day, move, own_day, typed_before
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


def test_a_line_of_another_day_than_its_visit_says_so() -> None:
    """Row "a symptom typed between visits; memories the day after": filed without a day."""
    today, yesterday = NOW.date(), NOW.date() - timedelta(days=1)
    held = visit(LEE, day=yesterday)
    memory = note(held, "remembered")
    state = of_case(CASE_ID, [case(), LEE, held, memory, LINES[0], FIRST])
    assert in_its_day(state, memory, "remembered") == f"{short_day(today, today)}: remembered"
    assert in_its_day(state, LINES[0], "one") == "one"
    about = replace(memory, about_day=yesterday)
    assert own_day(state, about) is None, "it is about the visit's day"
    assert own_day(state, replace(memory, visit_id=DIARY)) is None
    unknown = replace(held, day=None)
    assert own_day(apply(state, [Put(unknown)]), memory) == today
    abroad = replace(held, day=today + timedelta(days=1), at=time(1), zone="Pacific/Kiritimati")
    assert own_day(apply(state, [Put(abroad)]), memory) is None, "the same day, by one's own clock"


def test_a_line_keeps_its_day_wherever_it_goes() -> None:
    older = NOW.date() - timedelta(days=3)
    line = replace(LINES[0], visit_id=DIARY, about_day=older)
    state = apply(STATE, [Put(line)])
    there = apply(state, move(state, [line], SECOND.id, NOW))
    assert own_day(there, there.notes[line.id]) == older
    back = apply(there, move(there, [there.notes[line.id]], DIARY, NOW))
    assert back.notes[line.id] == line


def test_the_lines_typed_before_a_visit_are_those_of_days_before_it() -> None:
    days = [timedelta(days=d) for d in (-3, -2, 0)]
    lines = [note(FIRST, str(n), at=NOW + day) for n, day in enumerate(days)]
    answer = note(FIRST, "an answer", at=NOW + days[0], question_id=ASKED.id)
    state = of_case(CASE_ID, [case(), LEE, FIRST, ASKED, answer, *lines])
    assert typed_before(state, FIRST) == lines[:2]
    assert typed_before(state, replace(FIRST, day=None)) == []
    moved = apply(state, move(state, lines[:2], DIARY, NOW))
    assert typed_before(moved, FIRST) == []
