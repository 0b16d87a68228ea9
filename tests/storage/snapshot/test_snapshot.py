"""The files are whole, private and never taken for what they are not."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tinydb import TinyDB

from so_tui.storage.disk.files import replace_file
from so_tui.storage.documents.ledger import Tables
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.storage.snapshot.database import SnapshotStorage
from so_tui.storage.snapshot.snapshot import is_whole
from tests.support.told import sentences

META: Tables = {"meta": {"1": {"schema": 2, "number": 3, "settings": {}}}}
CONTENT: Tables = {**META, "cases": {"1": {"id": "000000000001", "title": "Äh"}}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.json"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_reads_back_what_was_written(path: Path) -> None:
    storage = SnapshotStorage(path)
    assert storage.read() is None
    storage.write(META)
    storage.write(CONTENT)
    assert storage.read() == CONTENT
    assert os.listdir(path.parent) == ["store.json"]


def test_stock_tinydb_reads_it_and_its_tables_serve_tinydb(path: Path) -> None:
    SnapshotStorage(path).write(CONTENT)
    with TinyDB(path, storage=SnapshotStorage) as db:
        db.table("notes").insert({"text": "hello"})
    with TinyDB(path) as stock:
        assert stock.table("notes").all() == [{"text": "hello"}]
        assert stock.table("cases").all() == [CONTENT["cases"]["1"]]


def test_every_changed_bit_and_every_cut_is_noticed(path: Path) -> None:
    storage = SnapshotStorage(path)
    storage.write(CONTENT)
    good = path.read_bytes()
    for bit in range(len(good) * 8):
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        with pytest.raises(StoreDamaged):
            storage.read()
    for cut in range(len(good)):
        path.write_bytes(good[:cut])
        with pytest.raises(StoreDamaged):
            storage.read()


def test_sees_a_file_that_was_put_in_its_place(path: Path) -> None:
    storage = SnapshotStorage(path)
    storage.write(META)
    other = path.with_name("other")
    SnapshotStorage(other).write(CONTENT)
    os.replace(other, path)
    assert storage.read() == CONTENT


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_only_the_owner_can_read_whatever_the_umask_is(path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        for _ in range(2):
            SnapshotStorage(path).write(CONTENT)
    finally:
        os.umask(before)
    assert mode(path) == 0o600


GOOD = b'{"meta": {"1": {"schema": 1}}, "notes": {"1": {"id": "000000000001"}}}'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"\0" * 100,
        *(GOOD[:cut] for cut in range(1, len(GOOD))),
        GOOD + GOOD[-5:],
        b"\xef\xbb\xbf" + GOOD,
        b'{"notes": {"1": {"id": "\xff"}}}',
        b"null",
        b"[]",
        b'"text"',
        b'{"notes": []}',
        b'{"notes": {"1": "text"}}',
        b"<<<<<<< HEAD\n" + GOOD,
        b"[" * 100_000,
        b'{"n": {"1": {"x": ' + b"9" * 5000 + b"}}}",
    ],
)
def test_a_damaged_or_foreign_file_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreDamaged) as caught:
        SnapshotStorage(path).read()
    assert path.read_bytes() == content
    assert str(path) in sentences(caught.value)


def test_links_pipes_and_directories_are_refused(path: Path) -> None:
    real = path.with_name("real")
    real.write_bytes(GOOD)
    path.symlink_to(real)
    with pytest.raises(StoreDamaged):
        SnapshotStorage(path).read()
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(StoreDamaged):
        SnapshotStorage(path).read()
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreDamaged):
        SnapshotStorage(path).read()
    assert real.read_bytes() == GOOD
    path.rmdir()
    os.link(real, path)
    with pytest.raises(StoreDamaged):
        SnapshotStorage(path).read()


def test_writes_through_no_link_that_lies_in_wait(path: Path) -> None:
    victim = path.with_name("victim")
    victim.write_text("untouched")
    for name in ("store.json", "store.json.tmp"):
        path.with_name(name).symlink_to(victim)
    replace_file(path, GOOD)
    assert victim.read_text() == "untouched"
    assert path.read_bytes() == GOOD
    assert not path.is_symlink()


def test_content_that_json_cannot_hold_changes_nothing(path: Path) -> None:
    storage = SnapshotStorage(path)
    storage.write(CONTENT)
    with pytest.raises(TypeError):
        storage.write({**META, "cases": {"1": {"x": object()}}})
    assert storage.read() == CONTENT


FILL = """
import resource, sys
from so_tui.storage.snapshot.database import SnapshotStorage
storage = SnapshotStorage(sys.argv[1])
meta = {"meta": {"1": {"schema": 2}}}
storage.write({**meta, "notes": {"1": {"text": "old"}}})
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    storage.write({**meta, "notes": {"1": {"text": "x" * 5000}}})
except OSError as error:
    print(error.errno)
"""


def test_a_write_that_does_not_fit_leaves_the_file_as_it_was(path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", FILL, path], capture_output=True, check=True)
    assert int(run.stdout) > 0
    assert (SnapshotStorage(path).read() or {})["notes"] == {"1": {"text": "old"}}
    assert os.listdir(path.parent) == ["store.json"]


def test_a_file_that_may_not_be_read_is_not_damaged(path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read every file")
    path.write_bytes(GOOD)
    path.chmod(0)
    with pytest.raises(StoreError) as caught:
        SnapshotStorage(path).read()
    assert caught.value.exit_code == 1


def test_a_snapshot_of_the_first_schema_with_a_checksum_is_whole(path: Path) -> None:
    for schema in (1, 2):
        SnapshotStorage(path).write({"meta": {"1": {**META["meta"]["1"], "schema": schema}}})
        assert is_whole(path.read_bytes())
    assert not is_whole(path.read_bytes()[:-1])
    assert not is_whole(b"")
