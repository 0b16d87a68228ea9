"""What is marked private is left out for others, unless it is chosen."""

from dataclasses import replace

from so_tui.domain.state import Put, apply, of_case
from so_tui.logic.private import for_others
from tests.support.values import CASE_ID, TODAY, case, doctor, note, task, visit

DOCTOR = doctor(0)
SEEN = visit(DOCTOR, day=TODAY)
LINE, TASK = note(SEEN, "mum asked how long"), task()
STATE = of_case(CASE_ID, [case(), DOCTOR, SEEN, LINE, TASK])


def test_nothing_private_changes_nothing() -> None:
    assert for_others(STATE) is STATE


def test_a_private_line_or_task_is_left_out_unless_chosen() -> None:
    hidden = apply(STATE, [Put(replace(LINE, private=True)), Put(replace(TASK, private=True))])
    assert (for_others(hidden).notes, for_others(hidden).tasks) == ({}, {})
    assert for_others(hidden, {LINE.id}).notes == hidden.notes
    assert for_others(hidden, {LINE.id}).tasks == {}


def test_the_lines_of_a_private_visit_go_with_it() -> None:
    hidden = apply(STATE, [Put(replace(SEEN, private=True))])
    assert (for_others(hidden).visits, for_others(hidden).notes) == ({}, {})
    assert for_others(hidden, {SEEN.id}).notes == hidden.notes
