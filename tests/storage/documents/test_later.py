"""What a start leaves unread is there when it is asked for, as if it had been read at once."""

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from so_tui.domain.notes import Note
from so_tui.domain.state import TABLES, Drop, Put
from so_tui.domain.text import Clean
from so_tui.storage.documents.codec import decode_all
from so_tui.storage.documents.ledger import META, READ_BY
from so_tui.storage.snapshot.database import SnapshotStorage
from so_tui.storage.store import Store
from tests.storage.support_visits import OTHER
from tests.support.stored import CASE, DOCTOR, note
from tests.support.told import worded
from tests.support.unread import left_unread_from


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

    monkeypatch.setattr("so_tui.storage.documents.tables.decode_all", noting)
    return kinds


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
        assert any("a line of notes" in said for said in worded(store.notices))
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


def test_all_fields_of_a_state_can_be_left_unread(folder: Path) -> None:
    with Store.open(folder) as store:
        state = store.state()
        for each in fields(state):
            if each.name in TABLES:
                held = getattr(state, each.name)
                assert len(held) == len(list(held)) == len(held.values()) == len(held.items())
                assert all(held[key] is value for key, value in held.items())
                assert held.keys() == set(held)
