"""What a copy may take the place of, and what is swept away with it: files of ours alone."""

import fcntl
import json
import os
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from so_tui.cli import main
from so_tui.papers.calendar import make_calendar
from so_tui.storage.backup.copies import EXPORTS, copy_of, export_json
from so_tui.storage.backup.copy_files import is_copy, sweep_unfinished, write_copy
from so_tui.storage.backup.locked_copies import keys_of
from so_tui.storage.seals import age_scrypt
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.store import Store
from so_tui.storage.vault import vault
from so_tui.terminal import crash
from tests.support.faults import Tell, Work, calls_of, watched, why_not
from tests.support.shell import keep_case

needs_strace = pytest.mark.skipif(bool(why_not()), reason=why_not())
PHOTO = b"\xff\xd8\xff\xe0 JFIF a photo"


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crash, "keep_private", lambda: "")
    monkeypatch.setattr(age_scrypt, "WORK", 10)


@pytest.fixture
def kept(data_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A data directory with a case, which the commands use, and an empty current directory."""
    keep_case(data_dir)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("SO_TUI_HOME", str(data_dir))
    return data_dir


def others(folder: Path) -> Iterator[Path]:
    """Make things of others, and yield their paths."""
    made: dict[str, bytes] = {
        "photo.jpg": PHOTO,
        "empty": b"",
        "notes.txt": b'{"meta": about my notes}',
        "other.json": json.dumps({"meta": {"1": {"name": "mine"}}}).encode(),
        "letter.age": b"age-encryption.org/v1\n-> X25519 abc\n",
        "half.json": b'{"meta":{"1":{"sum":"00"',
        "cal.ics": b"BEGIN:VCALENDAR\r\nPRODID:-//Somebody//EN\r\nEND:VCALENDAR\r\n",
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
        yield folder / name


def test_force_leaves_what_is_not_ours(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = Path.cwd()
    Store.read(kept)
    for path in [*others(here)]:
        before = path.read_bytes()
        for command in ("backup", "calendar"):
            assert main([command, path.name, "--force"]) == 1
            (line,) = capsys.readouterr().err.splitlines()
            assert "--force leaves it as it is" in line
        assert path.read_bytes() == before
    (here / "folder").mkdir()
    for command in ("calendar",):
        assert main([command, "folder", "--force"]) == 1
    os.mkfifo(here / "pipe")
    assert main(["backup", "copy.json"]) == main(["calendar", "dates.ics"]) == 0
    (here / "link.json").symlink_to("copy.json")
    (here / "link.ics").symlink_to("dates.ics")
    (here / "dangling").symlink_to("nowhere")
    capsys.readouterr()
    for name in ("pipe", "link.json", "link.ics", "dangling"):
        for command in ("backup", "calendar"):
            assert main([command, name, "--force"]) == 1
            assert len(capsys.readouterr().err.splitlines()) == 1
    assert (here / "link.json").is_symlink()
    assert not (here / "nowhere").exists()


def test_force_takes_the_place_of_what_is_ours(kept: Path) -> None:
    store = Store.read(kept)
    Path("export.json").write_text(export_json(store))
    shutil.copy(kept / "store.json", "store.json")
    newer = json.loads(export_json(store)) | {"schema": f"so-tui/{len(EXPORTS) + 1}"}
    Path("newer.json").write_text(json.dumps(newer))
    assert main(["backup", "copy.json"]) == 0
    for name in ("export.json", "store.json", "newer.json", "copy.json", "fresh.json"):
        assert main(["backup", name, "--force"]) == 0
        assert is_copy(Path(name))
    Path("dates.ics").write_bytes(make_calendar(store.state(), datetime.now(UTC)))
    assert main(["calendar", "dates.ics", "--force"]) == 0
    vault.switch_on(kept, "blue tea kettle", vault.new_recovery_key())
    seal = vault.unlock(kept, "blue tea kettle")
    write_copy(copy_of(Store.read(kept, seal)), Path("locked.json"), seal, keys=keys_of(kept))
    assert is_copy(Path("locked.json"))


def _copying(store: Store, path: Path) -> Work:
    copy = copy_of(store)

    def work(tell: Tell) -> Iterator[None]:
        yield
        write_copy(copy, path, PLAIN)
        yield

    return work


@needs_strace
def test_what_a_killed_copy_leaves_is_swept_by_the_next(kept: Path, tmp_path: Path) -> None:
    store = Store.read(kept)
    place = tmp_path / "copies"
    place.mkdir()
    counted = Counter(calls_of(_copying(store, place / "count.json"), 1, tmp_path / "log"))
    calls = ("openat", "flock", "fchmod", "write", "fsync", "fadvise64", "link", "linkat", "unlink")
    left_some = 0
    for call in calls:
        for nth in range(1, counted[call] + 1):
            inject = ("-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={nth}")
            path = place / f"{call}-{nth}.json"
            outcome = watched(_copying(store, path), 1, "-o", os.devnull, *inject)
            assert outcome.code == -signal.SIGKILL
            left_some += bool(list(place.glob("*.tmp")))
            assert main(["backup", str(place / "next.json"), "--force"]) == 0
            assert not list(place.glob("*.tmp"))
    assert left_some >= 5


def test_what_only_looks_like_it_is_left_alone(kept: Path) -> None:
    here = Path.cwd()
    good = (kept / "store.json").read_bytes()
    mine = {
        "copy.json.0123abcd.tmp": PHOTO,
        "copy.json.0123abce.tmp": b"",  # open to others, as no copy ever is
        "copy.json.tmp": good,
        "copy.json.0123abc.tmp": good,
        "copy.json.0123ABCD.tmp": good,
        ".0123abcd.tmp": good,
        "copy.json.0123abcd.tmp~": good,
    }
    for name, content in mine.items():
        (here / name).write_bytes(content)
        (here / name).chmod(0o644)
    (here / "copy.json.0123abcf.tmp").symlink_to("copy.json.tmp")
    (here / "copy.json.01230000.tmp").mkdir()
    with open(here / "copy.json.01231111.tmp", "wb") as being_written:
        being_written.write(good)
        being_written.flush()
        fcntl.flock(being_written, fcntl.LOCK_EX)
        (here / "copy.json.01232222.tmp").write_bytes(good)
        sweep_unfinished(here)
        left = set(os.listdir(here))
    assert left == {
        *mine, "copy.json.0123abcf.tmp", "copy.json.01230000.tmp", "copy.json.01231111.tmp",
    }  # fmt: skip
    sweep_unfinished(here / "nowhere")


def test_a_newer_export_is_said_to_be_newer(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    held = json.loads(export_json(Store.read(kept)))
    for newer in (
        held | {"schema": f"so-tui/{len(EXPORTS) + 1}"},
        {"schema": "so-tui/17", "version": "3.0"},
        held | {"version": "99.1", "cases": [{"id": "0000000000c1", "kind": "new"}]},
    ):
        Path("newer.json").write_text(json.dumps(newer))
        assert main(["restore", "newer.json", "--replace"]) == 5
        assert "written by a newer version" in capsys.readouterr().err
    for damaged in (held | {"cases": [{}]}, held | {"schema": "so-tui/x"}, {"schema": "so-tui/1"}):
        Path("bad.json").write_text(json.dumps(damaged))
        assert main(["restore", "bad.json", "--replace"]) == 5
        assert "newer" not in capsys.readouterr().err
