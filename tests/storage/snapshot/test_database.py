"""The store as a TinyDB: what is read through it, what is written through it, and what is not."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from tinydb import where
from tinydb.queries import QueryLike
from tinydb.table import Document

from so_tui.cli import main
from so_tui.domain.state import TABLES, Put
from so_tui.session.session import Session
from so_tui.storage.backup.copies import copy_of, export_json, from_bytes, to_bytes
from so_tui.storage.backup.moving import write_elsewhere
from so_tui.storage.backup.restoring import restore
from so_tui.storage.checkup.checkup import examine
from so_tui.storage.documents.codec import encode
from so_tui.storage.documents.ledger import Tables
from so_tui.storage.errors import StoreError
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.snapshot.database import (
    Database,
    LiveTable,
    SnapshotStorage,
    entities_in,
    open_copy,
)
from so_tui.storage.store import Store
from tests.support.faults import in_child
from tests.support.stored import CASE, DOCTOR, note


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data directory with a case, a doctor and two notes, the last one only in a journal."""
    folder = tmp_path / "store"
    folder.mkdir(mode=0o700)
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(DOCTOR), Put(note(1))])
    assert in_child(lambda: Store.open(folder).commit([Put(note(2))])) == 0
    return folder


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many documents of each table TinyDB has handed out."""
    counted: Counter[str] = Counter()

    class Counting(LiveTable):
        def __iter__(self) -> Iterator[Document]:
            for document in super().__iter__():
                counted[self.name] += 1
                yield document

    monkeypatch.setattr(Database, "table_class", Counting)
    return counted


ALL = {"cases": 1, "doctors": 1, "notes": 2}


def entities_of(reads: Counter[str]) -> dict[str, int]:
    return {name: count for name, count in reads.items() if name in TABLES}


def test_the_export_is_read_through_tinydb(folder: Path, reads: Counter[str]) -> None:
    export_json(Store.read(folder))
    assert entities_of(reads) == ALL


def test_finding_in_all_cases_reads_through_tinydb(
    folder: Path, reads: Counter[str], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["--data-dir", str(folder), "find", "said"]) == 0
    assert b"said" in capsysbinary.readouterr().out
    assert entities_of(reads) == ALL


def test_the_archive_on_the_screen_is_read_through_tinydb(
    folder: Path, reads: Counter[str]
) -> None:
    with Store.open(folder) as store:
        session = Session(store)
        read = session.reader("")
        session.apply([Put(note(3))])
        found = read()
        assert set(found) == {CASE, DOCTOR, note(1), note(2)}, "as of when it was asked for"
        asyncio.run(session.end())
    assert entities_of(reads) == ALL


def test_a_new_round_asks_tinydb_for_one_case(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    class Asking(LiveTable):
        def search(self, cond: QueryLike) -> list[Document]:
            asked.append(self.name)
            return super().search(cond)

    monkeypatch.setattr(Database, "table_class", Asking)
    other = replace(CASE, id="0000000000c2")
    with Store.open(folder) as store:
        store.commit([Put(other), Put(replace(note(3), case_id=other.id))])
        assert set(store.reader(other.id)()) == {CASE, other, replace(note(3), case_id=other.id)}
    assert set(asked) == TABLES.keys() - {"cases"}


def test_a_check_reads_through_tinydb(folder: Path, reads: Counter[str]) -> None:
    assert "notes" in [finding.name for finding in examine(folder, PLAIN, datetime.now())]
    assert entities_of(reads) == ALL


def test_a_copy_is_restored_through_tinydb(
    folder: Path, tmp_path: Path, reads: Counter[str], writes: list[Path]
) -> None:
    content = to_bytes(copy_of(Store.read(folder)), PLAIN)
    assert not entities_of(reads)
    copy = from_bytes(content, tmp_path / "copy", PLAIN)
    assert entities_of(reads) == ALL
    target = tmp_path / "target"
    target.mkdir(mode=0o700)
    restore(target, copy, PLAIN, datetime.now(), replace=False)
    assert writes == [target / "store.json"]
    assert set(Store.read(target).entities()) == {CASE, DOCTOR, note(1), note(2)}


def test_a_migration_reads_through_tinydb(folder: Path, reads: Counter[str]) -> None:
    with Store.open(folder) as store:
        tables = store.tables()
    old: Tables = {**tables, "meta": {"1": {"schema": 1, "settings": {}}}}
    old.pop("history", None)
    for path in (*(folder / "backups").iterdir(), *(folder / "journal").iterdir()):
        path.unlink()
    (folder / "lock").unlink()
    SnapshotStorage(folder / "store.json").write(old)
    Store.read(folder)
    assert entities_of(reads) == ALL


@pytest.fixture
def writes(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were written through the storage."""
    written: list[Path] = []
    write = SnapshotStorage.write

    def counting(storage: SnapshotStorage, data: Tables) -> None:
        write(storage, data)
        written.append(storage._path)

    monkeypatch.setattr(SnapshotStorage, "write", counting)
    return written


def test_every_snapshot_is_written_through_tinydb(
    folder: Path, tmp_path: Path, writes: list[Path]
) -> None:
    with Store.open(folder) as store:
        store.checkpoint()
        assert writes == [folder / "store.json"]
        store.commit([Put(note(3))])
        assert writes == [folder / "store.json"], "a change is a line of the journal"
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir(mode=0o700)
        write_elsewhere(store, {}, elsewhere)
    assert writes == [folder / "store.json", elsewhere / "store.json", folder / "store.json"]


def test_queries_see_what_is_not_in_the_snapshot_yet(folder: Path) -> None:
    said = where("text") == "said"
    with Store.open(folder) as store:
        notes = store.database.table("notes")
        assert [each["id"] for each in notes.search(said)] == [note(1).id, note(2).id]
        store.apply([Put(note(1, "said again"))])
        assert [each["id"] for each in notes.search(said)] == [note(2).id]
        assert notes.get(doc_id=1) == encode(note(1, "said again"))
        assert store.database.tables() >= {"meta", "cases", "doctors", "notes", "history"}
    assert notes.get(doc_id=2) == encode(note(2))


def test_what_a_query_returns_may_be_changed_without_changing_the_store(folder: Path) -> None:
    with Store.open(folder) as store:
        for document in store.database.table("notes"):
            document["text"] = "changed"
        assert {n.text for n in store.state().notes.values()} == {"said"}
        assert {n["text"] for n in store.database.table("notes")} == {"said"}


def test_who_only_reads_cannot_write(folder: Path) -> None:
    before = (folder / "store.json").read_bytes()
    for database in (Store.read(folder).database, open_copy(before, folder, PLAIN)):
        with pytest.raises(StoreError):
            database.table("notes").insert({"text": "new"})
    assert (folder / "store.json").read_bytes() == before


def test_without_a_case_all_entities_are_read(folder: Path) -> None:
    with Store.open(folder) as store:
        database = store.database
        assert {e.id for e in entities_in(database)} == {e.id for e in store.entities()}
        assert [*entities_in(database, "0000000000ff")] == [CASE]
