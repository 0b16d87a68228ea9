"""Of notes that are left unread, only those of the visit that is shown are made."""

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.domain.notes import Note, newest_of_visit, of_visit
from so_tui.domain.state import Drop, Put
from so_tui.domain.text import Clean
from so_tui.storage.documents.unread import Later
from so_tui.storage.snapshot.database import SnapshotStorage
from so_tui.storage.store import Store
from tests.storage.support_visits import OTHER, VISITS, line
from tests.support.stored import CASE
from tests.support.unread import left_unread_from, notes_made

FIRST, SECOND, THIRD = VISITS
MANY = 30


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A store with ten notes of each of three visits, left unread."""
    with left_unread_from(0):
        with Store.open(tmp_path) as store:
            store.commit([Put(CASE), Put(OTHER), *(Put(line(n)) for n in range(MANY))])
        yield tmp_path


@pytest.fixture
def made() -> Iterator[list[str]]:
    """The ids of the notes that were made of documents that had been left unread."""
    with notes_made() as ids:
        yield ids


def numbered(notes: list[Note]) -> list[int]:
    """Return the numbers of notes."""
    return [int(each.id, 16) for each in notes]


def test_only_the_lines_of_a_visit_are_made_and_once(folder: Path, made: list[str]) -> None:
    with Store.open(folder) as store:
        state = store.state()
        assert of_visit(state.notes, SECOND) == [line(n) for n in range(1, MANY, 3)]
        assert len(made) == MANY / 3
        store.commit([Put(line(31)), Put(line(32))])
        store.commit([Put(line(31, "said again")), Drop(line(32))])
        again = of_visit(store.state().notes, SECOND)
        assert again == [*(line(n) for n in range(1, MANY, 3)), line(31, "said again")]
        assert of_visit(state.notes, SECOND) == again[:-1]
        assert of_visit(state.notes, "0000000000e9") == []
        assert len(made) == MANY / 3


def test_states_stay_what_they_were_when_looked_into_late(folder: Path, made: list[str]) -> None:
    with Store.open(folder) as store:
        states = [store.state()]
        for change in (Put(line(31)), Put(line(31, "said again")), Put(line(34)), Drop(line(31))):
            store.commit([change])
            states.append(store.state())
        assert not made
        store.commit([Drop(line(1)), Put(line(4, "said again"))])
        states.append(store.state())
        late = [[(int(n.id, 16), n.text) for n in of_visit(s.notes, SECOND)][9:] for s in states]
        said, again, new = (31, "said"), (31, "said again"), (34, "said")
        last = (28, "said")
        assert late == [
            [last],
            [last, said],
            [last, again],
            [last, again, new],
            [last, new],
            [new],
        ]
        assert [len(state.notes) for state in states] == [30, 31, 31, 32, 31, 30]
        assert [state.notes[line(4).id].text for state in states] == ["said"] * 5 + ["said again"]


def test_a_visit_has_the_lines_of_its_case_only(folder: Path) -> None:
    with Store.open(folder) as store:
        store.commit([Put(replace(line(1), case_id=OTHER.id))])
    with Store.open(folder) as store:
        store.commit([Put(replace(line(31), case_id=OTHER.id))])
        assert numbered(of_visit(store.state().notes, SECOND)) == [*range(4, MANY, 3)]
        store.show(OTHER.id)
        assert numbered(of_visit(store.state().notes, SECOND)) == [1, 31]


def test_an_id_that_stands_in_another_field_does_not_count(folder: Path) -> None:
    with Store.open(folder) as store:
        store.commit([Put(replace(line(0), question_id=SECOND, text=Clean(f'"{SECOND}"')))])
    with Store.open(folder) as store:
        assert numbered(of_visit(store.state().notes, SECOND)) == [*range(1, MANY, 3)]


def test_a_damaged_document_is_left_out_and_kept(folder: Path) -> None:
    storage = SnapshotStorage(folder / "store.json")
    held = storage.read() or {}
    held["notes"]["1"]["kind"] = "sung"
    storage.write(held)
    with Store.open(folder) as store:
        store.commit([Put(line(31))])
        assert numbered(of_visit(store.state().notes, SECOND)) == [*range(4, MANY, 3), 31]
        assert len(store.state().notes) == MANY
    assert (storage.read() or {})["notes"]["1"] == held["notes"]["1"]


def test_another_sessions_lines_come_in_without_making_the_rest(
    folder: Path, made: list[str]
) -> None:
    with Store.open(folder) as ada, Store.open(folder) as ben:
        ada.apply([Put(line(31))])
        ben.commit([Put(line(34)), Put(line(37))])
        ada.commit([])
        ben.refresh()
        # Ada's came first to her; all stand as they were saved.
        for store in (ada, ben):
            assert numbered(of_visit(store.state().notes, SECOND))[-3:] == [31, 34, 37]
        assert len(made) == 2 * MANY / 3
        assert [*ada.state().notes] == [*ben.state().notes]
        assert numbered([*ada.state().notes.values()])[-3:] == [34, 37, 31]


def test_a_start_beside_another_session_makes_no_more(folder: Path, made: list[str]) -> None:
    with Store.open(folder) as ada:
        ada.commit([Put(line(31)), Put(line(34)), Drop(line(31))])
        with Store.open(folder) as ben:
            assert numbered(of_visit(ben.state().notes, SECOND)) == [*range(1, MANY, 3), 34]
            assert len(made) == MANY / 3 + 1
            ada.commit([Put(line(4, "said again"))])
            with Store.open(folder) as cleo:
                assert cleo.state().notes == ada.state().notes
                assert [*cleo.state().notes] == [*ada.state().notes]


def test_states_that_nobody_has_any_more_are_not_kept(folder: Path) -> None:
    with Store.open(folder) as store:
        for n in range(MANY, MANY + 20):
            store.commit([Put(line(n))])
            assert of_visit(store.state().notes, FIRST)
        gc.collect()
        alive = [e for e in gc.get_objects() if isinstance(e, Later)]
        assert sum(line(MANY).id in each for each in alive) <= 1


def test_the_newest_lines_of_a_visit_are_made_alone(folder: Path, made: list[str]) -> None:
    with Store.open(folder) as store:
        lines, older = newest_of_visit(store.state().notes, SECOND, 4)
        own = [line(n) for n in range(1, MANY, 3)]
        assert ([*lines], older) == (own[-4:], len(own) - 4)
        assert len(made) == 4
