"""What a start leaves unread is there when it is asked for, as if it had been read at once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from so_tui.domain.case import Case
from so_tui.domain.notes import Note
from so_tui.domain.text import Clean
from so_tui.state import TABLES, AppState, Drop, Put
from so_tui.storage import reading
from so_tui.storage.codec import decode_all
from so_tui.storage.ledger import META, READ_BY
from so_tui.storage.store import Store
from so_tui.storage.tinydb_storage import SnapshotStorage
from tests.unit.test_storage_store import CASE, DOCTOR, note

OTHER = Case(id="0000000000c2", title=Clean("A knee"), opened=date(2025, 3, 1))
AT_ONCE = 1 << 40


@contextmanager
def left_unread_from(size: int) -> Iterator[None]:
    """Leave tables of so many bytes unread during the block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "MANY", size)
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A store with three notes, and with any table left unread."""
    with left_unread_from(0):
        with Store.open(tmp_path) as store:
            store.commit([Put(CASE), Put(DOCTOR), *(Put(note(n)) for n in range(3))])
        yield tmp_path


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[type]:
    """The kinds of entities that were decoded, table by table."""
    kinds: list[type] = []

    def noting(kind: Any, documents: Any) -> Any:
        kinds.append(kind)
        return decode_all(kind, documents)

    monkeypatch.setattr("so_tui.storage.tables.decode_all", noting)
    return kinds


def content(state: AppState) -> list[Any]:
    """Return everything of a case, in its order."""
    return [state.case_id, *(list(getattr(state, name).items()) for name in TABLES)]


def test_a_start_makes_no_entity_that_nobody_looks_at(folder: Path, decoded: list[type]) -> None:
    with Store.open(folder) as store:
        state = store.state()
        assert state.case == CASE
        assert Note not in decoded
        assert state.notes == {note(n).id: note(n) for n in range(3)}
        assert decoded.count(Note) == 1
        assert store.state() is state
        assert decoded.count(Note) == 1


def test_a_state_stays_what_it_was_also_where_nobody_had_looked(folder: Path) -> None:
    with Store.open(folder) as store:
        store.commit([Put(OTHER)])
    with Store.open(folder) as store:
        before = store.state()
        store.show(OTHER.id)
        assert not store.state().notes
        store.show(CASE.id)
        again = store.state()
        store.commit([Drop(note(0)), Put(note(1, "said again")), Put(note(7))])
        first = {note(n).id: note(n) for n in range(3)}
        assert before.notes == again.notes == first
        assert list(store.state().notes.values()) == [note(1, "said again"), note(2), note(7)]


def test_what_is_left_unread_is_saved_as_it_is(folder: Path) -> None:
    before = SnapshotStorage(folder / "store.json").read() or {}
    with Store.open(folder) as store:
        store.commit([Put(replace(DOCTOR, name=Clean("Dr Ada Other")))])
        store.checkpoint()
        after = SnapshotStorage(folder / "store.json").read() or {}
        assert after["notes"] == before["notes"]
        assert after["doctors"] != before["doctors"]
        assert store.tables()["notes"] == before["notes"]


def test_another_sessions_snapshot_is_followed(folder: Path) -> None:
    with Store.open(folder) as ada, Store.open(folder) as ben:
        ada.commit([Put(note(8)), Drop(note(0))])
        ada.checkpoint()
        ada.close()
        assert ben.refresh()
        assert list(ben.state().notes) == [note(n).id for n in (1, 2, 8)]


def test_of_another_version_all_is_read_at_once(folder: Path, decoded: list[type]) -> None:
    """It may have kept a note in a way that this one cannot read, which is to be said."""
    storage = SnapshotStorage(folder / "store.json")
    held = storage.read() or {}
    held[META]["1"][READ_BY] = "0.0.1"
    held["notes"]["1"]["kind"] = "sung"
    storage.write(held)
    with Store.open(folder) as store:
        assert Note in decoded
        assert any("notes 1" in said for said in store.notices)
        store.commit([Put(note(9))])
    after = storage.read() or {}
    assert READ_BY not in after[META]["1"]
    assert after["notes"]["1"] == held["notes"]["1"]


def test_a_document_that_is_not_what_was_vouched_for_stops_nothing(folder: Path) -> None:
    storage = SnapshotStorage(folder / "store.json")
    held = storage.read() or {}
    held["notes"]["1"]["kind"] = "sung"
    storage.write(held)
    with Store.open(folder) as store:
        assert list(store.state().notes.values()) == [note(0), note(2)]
        store.commit([Put(note(9))])
    assert (storage.read() or {})["notes"]["1"] == held["notes"]["1"]


actions = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["put", "edit", "move", "drop"]), st.integers(0, 5)),
        st.tuples(st.sampled_from(["undo", "look", "show", "reopen", "save", "other"]), st.just(0)),
    ),
    max_size=25,
)


def do(store: Store, action: str, number: int, other: Store) -> None:
    """Do one thing in a store."""
    one = note(number)
    match action:
        case "put":
            store.commit([Put(one)], said="put", author="Maria")
        case "edit":
            store.commit([Put(replace(one, text=Clean("edited")))], said="edit", author="Maria")
        case "move":
            store.commit([Put(replace(one, case_id=OTHER.id))], said="move", author="Maria")
        case "drop":
            store.commit([Drop(one)], said="drop", author="Maria")
        case "undo":
            store.undo("Maria")
        case "look":
            len(store.state().notes)
        case "show":
            store.show(OTHER.id if store.state().case_id == CASE.id else CASE.id)
        case "save":
            store.checkpoint()
        case "other":
            other.refresh()
            other.commit([Put(note(6, f"of another {len(other.entities())}"))], author="Ben")
            store.refresh()


@given(actions)
@settings(max_examples=60)
def test_no_order_of_events_shows_a_difference(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[str, int]]
) -> None:
    """The same is done with tables left unread and with all read at once."""
    ends: list[tuple[object, ...]] = []
    for size in (0, AT_ONCE):
        folder = tmp_path_factory.mktemp("store")
        with left_unread_from(size):
            with Store.open(folder) as store:
                store.commit([Put(CASE), Put(OTHER), *(Put(note(n)) for n in range(4))])
            states: list[AppState] = []
            store = Store.open(folder)
            with Store.open(folder) as other:
                for action, number in events:
                    if action == "reopen":
                        store.close()
                        store = Store.open(folder)
                    else:
                        do(store, action, number, other)
                    states.append(store.state())
                entities = store.entities()
                store.close()
            held = json.loads((folder / "store.json").read_bytes())
            kept = {name: held.get(name) for name in TABLES}
            # Only now does anybody look into the states.
            ends.append((entities, kept, [content(state) for state in states]))
    assert ends[0] == ends[1]


def test_all_fields_of_a_state_can_be_left_unread(folder: Path) -> None:
    with Store.open(folder) as store:
        state = store.state()
        for each in fields(state):
            if each.name in TABLES:
                held = getattr(state, each.name)
                assert len(held) == len(list(held)) == len(held.values()) == len(held.items())
                assert all(held[key] is value for key, value in held.items())
                assert held.keys() == set(held)
