"""What hangs on a visit, and what it leaves when it goes."""

from so_tui.domain.case import Decision
from so_tui.domain.state import apply, of_case
from so_tui.logic.people import drop_visit
from tests.support.undone import undone
from tests.support.values import CASE_ID, TODAY, case, doctor, visit

SECOND = doctor(1)


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
