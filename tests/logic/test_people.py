"""What hangs on a visit: the tasks that count from it, and what it leaves when it goes."""

from datetime import timedelta

import pytest

from so_tui.domain.case import Decision
from so_tui.domain.state import apply, of_case
from so_tui.logic.people import drop_visit, keep
from tests.support.undone import undone
from tests.support.values import CASE_ID, TODAY, case, doctor, task, visit

SECOND = doctor(1)
LEAD = 21
"""Days before the visit by which the shipped task `insurance_call` is due."""


@pytest.mark.parametrize(("ahead", "hangs"), [(LEAD + 1, True), (LEAD, True), (LEAD - 1, False)])
def test_a_task_counts_from_a_visit_while_its_day_has_not_passed(ahead: int, hangs: bool) -> None:
    waiting = task(template="insurance_call")
    state = of_case(CASE_ID, [case(), doctor(0), SECOND, waiting])
    coming = visit(SECOND, day=TODAY + timedelta(days=ahead))
    after = apply(state, keep(state, coming, TODAY)).tasks[waiting.id]
    assert (after.due_visit, after.due_days) == ((coming.id, -LEAD) if hangs else ("", 0))


def test_a_visit_that_is_taken_away_is_no_follow_up_any_more() -> None:
    gone, other = visit(SECOND, day=TODAY), visit(SECOND, day=TODAY)
    own = Decision(id="0000000000de", case_id=CASE_ID, follow_up=gone.id)
    theirs = Decision(id="0000000000df", case_id=CASE_ID, follow_up=other.id)
    state = of_case(CASE_ID, [case(), SECOND, gone, other, own, theirs])
    plan = drop_visit(state, gone)
    after = apply(state, plan)
    assert list(after.visits) == [other.id]
    follow_ups = {d.id: d.follow_up for d in after.decisions.values()}
    assert follow_ups == {own.id: "", theirs.id: other.id}
    assert undone(state, plan).decisions == state.decisions
