"""Saved words that cannot be shown: every command says so, on stderr and by its exit code."""

import json
import os
import shlex
import shutil
import stat
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from so_tui.content import text
from so_tui.domain.notes import Note
from so_tui.domain.state import TABLES, Put
from so_tui.domain.text import Clean
from so_tui.session.wording import sentence_of
from so_tui.storage.disk.inventory import FILE
from so_tui.storage.documents.codec import encode, number_of
from so_tui.storage.documents.ledger import Ledger
from so_tui.storage.engine.notices import entry_words
from so_tui.storage.snapshot import snapshot
from so_tui.storage.store import Store
from tests.support.every_command import FIRST, READING, WRITING
from tests.support.faults import in_processes
from tests.support.shell import CASE, DOCTOR, VISIT, keep_case, run
from tests.support.told import worded

DAMAGED = 5
GONE, LEFT = "the words that are hit", "the words beside them"


def note(number: int, text: str) -> Note:
    return Note(
        id=f"{number:012x}",
        case_id=CASE.id,
        visit_id=VISIT.id,
        text=Clean(text),
        at=datetime(2026, 11, 2, 10, number),
        author=Clean("Ruth"),
    )


def _killed(folder: Path) -> None:
    """Be a session that has saved two lines and is killed."""
    store = Store.open(folder)
    store.commit([Put(note(1, GONE))])
    store.commit([Put(note(2, LEFT))])
    os._exit(0)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the journal of a session that was killed."""
    folder = keep_case(tmp_path_factory.mktemp("whole") / "store")
    for words in FIRST:
        assert run(folder, *words).returncode == 0
    assert in_processes(lambda _: _killed(folder), 1) == []
    return folder


@pytest.fixture
def hit(whole: Path, tmp_path: Path) -> Path:
    """A copy of it with one bit changed in a line of saved words."""
    folder = shutil.copytree(whole, tmp_path / "store")
    for path in (folder / "journal").iterdir():
        content = bytearray(path.read_bytes())
        if (at := content.find(GONE.encode())) >= 0:
            content[at] ^= 1
            path.write_bytes(content)
            return folder
    raise AssertionError("the words are in no journal")


def assert_said(folder: Path, stderr: str) -> None:
    """Make sure that all is said that a reader of this store has to say."""
    left_out = worded(Store.read(folder).left_out)
    assert left_out
    assert all(f"so-tui: {sentence}" in stderr for sentence in left_out)


@pytest.mark.parametrize("path", READING, ids=" ".join)
def test_what_reads_prints_the_rest_and_ends_with_damage(
    whole: Path, hit: Path, path: tuple[str, ...]
) -> None:
    good = run(whole, *path, *READING[path])
    assert (good.returncode, good.stderr) == (0, "") or path == ("backup",)
    done = run(hit, *path, *READING[path])
    assert done.returncode == DAMAGED
    assert_said(hit, done.stderr)
    assert done.stdout
    assert GONE not in done.stdout


@pytest.mark.parametrize("path", WRITING, ids=" ".join)
def test_what_writes_does_its_work_and_says_it(hit: Path, path: tuple[str, ...]) -> None:
    done = run(hit, *path, *WRITING[path])
    assert done.returncode == DAMAGED
    assert done.stderr.startswith("so-tui: ")
    assert done.stdout


def test_what_was_found_missing_is_told_until_its_file_is_deleted(
    whole: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(whole, tmp_path / "store")
    shutil.rmtree(folder / "journal")
    done = run(folder, "note", "add", "late thought")
    assert done.returncode == DAMAGED
    assert "2 saved changes are missing, made after" in done.stderr
    assert "late thought" in done.stdout
    assert run(folder, "note", "list").returncode == 0
    for _ in range(2):
        found = run(folder, "check")
        assert found.returncode == 7
        assert "Saved changes were found missing: 2, made after 20" in found.stdout
        assert found.stdout.count("LOOK") == 1
        assert run(folder, "note", "add", "more").returncode == 0
    command = shlex.split(found.stdout.split("To remove this message, type: ")[1].splitlines()[0])
    subprocess.run(command, check=True)
    assert run(folder, "check").returncode == 0


@pytest.fixture
def newer(whole: Path, tmp_path: Path) -> Path:
    """A copy of it as a later version may have left it: with one table and one field more."""
    folder = shutil.copytree(whole, tmp_path / "newer")
    Store.open(folder).close()
    tables = snapshot.read(folder / FILE)
    assert tables is not None
    tables["meta"]["1"]["schema"] = 9
    tables["moods"] = {"1": {"id": "000000000001", "word": "hopeful"}}
    next(iter(tables["notes"].values()))["heard_by"] = "both"
    (folder / FILE).write_bytes(snapshot.dump(tables))
    return folder


@pytest.mark.parametrize("path", READING, ids=" ".join)
def test_what_reads_says_what_only_a_newer_version_knows(
    newer: Path, path: tuple[str, ...]
) -> None:
    done = run(newer, *path, *READING[path])
    assert done.returncode == DAMAGED
    assert_said(newer, done.stderr)
    assert done.stderr.count("so-tui: This version does not know all") == 1
    assert "cannot show: 1. Entries that it shows only in part: 1." in done.stderr
    assert done.stdout


def test_doctor_says_what_only_a_newer_version_knows(newer: Path) -> None:
    done = run(newer, "check")
    assert done.returncode == 7
    assert "It cannot show all of these: 2." in done.stdout
    assert "A newer version of so-tui may be able to show them." in done.stdout


def test_an_entry_that_cannot_be_shown_is_told_in_words(whole: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(whole, tmp_path / "store")
    Store.open(folder).close()
    tables = snapshot.read(folder / FILE)
    assert tables is not None
    (held,) = [held for held in tables["notes"].values() if held["text"] == LEFT]
    held["visit_id"] = 5
    (folder / FILE).write_bytes(snapshot.dump(tables))
    done = run(folder, "note", "list")
    assert done.returncode == DAMAGED
    assert "cannot be shown: a line of notes (Ruth, 2026-11-02 10:02). It is kept" in done.stderr
    found = run(folder, "check")
    assert found.returncode == 7
    assert "newer version" not in found.stdout
    assert "Ruth" not in found.stdout


def test_what_is_not_known_of_an_entry_is_not_told() -> None:
    ledger = Ledger()
    ledger.tables["doctors"] = {number_of(DOCTOR.id): encode(DOCTOR)}
    for table in TABLES:
        for document, known in {
            "{}": "",
            '{"at": "9999-12-31T10:00:00", "author": 7, "doctor_id": "x", "day": []}': "",
            '{"doctor_id": "0000000000d1", "opened": "2026-11-01"}': " (Dr Lee, 2026-11-01)",
            '{"author": "A\\u001b[31m", "at": "soon"}': " (A[31m)",
            '{"doctor_id": "0000000000d9", "day": "2026-11-03"}': " (2026-11-03)",
        }.items():
            ledger.tables.setdefault(table, {})["1"] = json.loads(document)
            kind = text(f"noticed.entry.{table}")
            assert sentence_of(entry_words(ledger, table, "1")) == kind + known


def test_a_copy_to_a_file_says_it_too(hit: Path, tmp_path: Path) -> None:
    done = run(hit, "backup", str(tmp_path / "copy.json"))
    assert done.returncode == DAMAGED
    assert_said(hit, done.stderr)
    assert LEFT in (tmp_path / "copy.json").read_text()


def test_words_that_are_not_found_may_be_among_them(whole: Path, hit: Path) -> None:
    assert GONE in run(whole, "find", GONE).stdout
    done = run(hit, "find", "hit")
    assert (done.returncode, done.stdout) == (DAMAGED, "")
    assert_said(hit, done.stderr)
    assert run(whole, "find", "nowhere").returncode == 3
    assert run(hit, "sheet", "--doctor", "nobody").returncode == DAMAGED


def test_export_says_what_is_in_drafts_only(whole: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(whole, tmp_path / "store")

    def killed(_: int) -> None:
        store = Store.open(folder)
        store.drafts.put("note", "half a li")
        assert store.drafts.flush()
        os._exit(0)

    assert run(folder, "export").stderr == ""
    assert in_processes(killed, 1) == []
    done = run(folder, "export")
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert "1 text is not finished" in line
    assert "half a li" in done.stdout


def test_export_has_the_drafts_of_all_windows(whole: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(whole, tmp_path / "store")
    windows = [Store.open(folder) for _ in range(2)]
    for number, window in enumerate(windows):
        window.drafts.put("note", f"half a line {number}")
        assert window.drafts.flush()
    done = run(folder, "export")
    assert "2 texts are not finished" in done.stderr
    drafts = json.loads(done.stdout)["drafts"]
    assert [draft["text"] for draft in drafts] == ["half a line 0", "half a line 1"]
    for window in windows:
        window.close()


@pytest.mark.parametrize("path", [*READING, *WRITING], ids=" ".join)
def test_what_is_found_open_is_closed_and_said(
    whole: Path, tmp_path: Path, path: tuple[str, ...]
) -> None:
    folder = shutil.copytree(whole, tmp_path / "store")
    (folder / "store.json").chmod(0o644)
    (folder / "journal").chmod(0o755)
    words = {**READING, **WRITING}[path]
    (folder / "holiday.jpg").write_bytes(b"photo")  # so that the folder itself stays open
    folder.chmod(0o711)
    done = run(folder, *path, *words)
    assert done.returncode == 0
    assert done.stderr.count("could be read by other users") == 1
    (folder / "holiday.jpg").unlink()
    folder.chmod(0o700)
    assert not [p for p in folder.rglob("*") if stat.S_IMODE(p.lstat().st_mode) & 0o077]
    again = run(folder, *path, *words)
    assert "other users" not in again.stderr


@pytest.mark.parametrize(
    "path", [("note", "list"), ("note", "add"), ("visit", "set")], ids=" ".join
)
def test_what_nobody_could_read_is_closed_without_a_word(
    whole: Path, tmp_path: Path, path: tuple[str, ...]
) -> None:
    folder = shutil.copytree(whole, tmp_path / "store")
    folder.chmod(0o700)
    (folder / "store.json").chmod(0o644)
    (folder / "journal").chmod(0o755)
    assert "so nobody could read them" in run(folder, "check").stdout
    done = run(folder, *path, *{**READING, **WRITING}[path])
    assert "other users" not in done.stderr
    assert not [p for p in folder.rglob("*") if stat.S_IMODE(p.lstat().st_mode) & 0o077]


def test_a_folder_found_open_is_closed_and_said(whole: Path, tmp_path: Path) -> None:
    for number, words in enumerate((("status",), ("note", "add", "x"), ("lock",), ("unlock",))):
        folder = shutil.copytree(whole, tmp_path / str(number))
        folder.chmod(0o755)
        assert "could be read by other users" in run(folder, *words).stderr
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_holds_other_things_stays_open(whole: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(whole, tmp_path / "store")
    (folder / "holiday.jpg").write_bytes(b"photo")
    (folder / "holiday.jpg").chmod(0o644)
    folder.chmod(0o755)
    assert run(folder, "status").stderr == ""
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert stat.S_IMODE((folder / "holiday.jpg").stat().st_mode) == 0o644
