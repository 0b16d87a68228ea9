"""Folders and files that may not be written to: nothing is changed, and the right one is named."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from so_tui.storage.disk.paths import close_found_open
from so_tui.storage.disk.paths import data_dir as make_data_dir
from tests.support.another_user import NOBODY, Done, as_user_each

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@pytest.fixture
def folder(public: Path) -> Path:
    """A place for notes that another user can make."""
    public.chmod(0o777)
    return public / "notes"


def nobody(folder: Path, *commands: tuple[str, ...]) -> list[Done]:
    """Run commands as a user for whom modes count, on a data directory of that user."""
    whole = [(*words, "--data-dir", str(folder)) for words in commands]
    return as_user_each(NOBODY, whole, {"PATH": "/usr/bin:/bin"})


def modes(folder: Path) -> dict[Path, int]:
    return {p: stat.S_IMODE(p.lstat().st_mode) for p in (folder, *folder.rglob("*"))}


def take_away(folder: Path, *paths: Path) -> None:
    for path in paths or (folder, *folder.rglob("*")):
        path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~0o222)


@only_root
def test_a_refused_command_leaves_the_modes_as_they_are(folder: Path) -> None:
    nobody(folder, ("demo",))
    take_away(folder)
    before = modes(folder)
    writing = (("note", "add", "x"), ("task", "add", "y"), ("lock",), ("demo",))
    for done in nobody(folder, *writing, ("restore", str(folder / "store.json"), "--replace")):
        assert done.returncode == 1, done
        assert str(folder) in done.stderr.decode()
    assert modes(folder) == before
    folder.chmod(0o500)
    (found,) = nobody(folder, ("check",))
    assert f"chmod -R u+rwX {folder}".encode() in found.stdout


@only_root
def test_the_folder_in_it_that_is_closed_is_named(folder: Path) -> None:
    nobody(folder, ("demo",))
    for name in ("journal", "lock"):
        mode = stat.S_IMODE((folder / name).stat().st_mode)
        take_away(folder, folder / name)
        done, found = nobody(folder, ("note", "add", "x"), ("check",))
        assert done.returncode == 1
        what, _, todo = done.stderr.decode().splitlines()
        assert f"{folder / name} cannot be written to." in what
        assert todo.endswith(f" {folder / name}")
        assert found.returncode == 7
        assert f"These cannot be written to: {name}." in found.stdout.decode()
        (folder / name).chmod(mode)
    added, found = nobody(folder, ("note", "add", "x"), ("check",))
    assert (added.returncode, added.stderr) == (0, b"")
    assert b"cannot be written to" not in found.stdout


@only_root
def test_a_folder_that_cannot_be_read_is_called_one(folder: Path) -> None:
    nobody(folder, ("demo",))
    for place in (folder / "journal", folder):
        place.chmod(0)
        (done,) = nobody(folder, ("status",))
        assert done.returncode == 1
        assert f"The folder {place} cannot be read: Permission denied." in done.stderr.decode()
        place.chmod(0o700)


@only_root
@pytest.mark.parametrize("name", ["drafts", "backups", "store.json"])
def test_doctor_names_whatever_cannot_be_written_to(folder: Path, name: str) -> None:
    _, fine = nobody(folder, ("demo",), ("check",))
    assert b"cannot be written to" not in fine.stdout
    (folder / "drafts").mkdir(mode=0o700, exist_ok=True)
    os.chown(folder / "drafts", NOBODY, NOBODY)
    take_away(folder, folder / name)
    (found,) = nobody(folder, ("check",))
    assert found.returncode == 7
    assert f"These cannot be written to: {name}." in found.stdout.decode()


@pytest.mark.parametrize("mode", [0o555, 0o755, 0o577])
def test_closing_a_folder_gives_no_right_to_anybody(tmp_path: Path, mode: int) -> None:
    closers: tuple[Callable[[Path], object], ...] = (make_data_dir, close_found_open)
    for number, close in enumerate(closers):
        place = tmp_path / str(number)
        make_data_dir(place)
        (place / "lock").write_bytes(b"")
        (place / "lock").chmod(mode & 0o666)
        place.chmod(mode)
        close(place)
        assert stat.S_IMODE(place.stat().st_mode) == mode & 0o700
        place.chmod(0o700)
