"""What is worked out of a state is worked out once, and is gone when the state is."""

import gc
from weakref import ref

from so_tui.demo.case import demo_state
from so_tui.domain.state import AppState, Put, apply, once_a_state
from so_tui.logic.comparison import comparison_of
from tests.support.values import TODAY, doctor


class Result:
    """Something worked out."""


def test_it_is_worked_out_once_for_each_state() -> None:
    asked: list[AppState] = []

    @once_a_state
    def worked_out(state: AppState) -> Result:
        asked.append(state)
        return Result()

    first = AppState()
    second = apply(first, [])
    assert worked_out(first) is worked_out(first)
    assert worked_out(second) is not worked_out(first)
    assert asked == [first, second]


def test_a_result_is_gone_when_its_state_is() -> None:
    worked_out = once_a_state(lambda _: Result())
    state = AppState()
    result = ref(worked_out(state))
    assert result() is not None
    del state
    gc.collect()
    assert result() is None


def test_the_comparison_of_a_changed_state_is_another_one() -> None:
    before = demo_state(TODAY)
    added = doctor(3)
    after = apply(before, [Put(added)])
    assert added.id not in comparison_of(before).doctor_ids
    assert added.id in comparison_of(after).doctor_ids
    assert comparison_of(before) is comparison_of(before)
