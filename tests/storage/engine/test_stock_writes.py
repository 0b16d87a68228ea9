"""What stock TinyDB writes into the file is taken in; what is damaged is never taken for that."""

import errno
import json
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB, where

from so_tui.domain.checklist import Task
from so_tui.domain.notes import Note
from so_tui.domain.state import Drop, Put
from so_tui.domain.text import Clean
from so_tui.storage.backup.copies import NoCopy, copy_of, from_bytes
from so_tui.storage.backup.moving import write_elsewhere
from so_tui.storage.backup.restoring import restore
from so_tui.storage.checkup.checkup import examine
from so_tui.storage.checkup.findings import CheckState
from so_tui.storage.disk.files import read_plain_file
from so_tui.storage.disk.inventory import others_files
from so_tui.storage.documents.codec import BadDocument, decode, encode
from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.errors import StoreError
from so_tui.storage.read_only_store import ReadOnlyStore
from so_tui.storage.seals.seal import PLAIN, DataDirectory
from so_tui.storage.snapshot.stock_write import stock_write
from so_tui.storage.store import Store
from so_tui.storage.vault.vault import new_recovery_key, switch_on, unlock
from tests.support.stored import CASE, note
from tests.support.told import worded

TASK = Task(id="0000000000b1", case_id=CASE.id, section="records", text=Clean("Ask"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data directory with a case and three notes in a snapshot."""
    folder = tmp_path / "store"
    folder.mkdir(mode=0o700)
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1)), Put(note(2)), Put(note(3))])
    return folder


def file_of(folder: Path) -> Path:
    return folder / "store.json"


def texts(store: ReadOnlyStore) -> dict[str, str]:
    return {key: str(entity.text) for key, entity in store.state().notes.items()}


def kept_by(folder: Path) -> list[Path]:
    return sorted((folder / "backups").glob("before-tinydb-*"))


def change(folder: Path) -> bytes:
    """Query, update, insert and remove with stock TinyDB; return what is in the file then."""
    with TinyDB(file_of(folder)) as stock:
        notes = stock.table("notes")
        (found,) = notes.search(where("id") == note(1).id)
        notes.update({"text": "by another program"}, doc_ids=[found.doc_id])
        notes.remove(doc_ids=[2])
        stock.table("tasks").insert(encode(TASK))
    os.utime(file_of(folder), (1_700_000_000, 1_700_000_000))
    return file_of(folder).read_bytes()


CHANGED = {note(1).id: "by another program", note(3).id: "said"}


def test_what_stock_tinydb_wrote_is_there_at_the_next_start(folder: Path) -> None:
    written = change(folder)
    with Store.open(folder) as store:
        assert texts(store) == CHANGED
        assert store.state().tasks == {TASK.id: TASK}
        assert [item.entity for item in store.trash] == [note(2)]
        (told,) = worded(store.notices)
        (copy,) = kept_by(folder)
        assert "3 changes" in told
        assert str(copy) in told
        assert copy.read_bytes() == written
        assert others_files(folder) == []
    for _ in range(2):
        with Store.open(folder) as store:
            assert texts(store) == CHANGED
            assert store.notices == []
    assert kept_by(folder) == [copy]


def test_who_only_reads_shows_it_and_changes_nothing(folder: Path) -> None:
    change(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for _ in range(2):
        store = Store.read(folder)
        assert texts(store) == CHANGED
        (told,) = worded(store.notices)
        assert "3 changes" in told
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("notice_by", ["refresh", "commit", "checkpoint", "close"])
def test_an_open_program_takes_it_in_before_it_writes_a_snapshot(
    folder: Path, notice_by: str
) -> None:
    doing: Mapping[str, Callable[[Store], object]] = {
        "refresh": Store.refresh,
        "commit": lambda store: store.commit([Put(note(5))]),
        "checkpoint": Store.checkpoint,
        "close": Store.close,
    }
    with Store.open(folder) as store:
        store.commit([Put(note(4))])
        change(folder)
        doing[notice_by](store)
        store.collect()
        new = {note(5).id: "said"} if notice_by == "commit" else {}
        if notice_by != "close":
            assert texts(store) == {**CHANGED, note(4).id: "said", **new}
            assert "3 changes" in worded(store.notices)[0]
    with Store.open(folder) as store:
        assert texts(store) == {**CHANGED, note(4).id: "said", **new}
        assert store.notices == []
    assert len(kept_by(folder)) == 1


def test_a_program_that_goes_on_changing_the_file_is_left_to_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("so_tui.storage.snapshot.stock_write.QUIET", 10**6)
    with Store.open(folder) as store, TinyDB(file_of(folder)) as db:
        for text in ("one", "two"):
            db.table("notes").update({"text": text}, doc_ids=[1])
            store.refresh()
            store.commit([Put(note(4, text))])
            assert texts(store)[note(1).id] == "said"
        whole = file_of(folder).read_bytes()
        file_of(folder).write_bytes(whole[:-9])
        store.refresh()
        file_of(folder).write_bytes(whole)
        store.checkpoint()
        store.collect()
        assert not (folder / "damaged").exists()
        assert (texts(store)[note(1).id], texts(store)[note(4).id]) == ("two", "two")
        assert store.state().conflicts == {}


@pytest.mark.parametrize("at", [-1, 10**11])
def test_a_file_of_any_age_is_taken_in(folder: Path, at: int) -> None:
    change(folder)
    os.utime(file_of(folder), (at, at))
    with Store.open(folder) as store:
        assert texts(store) == CHANGED
    assert len(kept_by(folder)) == 1


def test_another_window_keeps_its_own_changes_and_is_asked_about_one_field(folder: Path) -> None:
    with Store.open(folder) as here, Store.open(folder) as there:
        there.commit([Put(note(1, "by the other window")), Put(note(3, "more")), Put(note(4))])
        change(folder)
        here.refresh()
        there.refresh()
        for store in (here, there):
            state = store.state()
            assert {n.text for n in state.notes.values()} == {"by another program", "more", "said"}
            (conflict,) = state.conflicts.values()
            assert json.loads(conflict.other) == "by the other window"
            assert (conflict.entity_id, conflict.shown_by) == (note(1).id, "TinyDB")
        assert [len(store.notices) for store in (here, there)] == [1, 0]
    assert len(Store.read(folder).state().conflicts) == 1


def test_what_another_window_deleted_or_changed_stays_by_the_ordinary_rule(folder: Path) -> None:
    with Store.open(folder) as store:
        store.commit([Put(note(2, "still wanted")), Drop(note(1))])
        change(folder)
        store.refresh()
        assert texts(store) == {**CHANGED, note(2).id: "still wanted"}


def test_a_snapshot_that_another_window_made_meanwhile_is_no_reason_to_lose_any(
    folder: Path,
) -> None:
    with Store.open(folder) as here, Store.open(folder) as there:
        old = file_of(folder).read_bytes()
        there.commit([Put(note(4))])
        there.checkpoint()
        file_of(folder).write_bytes(old)  # as by a program that had opened it before
        change(folder)
        here.refresh()
        assert texts(here) == {**CHANGED, note(4).id: "said"}
    assert texts(Store.read(folder)) == {**CHANGED, note(4).id: "said"}


def stock(write: Callable[[TinyDB], object]) -> Callable[[Path], object]:
    """Return a change to a file by stock TinyDB."""

    def do(folder: Path) -> None:
        with TinyDB(file_of(folder)) as db:
            write(db)

    return do


LEFT: dict[str, Callable[[TinyDB], object]] = {
    "a table of no entities": lambda db: db.insert({"text": "somewhere"}),
    "no note": lambda db: db.table("notes").insert({"text": "no visit"}),
    "no text": lambda db: db.table("notes").update({"text": 5}, doc_ids=[1]),
    "no date": lambda db: db.table("notes").update({"at": "today"}, doc_ids=[1]),
    "another id": lambda db: db.table("notes").update({"id": note(9).id}, doc_ids=[1]),
    "an id that is taken": lambda db: db.table("notes").insert(encode(note(1, "copied"))),
    "no id": lambda db: db.table("notes").insert({**encode(note(9)), "id": "nine"}),
    "no case": lambda db: db.table("notes").update({"case_id": note(9).id}, doc_ids=[1]),
    "too large": lambda db: db.table("notes").update({"more": 10**20}, doc_ids=[1]),
    "too deep": lambda db: db.table("notes").update(
        {"more": json.loads("[" * 20 + "]" * 20)}, doc_ids=[1]
    ),
    "another note under its number": lambda db: (
        db.table("notes").remove(doc_ids=[3]),
        db.table("notes").insert(encode(note(9))),
    ),
    "the settings": lambda db: db.table("meta").update({"settings": {"a": "b"}}),
    "the history": lambda db: db.table("history").truncate(),
}


@pytest.mark.parametrize("what", LEFT)
def test_what_does_not_fit_is_left_and_told(folder: Path, what: str) -> None:
    before = Store.read(folder).entities()
    stock(LEFT[what])(folder)
    for _ in range(2):
        (told,) = worded(Store.read(folder).notices)
        assert "left out" in told
    with Store.open(folder) as store:
        assert store.entities() == before
        assert any("left out" in each for each in worded(store.notices))
        assert store.state().conflicts == {}
    assert len(kept_by(folder)) == 1


def test_a_table_that_is_gone_was_not_deleted_but_an_emptied_one_was(folder: Path) -> None:
    stock(lambda db: db.drop_table("notes"))(folder)
    with Store.open(folder) as store:
        assert len(store.state().notes) == 3
    stock(lambda db: db.table("notes").truncate())(folder)
    with Store.open(folder) as store:
        assert store.state().notes == {}
        assert len(store.trash) == 3


def test_a_document_without_an_id_gets_one_and_a_moved_one_stays_the_same(folder: Path) -> None:
    new = {name: value for name, value in encode(note(9, "new")).items() if name != "id"}

    def write(db: TinyDB) -> None:
        notes = db.table("notes")
        moved: Any = notes.get(doc_id=1)
        notes.remove(doc_ids=[1])
        notes.insert_multiple([new, {**moved, "text": "moved"}])

    stock(write)(folder)
    shown = texts(Store.read(folder))
    with Store.open(folder) as store:
        assert texts(store) == shown
        assert store.trash == []
    assert sorted(shown.values()) == ["moved", "new", "said", "said"]
    assert shown[note(1).id] == "moved"


def test_a_field_that_is_taken_out_takes_its_default_and_a_new_one_stays(folder: Path) -> None:
    def write(db: TinyDB) -> None:
        db.table("notes").update(lambda document: document.pop("kind"), doc_ids=[1])
        db.table("notes").update({"colour": "red"}, doc_ids=[1])

    with Store.open(folder) as store:
        store.commit([Put(Note(**{**_fields(note(1)), "kind": "important"}))])
    stock(write)(folder)
    with Store.open(folder) as store:
        assert store.state().notes[note(1).id].kind == "note"
    with TinyDB(file_of(folder)) as db:
        assert db.table("notes").search(where("colour") == "red")[0]["id"] == note(1).id


def _fields(entity: Note) -> dict[str, Any]:
    return {name: getattr(entity, name) for name in encode(entity)}


def test_a_file_written_anew_without_a_change_is_put_right(folder: Path) -> None:
    ours = file_of(folder).read_bytes()
    stock(lambda db: db.table("notes").update({"text": "said"}))(folder)
    assert file_of(folder).read_bytes() != ours
    assert Store.read(folder).notices == []
    with Store.open(folder) as store:
        assert len(store.notices) == 1
        assert file_of(folder).read_bytes() == ours
    assert file_of(folder).read_bytes() == ours


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content + b" ",
        lambda content: content[:-1],
        lambda content: json.dumps(json.loads(content), indent=1).encode(),
        lambda content: json.dumps(json.loads(content), ensure_ascii=False).encode(),
        lambda content: content.replace(b'"sum": "', b'"sum": "0', 1),
        lambda content: content.replace(b'"meta"', b'"mega"', 1),
    ],
)
def test_bytes_that_stock_tinydb_does_not_write_are_damage(
    folder: Path, spoil: Callable[[bytes], bytes]
) -> None:
    stock(lambda db: db.table("notes").update({"text": "naïve"}, doc_ids=[1]))(folder)
    spoilt = spoil(file_of(folder).read_bytes())
    file_of(folder).write_bytes(spoilt)
    with Store.open(folder) as store:
        assert texts(store) == {note(n).id: "said" for n in (1, 2, 3)}
        assert kept_by(folder) == []
        assert (folder / "damaged" / "store.json").read_bytes() == spoilt


def test_a_plain_file_has_no_say_in_locked_notes(folder: Path, tmp_path: Path) -> None:
    key = new_recovery_key()
    plain = shutil.copytree(folder, tmp_path / "plain")
    written = change(plain)
    switch_on(folder, "a passphrase", key)
    file_of(folder).write_bytes(written)
    for backup in (plain / "backups").glob("store-*"):
        shutil.copy(backup, folder / "backups" / backup.name.replace("-2026", "-2027"))
    with Store.open(folder, unlock(folder, key)) as store:
        assert texts(store) == {note(n).id: "said" for n in (1, 2, 3)}
        assert kept_by(folder) == []


def test_without_the_snapshot_it_was_based_on_it_is_damage(folder: Path) -> None:
    change(folder)
    for backup in (folder / "backups").iterdir():
        content = bytearray(backup.read_bytes())
        content[-9] ^= 1
        backup.write_bytes(content)
    with pytest.raises(StoreError):
        Store.read(folder)


def test_notes_that_were_just_moved_may_be_changed_too(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    write_elsewhere(Store.read(folder), {}, elsewhere)
    change(elsewhere)
    assert texts(Store.read(elsewhere)) == CHANGED


def test_a_check_says_what_it_is_and_changes_nothing(folder: Path) -> None:
    written = change(folder)
    found = {finding.name: finding for finding in examine(folder, PLAIN, datetime.now())}
    assert found["snapshot"].state is CheckState.LOOK
    assert "Another program has changed" in worded([found["snapshot"]])[0]
    assert found["notes"].state is CheckState.OK
    assert file_of(folder).read_bytes() == written


def test_every_copy_from_before_can_be_restored_but_that_of_what_tinydb_wrote(
    folder: Path,
) -> None:
    first = copy_of(Store.read(folder))
    change(folder)
    with Store.open(folder) as store:
        assert "so-tui restore cannot use it" in worded(store.notices)[0]
        changed = copy_of(store)
    restore(folder, first, PLAIN, datetime.now(), replace=True)
    (copy,), (before,) = kept_by(folder), (folder / "backups").glob("before-restore-*")
    with pytest.raises(NoCopy):
        from_bytes(copy.read_bytes(), copy, PLAIN)
    assert from_bytes(before.read_bytes(), before, PLAIN).tables["notes"] == changed.tables["notes"]


def test_a_copy_made_before_a_restore_has_it_too(folder: Path, tmp_path: Path) -> None:
    copy = copy_of(Store.read(folder))
    change(folder)
    done = restore(folder, copy, PLAIN, datetime.now(), replace=True)
    assert texts(Store.read(folder)) == {note(n).id: "said" for n in (1, 2, 3)}
    assert done.before.tables["notes"]["1"]["text"] == "by another program"
    assert done.before.tables["tasks"].keys() == {str(int(TASK.id, 16))}


def test_an_unreadable_copy_of_what_it_was_based_on_is_no_damage(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> bytes | None:
        if path.parent.name == "backups":
            raise StoreError("storage.not_readable", file=path, reason="Input/output error")
        return read_plain_file(path)

    written = change(folder)
    with monkeypatch.context() as patch:
        patch.setattr("so_tui.storage.snapshot.stock_write.read_plain_file", fail)
        for way in (Store.read, Store.open):
            with pytest.raises(StoreError):
                way(folder)
    assert file_of(folder).read_bytes() == written
    with Store.open(folder) as store:
        assert texts(store) == CHANGED


def test_a_full_disk_on_the_way_loses_nothing_and_takes_nothing_in_twice(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*values: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    written = change(folder)
    with monkeypatch.context() as patch:
        patch.setattr("so_tui.storage.snapshot.current.replace_file", fail)
        with Store.open(folder) as store:
            assert texts(store) == CHANGED
            with pytest.raises(StoreError):
                store.commit([Put(note(1, "since then"))])
            assert file_of(folder).read_bytes() == written
    with Store.open(folder) as store:
        store.commit([Put(note(1, "since then"))])
        assert texts(store) == {**CHANGED, note(1).id: "since then"}
        assert store.state().conflicts == {}
    assert [path.read_bytes() for path in kept_by(folder)] == [written]


def _fits(document: dict[str, Any]) -> bool:
    try:
        return bool(decode(Note, document))
    except BadDocument:
        return False


def said_by(content: bytes) -> dict[str, dict[str, Any]]:
    """Return the notes in a file, as their bytes say."""
    documents = json.loads(content).get("notes", {})
    return {document.get("id"): document for document in documents.values()}


def test_a_changed_bit_in_our_file_never_looks_like_a_stock_write(folder: Path) -> None:
    good = file_of(folder).read_bytes()
    for bit in range(len(good) * 8):
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        assert stock_write(bytes(flipped), DataDirectory(folder)) is None, bit
    for cut in range(len(good)):
        assert stock_write(good[:cut], DataDirectory(folder)) is None, cut


def test_a_changed_bit_in_a_stock_written_file_gives_just_what_the_bytes_say(folder: Path) -> None:
    base = Store.read(folder).tables()
    good = change(folder)
    assert stock_write(good, DataDirectory(folder))
    believed = 0
    for bit in {8 * byte + bit for byte in range(len(good)) for bit in (0, byte % 8)}:
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        write = stock_write(bytes(flipped), DataDirectory(folder))
        if write is None:
            continue
        believed += 1
        assert json.dumps(json.loads(flipped)).encode() == flipped
        ledger = Ledger({name: dict(table) for name, table in base.items()})
        ledger.fold(write.entry_after(ledger.number))
        said = said_by(bytes(flipped))
        for number, document in ledger.tables["notes"].items():
            either = (said.get(document["id"]), base["notes"].get(number))
            expected = [decode(Note, each) for each in either if each and _fits(each)]
            assert decode(Note, document) in expected, bit
        lost = base["notes"].keys() - ledger.tables["notes"].keys()
        assert lost <= {"2"}, "a changed bit deletes nothing"
    assert 0 < believed < len(good)
    for cut in range(len(good)):
        assert stock_write(good[:cut], DataDirectory(folder)) is None, cut


def test_a_file_that_is_just_being_written_is_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = change(folder)
    half = whole[: len(whole) // 2]
    file_of(folder).write_bytes(half)

    def go_on(seconds: float) -> None:
        file_of(folder).write_bytes(whole)

    monkeypatch.setattr("so_tui.storage.snapshot.stock_write.time.sleep", go_on)
    with Store.open(folder) as store:
        assert texts(store) == CHANGED
