"""A right checksum over odd things stops no start: it counts as damage."""

import json
from pathlib import Path
from typing import Any

import pytest

from so_tui.domain.state import Drop, Put
from so_tui.storage.disk.paths import data_dir
from so_tui.storage.documents.codec import encode
from so_tui.storage.documents.journal_entries import BadEntry, read_entry
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.storage.journal.lines import to_line
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.snapshot.snapshot import dump, parse
from so_tui.storage.store import Store
from tests.support.stored import CASE, note
from tests.support.told import saying, worded

KEY = f"{1:012x}"
META = {"schema": SCHEMA, "number": 9, "counts": {}, "settings": {}}
AT = "2026-11-23T14:05:00"
ENTRY = {"number": 1, "name": "a.1", "session": "a", "at": AT, "by": "", "said": "x", "steps": []}
TRASHED = {"table": "notes", "id": KEY, "at": AT, "by": "", "document": {}}
RECORD = {
    "number": 50,
    "session": "abcabcabcabc",
    "count": 1,
    "at": AT,
    "by": "Maria",
    "said": "Changed",
    "steps": [["put", "notes", KEY, {}]],
    "undoes": "",
}


def meta(**changed: Any) -> dict[str, Any]:
    return {"meta": {"1": {**META, **changed}}}


def history(**changed: Any) -> dict[str, Any]:
    return {**meta(), "history": {"1": {**ENTRY, **changed}}}


def trash(**changed: Any) -> dict[str, Any]:
    return {**meta(), "trash": {"1": {**TRASHED, **changed}}}


ODD = [
    meta(number="9"),
    meta(number=None),
    meta(number=10**16),
    meta(number=True),
    meta(counts=[1]),
    meta(counts={"a": "1"}),
    meta(settings={"theme": 1}),
    {**meta(), "notes": {"one": {}}},
    {**meta(), "notes": {"9" * 5000: {}}},
    {**meta(), "history": {"1": {}}},
    history(by=["Maria"]),
    history(number="1"),
    history(said=None),
    history(session={}),
    history(steps={}),
    history(steps=[["put"]]),
    history(steps=[["drop", "trash", KEY, {}]]),
    history(steps=[["set", "notes", KEY, {"text": "x"}]]),
    {**meta(), "trash": {"1": {}}},
    trash(at=1),
    trash(at="yesterday"),
    trash(at=AT + "+01:00"),
    trash(document=[]),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = data_dir(tmp_path / "notes")
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1)), Put(note(2))], author="Maria", label="Added")
        store.commit([Drop(note(2))], author="Maria", label="Dropped")
    return folder


def use(folder: Path) -> list[str]:
    """Open it, do what any day brings, and return what was noticed."""
    assert set(Store.read(folder).entities()) == {CASE, note(1)}
    with Store.open(folder) as store:
        assert set(store.entities()) == {CASE, note(1)}
        assert [item.entity for item in store.trash] == [note(2)]
        store.commit([Put(note(3))], author="Maria", label="Added")
        store.undo("Maria")
        store.checkpoint()
        return worded(store.notices)


@pytest.mark.parametrize("tables", ODD)
def test_an_odd_snapshot_counts_as_damaged_and_the_backup_is_used(
    tables: dict[str, Any], folder: Path
) -> None:
    odd = dump(tables)
    (folder / "store.json").write_bytes(odd)
    assert any("was damaged" in notice for notice in use(folder))
    assert odd in [path.read_bytes() for path in (folder / "damaged").iterdir()]
    with Store.open(folder) as store:
        assert store.notices == []


def test_an_odd_snapshot_without_a_backup_is_said_in_plain_words(tmp_path: Path) -> None:
    for number, tables in enumerate(ODD):
        folder = data_dir(tmp_path / str(number))
        (folder / "store.json").write_bytes(dump(tables))
        with pytest.raises(StoreDamaged, check=saying("is damaged")):
            Store.open(folder)
        assert (folder / "store.json").read_bytes() == dump(tables)


def test_an_odd_backup_is_passed_over(folder: Path) -> None:
    (folder / "backups" / "store-000000000999-20270101T000000.json").write_bytes(dump(ODD[0]))
    (folder / "store.json").write_bytes(b"")
    use(folder)


def test_an_odd_store_of_a_newer_version_is_left_alone(folder: Path) -> None:
    for name in (
        "store.json",
        *(f"backups/{path.name}" for path in (folder / "backups").iterdir()),
    ):
        (folder / name).write_bytes(dump({**meta(schema=SCHEMA + 1), "history": {"1": {"by": 1}}}))
    with pytest.raises(StoreError, check=saying("newer version")):
        Store.open(folder)
    assert not (folder / "damaged").exists()


@pytest.mark.parametrize("odd", [{"number": "x"}, {"counts": 3}])
def test_an_odd_store_of_schema_1_is_damaged(odd: dict[str, Any], tmp_path: Path) -> None:
    tables = {"meta": {"1": {"schema": 1, "settings": {"old": 1}, **odd}}}
    with pytest.raises(StoreDamaged):
        parse(json.dumps(tables).encode(), tmp_path)


@pytest.mark.parametrize(
    "odd",
    [
        {"number": 10**16},
        {"number": True},
        {"by": None},
        {"at": "yesterday"},
        {"at": AT + "+01:00"},
        {"steps": [["put", "trash", KEY, {}]]},
        {"steps": [["put", "history", KEY, {}]]},
        {"steps": [["drop", "meta", KEY, {}]]},
        {"steps": [["set", "notes", KEY, {"text": ["x"]}]]},
    ],
)
def test_an_odd_record_is_none(odd: dict[str, Any]) -> None:
    assert read_entry(RECORD).number == 50
    with pytest.raises(BadEntry):
        read_entry({**RECORD, **odd})


def journal(folder: Path, *bodies: Any) -> None:
    name = "abcabcabcabc.1.jsonl"
    lines = b""
    for body in ({"session": "abcabcabcabc"}, *bodies):
        lines += to_line(json.dumps(body).encode("ascii"), PLAIN, name, len(lines))
    (folder / "journal").mkdir(mode=0o700, exist_ok=True)
    (folder / "journal" / name).write_bytes(lines)


@pytest.mark.parametrize("body", ["number", ["number"], {**RECORD, "at": "x"}])
def test_an_odd_line_of_a_journal_is_set_aside(body: Any, folder: Path) -> None:
    journal(folder, body)
    assert use(folder)
    assert any((folder / "damaged").iterdir())


@pytest.mark.parametrize(("number", "told"), [(1, 0), (2, 1)])
def test_only_records_that_are_not_the_first_are_told_to_be_incomplete(
    tmp_path: Path, number: int, told: int
) -> None:
    steps = [["put", "notes", KEY, encode(note(1))]]
    journal(tmp_path, {**RECORD, "number": number, "steps": steps})
    read = Store.read(tmp_path)
    assert read.entities() == [note(1)]
    assert len(read.left_out) == told


def test_a_record_with_letters_from_anywhere_is_folded_in(folder: Path) -> None:
    """Names of tables and fields need not be ASCII, nor letters at all."""
    odd = "\u00e4\ud800"
    steps = [
        ["put", odd, KEY, {odd: 1}],
        ["set", odd, KEY, {odd: [0, 2]}],
        ["set", "notes", KEY, {odd: [None, 1]}],
        ["set", odd, f"{7:012x}", {odd: [0, 2]}],
        ["drop", odd, KEY, {odd: 2}],
    ]
    journal(folder, {**RECORD, "by": odd, "said": odd, "steps": steps})
    for _ in range(2):
        with Store.open(folder) as store:
            assert {CASE, note(1)} < set(store.entities())  # and two texts to choose from
            store.checkpoint()
    assert not (folder / "damaged").exists()
