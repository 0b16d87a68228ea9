"""`so-tui check` finds what is wrong, changes nothing, and tells none of the user's words."""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from so_tui.cli.run import run
from so_tui.content import text
from so_tui.content.shipped import read
from so_tui.domain.state import Drop, Put
from so_tui.domain.text import Clean
from so_tui.session.wording import sentence_of, words_of
from so_tui.storage.checkup import checkup
from so_tui.storage.checkup import places as checkup_places
from so_tui.storage.checkup.findings import CheckState
from so_tui.storage.disk.inventory import LOCKING
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.documents.schema import SCHEMA
from so_tui.storage.seals import age_scrypt
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.snapshot.snapshot import dump
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from tests.cli.support import so_tui
from tests.support.another_user import NOBODY
from tests.support.faults import in_processes
from tests.support.stored import CASE, DOCTOR, note
from tests.support.told import sentences

CANARY = "Quetzalcoatl"
NOW = datetime(2026, 11, 23, 14, 5)
WORSE = [CheckState.OK, CheckState.UNKNOWN, CheckState.LOOK]


@pytest.fixture
def folder(data_dir: Path) -> Path:
    """A data directory with a word of the user's wherever there can be one."""
    word = Clean(CANARY)
    with Store.open(make_data_dir(data_dir)) as store:
        store.commit(
            [Put(replace(CASE, title=word, patient=word)), Put(replace(DOCTOR, name=word))]
        )
        store.commit([Put(note(1, CANARY)), Put(note(2, CANARY))], label=CANARY, author=CANARY)
        store.commit([Drop(note(2, CANARY))], label=CANARY, author=CANARY)
        store.set_setting("author", CANARY)
    assert in_processes(lambda _: left_open(data_dir), 1) == []
    return data_dir


def left_open(folder: Path) -> None:
    """End a session without a word, with a journal and a half-typed line."""
    store = Store.open(folder)
    store.write_as(CANARY)
    store.commit([Put(note(3, CANARY))], label=CANARY, author=CANARY)
    store.drafts.put("note", CANARY)
    store.drafts.flush()
    os._exit(0)


def states(folder: Path, now: datetime | None = None) -> dict[str, CheckState]:
    """Return the worst state found of each thing; the words must not tell anything."""
    found: dict[str, CheckState] = {}
    for finding in checkup.examine(folder, PLAIN, now or datetime.now()):
        assert CANARY not in sentences(finding)
        assert bool(words_of(finding).todo) == (finding.state is CheckState.LOOK)
        known = found.get(finding.name, CheckState.OK)
        found[finding.name] = max(known, finding.state, key=WORSE.index)
    return found


def looks(folder: Path) -> set[str]:
    return {name for name, state in states(folder).items() if state is CheckState.LOOK}


def contents(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return all that a change would show in."""
    found = {}
    for path in [folder, *folder.rglob("*")]:
        status = path.lstat()
        content = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (status.st_mode, status.st_mtime_ns, content)
    return found


def test_a_store_in_order_is_in_order_and_nothing_is_changed(folder: Path) -> None:
    before = contents(folder)
    done = so_tui("check", "--data-dir", str(folder))
    assert contents(folder) == before
    lines = done.stdout.decode().splitlines()
    assert (done.returncode, done.stderr) == (0, b"")
    assert lines[-1] == "Everything is in order."
    assert {line.split()[0] for line in lines[:-2]} == {"ok", "unknown"}
    assert CANARY not in done.stdout.decode()
    names = {line.split()[1] for line in lines[:-2]}
    files = {"snapshot", "journal", "backups", "drafts", "damaged", "open", "files", "folder"}
    places = {"space", "drive", "clock", "passphrase", "notes"}
    assert names == files | places | {"terminal", "letters", "tmux", "versions"}


def test_its_old_name_works_as_well(folder: Path) -> None:
    new, old = (so_tui(name, "--data-dir", str(folder)) for name in ("check", "doctor"))
    assert (new.returncode, old.returncode) == (0, 0)
    assert old.stdout.splitlines()[-1] == new.stdout.splitlines()[-1]
    assert b"\n  doctor  " not in so_tui("--help").stdout


def test_for_machines_it_is_json(folder: Path) -> None:
    (folder / "store.json").chmod(0o644)
    done = so_tui("check", "--json", "--data-dir", str(folder))
    assert done.returncode == 7
    told = json.loads(done.stdout)
    assert told["attention"] == 1
    (found,) = [check for check in told["checks"] if check["state"] == "look"]
    assert found["name"] == "files"
    assert "store.json" in found["said"]
    assert CANARY not in done.stdout.decode()


def test_a_folder_that_is_not_there_yet_is_fine_and_is_not_made(data_dir: Path) -> None:
    done = so_tui("check", "--data-dir", str(data_dir))
    assert done.returncode == 0
    assert not data_dir.exists()


def test_it_tells_who_has_the_notes_open_by_process_and_not_by_name(folder: Path) -> None:
    with Store.open(folder) as store:
        store.write_as(CANARY)
        store.commit([Put(note(4, CANARY))])
        found = {f.name: f for f in checkup.examine(folder, PLAIN, datetime.now())}
        assert str(os.getpid()) in sentences(found["open"])
        assert CANARY not in sentences(found["open"])
        assert all(finding.state is CheckState.OK for finding in found.values())
        store.commit([Put(note(5, CANARY))])


def flip(path: Path, at: int = -30) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def one(folder: Path, part: str) -> Path:
    return max(folder.glob(part), key=lambda path: path.stat().st_size)


def odd_journal(folder: Path) -> None:
    os.mkfifo(folder / "journal" / "0123456789ab.1.jsonl")


def hard_link(folder: Path) -> None:
    os.link(folder / "store.json", folder.with_name("second name"))


def linked(folder: Path) -> None:
    os.rename(folder / "store.json", folder.with_name("elsewhere"))
    (folder / "store.json").symlink_to(folder.with_name("elsewhere"))


def newer(folder: Path) -> None:
    path = folder / "store.json"
    tables = json.loads(path.read_bytes())
    tables["meta"]["1"]["schema"] = SCHEMA + 1
    path.write_bytes(dump(tables))


def unread(folder: Path) -> None:
    path = folder / "store.json"
    tables = json.loads(path.read_bytes())
    tables["notes"]["1"]["at"] = CANARY
    path.write_bytes(dump(tables))


def append(path: Path, content: bytes) -> None:
    with open(path, "ab") as file:
        file.write(content)


def set_aside(folder: Path) -> None:
    (folder / "damaged").mkdir(mode=0o700)
    (folder / "damaged" / "store.json").touch(0o600)


def no_backups(folder: Path) -> None:
    shutil.rmtree(folder / "backups")


def ahead(folder: Path) -> None:
    later = time.time() + 3600
    os.utime(folder / "store.json", (later, later))


WRONG: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "a file open to others": (lambda f: (f / "store.json").chmod(0o604), {"files"}),
    "a folder open to others": (lambda f: f.chmod(0o755), {"folder"}),
    "a folder inside open to others": (lambda f: (f / "journal").chmod(0o711), {"files"}),
    "a pipe for a journal": (odd_journal, {"files", "journal", "notes"}),
    "a second name": (hard_link, {"files", "snapshot", "notes"}),
    "a link": (linked, {"files", "snapshot", "notes"}),
    "a flipped bit in the snapshot": (lambda f: flip(f / "store.json"), {"snapshot", "notes"}),
    "an empty snapshot": (lambda f: (f / "store.json").write_bytes(b""), {"snapshot", "notes"}),
    "a foreign snapshot": (
        lambda f: (f / "store.json").write_text(CANARY),
        {"snapshot", "notes"},
    ),
    "no snapshot": (lambda f: (f / "store.json").unlink(), {"snapshot", "notes"}),
    "a newer version": (newer, {"snapshot"}),
    "an entry that cannot be shown": (unread, {"notes"}),
    "a damaged journal": (lambda f: flip(one(f, "journal/*")), {"journal", "notes"}),
    "a torn journal": (lambda f: append(one(f, "journal/*"), b"0123"), {"journal"}),
    "a damaged backup": (lambda f: flip(one(f, "backups/*")), {"backups"}),
    "no backups": (no_backups, {"backups"}),
    "damaged drafts": (lambda f: append(one(f, "drafts/*"), b"junk\n"), {"drafts"}),
    "something set aside": (set_aside, {"damaged"}),
    "a time to come": (ahead, {"clock"}),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_found_and_nothing_else(folder: Path, wrong: str) -> None:
    break_it, expected = WRONG[wrong]
    break_it(folder)
    before = contents(folder) if "pipe" not in wrong else {}
    assert looks(folder) == expected
    assert not before or contents(folder) == before


def test_what_is_no_folder_is_told(data_dir: Path) -> None:
    data_dir.write_text("a file")
    assert looks(data_dir) == {"folder"}


def test_another_users_file_is_told(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(folder / "lock", 65534, 65534)
    assert "files" in looks(folder)
    os.chown(folder, 65534, 65534)
    assert "folder" in looks(folder)


def test_a_parent_that_others_can_write_to_is_told(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    folder = make_data_dir(shared / "store")
    shared.chmod(0o777)
    assert "folder" in looks(folder)
    shared.chmod(0o1777)
    assert "folder" not in looks(folder)


def test_little_room_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup_places, "LEAST_SPACE", 2**70)
    assert looks(folder) == {"space"}


def test_a_network_drive_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup_places, "network_file_system", lambda place: "nfs4")
    assert looks(folder) == {"drive"}


def test_somebody_who_does_not_let_go_is_told(folder: Path) -> None:
    with open(folder / "lock", "rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert looks(folder) == {"open"}


@contextmanager
def not_root(place: Path) -> Iterator[None]:
    """Be the owner of a folder who may not write whatever the modes say."""
    if os.geteuid():
        yield
        return
    for path in (place, *place.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def test_a_file_that_cannot_be_written_to_is_told_unless_the_folder_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[str]:
        found = checkup_places.files(Path(folder.name))
        return [sentence_of(finding) for finding in found if finding.state is CheckState.LOOK]

    monkeypatch.chdir(folder.parent)  # others may not be able to get to it
    with not_root(folder.parent):
        Path(folder.name, "store.json").chmod(0o400)
        assert told() == [text("check.files.read_only.what", names="store.json")]
        Path(folder.name).chmod(0o500)
        assert told() == []
        Path(folder.name).chmod(0o700)


def test_files_that_may_not_be_read_are_not_known_and_not_a_crash(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")

    def look(_: int) -> None:
        os.setgid(65534)
        os.setuid(65534)
        found = states(folder)
        assert found["folder"] is not CheckState.OK

    folder.parent.chmod(0o755)
    for above in folder.parents:
        if above.stat().st_mode & 0o005 != 0o005:
            above.chmod(above.stat().st_mode | 0o005)
        if above == Path("/tmp"):
            break
    assert in_processes(look, 1) == []


def test_locked_notes_are_looked_over_without_the_passphrase_as_far_as_can_be(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(age_scrypt, "WORK", 10)
    vault.switch_on(folder, "blue tea kettle", vault.new_recovery_key())
    done = so_tui("check", "--data-dir", str(folder))
    lines = {line.split()[1]: line for line in done.stdout.decode().splitlines() if line[:1] > " "}
    assert done.returncode == 0
    assert lines["snapshot"].startswith("unknown")
    assert "locked with a passphrase" in lines["passphrase"]
    (folder / "recovery.age").chmod(0o644)
    (folder / "locking").touch(0o600)
    flip(one(folder, "backups/*"), 0)
    found = {f.name for f in checkup.examine(folder, None, NOW) if f.state is CheckState.LOOK}
    assert found >= {"files", "passphrase", "backups"}
    (folder / "store.json").write_bytes(b'{"meta"')
    found = {f.name for f in checkup.examine(folder, None, NOW) if f.state is CheckState.LOOK}
    assert "snapshot" in found


@pytest.mark.parametrize("wrong", ["nothing", "recovery key", "cut short", "key file"])
def test_with_the_passphrase_too_it_changes_nothing(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    wrong: str,
) -> None:
    monkeypatch.setattr(age_scrypt, "WORK", 10)
    vault.switch_on(folder, "blue tea kettle", vault.new_recovery_key())
    if wrong == "recovery key":
        flip(folder / "recovery.age", 30)
    elif wrong == "key file":
        flip(folder / "identity.age", (folder / "identity.age").stat().st_size - 20)
    elif wrong == "cut short":
        seal = vault.open_only(folder, "blue tea kettle")
        (folder / LOCKING).write_bytes(seal.seal(b"", LOCKING))
        (folder / LOCKING).chmod(0o600)
    read, write = os.pipe()
    os.write(write, b"blue tea kettle\n")
    os.close(write)
    before = contents(folder)
    code = run(["--data-dir", str(folder), "--passphrase-fd", str(read), "check", "--json"])
    assert code == (0 if wrong == "nothing" else 7)
    assert contents(folder) == before
    found = {c["name"]: c["state"] for c in json.loads(capsys.readouterr().out)["checks"]}
    assert found["passphrase"] == ("ok" if wrong in ("nothing", "key file") else "look")
    assert found["notes"] == ("unknown" if wrong in ("cut short", "key file") else "ok")
    assert found.get("key") == ("look" if wrong == "key file" else None)
    assert {n for n, s in found.items() if s == "look"} <= {"passphrase", "key"}


def test_every_advice_has_its_finding() -> None:
    for table in ("folder", "files", "space", "drive", "snapshot", "journal", "backups", "clock"):
        found = read("words", "check.toml")[table].values()
        advice = [words for words in found if isinstance(words, dict)]
        assert advice
        assert all({"what", "todo"} <= words.keys() for words in advice)
