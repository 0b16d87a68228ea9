"""No number that a file holds is trusted: no flipped bit and no made-up one loses a word."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from so_tui.domain.entity import Entity
from so_tui.domain.state import Put
from so_tui.session.wording import sentence_of
from so_tui.storage.disk.paths import data_dir
from so_tui.storage.documents.journal_entries import (
    IMPLAUSIBLE,
    MOST_ENTRIES,
    BadEntry,
    is_bounded,
    read_entry,
)
from so_tui.storage.errors import StoreError
from so_tui.storage.journal.lines import to_line
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.snapshot import snapshot
from so_tui.storage.snapshot.backups import NEWEST, backups_in
from so_tui.storage.snapshot.snapshot import dump, parse
from so_tui.storage.store import Store
from tests.storage.support_damage import each, flipped, leave_open, small
from tests.support.stored import CASE, DOCTOR, note
from tests.support.told import saying, worded

__all__ = ["small"]

KEPT: list[Entity] = [CASE, note(1), note(2)]
MORE = NEWEST + 2
"""After so many closes no copy is left of what was there before."""


def slot(name: bytes, number: int) -> bytes:
    body = b"%s %015d" % (name, number)
    return b"%s %08x\n" % (body, crc32(body))


def locks(good: bytes) -> Iterator[bytes]:
    """Yield what a failing disk, an older version or a stranger may leave in the file."""
    yield from flipped(good, range(len(good) * 8))
    for number in (0, 1, 3, 10**8, IMPLAUSIBLE - 1, IMPLAUSIBLE, 10**15 - 1):
        yield slot(b"turn ", 5) + slot(b"saved", number)
        yield slot(b"turn ", number) + slot(b"saved", 3)
        yield b"%015d\n" % number
        yield b"%015d\n%015d\n" % (number, number)
    yield from (b"", b"9" * 62, b"\0" * 62, good + good, good[31:])


def add_and_close(folder: Path, first: int) -> list[Entity]:
    added: list[Entity] = []
    for number in range(first, first + MORE):
        with Store.open(folder) as store:
            store.commit([Put(note(number))])
        added.append(note(number))
    return added


def test_whatever_the_lock_tells_nothing_written_after_it_is_ever_refused(small: Path) -> None:
    every = list(locks((small / "lock").read_bytes()))

    def live(share: Path, content: bytes) -> None:
        folder = share.with_name(f"{share.name}-trial")
        shutil.copytree(share, folder)
        (folder / "lock").write_bytes(content)
        added = add_and_close(folder, 10)
        assert Store.read(folder).entities() == [*KEPT, *added]
        assert Store.read(folder).notices == []
        for path in (folder / "store.json", *(copy.path for copy in backups_in(folder))):
            tables = parse(path.read_bytes(), path)
            assert tables["meta"]["1"]["number"] < IMPLAUSIBLE + MORE
        shutil.rmtree(folder)

    each(every[:: 1 if len(every) < 300 else 4], live, small)


@pytest.mark.parametrize("content", [b"", b"9" * 62, slot(b"turn ", 4) + b"x" * 31])
def test_a_lock_that_tells_nothing_is_said_once(small: Path, content: bytes) -> None:
    (small / "lock").write_bytes(content)
    (lock,) = Store.read(small).notices
    assert "lock is missing or damaged. If changes were saved after 20" in sentence_of(lock)
    for notices in ([lock], []):
        with Store.open(small) as store:
            assert store.notices == notices
            assert set(store.entities()) == set(KEPT)


def test_the_lock_of_an_older_version_is_read(small: Path) -> None:
    (small / "lock").write_bytes(b"%015d\n%015d\n" % (3, 3))
    assert Store.read(small).notices == []
    next((small / "journal").iterdir()).unlink()
    assert "2 saved changes are missing" in worded(Store.read(small).left_out)[0]


def implausible(folder: Path, number: int) -> None:
    """Give the snapshot, and all copies, a number that cannot be right."""
    path = folder / "store.json"
    tables = parse(path.read_bytes(), path)
    tables["meta"]["1"]["number"] = number
    path.write_bytes(dump(tables))
    for copy in backups_in(folder):
        copy.path.unlink()
        copy.path.with_name(f"store-{number:012d}-20261101T101010.json").write_bytes(dump(tables))


@pytest.mark.parametrize("number", [IMPLAUSIBLE, 10**12 - 1, 10**15, MOST_ENTRIES - 1])
def test_numbers_that_cannot_be_right_are_made_anew_and_no_word_is_lost(
    small: Path, number: int
) -> None:
    implausible(small, number)
    assert set(Store.read(small).entities()) == set(KEPT)
    with Store.open(small) as store:
        assert set(store.entities()) == set(KEPT)
        assert any("could not be right" in notice for notice in worded(store.notices))
    added = add_and_close(small, 10)
    with Store.open(small) as store:
        assert set(store.entities()) == {*KEPT, *added}
        assert store.notices == []
        numbers = [copy.number for copy in backups_in(small)]
        assert numbers
        assert max(numbers) < 100
    assert len([*(small / "backups").glob("before-renumbering-*")]) == 1
    (small / "store.json").write_bytes(b"")
    assert set(Store.read(small).entities()) == {*KEPT, *added}


def record(folder: Path, name: str, **changed: Any) -> None:
    """Put a journal there with one record, whole and with a right checksum."""
    body = {
        "number": 50,
        "session": name,
        "count": 1,
        "at": "2026-11-23T14:05:00",
        "by": "",
        "said": "",
        "steps": [["put", "notes", note(9).id, snapshot_of(9)]],
        "undoes": "",
        **changed,
    }
    lines = to_line(json.dumps({"session": name}).encode(), PLAIN, f"{name}.1.jsonl", 0)
    lines += to_line(json.dumps(body).encode(), PLAIN, f"{name}.1.jsonl", len(lines))
    (folder / "journal" / f"{name}.1.jsonl").write_bytes(lines)


def snapshot_of(number: int) -> dict[str, Any]:
    from so_tui.storage.documents.codec import encode

    return encode(note(number))


@pytest.mark.parametrize("number", [IMPLAUSIBLE - 1, IMPLAUSIBLE, 10**14, MOST_ENTRIES - 1])
def test_a_record_with_a_number_that_cannot_be_right_is_folded_in(small: Path, number: int) -> None:
    record(small, "abcabcabcabc", number=number)
    added = add_and_close(small, 10)
    assert set(Store.read(small).entities()) == {*KEPT, note(9), *added}
    with Store.open(small) as store:
        assert store.notices == []


@pytest.mark.parametrize("count", [0, -1, MOST_ENTRIES])
def test_a_record_that_cannot_be_counted_is_damage(small: Path, count: int) -> None:
    record(small, "abcabcabcabc", count=count)
    assert any("damaged" in notice for notice in worded(Store.read(small).left_out))


@pytest.mark.parametrize(
    ("numbers", "fits"),
    [
        ({"number": 10**16 - 1}, True),
        ({"number": 10**16}, False),
        ({"count": 10**16 - 1}, True),
        ({"count": 1}, True),
        ({"after": -1}, True),
        ({"after": 6}, True),
        ({"after": 7}, False),
        ({"after": -2}, False),
    ],
)
def test_the_numbers_of_a_record_have_bounds(numbers: dict[str, int], fits: bool) -> None:
    held: dict[str, Any] = {
        "number": 7, "session": "abcabcabcabc", "count": 2, "at": "2026-11-23T10:00:00",
        "by": "Sam", "said": "", "undoes": "", "after": 0, "steps": [], **numbers,
    }  # fmt: skip
    if fits:
        assert json.loads(read_entry(held).to_bytes()) == held
    else:
        with pytest.raises(BadEntry):
            read_entry(held)


def test_a_number_of_nineteen_digits_is_too_long() -> None:
    assert is_bounded(10**18 - 1)
    assert is_bounded(1 - 10**18)
    assert not is_bounded(10**18)
    assert not is_bounded(-(10**18))


def test_a_snapshot_that_cannot_be_read_back_never_takes_its_place(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (small / "store.json").read_bytes()
    copies = {copy.path for copy in backups_in(small)}
    with Store.open(small) as store:
        store.commit([Put(note(3))])
        with monkeypatch.context() as patch:
            patch.setattr(snapshot, "_encode", lambda held: "{'not': json}")
            with pytest.raises(StoreError, check=saying("could not be read back")):
                store.checkpoint()
        assert (small / "store.json").read_bytes() == before
        assert {copy.path for copy in backups_in(small)} == copies
        assert not [*small.rglob("*tmp")]
    assert set(Store.read(small).entities()) == {*KEPT, note(3)}


def test_copies_that_cannot_be_read_push_no_good_one_out(tmp_path: Path) -> None:
    folder = data_dir(tmp_path / "notes")
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(DOCTOR)])
    (good,) = backups_in(folder)
    for number in range(MORE):
        with Store.open(folder) as store:
            store.commit([Put(note(number))])
        for copy in backups_in(folder):
            if copy.path != good.path:
                copy.path.write_bytes(good.path.read_bytes()[:-1] + b"]")
    assert good.path.exists()
    (folder / "store.json").write_bytes(b"")
    assert Store.read(folder).entities() == [CASE, DOCTOR]


def test_a_session_that_writes_beside_one_whose_lock_was_damaged_loses_nothing(
    small: Path,
) -> None:
    with Store.open(small) as one, Store.open(small) as other:
        for number in range(10, 20):
            writer, reader = (one, other) if number % 2 else (other, one)
            (small / "lock").write_bytes(b"\xff" * (number % 4) * 20)
            writer.commit([Put(note(number))])
            reader.refresh()
            assert note(number) in reader.entities()
    assert set(Store.read(small).entities()) == {*KEPT, *map(note, range(10, 20))}


def test_left_open_twice_the_numbers_go_on(small: Path) -> None:
    leave_open(small)
    with Store.open(small) as store:
        assert store.notices == []
