"""Whatever is done in a store, it shows the same with tables left unread and with all read."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from so_tui.domain.notes import Note, newest_of_visit, of_visit
from so_tui.domain.state import TABLES, AppState, Drop, Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from tests.storage.support_visits import OTHER, VISITS, content, line
from tests.support.stored import CASE
from tests.support.unread import left_unread_from

AT_ONCE = 1 << 40
OLD = range(6)
NEW = range(6, 10)
"""Numbers of notes that are there before the first start, and of those that come later."""

numbers = st.sampled_from([*OLD, *NEW])
events = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["put", "edit", "carry", "move", "drop"]), numbers),
        # Lines typed and changed again, which is what happens most.
        st.tuples(st.sampled_from(["put", "edit", "carry", "drop", "late"]), st.sampled_from(NEW)),
        st.tuples(st.sampled_from(["look", "visit", "newest", "one"]), st.integers(0, 2)),
        st.tuples(
            st.sampled_from(["undo", "back", "show", "reopen", "save", "other", "others"]),
            st.just(0),
        ),
    ),
    max_size=25,
)


def visits(state: AppState) -> list[list[Note]]:
    """Return the lines of each visit."""
    return [of_visit(state.notes, visit) for visit in VISITS]


def do(store: Store, action: str, number: int, other: Store) -> object:
    """Do one thing in a store, and return what it shows."""
    one = line(number)
    match action:
        case "put":
            store.commit([Put(one)], label="put", author="Maria")
        case "edit":
            store.commit([Put(replace(one, text=Clean("edited")))], label="edit", author="Maria")
        case "carry":
            carried = replace(one, visit_id=VISITS[0])
            store.commit([Put(carried)], label="carry", author="Maria")
        case "move":
            store.commit([Put(replace(one, case_id=OTHER.id))], label="move", author="Maria")
        case "drop":
            store.commit([Drop(one)], label="drop", author="Maria")
        case "late":
            # Taken in here before the other one's is seen, and saved after it.
            store.apply([Put(one)], label="late", author="Maria")
            other.refresh()
            other.commit([Put(line(10, f"of another {len(other.entities())}"))], author="Ben")
            store.commit([])
        case "undo":
            store.undo("Maria")
        case "back":
            other.refresh()
            other.undo("Ben")
            store.refresh()
        case "look":
            return len(store.state().notes)
        case "visit":
            return of_visit(store.state().notes, VISITS[number])
        case "newest":
            return [newest_of_visit(store.state().notes, visit, number) for visit in VISITS]
        case "one":
            return [store.state().notes.get(line(each).id) for each in (*OLD, *NEW)]
        case "show":
            store.show(OTHER.id if store.state().case_id == CASE.id else CASE.id)
        case "save":
            store.checkpoint()
        case "other":
            other.refresh()
            text = f"of another {len(other.entities())}"
            other.commit([Put(line(11, text))], label="put", author="Ben")
            store.refresh()
        case "others":
            other.refresh()
            other.commit([Put(line(12)), Put(line(13)), Drop(line(11))], author="Ben")
            other.checkpoint()
            store.refresh()
    return None


def run(folder: Path, wanted: list[tuple[str, int]], look: Callable[[AppState], object]) -> object:
    """Do these things; return all that was shown meanwhile, and what the states show at the end."""
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(OTHER), *(Put(line(n)) for n in OLD)])
    shown: list[object] = []
    states: list[AppState] = []
    store = Store.open(folder)
    with Store.open(folder) as other:
        for action, number in wanted:
            if action == "reopen":
                store.close()
                store = Store.open(folder)
            else:
                shown.append(do(store, action, number, other))
            states.append(store.state())
        # Only now does anybody look into the states.
        ends = [look(state) for state in states]
        entities = store.entities()
        store.close()
    held = json.loads((folder / "store.json").read_bytes())
    kept = {name: held.get(name) for name in TABLES}
    return shown, ends, entities, kept


@pytest.mark.parametrize(
    "look",
    [
        content,
        visits,
        lambda state: (visits(state), content(state), visits(state)),
    ],
)
@given(events)
@settings(max_examples=60)
@example([("put", 6), ("edit", 6), ("drop", 6), ("undo", 0), ("edit", 1), ("undo", 0)])
@example([("put", 6), ("late", 7), ("visit", 1), ("carry", 7), ("move", 7), ("put", 8)])
def test_no_order_of_events_shows_a_difference(
    tmp_path_factory: pytest.TempPathFactory,
    look: Callable[[AppState], object],
    wanted: list[tuple[str, int]],
) -> None:
    """The same is done with tables left unread and with all read at once."""
    ends = []
    for size in (0, AT_ONCE):
        with left_unread_from(size):
            ends.append(run(tmp_path_factory.mktemp("store"), wanted, look))
    assert ends[0] == ends[1]
