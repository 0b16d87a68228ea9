"""Undo beside somebody else: it says truly what it did, and is used up only by what it did."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from so_tui.domain.entity import Entity
from so_tui.domain.state import Change, Drop, Put
from so_tui.domain.text import Clean
from so_tui.storage.documents.codec import encode
from so_tui.storage.documents.ledger import UNDO_DEPTH
from so_tui.storage.store import Store
from tests.support.stored import CASE, DOCTOR, note

ADA, BEN = "Ada", "Ben"
THEIRS = replace(DOCTOR, phone=Clean("222"))
MINE = replace(DOCTOR, phone=Clean("111"))


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two sessions over a store with a case and a doctor, which nobody can undo."""
    with Store.open(tmp_path) as ada:
        ada.commit([Put(CASE), Put(DOCTOR)])
        with Store.open(tmp_path) as ben:
            yield ada, ben


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "journal").iterdir()}


def test_the_first_change_of_a_field_that_is_new_can_be_undone(tmp_path: Path) -> None:
    """An older version wrote the doctor, and did not know the field."""
    document = {name: value for name, value in encode(DOCTOR).items() if name != "phone"}
    with Store.open(tmp_path) as store:
        store.commit([Put(CASE)])
        store.log.add([["put", "doctors", DOCTOR.id, document]])
        store.collect()
        store.commit([Put(MINE, DOCTOR)], label="second", author=ADA)
        undo = store.undo(ADA)
        assert undo is not None
        assert undo.complete
    with Store.open(tmp_path) as store:
        assert DOCTOR in store.entities()
        store.commit([Put(MINE, DOCTOR)])
        assert not store.state().conflicts


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ([Put(MINE)], [Put(THEIRS)]),
        ([Put(note(1))], [Put(replace(note(1), text=Clean("Ben's words")))]),
        ([Put(note(1))], [Drop(note(1))]),
        ([Drop(DOCTOR)], [Put(THEIRS)]),
        ([Put(MINE)], [Drop(MINE)]),
    ],
    ids=["a field", "a new line", "deleted", "restored", "changed and deleted"],
)
def test_what_somebody_changed_since_is_passed_over(
    pair: tuple[Store, Store], mine: list[Change], theirs: list[Change]
) -> None:
    ada, ben = pair
    ada.commit([Put(note(9))], label="first", author=ADA)
    ada.commit(mine, label="second", author=ADA)
    ben.refresh()
    ben.commit(theirs, label="theirs", author=BEN)
    ada.refresh()
    before, state = contents(ada.folder), set(ada.entities())
    undo = ada.undo(ADA)
    assert undo is not None
    assert (undo.label, undo.operations, undo.complete, undo.by) == ("second", [], False, BEN)
    assert contents(ada.folder) == before
    assert set(ada.entities()) == state
    assert ada.next_undo(ADA) == "first"
    undo = ada.undo(ADA)
    assert undo is not None
    assert (undo.label, undo.complete) == ("first", True)
    assert ada.next_undo(ADA) is None
    ada.close()
    with Store.open(ben.folder) as later:
        assert later.next_undo(ADA) == "second"


def test_what_others_saved_a_moment_ago_counts_unread(pair: tuple[Store, Store]) -> None:
    ada, ben = pair
    ada.commit([Put(note(1))], label="mine", author=ADA)
    ben.refresh()
    ben.commit([Put(replace(note(1), text=Clean("Ben's")))], label="theirs", author=BEN)
    undo = ada.undo(ADA)
    assert undo is not None
    assert not undo.operations
    assert "Ben's" in {getattr(each, "text", "") for each in ada.entities()}


def test_it_is_offered_again_once_it_can_be_undone(pair: tuple[Store, Store]) -> None:
    ada, ben = pair
    ada.commit([Put(MINE)], label="mine", author=ADA)
    ben.refresh()
    ben.commit([Put(THEIRS)], label="theirs", author=BEN)
    ada.refresh()
    ada.undo(ADA)
    assert ada.next_undo(ADA) is None
    ben.undo(BEN)
    ada.refresh()
    assert ada.next_undo(ADA) == "mine"
    undo = ada.undo(ADA)
    assert undo is not None
    assert undo.complete
    assert DOCTOR in ada.entities()


@pytest.mark.parametrize("fields", [True, False], ids=["fields", "entities"])
def test_a_part_is_undone_and_the_rest_is_told(pair: tuple[Store, Store], fields: bool) -> None:
    ada, ben = pair
    mine: list[Change]
    kept: Entity
    if fields:
        mine = [Put(replace(MINE, place=Clean("Town")))]
        theirs, kept = (
            replace(MINE, place=Clean("Village")),
            replace(DOCTOR, place=Clean("Village")),
        )
    else:
        mine = [Put(MINE), Put(note(1))]
        theirs = kept = replace(MINE, phone=Clean("333"))
    ada.commit(mine, label="mine", author=ADA)
    ben.refresh()
    ben.commit([Put(theirs)], label="theirs", author=BEN)
    ada.refresh()
    undo = ada.undo(ADA)
    assert undo is not None
    assert (bool(undo.operations), undo.complete, undo.by) == (True, False, BEN)
    assert kept in ada.entities()
    assert note(1) not in ada.entities()
    assert ada.next_undo(ADA) is None


def test_who_changed_something_else_since_is_not_named(pair: tuple[Store, Store]) -> None:
    ada, ben = pair
    ada.commit([Put(MINE)], label="mine", author=ADA)
    ben.refresh()
    ben.commit([Put(THEIRS)], label="theirs", author=BEN)
    ben.commit([Put(note(5))], label="a note", author="Cy")
    ben.commit([Put(replace(THEIRS, place=Clean("Town")))], label="a place", author="Dan")
    ada.refresh()
    undo = ada.undo(ADA)
    assert undo is not None
    assert (undo.complete, undo.by) == (False, BEN)


def test_nothing_is_named_when_nobody_is_known(pair: tuple[Store, Store]) -> None:
    ada, ben = pair
    ada.commit([Put(MINE)], label="mine", author=ADA)
    ben.refresh()
    ben.commit([Put(THEIRS)])
    ada.refresh()
    undo = ada.undo(ADA)
    assert undo is not None
    assert undo.by == ""


def test_nobody_is_named_when_their_change_is_too_long_ago_to_be_known(
    pair: tuple[Store, Store],
) -> None:
    ada, ben = pair
    ada.commit([Put(MINE)], label="mine", author=ADA)
    ben.refresh()
    ben.apply([Put(THEIRS)], label="theirs", author=BEN)
    for number in range(UNDO_DEPTH):
        ben.apply([Put(note(number))], label="a note", author=BEN)
    ben.flush()
    ada.refresh()
    undo = ada.undo(ADA)
    assert undo is not None
    assert (undo.operations, undo.by) == ([], "")


def test_what_was_changed_and_deleted_at_once_comes_back_as_it_was(
    pair: tuple[Store, Store],
) -> None:
    ada, _ = pair
    ada.commit([Put(MINE), Drop(MINE)], label="mine", author=ADA)
    assert ada.entities() == [CASE]
    undo = ada.undo(ADA)
    assert undo is not None
    assert undo.complete
    assert ada.entities() == [CASE, DOCTOR]


def test_a_deletion_that_came_too_late_is_not_offered_to_be_undone(
    pair: tuple[Store, Store],
) -> None:
    ada, ben = pair
    ben.commit([Put(THEIRS)], label="theirs", author=BEN)
    ada.commit([Drop(DOCTOR)], label="deleted", author=ADA)
    assert THEIRS in ada.entities()
    assert ada.next_undo(ADA) is None


def test_there_is_nothing_to_undo(pair: tuple[Store, Store]) -> None:
    assert pair[0].undo(ADA) is None
