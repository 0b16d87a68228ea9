"""Clashes on the command line: said by `status`, and by the command that makes one."""

from datetime import date, timedelta
from pathlib import Path

from so_tui.demo.case import demo_state
from so_tui.domain.state import Put
from so_tui.storage.store import Store
from tests.support.shell import run_bytes as run


def test_a_visit_after_the_decide_by_day_is_saved_and_said(sample: Path) -> None:
    """Case "visit after the decide-by day": nothing said."""
    state = demo_state(date.today())
    third = next(v for v in state.visits.values() if v.day == date.today() + timedelta(days=4))
    assert state.decision is not None
    assert state.decision.decide_by is not None
    later = state.decision.decide_by + timedelta(days=3)
    with Store.open(sample) as store:
        store.commit([Put(third)])
    done = run(sample, "visit", "set", third.id, "--day", later.isoformat())
    assert done.returncode == 0
    assert b"You want to decide by" in done.stderr
    assert b"\n  You want to decide by" in run(sample, "status").stdout
    assert b"Please check" not in run(sample, "visit", "set", third.id, "--place", "B").stderr
