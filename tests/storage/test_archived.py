"""An archived case is read-only until it is reopened, whichever way a change comes."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from so_tui.domain.case import Case
from so_tui.domain.encounters import Encounter
from so_tui.domain.entity import Entity
from so_tui.domain.state import Conflict, Drop, Put
from so_tui.domain.text import Clean
from so_tui.storage.errors import CaseArchived
from so_tui.storage.store import Store
from tests.support.values import CASE_ID, NOW, TODAY, case, doctor, question, task, visit

DOCTOR = doctor(0)
VISIT = visit(DOCTOR, day=TODAY + timedelta(days=5))
OPEN = Case(id="0000000000cb", title=Clean("Another"), opened=TODAY)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with an archived case and an open one; the archiving can be undone."""
    store = Store.open(tmp_path)
    store.commit([Put(each) for each in (case(), OPEN, DOCTOR, VISIT)], label="Begun")
    store.commit([Put(replace(case(), closed=TODAY), case())], label="Archived")
    return store


@pytest.mark.parametrize("new", [question(), VISIT, task(), replace(VISIT, place=Clean("Room 4"))])
def test_it_takes_neither_a_question_nor_a_visit(store: Store, new: Entity) -> None:
    """Hard case: 'a put-away case "opens to read"' took a question and a visit."""
    with store:
        store.show(case().id)
        before = store.state()
        change = replace(new, id="0000000000ff") if new is VISIT else new
        with pytest.raises(CaseArchived):
            store.commit([Put(change)], label="Added")
        assert store.state() is before


def test_nothing_in_it_is_deleted_renamed_or_moved_out(store: Store) -> None:
    archived = replace(case(), closed=TODAY)
    with store:
        for change in (
            Drop(VISIT),
            Put(replace(archived, title=Clean("New")), archived),
            Put(replace(VISIT, case_id=OPEN.id), VISIT),
        ):
            with pytest.raises(CaseArchived):
                store.commit([change])


def test_nothing_is_moved_into_it(store: Store) -> None:
    mine = replace(question(), case_id=OPEN.id)
    with store:
        store.commit([Put(mine)])
        with pytest.raises(CaseArchived):
            store.commit([Put(question(), mine)])


def test_other_cases_can_be_changed(store: Store) -> None:
    with store:
        store.commit([Put(replace(question(), case_id=OPEN.id))])
        assert len(store.state().questions) == 1


def test_a_change_of_before_is_not_undone_in_it(tmp_path: Path) -> None:
    """The case was archived in another window: undo here leaves its words alone."""
    with Store.open(tmp_path) as store, Store.open(tmp_path) as other:
        store.commit([Put(case()), Put(DOCTOR)], label="Begun")
        store.commit([Put(VISIT)], label="Added")
        other.refresh()
        other.commit([Put(replace(case(), closed=TODAY), case())], label="Archived", author="Kim")
        store.refresh()
        with pytest.raises(CaseArchived):
            store.undo("")
        assert list(store.state().visits) == [VISIT.id]
        assert other.undo("Kim")
        store.refresh()
        assert store.undo("")
        assert not store.state().visits


def test_it_is_reopened_by_itself_or_with_a_change_and_by_undo(store: Store) -> None:
    with store:
        undone = store.undo("")
        assert undone
        assert undone.label == "Archived"
        store.commit([Put(question())])
        store.commit([Put(replace(case(), closed=TODAY), case())])
        changes = [Put(case(), replace(case(), closed=TODAY)), Put(question(1))]
        store.commit(changes)
        store.show(case().id)
        assert store.state().case == case()
        assert len(store.state().questions) == 2


def test_it_can_be_deleted_and_come_back_archived(store: Store) -> None:
    archived = replace(case(), closed=TODAY)
    with store:
        store.commit([Drop(VISIT), Drop(DOCTOR), Drop(archived)])
        assert case().id not in store.state().cases
        items: list[Entity] = [trashed.entity for trashed in store.trash]
        store.commit([Put(each) for each in items])
        store.show(case().id)
        state = store.state()
        assert (state.case, list(state.visits)) == (archived, [VISIT.id])


def test_a_case_of_an_older_version_comes_back_by_undo(tmp_path: Path) -> None:
    """It does not say which case it follows, and another one is archived by now."""
    with Store.open(tmp_path) as store:
        store.commit([Put(replace(OPEN, closed=TODAY))])
        document = {"id": CASE_ID, "title": "A lump", "opened": "2026-11-01"}
        store.log.add([["put", "cases", CASE_ID, document]], by="Kim")
        store.collect()
        store.commit([Drop(store.state().cases[CASE_ID])], label="Deleted", author="Kim")
        assert store.undo("Kim")
        assert CASE_ID in store.state().cases


def test_words_in_a_case_with_an_odd_id_can_be_changed(store: Store) -> None:
    """Such a case never was; whatever holds its id is not archived."""
    odd = replace(question(), case_id="no id")
    with store:
        store.commit([Put(odd)])
        store.commit([Drop(odd)])
        assert odd not in store.entities()


def test_a_round_after_it_takes_a_visit_out_of_it(store: Store) -> None:
    fresh = Case(id="0000000000cc", title=Clean("Next"), opened=TODAY, follows=case().id)
    moved: Encounter = replace(VISIT, case_id=fresh.id)
    with store:
        store.commit([Put(fresh), Put(moved, VISIT)], label="New round")
        store.show(fresh.id)
        assert list(store.state().visits) == [VISIT.id]
        assert store.undo("")
        store.show(case().id)
        assert list(store.state().visits) == [VISIT.id]


def test_what_two_people_wrote_at_once_comes_back_with_a_deleted_case(tmp_path: Path) -> None:
    conflict = Conflict(case_id=CASE_ID, table="doctors", entity_id=DOCTOR.id, field="place",
                        other=Clean('"Hill"'), at=NOW)  # fmt: skip
    with Store.open(tmp_path) as store:
        store.commit([Put(each) for each in (case(), DOCTOR, conflict)])
        store.commit([Drop(conflict), Drop(DOCTOR), Drop(case())])
        store.commit([Put(trashed.entity) for trashed in store.trash])
        assert list(store.state().conflicts.values()) == [conflict]
