"""Who set a field and when is not asked about where two people set it: the field itself is."""

from dataclasses import replace
from pathlib import Path

from so_tui.domain.opinions import State, mark_between
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from tests.support.values import CASE_ID, NOW, case, doctor


def test_two_people_who_mark_one_point_are_asked_about_the_mark_alone(tmp_path: Path) -> None:
    blank = mark_between(CASE_ID, doctor(0).id, doctor(1).id, "plan", State.BLANK)
    with Store.open(tmp_path) as one:
        one.commit([Put(case()), Put(doctor(0)), Put(doctor(1)), Put(blank)])
        for name, said in (("Sam", State.SAME), ("Lee", State.DIFFERS)):
            mark = replace(blank, state=said, marked_by=Clean(name), marked_at=NOW)
            one.commit([Put(mark, blank)], author=name)
        one.show(CASE_ID)
        state = one.state()
        (mark,) = state.marks.values()
        assert (mark.state, mark.marked_by) == (State.DIFFERS, "Lee")
        assert [(c.field, c.text) for c in state.conflicts.values()] == [("state", "same")]
