"""Bad days at the command line: what happened, what is safe, what to do, and no traceback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.store import Store
from tests.cli.support import so_tui
from tests.support.another_user import NOBODY, as_user
from tests.support.shell import keep_case
from tests.support.stored import CASE

ROOT = os.geteuid() == 0

as_nobody = pytest.mark.skipif(not ROOT, reason="only root can become another user")


def nobody(*words: str, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    """Run the program as a user who owns nothing."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("XDG", "SO_TUI", "HOME"))}
    return as_user(NOBODY, *words, env={**environ, **variables})


def drive(place: Path, options: str) -> Iterator[Path]:
    """Mount a small drive of its own, if that can be done here."""
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no drive can be mounted here: {done.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture
def small_drive(tmp_path: Path) -> Iterator[Path]:
    if not ROOT:
        pytest.skip("only root can mount a drive")
    yield from drive(tmp_path / "drive", "size=16k,mode=0700")


@pytest.fixture
def closed_drive(tmp_path: Path) -> Iterator[Path]:
    """A drive that can only be read, with a case on it."""
    if not ROOT:
        pytest.skip("only root can mount a drive")
    for place in drive(tmp_path / "closed", "mode=0700"):
        with Store.open(make_data_dir(place / "notes")) as store:
            store.commit([Put(CASE)])
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        yield place


def three_lines(done: "subprocess.CompletedProcess[bytes]", code: int) -> list[str]:
    """Return what happened, what is safe and what to do."""
    assert done.returncode == code
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("so-tui: ")
    assert all(line.endswith(".") or ":" in line for line in lines)
    return lines


def test_a_folder_that_cannot_be_found_from_a_removed_one_is_named(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    start = [sys.executable, "-P", "-m", "so_tui", "status", "--data-dir", "notes"]
    # The shell is still in the directory when it is removed.
    script = 'cd "$1" && rmdir "$1" && shift && exec "$@"'
    done = subprocess.run(
        ["sh", "-c", script, "sh", str(here), *start], capture_output=True, timeout=60, check=False
    )
    assert "folder notes cannot be found" in three_lines(done, 1)[0]


@as_nobody
def test_without_a_home_directory_it_says_which_folder_cannot_be_made(public: Path) -> None:
    gone = str(public / "gone")
    lines = three_lines(nobody("demo", "--data-dir", f"{gone}/notes"), 1)
    assert f"{gone}/notes cannot be written to" in lines[0]
    found = nobody("doctor", HOME=gone)
    assert found.returncode == 7
    kept = f"{gone}/.local/share/so-tui"
    assert f"{kept} is not there, and you cannot make it" in found.stdout.decode()
    for words in (("status",), ("export",), ("backup",)):
        assert nobody(*words, HOME=gone).returncode == 3
        assert nobody(*words).returncode == 3
    lines = three_lines(nobody("restore", "/etc/passwd", HOME=gone), 5)
    assert "was not written by this program" in lines[0]


@as_nobody
@pytest.mark.parametrize("mode", [0o700, 0o755])
def test_another_users_notes_are_not_read(public: Path, mode: int) -> None:
    kept = keep_case(public / "store")
    kept.chmod(mode)
    before = {path: path.stat().st_mtime_ns for path in kept.rglob("*")}
    for words in (("status",), ("export",), ("backup", "/dev/shm/x"), ("demo",), ("lock",)):
        lines = three_lines(nobody(*words, "--data-dir", str(kept)), 1)
        assert "belongs to another user" in lines[0]
        assert lines[1] == "Nothing in it was read or changed."
    found = nobody("doctor", "--data-dir", str(kept))
    assert found.returncode == 7
    assert b"not yours but another user's" in found.stdout
    assert {path: path.stat().st_mtime_ns for path in kept.rglob("*")} == before


def test_a_closed_drive_can_be_read_and_nothing_else(closed_drive: Path, tmp_path: Path) -> None:
    folder = closed_drive / "notes"
    assert so_tui("status", "--data-dir", str(folder)).returncode == 0
    copy = tmp_path / "copy.json"
    assert so_tui("backup", str(copy), "--data-dir", str(folder)).returncode == 0
    lines = three_lines(so_tui("backup", str(folder / "c"), "--data-dir", str(folder)), 1)
    assert "nothing was copied" in lines[0]
    words = ("restore", str(copy), "--replace", "--data-dir", str(folder))
    lines = three_lines(so_tui(*words), 1)
    assert "is read only, so the copy was not brought back" in lines[0]
    for writing in (("task", "add", "x"), ("lock",)):
        lines = three_lines(so_tui(*writing, "--data-dir", str(folder)), 1)
        assert f"The drive that holds {folder} is read only." in lines[0]
        assert "write lock" in lines[2]
    lines = three_lines(so_tui("demo", "--data-dir", str(closed_drive / "other")), 1)
    assert "is read only" in lines[0]
    found = so_tui("doctor", "--data-dir", str(folder))
    assert found.returncode == 7
    assert b"The drive can only be read." in found.stdout
    assert found.stdout.count(b"LOOK") == 1


def test_a_full_drive_gets_no_half_copy_and_no_half_notes(
    small_drive: Path, data_dir: Path, tmp_path: Path
) -> None:
    assert so_tui("demo", "--data-dir", str(data_dir)).returncode == 0
    words = ("backup", str(small_drive / "copy.json"), "--data-dir", str(data_dir))
    lines = three_lines(so_tui(*words), 1)
    assert "There is no room for the copy" in lines[0]
    assert list(small_drive.iterdir()) == []
    copy = tmp_path / "copy.json"
    assert so_tui("backup", str(copy), "--data-dir", str(data_dir)).returncode == 0
    folder = small_drive / "notes"
    lines = three_lines(so_tui("restore", str(copy), "--data-dir", str(folder)), 1)
    assert "There is no room on the disk" in lines[0]
    assert so_tui("status", "--data-dir", str(folder)).returncode == 3
    found = so_tui("doctor", "--data-dir", str(folder))
    assert found.returncode == 7
    assert b"There is little room" in found.stdout


def test_a_folder_that_has_vanished_is_said_and_not_made(kept: Path) -> None:
    assert so_tui("status", "--data-dir", str(kept)).stderr == b""
    kept.rename(kept.with_name("unplugged"))
    for words in (("status",), ("export",), ("backup",)):
        done = so_tui(*words, "--data-dir", str(kept))
        assert done.returncode == 3
        assert f"There is no folder {kept} yet." in done.stderr.decode()
    assert not kept.exists()


def test_a_file_in_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        lines = three_lines(so_tui("demo", "--data-dir", str(place)), 1)
        assert "There is no folder for notes at" in lines[0]
        found = so_tui("doctor", "--data-dir", str(place))
        assert found.returncode == 7
        assert so_tui("status", "--data-dir", str(place)).returncode in (1, 3)
    assert (tmp_path / "file").read_text() == "mine"


def test_a_day_that_is_yet_to_come_stops_nothing(kept: Path) -> None:
    later = 4_000_000_000
    os.utime(kept / "store.json", (later, later))
    assert so_tui("status", "--data-dir", str(kept)).returncode == 0
    found = so_tui("doctor", "--data-dir", str(kept))
    assert found.returncode == 7
    assert str(date.fromtimestamp(later)).encode() in found.stdout
