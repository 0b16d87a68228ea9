"""Making the data directory: it lasts, and it is nobody's trap."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from so_tui.session.crash_log import CrashLog
from so_tui.storage.disk.paths import data_dir, locate
from so_tui.storage.errors import StoreError
from tests.support.faults import Tell, calls_of, why_not
from tests.support.told import saying

ROOT = os.geteuid() == 0
SOMEBODY = 65534

needs_strace = pytest.mark.skipif(bool(why_not()), reason=why_not())
needs_root = pytest.mark.skipif(not ROOT, reason="only root can make a folder of another user")


@needs_strace
def test_each_folder_that_is_made_is_synced_in_the_one_above(tmp_path: Path) -> None:
    def work(tell: Tell) -> Iterator[None]:
        yield
        data_dir(tmp_path / "a" / "b" / "notes")
        yield

    log = tmp_path / "log"
    calls = [c for c in calls_of(work, 1, log) if c in ("mkdir", "fsync")]
    assert calls == ["mkdir", "fsync"] * 3
    opened = [line for line in log.read_text().splitlines() if "O_DIRECTORY" in line]
    above = [tmp_path, tmp_path / "a", tmp_path / "a" / "b"]
    assert [f'"{path}"' in line for path, line in zip(above, opened, strict=False)] == [True] * 3


@needs_strace
def test_a_folder_that_is_there_costs_no_sync(tmp_path: Path) -> None:
    def work(tell: Tell) -> Iterator[None]:
        data_dir(tmp_path / "notes")
        yield
        data_dir(tmp_path / "notes")
        yield

    assert not {"mkdir", "fsync"} & set(calls_of(work, 1, tmp_path / "log"))


@needs_root
def test_root_makes_nothing_in_another_users_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, SOMEBODY, SOMEBODY)
    for folder in (home / "notes", home / ".local" / "share" / "so-tui"):
        with pytest.raises(StoreError, check=saying("belongs to another user")):
            data_dir(folder)
        crashes = CrashLog(folder)
        crashes.record(ValueError())
        assert crashes.path is None
    assert list(home.iterdir()) == []
    os.chown(home, 0, 0)
    assert data_dir(home / ".local" / "share" / "so-tui").is_dir()


def test_a_place_without_a_home_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SO_TUI_HOME")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.chdir(tmp_path)
    for home in ("", "here", "./here", "~"):
        monkeypatch.setenv("HOME", home)
        with pytest.raises(StoreError, check=saying("HOME is set to")):
            locate()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert locate() == tmp_path / "data" / "so-tui"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # as for a user without an entry
    with pytest.raises(StoreError, check=saying("no home folder")):
        locate()
    assert list(tmp_path.iterdir()) == []
