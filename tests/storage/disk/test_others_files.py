"""What lies in the data folder and is not the program's is left alone, whatever its name."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from so_tui.domain.entity import id_made_of
from so_tui.domain.state import Put
from so_tui.storage.backup.copies import copy_of
from so_tui.storage.backup.restoring import restore
from so_tui.storage.checkup.checkup import examine
from so_tui.storage.checkup.findings import CheckState
from so_tui.storage.disk.inventory import others_files
from so_tui.storage.disk.paths import close_to_others, data_dir
from so_tui.storage.seals import age_scrypt
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from tests.support.stored import CASE, note
from tests.support.told import worded

PASSPHRASE = "correct horse"
KEY = id_made_of("somebody")
FOREIGN = {
    "something.tmp": b"a letter\n",
    "thesis.doc.tmp": b"a thesis",
    "store.json~": b'{"meta": "as an editor leaves it"}',
    "store.json.bak": b"words",
    "store.json.mine.tmp": b"words",
    "store.json.1": b"an older letter",
    "lockpick.txt": b"words",
    "crash-course.md": b"words",
    "journal/diary.txt": b"Dear diary,\n",
    "journal/diary.jsonl": b'{"dear": "diary"}\n',
    f"journal/{KEY}.1.jsonl": b"Dear diary,\nit rained.\n",
    f"journal/{KEY}.1.jsonl.tmp": b"Dear diary,\nit rained.\n",
    "drafts/novel.txt": b"It was a dark and stormy night.\n",
    "drafts/novel.jsonl": b"It was a dark and stormy night.\n",
    f"drafts/{KEY}.jsonl": b"It was a dark and stormy night.\n",
    f"drafts/{KEY}.jsonl.waiting": b"It was a dark and stormy night.\n",
    "backups/photo.jpg": b"\xff\xd8\xff\xe0 a photo",
    "backups/store-000000000001-20250101T000000.json": b"\xff\xd8\xff\xe0 a photo",
    "backups/before-the-wedding.json": b"[]",
    "backups/photos-7-20250101T000000.json": b'{"meta": "somebody else\'s list"}',
    "backups/store-7-20250101.json": b'{"meta": "somebody else\'s store"}',
    "damaged/vase.jpg": b"\xff\xd8\xff\xe0 a vase",
    "tmp": b"",
}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age_scrypt, "WORK", 8)


def look_at(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    return {
        name: ((folder / name).read_bytes(), status.st_mode, status.st_mtime_ns)
        for name in FOREIGN
        if (status := (folder / name).stat())
    }


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    folder = data_dir(tmp_path / "notes")
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1))])
    for name, content in FOREIGN.items():
        (folder / name).parent.mkdir(mode=0o700, exist_ok=True)
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o644)
        os.utime(folder / name, (1e9, 1e9))
    before = look_at(folder)
    yield folder
    assert look_at(folder) == before
    assert (folder / "store.json").stat().st_mode & 0o777 == 0o600


def live(folder: Path, first: int) -> None:
    """Save and close so often that old copies go, after a session that was killed."""
    child = os.fork()
    if child == 0:
        store = Store.open(folder)
        store.commit([Put(note(first))])
        store.drafts.put("note", "half a li")
        store.drafts.flush()
        os._exit(0)
    os.waitpid(child, 0)
    for number in range(first + 1, first + 9):
        with Store.open(folder) as store:
            store.commit([Put(note(number))])


def test_starts_saves_and_closes(folder: Path) -> None:
    live(folder, 10)
    close_to_others(folder)


def test_locking_and_unlocking_name_them(folder: Path) -> None:
    said = worded(vault.switch_on(folder, PASSPHRASE, vault.new_recovery_key()))
    (named,) = (notice for notice in said if "not locked" in notice and "store.json~" in notice)
    assert all(name in named for name in FOREIGN)
    seal = vault.unlock(folder, PASSPHRASE)
    with Store.open(folder, seal) as store:
        store.commit([Put(note(3))])
    vault.switch_off(folder, seal)
    assert set(Store.read(folder).entities()) == {CASE, note(1), note(3)}


def test_a_change_of_the_lock_that_was_cut_short(folder: Path) -> None:
    child = os.fork()
    if child == 0:
        real, seen = os.replace, 0

        def replace(*paths: object) -> None:
            nonlocal seen
            seen += 1
            if seen == 4:
                os._exit(0)
            real(*paths)  # type: ignore[arg-type]  # as they came

        os.replace = replace  # type: ignore[assignment]  # the same, but for the end
        vault.switch_on(folder, PASSPHRASE, vault.new_recovery_key())
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    vault.unlock(folder, PASSPHRASE)


def test_restoring(folder: Path) -> None:
    with Store.open(folder) as store:
        copy = copy_of(store)
    restore(folder, copy, PLAIN, datetime.now(), replace=True)
    live(folder, 10)


def test_the_checkup_names_each_and_changes_nothing(folder: Path) -> None:
    found = list(examine(folder, PLAIN, datetime.now()))
    said = " ".join(worded(found))
    shown = 3  # of each kind, the others are counted
    assert sum(name in said for name in FOREIGN) >= shown
    assert any(finding.state is CheckState.LOOK for finding in found if finding.name == "files")


def test_a_folder_of_others_is_named_once_but_each_file_of_it_among_ours(tmp_path: Path) -> None:
    made = [tmp_path / name / "cat.jpg" for name in ("photos", "journal/letters")]
    for path in made:
        path.parent.mkdir(parents=True)
        path.write_bytes(b"a cat")
    assert others_files(tmp_path) == [tmp_path / "photos", made[1]]


def test_a_folder_that_holds_other_things_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "cat.jpg").write_bytes(b"a cat")
    code = "from so_tui.storage.disk.paths import data_dir; data_dir()"
    subprocess.run(
        [sys.executable, "-c", code], check=True, env={**os.environ, "SO_TUI_HOME": str(tmp_path)}
    )
    assert tmp_path.stat().st_mode & 0o777 == 0o755
