"""What happens when a line is typed, settled, changed or taken away."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from so_tui.domain.notes import NoteKind, of_visit
from so_tui.domain.questions import Asked, answer_to
from so_tui.domain.state import AppState, Put, apply, entities, of_case
from so_tui.domain.text import Clean
from so_tui.logic.notes import (
    TODO_SECTION,
    change_note,
    delete_note,
    reword,
    settle,
    write_lines,
)
from tests.support.undone import undone
from tests.support.values import CASE_ID, NOW, any_text, case, doctor, question, visit

DOCTOR, OTHER = doctor(0), doctor(1)
SEEN = visit(DOCTOR, day=NOW.date())
ASKED = question()
SAM = Clean("Sam")


def start() -> AppState:
    """Return a case with two doctors, a visit and a question."""
    return of_case(CASE_ID, [case(), DOCTOR, OTHER, SEEN, ASKED])


def written(*lines: str) -> AppState:
    """Return the state after these lines were typed, a minute apart."""
    state = start()
    for minute, raw in enumerate(lines):
        at = NOW + timedelta(minutes=minute)
        state = apply(state, write_lines(state, SEEN, SAM, raw, at))
    return state


def words(state: AppState) -> list[str]:
    """Return the words of the lines in their order."""
    return [str(n.text) for n in of_visit(state.notes, SEEN.id)]


@given(st.lists(st.tuples(st.text("ab !@", max_size=6), st.integers(-600, 600)), max_size=12))
def test_lines_stand_in_the_order_they_were_typed_whatever_the_clock(
    typed: list[tuple[str, int]],
) -> None:
    state = start()
    expected = []
    for raw, seconds in typed:
        changes = write_lines(state, SEEN, SAM, raw, NOW + timedelta(seconds=seconds))
        assert bool(changes) == bool(raw.strip())
        state = apply(state, changes)
        expected += [str(state.notes[change.entity.id].text) for change in changes[:1]]
    assert words(state) == expected
    times = [n.at for n in of_visit(state.notes, SEEN.id)]
    assert times == sorted(set(times))


@given(any_text)
def test_a_paste_is_kept_line_by_line(raw: str) -> None:
    state = apply(start(), write_lines(start(), SEEN, SAM, raw, NOW))
    by_line = start()
    for line in raw.split("\n"):
        by_line = apply(by_line, write_lines(by_line, SEEN, SAM, line, NOW))
    assert words(state) == words(by_line)


def test_a_line_has_its_time_its_author_and_its_question() -> None:
    state = apply(start(), write_lines(start(), SEEN, SAM, "! so", NOW, ASKED.id))
    (line,) = state.notes.values()
    assert (line.at, line.author, line.kind, line.text) == (NOW, "Sam", NoteKind.IMPORTANT, "so")
    assert (line.question_id, line.visit_id, line.case_id) == (ASKED.id, SEEN.id, CASE_ID)


def test_a_to_do_line_has_a_task_that_follows_it() -> None:
    state = written("@ ring the lab")
    (line,) = state.notes.values()
    (task,) = state.tasks.values()
    assert (task.text, task.section, task.note_id) == ("ring the lab", TODO_SECTION, line.id)
    state = apply(state, reword(state, line, "@ ring the new lab"))
    assert [t.text for t in state.tasks.values()] == ["ring the new lab"]
    assert set(state.tasks) == {task.id}
    state = apply(state, reword(state, state.notes[line.id], "ring the new lab"))
    assert state.notes[line.id].kind is NoteKind.SAID
    assert not state.tasks
    state = apply(state, reword(state, state.notes[line.id], "@ again"))
    assert len(state.tasks) == 1
    state = apply(state, delete_note(state, state.notes[line.id]))
    assert not state.notes
    assert not state.tasks


def test_a_task_with_words_of_its_own_keeps_them_when_its_line_changes() -> None:
    """Another speaker for a line wrote its old words over those of its task."""
    state = written("@ ring the lab")
    (line,), (task,) = state.notes.values(), state.tasks.values()
    own = replace(task, text=Clean("ring the lab, ask for Ana"), owner=Clean("Jo"))
    state = apply(state, [Put(own)])
    for new in (replace(line, said_by=DOCTOR.id), replace(line, text=Clean("ring the new lab"))):
        state = apply(state, change_note(state, new))
        assert state.tasks == {task.id: own}


def test_an_empty_wording_changes_nothing() -> None:
    state = written("a line")
    (line,) = state.notes.values()
    assert reword(state, line, "   ") == []


def test_answered_takes_the_free_lines_since_the_question_came_up() -> None:
    state = written("before", "one", "two")
    since = NOW + timedelta(minutes=1)
    after = apply(state, settle(state, SEEN, ASKED, Asked.ANSWERED, since, NOW))
    lines = of_visit(after.notes, SEEN.id)
    assert [n.question_id for n in lines] == ["", ASKED.id, ASKED.id]
    answer = answer_to(after.answers.values(), ASKED.id, DOCTOR.id)
    assert answer is not None
    assert answer.asked is Asked.ANSWERED
    assert answer_to(after.answers.values(), ASKED.id, OTHER.id) is None


def test_a_line_keeps_the_question_it_answers_already() -> None:
    state = apply(start(), write_lines(start(), SEEN, SAM, "one", NOW, "0000000000ff"))
    after = apply(state, settle(state, SEEN, ASKED, Asked.ANSWERED, datetime.min, NOW))
    assert [n.question_id for n in after.notes.values()] == ["0000000000ff"]


def test_skipped_and_later_leave_the_lines_alone() -> None:
    state = written("one")
    for asked in (Asked.SKIPPED, Asked.LATER):
        after = apply(state, settle(state, SEEN, ASKED, asked, datetime.min, NOW))
        assert after.notes == state.notes
        answer = answer_to(after.answers.values(), ASKED.id, DOCTOR.id)
        assert answer is not None
        assert answer.asked is asked


@given(st.sampled_from(["@ ring", "! so", "so"]), st.sampled_from(["@ b", "b", "? b"]))
def test_all_of_it_can_be_taken_back(first: str, second: str) -> None:
    state = written(first)
    (line,) = state.notes.values()
    for changes in (
        reword(state, line, second),
        delete_note(state, line),
        change_note(state, line),
        settle(state, SEEN, ASKED, Asked.ANSWERED, datetime.min, NOW),
    ):
        back = undone(state, changes)
        assert {e.id: e for e in entities(back)} == {e.id: e for e in entities(state)}
