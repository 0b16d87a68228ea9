"""Working something out only once for each state. Pure: a state never changes."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from so_tui.domain.state import AppState

T = TypeVar("T")


def once_a_state(work: Callable[[AppState], T]) -> Callable[[AppState], T]:
    """Make a function of a state work only once for each state.

    A result is kept as long as its state is, so it must not refer to the state itself.
    """
    known: WeakKeyDictionary[AppState, T] = WeakKeyDictionary()

    @wraps(work)
    def worked_out(state: AppState) -> T:
        if state not in known:
            known[state] = work(state)
        return known[state]

    return worked_out
