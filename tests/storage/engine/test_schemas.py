"""Documents and journals of several schemas in one folder."""

import errno
import json
import os
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where

from so_tui.domain.case import Case
from so_tui.domain.opinions import Cell, Mark, State, cell_id, mark_id
from so_tui.domain.people import Doctor
from so_tui.domain.state import TABLE_OF, Put
from so_tui.domain.text import Clean
from so_tui.storage.backup.copies import from_bytes
from so_tui.storage.disk.files import open_plain
from so_tui.storage.documents.codec import decode, encode, number_of
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.engine import loading, opening
from so_tui.storage.engine.found import Found
from so_tui.storage.engine.looking import name_strange
from so_tui.storage.errors import StoreInUse
from so_tui.storage.journal.lines import to_line
from so_tui.storage.journal.lock import try_to_own
from so_tui.storage.read_only_store import ReadOnlyStore
from so_tui.storage.seals.seal import PLAIN, DataDirectory
from so_tui.storage.store import Store
from tests.support.old_stores import expected_of, unpacked
from tests.support.stored import note
from tests.support.told import saying, worded

NAME = "b3e060f-plain"
CASE, ADA, BEN = "ca5e00000001", "d0c000000001", "d0c000000002"
STAGE = mark_id(CASE, ADA, BEN, "stage")
WRITER = "0123456789ab"
"""A writer of schema 2."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return the folder of an old store, with the journals of two killed writers."""
    return unpacked(NAME, tmp_path)


def marks(store: ReadOnlyStore) -> dict[str, Mark]:
    """Return the marks of a store by id."""
    return {each.id: each for each in store.entities() if isinstance(each, Mark)}


def newest(store: ReadOnlyStore) -> int:
    """Return the number of the newest entry."""
    return int(store.tables()["meta"]["1"]["number"])


def old_documents() -> dict[str, dict[str, Any]]:
    """Return the documents of the old store, in schema 2."""
    tables: dict[str, dict[str, Any]] = expected_of(NAME)["tables"]
    return tables


def journal(folder: Path, *operations: list[Any], number: int = 1) -> Path:
    """Write a journal of schema 2 with one entry, as a writer leaves it that was killed."""
    (folder / "journal").mkdir(mode=0o700, exist_ok=True)
    path = folder / "journal" / f"{WRITER}.1.jsonl"
    entry = {
        "number": number,
        "session": WRITER,
        "count": 1,
        "at": "2026-11-20T10:00:00",
        "by": "Maria",
        "said": "Marked",
        "undoes": "",
        "after": number - 1,
        "steps": operations,
    }
    head = {"session": WRITER, "schema": 2, "process": 1, "author": "Maria"}
    content = b""
    for line in (head, entry) if operations else (head,):
        content += to_line(json.dumps(line).encode("ascii"), PLAIN, path.name, len(content))
    path.write_bytes(content)
    path.chmod(0o600)
    return path


THE_CASE = Case(id=CASE, title=Clean("A lump"), opened=date(2026, 11, 1))
DOCTORS = [
    Doctor(id=ADA, case_id=CASE, name=Clean("Dr Ada Example"), order=0),
    Doctor(id=BEN, case_id=CASE, name=Clean("Dr Ben Sample"), order=1),
]
CASE_PUT, *DOCTORS_PUT = (
    ["put", TABLE_OF[type(each)], each.id, encode(each)] for each in (THE_CASE, *DOCTORS)
)
CELL = "0000000000ce"
CELL_PUT = [
    "put",
    "cells",
    CELL,
    {"id": CELL, "case_id": CASE, "doctor_id": BEN, "point": "stage", "text": "1", "state": "adds"},
]


def full(*_: Any) -> None:
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_at_the_migration_loses_nothing_whenever_it_ends(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The snapshot stays in schema 2, and entries of schema 3 come on top of it."""
    before = (old / "store.json").read_bytes()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            monkeypatch.setattr(loading, "replace_file", full)
            store = Store.open(old)
            changed = replace(marks(store)[STAGE], state=State.SAME)
            store.commit([Put(changed), Put(note(1, "while the disk was full"))])
            code = 0 if (old / "store.json").read_bytes() == before else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert not [*(old / "backups").glob("before-schema-*")]
    with Store.open(old) as store:
        assert sum("a copy from before" in text for text in worded(store.notices)) == 1
        assert store.left_out == []
        assert marks(store)[STAGE].state is State.SAME
        assert note(1, "while the disk was full") in store.entities()
    with Store.open(old) as store:
        assert store.notices == []
        assert marks(store)[STAGE].state is State.SAME


def test_the_copy_from_before_has_what_was_only_in_the_journals(old: Path) -> None:
    Store.open(old).close()
    (copy,) = (old / "backups").glob("before-schema-3-*")
    tables = json.loads(copy.read_bytes())
    assert tables["meta"]["1"]["schema"] == 2
    for name, documents in old_documents().items():
        assert {d["id"]: d for d in tables.get(name, {}).values()} == documents
    with closing(Store.open(old)) as store:
        assert from_bytes(copy.read_bytes(), copy, PLAIN).tables["marks"] == store.tables()["marks"]


def test_a_folder_with_journals_of_schema_2_alone_is_migrated(tmp_path: Path) -> None:
    journal(tmp_path, CASE_PUT, *DOCTORS_PUT, CELL_PUT)
    with Store.open(tmp_path) as store:
        (mark,) = marks(store).values()
        assert (mark.id, mark.state, mark.adds) == (STAGE, State.ADDS, BEN)
        (cell,) = (each for each in store.entities() if isinstance(each, Cell))
        assert (cell.text, cell.state) == ("1", State.BLANK)
        assert store.next_undo("Maria") == "Marked"
    with Store.open(tmp_path) as store:
        assert (marks(store), store.notices) == ({STAGE: mark}, [])


@pytest.mark.parametrize("entries", [[], [CASE_PUT]])
def test_while_a_writer_of_schema_2_lives_nobody_else_writes(
    entries: list[list[Any]], tmp_path: Path
) -> None:
    path = journal(tmp_path, *entries)
    descriptor = open_plain(path, os.O_RDWR)
    assert try_to_own(descriptor)
    before = path.read_bytes()
    with pytest.raises(StoreInUse, check=saying("older version")):
        Store.open(tmp_path)
    assert [p.name for p in (tmp_path / "journal").iterdir()] == [path.name]
    assert path.read_bytes() == before
    os.close(descriptor)
    Store.open(tmp_path).close()


def test_a_second_writer_of_today_may_come_while_the_snapshot_is_still_of_schema_2(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(loading, "replace_file", full)
        first = Store.open(old)
        second = Store.open(old)
    first.commit([Put(replace(marks(first)[STAGE], state=State.SAME))])
    second.commit([Put(note(1))])
    first.refresh()
    assert first.tables() == second.tables()
    second.close()
    first.close()
    with Store.open(old) as store:
        assert marks(store)[STAGE].state is State.SAME
        assert note(1) in store.entities()


def test_a_writer_that_opens_at_the_same_moment_is_no_older_one(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have read the documents of schema 2 before either has a journal."""
    others: list[Store] = []

    def meanwhile(home: DataDirectory, found: Found) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(opening, "name_strange", name_strange)
            others.append(Store.open(home.path))
            others[0].commit([Put(note(1))])
        name_strange(home, found)

    monkeypatch.setattr(opening, "name_strange", meanwhile)
    with Store.open(old) as store:
        store.commit([Put(note(2))])
        assert {note(1), note(2)} <= set(store.entities())
        others[0].refresh()
        assert others[0].tables() == store.tables()
        others[0].close()
        assert marks(store)[STAGE].state is State.DIFFERS


def test_journals_of_schema_2_that_are_put_back_change_nothing(old: Path) -> None:
    kept = {path: path.read_bytes() for path in (old / "journal").iterdir()}
    with Store.open(old) as store:
        store.commit([Put(replace(marks(store)[STAGE], state=State.SAME))])
    with Store.open(old) as store:
        tables = store.tables()
    for path, content in kept.items():
        path.write_bytes(content)
    with Store.open(old) as store:
        now = store.tables()
    assert {n: t for n, t in now.items() if n != "meta"} == {
        n: t for n, t in tables.items() if n != "meta"
    }


@pytest.mark.parametrize("is_open", [False, True])
def test_a_later_entry_of_schema_2_is_brought_into_the_form_of_today(
    is_open: bool, tmp_path: Path
) -> None:
    with Store.open(tmp_path) as store:
        store.commit([Put(THE_CASE), *map(Put, DOCTORS)])
        if is_open:
            journal(tmp_path, CELL_PUT, number=newest(store) + 1)
            store.refresh()
            assert marks(store)[STAGE].adds == BEN
            assert store.state().cells[CELL].state is State.BLANK
    if not is_open:
        journal(tmp_path, CELL_PUT, number=newest(ReadOnlyStore.read(tmp_path)) + 1)
    with Store.open(tmp_path) as store:
        assert marks(store)[STAGE].adds == BEN
        assert store.state().cells[CELL].state is State.BLANK


def test_what_stock_tinydb_wrote_into_a_store_of_schema_2_is_taken_in(old: Path) -> None:
    """It changes documents of schema 2, and comes on top of the journals of schema 2."""
    gone, timing = "e07e00000002", cell_id(CASE, BEN, "timing")
    diagnosis = mark_id(CASE, ADA, BEN, "diagnosis")
    with TinyDB(old / "store.json") as stock:
        cells = stock.table("cells")
        cells.update({"text": "by another program"}, where("id") == timing)
        cells.update({"state": "differs"}, where("id") == cell_id(CASE, BEN, "diagnosis"))
        stock.table("notes").remove(where("id") == gone)
    written = (old / "store.json").read_bytes()
    read = ReadOnlyStore.read(old)
    for _ in range(2):
        with Store.open(old) as store:
            assert [*store.entities()] == [*read.entities()]
            assert store.state().cells[timing].text == "by another program"
            assert marks(store)[diagnosis].state is State.DIFFERS
            assert marks(store)[STAGE].state is State.DIFFERS
            assert gone not in store.state().notes
            assert gone in {item.entity.id for item in store.trash}
            assert {"e07e00000011", "e07e00000012"} <= store.state().notes.keys()
    (copy,) = (old / "backups").glob("before-tinydb-*")
    assert copy.read_bytes() == written
    (before,) = (old / "backups").glob("before-schema-3-*")
    assert from_bytes(before.read_bytes(), before, PLAIN).tables["meta"]["1"]["schema"] == SCHEMA


def test_a_backup_of_schema_2_stands_in_for_a_lost_snapshot(old: Path) -> None:
    (old / "store.json").unlink()
    with Store.open(old) as store:
        assert number_of(STAGE) in store.tables()["marks"]
        assert {d["id"] for d in old_documents()["notes"].values()} <= {
            each.id for each in store.entities()
        }


def test_an_export_of_schema_2_is_read_with_its_marks(old: Path) -> None:
    documents = {name: [*table.values()] for name, table in old_documents().items()}
    export = {"schema": "so-tui/1", "version": "0.1", "drafts": [], "settings": {}, **documents}
    copy = from_bytes(json.dumps(export).encode(), Path("export.json"), PLAIN)
    with closing(Store.open(old)) as store:
        there = store.tables()
    assert {n for n, mark in there["marks"].items() if mark["state"]} == set(copy.tables["marks"])
    cells = [
        {key: decode(Cell, cell) for key, cell in tables["cells"].items()}
        for tables in (copy.tables, there)
    ]
    assert cells[0] == cells[1]
    assert {key for key in copy.tables["conflicts"]} == set(there["conflicts"])
