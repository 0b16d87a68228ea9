"""The shared state: changes lead on, in memory as in the store, and undo leads back."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from so_tui.demo.case import demo_state
from so_tui.domain.entity import Entity
from so_tui.domain.state import (
    TABLE_OF,
    TABLES,
    AnyEntity,
    AppState,
    Change,
    Drop,
    Put,
    apply,
    entities,
    of_case,
)
from tests.support import values
from tests.support.undone import stored, undone

changes = st.lists(
    st.builds(
        lambda entity, keep: Put(entity) if keep else Drop(entity), values.entities, st.booleans()
    ),
    max_size=12,
)
states = st.lists(values.entities, max_size=10).map(
    lambda kept: of_case(values.CASE_ID, [values.case(), *kept])
)


def tables(state: AppState) -> dict[str, dict[str, Entity]]:
    """Return what a state holds, to compare."""
    return {name: dict(getattr(state, name)) for name in TABLES}


@given(states, changes)
def test_a_state_that_changes_lead_to_is_the_one_that_the_store_comes_to(
    state: AppState, made: list[Change]
) -> None:
    before = tables(state)
    assert tables(apply(state, made)) == tables(stored(state, made))
    assert tables(state) == before


@given(states, changes)
def test_what_was_changed_can_be_taken_back(state: AppState, made: list[Change]) -> None:
    assert tables(undone(state, made)) == tables(state)


@given(states, changes, changes)
def test_changes_can_be_made_in_two_steps(
    state: AppState, first: list[Change], second: list[Change]
) -> None:
    assert tables(apply(apply(state, first), second)) == tables(apply(state, [*first, *second]))


@given(states, values.entities)
def test_what_is_put_is_there_and_what_is_dropped_is_gone(state: AppState, new: Entity) -> None:
    table = TABLE_OF[type(new)]
    there = apply(state, [Put(new)])
    assert getattr(there, table)[new.id] is new
    gone = apply(there, [Drop(new)])
    assert new.id not in getattr(gone, table)
    untouched = [name for name in TABLES if name != table]
    assert all(getattr(gone, name) is getattr(state, name) for name in untouched)


@given(states)
def test_all_that_a_state_holds_makes_it_again(state: AppState) -> None:
    assert tables(of_case(state.case_id, entities(state))) == tables(state)


def test_only_the_open_case_is_shown() -> None:
    demo = demo_state(values.TODAY)
    both = [*entities(demo), values.case(), values.task()]
    state = of_case(values.CASE_ID, both)
    assert set(state.cases) == {demo.case_id, values.CASE_ID}
    assert len(state.tasks) == 1
    assert not state.notes
    assert state.case == values.case()


def test_no_case_is_open_at_first() -> None:
    assert AppState().case is None
    assert AppState().decision is None
    assert entities(AppState()) == []


def test_each_table_is_a_field_and_holds_one_kind() -> None:
    assert set(TABLES) <= set(AppState.__dataclass_fields__)
    assert {TABLES[table] for table in TABLES} == set(TABLE_OF) == set(get_args(AnyEntity))
