"""A short form of every attack; `make attack` runs them for as long as asked."""

from pathlib import Path

import pytest

from tests.attack import crash_trace
from tests.attack.driver import Attack, run
from tests.attack.every import ATTACKS

pytestmark = pytest.mark.terminal

SEED = "1"


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_no_promise_is_broken(attack: Attack, tmp_path: Path) -> None:
    if attack.needs_strace and (why := crash_trace.why_not()):
        pytest.skip(why)
    tally = run(attack, tmp_path, seed=SEED, rounds=attack.short)
    assert tally.rounds == attack.short
    assert tally.tried
