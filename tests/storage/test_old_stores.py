"""Stores of older versions open with everything in them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from so_tui.domain.state import TABLE_OF, TABLES, Put
from so_tui.storage.checkup import examine
from so_tui.storage.codec import encode
from so_tui.storage.copies import copy_of
from so_tui.storage.findings import CheckState
from so_tui.storage.read_only_store import ReadOnlyStore
from so_tui.storage.seal import Seal
from so_tui.storage.store import Store
from tests.support.old_stores import NAMES, expected_of, seal_of, unpacked

PAT, SAM = "Pat Demo", "Sam Demo"
Documents = dict[str, dict[str, dict[str, Any]]]


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
    """Return what the version that wrote it reads in it."""
    return expected_of(name)


def documents(store: ReadOnlyStore) -> Documents:
    """Return all entities of a store as documents, by table and id."""
    tables: Documents = {name: {} for name in TABLES}
    for entity in store.entities():
        tables[TABLE_OF[type(entity)]][entity.id] = encode(entity)
    return tables


def drafts_of(store: ReadOnlyStore) -> list[list[str]]:
    """Return the drafts of all writers."""
    return [[key, draft.text, draft.at.isoformat()] for key, draft in copy_of(store).drafts]


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


def assert_all_there(store: ReadOnlyStore, expected: dict[str, Any]) -> None:
    """Compare a store with what the older version reads in it."""
    assert documents(store) == expected["tables"]
    assert trash_of(store) == expected["trash"]
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


@pytest.mark.parametrize("author", [PAT, SAM])
def test_the_newest_change_of_each_window_can_be_undone(
    author: str, folder: Path, seal: Seal, expected: dict[str, Any]
) -> None:
    undo = expected["undo"][author]
    with Store.open(folder, seal) as store:
        assert store.next_undo(author) == undo["label"]
        store.undo(author)
        after = {table: {**entities} for table, entities in expected["tables"].items()}
        for table, changed in undo["changed"].items():
            after[table] |= changed
        there = {table: {k: d for k, d in held.items() if d} for table, held in after.items()}
        assert documents(store) == there


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


def test_every_kind_is_in_it_with_conflicts_on_words_and_on_marks(expected: dict[str, Any]) -> None:
    assert all(expected["tables"][name] for name in TABLES)
    conflicts = expected["tables"]["conflicts"].values()
    assert {(c["table"], c["field"], json.loads(c["other"])) for c in conflicts} == {
        ("decisions", "sentence", "Wait for the ISH?"),
        ("cells", "state", "same"),
        ("cells", "state", "adds"),
        ("marks", "state", "differs"),
    }
