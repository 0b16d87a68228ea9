"""Stores of older versions open with everything in them."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from so_tui.domain.entity import id_made_of
from so_tui.domain.events import Event, EventKind
from so_tui.domain.opinions import RELATIVE, cell_id, mark_id
from so_tui.domain.state import TABLE_OF, TABLES, Put
from so_tui.domain.text import Clean
from so_tui.storage.backup.copies import all_drafts_of
from so_tui.storage.checkup.checkup import examine
from so_tui.storage.checkup.findings import CheckState
from so_tui.storage.documents.codec import decode, encode
from so_tui.storage.read_only_store import ReadOnlyStore
from so_tui.storage.seals.seal import Seal
from so_tui.storage.store import Store
from tests.support.old_stores import NAMES, SCHEMA_2, SCHEMA_3, expected_of, seal_of, unpacked

PAT, SAM = "Pat Demo", "Sam Demo"
OPEN, CLOSED = "ca5e00000001", "ca5e00000002"
ADA, BEN, CLEO = "d0c000000001", "d0c000000002", "d0c000000003"
OLDA, NEWT = "d0c000000011", "d0c000000012"
MARKS = (
    (OPEN, ADA, BEN, "diagnosis", "same", ""),
    (OPEN, ADA, BEN, "stage", "differs", ""),
    (OPEN, ADA, BEN, "tests", "same", ADA),  # a conflict tells that ADA adds something
    (OPEN, ADA, BEN, "options", "same", ""),
    (OPEN, ADA, BEN, "plan", "same", ""),  # below the "not clear" of the second doctor
    (OPEN, ADA, CLEO, "plan", "same", CLEO),  # a conflict tells that CLEO adds something
    (OPEN, ADA, CLEO, "timing", "adds", CLEO),
    (OPEN, BEN, CLEO, "plan", "same", ""),
    (OPEN, BEN, CLEO, "diagnosis", "same", ""),
    (OPEN, BEN, CLEO, "life", "adds", BEN),
    (CLOSED, OLDA, NEWT, "plan", "differs", ""),
)
"""The marks of the old stores in schema 3: case, pair, point, state, and who adds something."""
CONFLICTS = {
    ("decisions", "dec000000001", "sentence", "Wait for the ISH?", PAT, SAM),
    ("cells", cell_id(OPEN, BEN, "plan"), "state", "", PAT, SAM),
    ("marks", mark_id(OPEN, ADA, BEN, "tests"), "state", "adds", "", ""),
    ("marks", mark_id(OPEN, ADA, BEN, "options"), "state", "differs", "", ""),
    ("marks", mark_id(OPEN, ADA, CLEO, "plan"), "state", "adds", PAT, SAM),
    ("marks", mark_id(OPEN, BEN, CLEO, "diagnosis"), "state", "differs", PAT, SAM),
}
"""Their conflicts: what is shown in another way, and what the other value is."""
Document = dict[str, Any]
Documents = dict[str, dict[str, Document]]


def mark(case: str, one: str, other: str, point: str, state: str, adds: str = "") -> Document:
    """Return a mark of schema 3 as it is today."""
    first, second = sorted((one, other))
    pair = {"doctor_id": first, "against": second, "point": point, "state": state, "adds": adds}
    return as_today("marks", {"id": mark_id(case, one, other, point), "case_id": case, **pair})


COURSES = {True: "took place", False: "planned"}


def as_today(table: str, document: Document) -> Document:
    """Return a document as today's code writes it: with a visit's course, and every new field."""
    moved = {name: value for name, value in document.items() if name != "done"}
    if "done" in document:
        moved["course"] = COURSES[document["done"]]
    return encode(decode(TABLES[table], moved))


STEPS = {"asked_on": "asked", "sent_on": "sent", "confirmed_on": "confirmed"}
"""The days of transfers in the old stores, and the events that they have become."""


def all_as_today(tables: Documents) -> Documents:
    """Return the tables as today's code writes them: with those that there were not yet."""
    empty: Documents = {name: {} for name in TABLES}
    held = empty | {
        table: {key: as_today(table, each) for key, each in documents.items()}
        for table, documents in tables.items()
    }
    for lane in tables["lanes"].values():
        days = {name: day for name, day in lane.items() if name.endswith("_on") and day}
        assert days.keys() <= STEPS.keys()
        last = max(days, key=[*STEPS].index)
        steps = [step(lane, STEPS[name], day, lane["how"] if name == last else "")
                 for name, day in days.items()]  # fmt: skip
        held["events"] |= {each["id"]: each for each in steps}
    answers = [answer(approval) for approval in tables["approvals"].values()]
    held["events"] |= {each["id"]: each for each in answers}
    return held


def bare(document: Document) -> Document:
    """Return a cell as in schema 3: without a state that is relative to another doctor."""
    return {**document, "state": ""} if document["state"] in RELATIVE else document


def step(lane: Document, kind: str, day: str, how: str = "") -> Document:
    """Return the event of schema 5 that a day of a transfer has become."""
    made = Event(
        id=id_made_of(f"event/{lane['id']}/{kind}"),
        case_id=lane["case_id"],
        about=lane["id"],
        kind=EventKind(kind),
        day=date.fromisoformat(day),
        entered=datetime.fromisoformat(day),
        how=Clean(how),
    )
    return encode(made)


def answer(approval: Document) -> Document:
    """Return the event of schema 6 that an approval has become; nobody knows its day."""
    assert (approval["state"], approval["asked_on"]) == ("given", None)
    made = Event(
        id=id_made_of(f"events\0{approval['id']}\0answer"),
        case_id=approval["case_id"],
        about=approval["id"],
        kind=EventKind.APPROVED,
        day=date(2000, 1, 1),
        entered=datetime(2000, 1, 1, second=1),
        reference=Clean(approval["number"]),
        until=date.fromisoformat(approval["expires"]),
        day_known=False,
    )
    return encode(made)


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """Return the name of an old store."""
    return str(request.param)


@pytest.fixture
def folder(name: str, tmp_path: Path) -> Path:
    """Return its data folder."""
    return unpacked(name, tmp_path)


@pytest.fixture
def seal(name: str, folder: Path) -> Seal:
    """Return its seal."""
    return seal_of(name, folder)


@pytest.fixture
def expected(name: str) -> dict[str, Any]:
    """Return what the version that wrote it reads in it, in the form of today."""
    expected = expected_of(name)
    if name in SCHEMA_2:
        _move_marks(expected)
    expected["tables"] = all_as_today(expected["tables"])
    for item in expected["trash"]:
        item["document"] = as_today(item["table"], item["document"])
    return expected


def _move_marks(expected: dict[str, Any]) -> None:
    """Have the marks of a store of schema 2 as in schema 3."""
    tables = expected["tables"]
    tables["cells"] = {key: bare(cell) for key, cell in tables["cells"].items()}
    tables["marks"] = {each["id"]: each for each in (mark(*values) for values in MARKS)}
    for item in list(expected["trash"]):
        document = item["document"]
        if item["table"] == "marks":
            item["document"] = mark(OPEN, BEN, CLEO, "stage", "differs")
        elif item["table"] == "cells" and document["state"] in RELATIVE:
            item["document"] = bare(document)
            deleted = mark(OPEN, ADA, BEN, "aim", "same")
            expected["trash"].append({**item, "table": "marks", "document": deleted})


def documents(store: ReadOnlyStore) -> Documents:
    """Return all entities of a store as documents, by table and id."""
    tables: Documents = {name: {} for name in TABLES}
    for entity in store.entities():
        tables[TABLE_OF[type(entity)]][entity.id] = encode(entity)
    return tables


def drafts_of(store: ReadOnlyStore) -> list[list[str]]:
    """Return the drafts of all writers."""
    found = all_drafts_of(store.folder, store.seal)
    return [[key, draft.text, draft.at.isoformat()] for key, draft in found]


def trash_of(store: ReadOnlyStore) -> list[dict[str, Any]]:
    """Return what is in the trash."""
    return [
        {
            "table": TABLE_OF[type(item.entity)],
            "document": encode(item.entity),
            "at": item.at.isoformat(),
            "by": item.by,
        }
        for item in store.trash
    ]


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files in a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def conflicts_of(held: Documents) -> set[tuple[Any, ...]]:
    """Return what the conflicts are about, their other values, and whose they are."""
    names = ("table", "entity_id", "field", "other", "by", "shown_by")
    found = [{**each, "other": json.loads(each["other"])} for each in held["conflicts"].values()]
    return {tuple(each[name] for name in names) for each in found}


def assert_all_there(store: ReadOnlyStore, expected: dict[str, Any]) -> None:
    """Compare a store with what the older version reads in it."""
    there = documents(store)
    assert conflicts_of(there) == CONFLICTS
    assert there | {"conflicts": {}} == expected["tables"] | {"conflicts": {}}
    assert sorted(trash_of(store), key=str) == sorted(expected["trash"], key=str)
    assert dict(store.settings) == expected["settings"]
    history = store.tables()["history"].values()
    assert [[entry["by"], entry["said"]] for entry in history] == expected["history"]


def test_it_is_read_with_everything_in_it(
    folder: Path, seal: Seal, expected: dict[str, Any]
) -> None:
    before = files_of(folder)
    store = ReadOnlyStore.read(folder, seal)
    assert_all_there(store, expected)
    assert drafts_of(store) == expected["drafts"]
    assert store.notices == []
    assert files_of(folder) == before


def test_it_opens_for_writing_twice_with_everything_in_it(
    folder: Path, seal: Seal, expected: dict[str, Any]
) -> None:
    with Store.open(folder, seal) as store:
        assert_all_there(store, expected)
        assert drafts_of(store) == expected["drafts"]
        assert store.left_out == []
    with Store.open(folder, seal) as store:
        assert_all_there(store, expected)
        assert drafts_of(store) == expected["drafts"]
        assert store.notices == []


schema_2 = pytest.mark.parametrize("name", SCHEMA_2)
schema_3 = pytest.mark.parametrize("name", SCHEMA_3)


@schema_2
def test_a_mark_of_the_first_window_can_be_undone(
    folder: Path, seal: Seal, expected: dict[str, Any]
) -> None:
    before = mark(OPEN, ADA, BEN, "stage", "adds", BEN)
    with Store.open(folder, seal) as store:
        assert store.next_undo(PAT) == expected["undo"][PAT]["label"]
        undo = store.undo(PAT)
        assert undo is not None
        assert undo.complete
        there = documents(store)
    assert there["marks"] == expected["tables"]["marks"] | {before["id"]: before}
    assert there["cells"] == expected["tables"]["cells"]


@schema_2
def test_a_cell_with_a_mark_of_the_second_window_can_be_undone(
    folder: Path, seal: Seal, expected: dict[str, Any]
) -> None:
    (gone,) = expected["undo"][SAM]["changed"]["cells"]
    none = mark(OPEN, ADA, CLEO, "timing", "")
    with Store.open(folder, seal) as store:
        assert store.next_undo(SAM) == expected["undo"][SAM]["label"]
        undo = store.undo(SAM)
        assert undo is not None
        assert undo.complete
        there = documents(store)
    del expected["tables"]["cells"][gone]
    assert there["marks"] == expected["tables"]["marks"] | {none["id"]: none}
    assert there["cells"] == expected["tables"]["cells"]


def test_all_that_the_older_version_could_undo_can_be_undone(
    name: str, folder: Path, seal: Seal, expected: dict[str, Any]
) -> None:
    with Store.open(folder, seal) as store:
        for author in (PAT, SAM):
            while store.next_undo(author) is not None:
                store.undo(author)
        there = documents(store)
    wanted = all_as_today(expected["all undone"])
    if name in SCHEMA_2:
        _undo_marks(wanted)
    for tables in (there, wanted):
        for each in tables["marks"].values():
            each["adds"] = each["adds"] if each["state"] == "adds" else ""
        marked = {key: each for key, each in tables["marks"].items() if each["state"]}
        tables["marks"] = marked
    left_out: Documents = {"conflicts": {}}
    if name in SCHEMA_3:
        # What Sam changed about a transfer is an event now: the transfer itself goes with the case.
        assert there["lanes"] == {}
        left_out |= {"lanes": {}, "events": {}}
    assert there | left_out == wanted | left_out


def _undo_marks(wanted: Documents) -> None:
    """Have what is left of the marks of schema 2, once all is undone, as in schema 3."""
    wanted["cells"] = {key: bare(cell) for key, cell in wanted["cells"].items()}
    # Only its mark was changed since, which is no part of the cell any more.
    del wanted["cells"][cell_id(OPEN, CLEO, "plan")]
    left = (
        mark(OPEN, ADA, BEN, "plan", "same"),
        mark(OPEN, ADA, CLEO, "plan", "adds", CLEO),
        mark(OPEN, BEN, CLEO, "diagnosis", "differs"),
        mark(OPEN, BEN, CLEO, "stage", "differs"),
    )
    wanted["marks"] = {each["id"]: each for each in left}


@schema_3
def test_a_visit_that_was_held_can_be_undone(
    folder: Path, seal: Seal, expected: dict[str, Any]
) -> None:
    with Store.open(folder, seal) as store:
        assert store.next_undo(PAT) == expected["undo"][PAT]["label"] == "Visit held"
        undo = store.undo(PAT)
        assert undo is not None
        assert undo.complete
        there = documents(store)
    (held,) = expected["undo"][PAT]["changed"]["visits"]
    visits = expected["tables"]["visits"]
    assert visits[held]["course"] == "took place"
    assert there["visits"] == visits | {held: {**visits[held], "course": "planned"}}


def test_what_is_in_the_trash_can_be_put_back(folder: Path, seal: Seal) -> None:
    with Store.open(folder, seal) as store:
        trashed = [item.entity for item in store.trash]
        assert trashed
        store.commit([Put(entity) for entity in trashed])
        assert store.trash == []
        held = documents(store)
        assert all(held[TABLE_OF[type(e)]][e.id] == encode(e) for e in trashed)


def test_there_is_nothing_to_find_fault_with(folder: Path, seal: Seal) -> None:
    def faults() -> list[str]:
        found = examine(folder, seal, datetime.now())
        return [f.name for f in found if f.state is CheckState.LOOK and f.name not in ("space",)]

    assert faults() == []
    Store.open(folder, seal).close()
    assert faults() == []


@schema_2
def test_every_kind_is_in_it_with_conflicts_on_words_and_on_marks(
    name: str, expected: dict[str, Any]
) -> None:
    assert all(expected["tables"][table] for table in expected_of(name)["tables"])
    kinds = {
        (table, field, other) for table, _, field, other, *_ in conflicts_of(expected["tables"])
    }
    assert kinds == {
        ("decisions", "sentence", "Wait for the ISH?"),
        ("cells", "state", "same"),
        ("cells", "state", "adds"),
        ("marks", "state", "differs"),
    }
