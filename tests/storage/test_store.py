"""The store keeps what it is given, over starts, versions and bad days."""

import json
import os
import shutil
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from so_tui.domain.entity import Entity
from so_tui.domain.state import TABLE_OF, TABLES, Drop, Put, entities
from so_tui.session.wording import words_of
from so_tui.storage.disk.paths import data_dir
from so_tui.storage.documents.codec import encode
from so_tui.storage.documents.ledger import Tables
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.storage.snapshot.database import SnapshotStorage
from so_tui.storage.store import Store
from tests.storage.support_entities import ANY_ENTITY, cleaned
from tests.support.stored import CASE, DOCTOR, note
from tests.support.told import saying, sentences, worded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return data_dir(tmp_path / "store")


def test_what_was_committed_is_there_at_the_next_start(folder: Path) -> None:
    with Store.open(folder) as store:
        assert store.state().case is None
        store.commit([Put(CASE), Put(DOCTOR), Put(note(1)), Put(note(2))])
        store.commit([Put(note(1, "said again")), Drop(note(2)), Drop(note(3))])
        before = store.state()
    with Store.open(folder) as store:
        after = store.state()
    assert after.case == CASE
    assert after.notes == {"000000000001": note(1, "said again")}
    assert entities(after) == entities(before)


def test_the_last_change_of_one_commit_counts(folder: Path) -> None:
    with Store.open(folder) as store:
        store.commit([Put(note(1, "a")), Put(note(1, "b")), Put(note(2)), Drop(note(2))])
        store.commit([Drop(note(1)), Put(note(1, "c"))])
        assert store.entities() == [note(1, "c")]
    assert Store.read(folder).entities() == [note(1, "c")]


@given(first=st.lists(ANY_ENTITY, max_size=8), later=st.lists(ANY_ENTITY, max_size=4))
@settings(max_examples=40, deadline=None)
def test_any_entities_come_back_clean(
    tmp_path_factory: pytest.TempPathFactory, first: list[Entity], later: list[Entity]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    with Store.open(folder) as store:
        store.commit([Put(entity) for entity in first])
        store.commit([*(Drop(entity) for entity in first[::2]), *(Put(e) for e in later)])
    expected = {(type(e), e.id): cleaned(e) for e in first}
    for entity in first[::2]:
        expected.pop((type(entity), entity.id), None)
    expected |= {(type(e), e.id): cleaned(e) for e in later}
    assert {(type(e), e.id): e for e in Store.read(folder).entities()} == expected
    shutil.rmtree(folder)


def test_stock_tinydb_shows_the_same_documents(folder: Path) -> None:
    kept: list[Entity] = [CASE, DOCTOR, note(1, "naïve [/] \N{SNOWMAN}"), note(2)]
    with Store.open(folder) as store:
        store.commit([Put(entity) for entity in kept])
        store.set_setting("theme", "textual-light")
    with TinyDB(folder / "store.json") as stock:
        named = {TABLE_OF[type(entity)] for entity in kept}
        assert stock.tables() == {"meta", "history", *named}
        for entity in kept:
            table = stock.table(TABLE_OF[type(entity)])
            assert table.get(doc_id=int(entity.id, 16)) == encode(entity)
        assert sum(len(stock.table(name)) for name in TABLES) == len(kept)
        (meta,) = stock.table("meta").all()
        assert (meta["schema"], meta["number"]) == (SCHEMA, 2)
        assert meta["settings"] == {"theme": "textual-light"}


def test_a_commit_over_several_tables_is_one_line(folder: Path) -> None:
    with Store.open(folder) as store:
        store.commit([Put(CASE)])
        (journal,) = (folder / "journal").iterdir()
        before = journal.read_bytes()
        store.commit([Put(DOCTOR), Put(note(1)), Drop(CASE)])
        after = journal.read_bytes()
        assert after.startswith(before)
        assert after[len(before) :].count(b"\n") == 1
        assert not (folder / "store.json").exists()


def write_tables(folder: Path, tables: Tables) -> None:
    SnapshotStorage(folder / "store.json").write(tables)


def read_tables(folder: Path) -> Tables:
    return SnapshotStorage(folder / "store.json").read() or {}


def test_keys_of_a_later_version_survive_a_change(folder: Path) -> None:
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1))])
    tables = read_tables(folder)
    tables["notes"]["1"]["heard"] = "by phone"
    tables["letters"] = {"9": {"id": "000000000009"}}
    write_tables(folder, tables)
    with Store.open(folder) as store:
        store.commit([Put(note(1, "changed"))])
    after = read_tables(folder)
    assert after["notes"]["1"] == {**encode(note(1, "changed")), "heard": "by phone"}
    assert after["letters"] == tables["letters"]


def test_the_newest_case_that_is_not_put_away_is_open(folder: Path) -> None:
    old = replace(CASE, id="0000000000c2", opened=date(2025, 1, 1))
    twin = replace(CASE, id="000000000001")
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(old)])
        assert store.state().case == CASE
        store.commit([Put(twin)])
        assert store.state().case == twin
        store.commit([Put(replace(c, closed=date(2026, 12, 1))) for c in (CASE, twin)])
        assert store.state().case == old
        store.commit([Put(replace(old, closed=date(2025, 2, 1)))])
        assert store.state().case_id == twin.id
        assert len(store.state().cases) == 3


def test_settings_are_kept(folder: Path) -> None:
    with Store.open(folder) as store:
        assert store.settings == {}
        store.set_setting("author", "Maria")
        store.set_setting("author", "Jo")
    with Store.open(folder) as store:
        assert store.settings == {"author": "Jo"}


def test_a_failed_start_leaves_everything_as_it_is(folder: Path) -> None:
    path = folder / "store.json"
    path.write_text("{}x")
    for _ in range(2):
        with pytest.raises(StoreDamaged):
            Store.open(folder)
        assert path.read_text() == "{}x"
    path.unlink()
    Store.open(folder).close()


def test_files_are_private_under_an_open_umask(folder: Path) -> None:
    before = os.umask(0)
    try:
        with Store.open(folder) as store:
            store.commit([Put(CASE)])
            store.commit([Put(DOCTOR)])
            store.drafts.put("note", "half a li")
            assert store.drafts.flush()
    finally:
        os.umask(before)
    modes = {str(path.relative_to(folder)): path.stat().st_mode for path in folder.rglob("*")}
    assert {"lock", "store.json", "journal", "drafts", "backups"} < modes.keys()
    for name, mode in modes.items():
        assert mode & 0o777 == (0o700 if stat.S_ISDIR(mode) else 0o600), name


@pytest.mark.parametrize(
    ("tables", "code"),
    [
        ({"meta": {"1": {"schema": "1"}}}, 5),
        ({"meta": {"1": {"schema": 0}}}, 5),
        ({"_default": {"1": {"some": "other program"}}}, 5),
        ({"meta": {"1": {"schema": 1, "settings": []}}}, 5),
        ({"meta": {"1": {"schema": 1}}, "notes": {"1": {"text": "SECRET"}}}, 5),
        ({"meta": {"1": {"schema": 1}}, "notes": {"1": {**encode(note(2, "SECRET"))}}}, 5),
        ({"meta": {"1": {"schema": 1}}, "notes": {"x": {**encode(note(2, "SECRET"))}}}, 5),
    ],
)
def test_a_store_that_is_not_ours_to_read_is_left_alone(
    folder: Path, tables: object, code: int
) -> None:
    path = folder / "store.json"
    path.write_text(json.dumps(tables))
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        Store.open(folder)
    assert caught.value.exit_code == code
    assert "SECRET" not in sentences(caught.value)
    assert path.read_bytes() == before
    assert sorted(os.listdir(folder)) == ["lock", "store.json"]


def test_an_entry_that_is_damaged_is_named_without_its_words(folder: Path) -> None:
    with Store.open(folder) as store:
        store.commit([Put(note(5))])
    tables = read_tables(folder)
    tables["meta"]["1"]["schema"] = 1
    path = folder / "store.json"
    path.write_text(json.dumps(tables).replace('"at": "2026', '"at": "SECRET'))
    with pytest.raises(StoreDamaged) as caught:
        Store.open(folder)
    assert words_of(caught.value).what.endswith("is damaged: a line of notes.")
    assert "SECRET" not in sentences(caught.value)


def test_an_entry_that_cannot_be_shown_is_named_and_stays(folder: Path) -> None:
    with Store.open(folder) as store:
        store.commit([Put(note(5)), Put(note(6))])
    tables = read_tables(folder)
    tables["notes"]["5"]["kind"] = "of a later version"
    write_tables(folder, tables)
    with Store.open(folder) as store:
        assert store.entities() == [note(6)]
        assert "shown: a line of notes (Maria, 2026-11-23 14:30)." in worded(store.notices)[0]
        store.commit([Put(note(7))])
    assert read_tables(folder)["notes"]["5"] == tables["notes"]["5"]


def test_a_store_of_a_newer_version_can_be_read_but_not_changed(folder: Path) -> None:
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1))])
    tables = read_tables(folder)
    tables["meta"]["1"]["schema"] = SCHEMA + 1
    write_tables(folder, tables)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    with Store.open(folder) as store:
        assert store.read_only
        assert "newer version" in worded(store.notices)[0]
        assert store.entities() == [CASE, note(1)]
        with pytest.raises(StoreError, check=saying("newer version")):
            store.commit([Put(note(2))])
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_store_of_schema_1_is_brought_up_with_a_copy_from_before(folder: Path) -> None:
    tables = {
        "meta": {"1": {"schema": 1, "settings": {"author": "Maria"}}},
        "cases": {str(int(CASE.id, 16)): encode(CASE)},
    }
    old = json.dumps(tables)
    (folder / "store.json").write_text(old)
    (folder / "store.json.1").write_text("the save before")
    with Store.open(folder) as store:
        assert store.entities() == [CASE]
        assert store.settings == {"author": "Maria"}
        assert "There is a copy from before" in " ".join(worded(store.notices))
    (copy,) = (folder / "backups").glob("before-schema-2-*")
    assert copy.read_text() == old
    assert (folder / "backups" / "store.json.1").read_text() == "the save before"
    assert read_tables(folder)["meta"]["1"]["schema"] == SCHEMA
    with Store.open(folder) as store:
        assert (store.entities(), store.notices) == ([CASE], [])


def test_a_bad_id_changes_nothing(folder: Path) -> None:
    with Store.open(folder) as store:
        with pytest.raises(ValueError, match="hex"):
            store.commit([Put(note(1)), Put(replace(CASE, id="c1"))])
        assert store.entities() == []
        assert not store.log.unsaved


def test_all_changes_that_wait_for_one_save_are_written(folder: Path) -> None:
    with Store.open(folder) as store:
        for entity in (CASE, DOCTOR, note(1)):
            store.apply([Put(entity)])
        store.flush()
        read = Store.read(folder)
        assert (read.entities(), read.notices) == ([CASE, DOCTOR, note(1)], [])


def test_words_that_could_not_be_saved_go_with_the_next_save(folder: Path) -> None:
    away = folder.with_name("away")
    with Store.open(folder) as store:
        store.commit([Put(CASE)])
        folder.rename(away)
        with pytest.raises(StoreError) as caught:
            store.commit([Put(DOCTOR)])
        with pytest.raises(StoreError):
            store.commit([Put(note(1)), Drop(note(9))])
        assert caught.value.exit_code == 1
        assert store.log.unsaved
        assert len(store.entities()) == 3
        away.rename(folder)
        store.commit([])
        assert not store.log.unsaved
    assert Store.read(folder).entities() == [CASE, DOCTOR, note(1)]


def test_a_directory_that_was_replaced_is_not_written_to(folder: Path) -> None:
    with Store.open(folder) as store:
        store.commit([Put(CASE)])
        shutil.rmtree(folder)
        folder.mkdir()
        with pytest.raises(StoreError, check=saying("no longer there")):
            store.commit([Put(DOCTOR)])
    assert list(folder.iterdir()) == []


def test_a_store_opened_to_read_makes_and_changes_nothing(folder: Path) -> None:
    missing = folder / "missing"
    assert Store.read(missing).state().cases == {}
    assert not missing.exists()
    with Store.read(folder) as store:
        with pytest.raises(StoreError):
            store.commit([Put(CASE)])
        with pytest.raises(StoreError):
            store.set_setting("a", "b")
        store.drafts.put("note", "x")
        assert not store.drafts.flush()
    assert list(folder.iterdir()) == []


def test_a_directory_that_cannot_be_looked_into_is_named(folder: Path) -> None:
    missing = folder / ("long" * 100)
    with pytest.raises(StoreError) as caught:
        Store.read(missing)
    assert str(missing) in words_of(caught.value).what


def test_closing_twice_is_fine_and_a_closed_store_takes_nothing(folder: Path) -> None:
    store = Store.open(folder)
    store.commit([Put(CASE)])
    store.close()
    store.close()
    with pytest.raises(StoreError):
        store.commit([Put(DOCTOR)])
    assert Store.read(folder).entities() == [CASE]
