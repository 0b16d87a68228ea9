"""From schema 3 to 4: a visit tells what became of it."""

from typing import Any

import pytest

from so_tui.domain.encounters import Course, Encounter
from so_tui.storage.documents.codec import decode, number_of
from so_tui.storage.documents.journal_entries import JournalEntry
from so_tui.storage.documents.ledger import Ledger, Tables, conflict_of, digest_id, fingerprint
from so_tui.storage.documents.schema import is_sound, migrate
from so_tui.storage.documents.undo import reversal_of

VISIT, OTHER = "0000000000e1", "0000000000e2"
AT = "2026-11-20T10:00:00"
META = {"schema": 3, "number": 9, "at": AT, "counts": {}, "settings": {}}
CASE = "0000000000c1"
PLACE = {"case_id": CASE, "doctor_id": "0000000000d1", "day": "2026-11-20"}

Document = dict[str, Any]


def visit(done: Any, id_: str = VISIT) -> Document:
    """Return a visit of schema 3."""
    return {"id": id_, **PLACE, "done": done, "place": "Room 2"}


def moved(**tables: Any) -> Tables:
    """Return the tables in today's schema."""
    after = migrate({"meta": {"1": META}, **tables})
    assert is_sound(after)
    return after


def trashed(document: Document) -> dict[str, Any]:
    """Return the trash item of a visit."""
    place = {"table": "visits", "id": document["id"], "document": document}
    return {"at": AT, "by": "", **place}


def entry(*steps: Any) -> dict[str, Any]:
    """Return an entry of the history."""
    head = {"number": 9, "name": "w.1", "session": "w", "at": AT, "by": "Pat", "said": "x"}
    return {**head, "steps": list(steps)}


@pytest.mark.parametrize(("done", "course"), [(True, Course.TOOK_PLACE), (False, Course.PLANNED)])
def test_a_visit_tells_what_became_of_it(done: bool, course: Course) -> None:
    after = moved(visits={number_of(VISIT): visit(done)})
    document = after["visits"][number_of(VISIT)]
    assert "done" not in document
    found = decode(Encounter, document)
    assert (found.course, found.place) == (course, "Room 2")


def test_an_odd_value_stays_as_it_is() -> None:
    after = moved(visits={number_of(VISIT): visit("perhaps")})
    assert after["visits"][number_of(VISIT)] == visit("perhaps")


def test_the_trash_and_conflicts_follow() -> None:
    item = trashed(visit(True, OTHER))
    rest = {"case_id": CASE, "by": "Sam", "shown_by": "Pat", "at": AT}
    conflict = conflict_of("visits", VISIT, "done", True, **rest)
    other = conflict_of("visits", VISIT, "place", "Room 3", **rest)
    after = moved(
        visits={number_of(VISIT): visit(False)},
        trash={number_of(digest_id("visits", OTHER)): item},
        conflicts={number_of(each["id"]): each for each in (conflict, other)},
    )
    (after_item,) = after["trash"].values()
    assert after_item["document"]["course"] == "took place"
    told = conflict_of("visits", VISIT, "course", "took place", **rest)
    assert after["conflicts"] == {number_of(each["id"]): each for each in (told, other)}


def undone(tables: Tables) -> Document | None:
    """Return the visit after the newest change was undone."""
    ledger = Ledger(tables)
    newest = next(ledger.newest_first())
    reversal = reversal_of(newest, ledger)
    assert reversal.complete
    ledger.fold(JournalEntry(10, "v", 1, AT, "Pat", "", reversal.operations, "w.1"))
    return ledger.document("visits", VISIT)


@pytest.mark.parametrize("was", [True, False])
def test_marking_it_can_be_undone(was: bool) -> None:
    step = ["set", "visits", VISIT, {"done": [was, not was], "place": ["", "Room 2"]}]
    after = moved(visits={number_of(VISIT): visit(not was)}, history={"9": entry(step)})
    document = undone(after)
    assert document is not None
    assert (document["course"], document["place"]) == ("took place" if was else "planned", "")


def test_adding_it_can_be_undone() -> None:
    step = ["put", "visits", VISIT, fingerprint(visit(False))]
    after = moved(visits={number_of(VISIT): visit(False)}, history={"9": entry(step)})
    assert undone(after) is None


def test_adding_it_before_it_was_marked_can_be_undone_too() -> None:
    put = ["put", "visits", VISIT, fingerprint(visit(False))]
    mark = ["set", "visits", VISIT, {"done": [False, True]}]
    after = moved(visits={number_of(VISIT): visit(True)}, history={"9": entry(put, mark)})
    ((added, _),) = (each["steps"] for each in after["history"].values())
    expected = {**visit(False), "course": "planned"}
    del expected["done"]
    assert added[3] == fingerprint(expected)


def test_deleting_it_can_be_undone() -> None:
    drop = ["drop", "visits", VISIT, visit(True)]
    trash = {number_of(digest_id("visits", VISIT)): trashed(visit(True))}
    document = undone(moved(trash=trash, history={"9": entry(drop)}))
    assert document is not None
    assert document["course"] == "took place"


def test_choosing_in_a_conflict_can_be_undone() -> None:
    """What was not chosen comes back as a conflict about the new field."""
    rest = {"case_id": CASE, "by": "Sam", "shown_by": "Pat", "at": AT}
    drop, expected = (
        conflict_of("visits", VISIT, name, value, **rest)
        for name, value in (("done", True), ("course", "took place"))
    )
    history = {"9": entry(["drop", "conflicts", drop["id"], drop])}
    after = moved(visits={number_of(VISIT): visit(False)}, history=history)
    ledger = Ledger(after)
    reversal = reversal_of(next(ledger.newest_first()), ledger)
    assert reversal.operations == [["put", "conflicts", expected["id"], expected]]
