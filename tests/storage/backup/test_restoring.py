"""A copy holds everything, and comes back whole or not at all."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from so_tui.domain.state import Drop, Put
from so_tui.domain.text import Clean
from so_tui.storage.backup.copies import Copy, NoCopy, copy_of, export_json, from_bytes, to_bytes
from so_tui.storage.backup.copy_files import LARGEST, read_file, write_copy
from so_tui.storage.backup.restoring import Occupied, Restored, restore
from so_tui.storage.disk.paths import data_dir
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.drafts.drafts import Draft
from so_tui.storage.errors import StoreError, StoreInUse
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.snapshot.snapshot import dump
from so_tui.storage.store import Store
from tests.storage.support_entities import ANY_ENTITY, cleaned
from tests.support.faults import Tell, Work, calls_of, in_processes, watched, why_not
from tests.support.stored import CASE, note
from tests.support.told import saying

NOW = datetime(2026, 11, 23, 14, 5)


def kept_in(folder: Path) -> set[object]:
    return set(Store.read(folder).entities())


def texts_in(folder: Path) -> dict[str, str]:
    return {key: draft.text for key, draft in Store.read(folder).drafts.all().items()}


def make(folder: Path, *changes: Put | Drop, draft: str = "") -> Path:
    """Make a store, or change it, and leave a draft and the journal as a killed session does."""

    def live(_: int) -> None:
        store = Store.open(data_dir(folder))
        store.commit(list(changes), label="Changed", author="Maria")
        if draft:
            store.drafts.put("note", draft, by=Clean("Maria"))
            store.drafts.flush()
        os._exit(0)

    assert in_processes(live, 1) == []
    return folder


def back(folder: Path, copy: Copy, *, replace: bool = False) -> Restored:
    return restore(data_dir(folder), copy, PLAIN, NOW, replace=replace)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store with a snapshot, journals after it and a half-typed line."""
    with Store.open(data_dir(tmp_path / "old")) as store:
        store.commit([Put(CASE), Put(note(1, "old"))])
    return make(tmp_path / "old", Put(note(2, "old")), Put(note(3, "old")), draft="old half")


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of other notes."""
    folder = make(tmp_path / "other", Put(CASE), Put(note(1, "new")), draft="new half")
    make(folder, Put(note(9)))
    make(folder, Drop(note(9)))
    return copy_of(Store.read(folder))


OLD = {CASE, note(1, "old"), note(2, "old"), note(3, "old")}
NEW = {CASE, note(1, "new")}


def test_an_empty_folder_gets_everything_with_trash_undo_and_drafts(
    tmp_path: Path, copy: Copy
) -> None:
    read = from_bytes(to_bytes(copy, PLAIN), tmp_path / "copy", PLAIN)
    done = back(tmp_path / "fresh", read)
    assert (done.kept, done.aside, done.unknown) == (None, [], [])
    assert kept_in(tmp_path / "fresh") == NEW
    with Store.open(tmp_path / "fresh") as store:
        assert [item.entity for item in store.trash] == [note(9)]
        draft = store.drafts.all()["note"]
        assert (draft.text, draft.by) == ("new half", "Maria")
        assert store.notices == []
        assert store.next_undo("Maria") == "Changed"
        store.undo("Maria")
        assert set(store.entities()) != NEW
    for path in (tmp_path / "fresh").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0


def test_of_two_unsaved_forms_the_newer_one_is_shown_again(tmp_path: Path, copy: Copy) -> None:
    def typed(words: str, minute: int) -> Draft:
        return Draft(words, datetime(2026, 11, 23, 10, minute))

    forms = (("form:k", typed("aaa older", 0)), ("form:k", typed("bbb newer", 5)))
    other = ("form:other", typed("last", 9))
    back(tmp_path / "fresh", replace(copy, drafts=(*forms, other)))
    with Store.open(tmp_path / "fresh") as store:
        assert store.drafts.all()["form:k"].text == "bbb newer"


def test_the_old_notes_are_kept_and_never_mixed_with_the_new_ones(old: Path, copy: Copy) -> None:
    with pytest.raises(Occupied):
        back(old, copy)
    assert kept_in(old) == OLD
    done = back(old, copy, replace=True)
    assert kept_in(old) == NEW
    assert texts_in(old) == {"note": "new half"}
    for _ in range(2):
        with Store.open(old) as store:
            assert set(store.entities()) == NEW
            store.commit([Put(note(5))])
            store.checkpoint()
            store.commit([Drop(note(5))])
    assert kept_in(old) == NEW
    assert done.kept is not None
    assert done.kept.name == "before-restore-20261123T140500.json"
    before = from_bytes(read_file(done.kept), done.kept, PLAIN)
    assert dict(before.drafts)["note"].text == "old half"
    back(old, before, replace=True)
    assert kept_in(old) == OLD
    assert texts_in(old) == {"note": "old half"}


def test_old_unfinished_text_goes_also_when_the_copy_has_none(old: Path, copy: Copy) -> None:
    back(old, Copy(copy.tables, ()), replace=True)
    assert texts_in(old) == {}
    with Store.open(old) as store:
        assert store.drafts.all() == {}
        assert store.notices == []


def test_a_journal_that_comes_back_is_not_folded_in(old: Path, copy: Copy) -> None:
    """As when somebody is killed between the rename and the clearing away."""
    journals = old.with_name("journals")
    shutil.copytree(old / "journal", journals)
    assert any(file.stat().st_size > 300 for file in journals.iterdir())
    back(old, copy, replace=True)
    shutil.copytree(journals, old / "journal", dirs_exist_ok=True)
    assert kept_in(old) == NEW
    with Store.open(old) as store:
        assert set(store.entities()) == NEW
        store.commit([Put(note(7))])
    assert kept_in(old) == {*NEW, note(7)}


def test_after_damage_the_fall_back_is_what_was_restored(old: Path, copy: Copy) -> None:
    back(old, copy, replace=True)
    (old / "store.json").write_bytes(b"")
    assert kept_in(old) == NEW


def test_a_store_that_does_not_open_is_set_aside_whole(old: Path, copy: Copy) -> None:
    shutil.rmtree(old / "backups")
    (old / "store.json").write_bytes(b"not to be read")
    journals = {path.read_bytes() for path in (old / "journal").iterdir()}
    with pytest.raises(StoreError):
        Store.read(old)
    with pytest.raises(Occupied):
        back(old, copy)
    done = back(old, copy, replace=True)
    assert kept_in(old) == NEW
    aside = {path.read_bytes() for path in done.aside}
    assert {b"not to be read", *journals} <= aside


def test_nobody_is_disturbed_who_has_it_open(old: Path, copy: Copy) -> None:
    with Store.open(old) as store:
        with pytest.raises(StoreInUse):
            back(old, copy, replace=True)
        store.commit([Put(note(8))])
    assert kept_in(old) == {*OLD, note(8)}


def test_a_store_of_a_newer_version_is_left_alone(old: Path, copy: Copy) -> None:
    path = old / "store.json"
    tables = json.loads(path.read_bytes())
    tables["meta"]["1"]["schema"] = SCHEMA + 1
    path.write_bytes(dump(tables))
    before = path.read_bytes()
    with pytest.raises(StoreError, check=saying("newer version")):
        back(old, copy, replace=True)
    assert path.read_bytes() == before


FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO")
CHANGING = ("write", "pwrite64", "fsync", "rename", "link", "unlink", "mkdir", "openat")


def attempt(folder: Path, copy: Copy) -> Work:
    """Return the work of bringing a copy back."""

    def work(tell: Tell) -> Iterator[None]:
        try:
            restore(folder, copy, PLAIN, NOW, replace=True)
            tell("done")
        except (OSError, StoreError):
            tell("refused")
        yield

    return work


def trials_of(calls: list[str]) -> list[tuple[str, int, str]]:
    """Return a kill for each call that changes something; elsewhere the faults take turns."""
    trials = []
    for at, call in enumerate(calls):
        nth = calls[: at + 1].count(call)
        if call in CHANGING:
            trials.append((call, nth, FAULTS[0]))
            trials.append((call, nth, FAULTS[1 + at % 2]))
        elif call in ("flock", "newfstatat", "fstat", "read", "pread64", "getdents64", "fchmod"):
            trials.append((call, nth, FAULTS[at % 3]))
    return trials


@pytest.mark.skipif(bool(why_not()), reason=why_not() or "strace can watch")
def test_at_every_system_call_it_is_the_old_notes_or_the_new_ones(
    tmp_path: Path, old: Path, copy: Copy
) -> None:
    spare = shutil.copytree(old, tmp_path / "spare")
    trials = trials_of(calls_of(attempt(spare, copy), 0, tmp_path / "log"))
    assert len(trials) > 80
    ends = set()
    for call, nth, fault in trials:
        folder = shutil.copytree(old, tmp_path / "trial")
        inject = ("-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={nth}")
        outcome = watched(attempt(folder, copy), 0, "-o", os.devnull, *inject)
        where = (call, nth, fault, outcome)
        assert not outcome.trouble, where
        kept, drafts = kept_in(folder), copy_of(Store.read(folder)).drafts
        assert kept in (OLD, NEW), where
        assert kept == NEW or "done" not in outcome.told, where
        half = "new half" if kept == NEW else "old half"
        assert [draft.text for _, draft in drafts] == [half], where
        ends.add((*outcome.told, kept == NEW))
        with Store.open(folder) as store:
            assert set(store.entities()) == kept, where
            assert store.drafts.all()["note"].text == half, where
        shutil.rmtree(folder)
    assert ends >= {(False,), (True,), ("done", True), ("refused", False)}


@given(st.lists(ANY_ENTITY.map(cleaned), max_size=8, unique_by=lambda entity: entity.id))
@settings(max_examples=25, deadline=None)
def test_anything_that_can_be_kept_comes_back(
    tmp_path_factory: pytest.TempPathFactory, entities: list[object]
) -> None:
    top = tmp_path_factory.mktemp("any")
    with Store.open(data_dir(top / "one")) as store:
        store.commit([Put(entity) for entity in entities])  # type: ignore[arg-type]  # all are
        whole = copy_of(store)
    path = top / "copy.json"
    assert write_copy(whole, path, PLAIN)
    assert path.stat().st_mode & 0o777 == 0o600
    back(top / "two", from_bytes(read_file(path), path, PLAIN))
    assert kept_in(top / "two") == kept_in(top / "one")


def test_stock_tinydb_reads_a_copy(tmp_path: Path, copy: Copy) -> None:
    write_copy(copy, tmp_path / "copy.json", PLAIN)
    with TinyDB(tmp_path / "copy.json") as db:
        assert [row["text"] for row in db.table("notes").all()] == ["new"]
        assert [row["text"] for row in db.table("drafts").all()] == ["new half"]


def test_a_store_a_backup_and_an_export_come_back_too(tmp_path: Path, old: Path) -> None:
    with Store.open(old) as store:
        exported = export_json(store).encode()
        assert store.drafts.flush()
    for number, content in enumerate(
        [
            (old / "store.json").read_bytes(),
            max((old / "backups").iterdir()).read_bytes(),
            exported,
        ]
    ):
        folder = tmp_path / str(number)
        back(folder, from_bytes(content, old, PLAIN))
        assert kept_in(folder) == OLD
    assert texts_in(tmp_path / "2") == {"note": "old half"}


def test_a_store_of_schema_1_comes_back_in_todays_form(tmp_path: Path) -> None:
    tables = {
        "meta": {"1": {"schema": 1, "settings": {"theme": "textual-dark"}}},
        "cases": {
            str(int(CASE.id, 16)): {"id": CASE.id, "title": "A lump", "opened": "2026-11-01"}
        },
    }
    back(tmp_path / "fresh", from_bytes(json.dumps(tables).encode(), tmp_path, PLAIN))
    assert kept_in(tmp_path / "fresh") == {CASE}
    with Store.open(tmp_path / "fresh") as store:
        assert store.settings["theme"] == "textual-dark"


@pytest.mark.parametrize("odd", [{"title": 5}, {"id": "0000000000c2"}])
def test_a_store_of_schema_1_that_cannot_be_shown_is_refused(
    odd: dict[str, object], tmp_path: Path
) -> None:
    held = {"id": CASE.id, "title": "A lump", "opened": "2026-11-01", **odd}
    tables = {"meta": {"1": {"schema": 1}}, "cases": {str(int(CASE.id, 16)): held}}
    with pytest.raises(NoCopy) as caught:  # it has no checksum that would tell
        from_bytes(json.dumps(tables).encode(), tmp_path, PLAIN)
    assert caught.value.code == "backup.damaged"


def test_no_cut_and_no_flipped_bit_is_taken_for_a_copy(copy: Copy, tmp_path: Path) -> None:
    good = to_bytes(copy, PLAIN)
    for cut in range(0, len(good), 7):
        with pytest.raises(NoCopy):
            from_bytes(good[:cut], tmp_path, PLAIN)
    for bit in range(0, len(good) * 8, 41):
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(NoCopy):
            from_bytes(bytes(flipped), tmp_path, PLAIN)


META = {"schema": SCHEMA, "number": 1, "counts": {}, "settings": {}}
ENTRY = {"number": 1, "name": "a.1", "session": "a", "at": "", "by": "", "said": "", "steps": []}


@pytest.mark.parametrize(
    "tables",
    [
        {"meta": {"1": {**META, "number": -1}}},
        {"meta": {"1": {**META, "number": 10**30}}},
        {"meta": {"1": {**META, "number": "1"}}},
        {"meta": {"1": {**META, "counts": {"a": "b"}}}},
        {"meta": {"1": {**META, "settings": {"a": 1}}}},
        {"meta": {"1": META}, "history": {"1": {}}},
        {"meta": {"1": META}, "history": {"1": {**ENTRY, "steps": [["put", "notes", "../x", 1]]}}},
        {"meta": {"1": META}, "history": {"1": {**ENTRY, "number": 1.5}}},
        {"meta": {"1": META}, "trash": {"1": {"at": "yesterday"}}},
        {"meta": {"1": META}, "drafts": {"1": {"key": "note", "text": 3, "at": "2026-11-23"}}},
        {"meta": {"1": META}, "drafts": {"1": {"key": "a", "text": "b", "at": "2026-11-23T00Z"}}},
        {"meta": {"1": {**META, "schema": SCHEMA + 1}}},
    ],
)
def test_a_right_checksum_over_wrong_things_helps_nobody(
    tables: dict[str, dict[str, object]], tmp_path: Path
) -> None:
    with pytest.raises(NoCopy):
        from_bytes(dump(tables), tmp_path, PLAIN)


def test_no_number_in_a_copy_leaves_none_to_go_on_with(copy: Copy, tmp_path: Path) -> None:
    last = 10**12 - 1
    meta = {**copy.tables["meta"]["1"], "number": last}
    history = {number: dict(entry) for number, entry in copy.tables["history"].items()}
    for back_from_last, entry in enumerate(reversed(history.values())):
        entry["number"] = last - back_from_last
    far = Copy({**copy.tables, "meta": {"1": meta}, "history": history}, copy.drafts)
    for turn in range(3):
        folder, path = tmp_path / f"folder{turn}", tmp_path / f"copy{turn}.json"
        back(folder, from_bytes(to_bytes(far, PLAIN), path, PLAIN))
        assert kept_in(folder) == NEW
        with Store.open(folder) as store:
            assert store.next_undo("Maria") == "Changed"
            store.commit([Put(note(4 + turn))], author="Maria", label="Added")
            store.undo("Maria")
            assert set(store.entities()) == NEW
            store.checkpoint()
            far = copy_of(store)
        write_copy(far, path, PLAIN)  # reads it back and compares


@pytest.mark.parametrize("start", [b'{"meta":', b"[", b'{"schema":"so-tui/1","cases":'])
def test_deep_nesting_is_refused(start: bytes, tmp_path: Path) -> None:
    with pytest.raises(NoCopy):
        from_bytes(start + b"[" * 200_000, tmp_path, PLAIN)


def test_a_link_a_pipe_a_folder_and_a_huge_file_are_refused(tmp_path: Path, copy: Copy) -> None:
    write_copy(copy, tmp_path / "real", PLAIN)
    (tmp_path / "link").symlink_to("real")
    os.mkfifo(tmp_path / "pipe")
    with open(tmp_path / "huge", "wb") as huge:
        huge.truncate(LARGEST + 1)
    for name in ("link", "pipe", "huge", "."):
        with pytest.raises(NoCopy):
            read_file(tmp_path / name)
    assert read_file(tmp_path / "real")


def test_what_this_version_cannot_show_is_left_out_and_named(tmp_path: Path) -> None:
    source = data_dir(tmp_path / "source")
    with Store.open(source) as store:
        store.commit([Put(CASE), Put(note(1)), Put(note(2)), Put(note(3)), Put(note(4))])
        store.commit([Drop(note(4))])
        copy = copy_of(store)
    rows = {name: dict(table) for name, table in copy.tables.items()}
    first, second, _ = rows["notes"]
    rows["notes"][first] = {**rows["notes"][first], "at": "2026-11-23T14:30:00+01:00"}
    rows["notes"]["9"] = rows["notes"][second]
    rows["letters"] = {"1": {"id": f"{1:012x}"}}
    (gone,) = rows["trash"]
    rows["trash"][gone] = {**rows["trash"][gone], "document": {"text": 5}}
    path = tmp_path / "crafted.json"
    path.write_bytes(dump(rows))
    crafted = from_bytes(path.read_bytes(), path, PLAIN)
    folder = data_dir(tmp_path / "notes")
    done = restore(folder, crafted, PLAIN, datetime.now(), replace=False)
    assert sorted(done.unknown) == sorted(
        [f"notes {first}", "notes 9", "letters 1", f"trash {gone}"]
    )
    assert set(Store.read(folder).entities()) == {CASE, note(2), note(3)}
    assert Store.read(folder).notices == []
