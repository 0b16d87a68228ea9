"""Where the store lies, and who can get at it."""

import os
import stat
from pathlib import Path

import pytest

from so_tui.session.wording import words_of
from so_tui.storage.disk.files import open_plain
from so_tui.storage.disk.paths import close_to_others, data_dir, locate
from so_tui.storage.errors import StoreError
from tests.support.told import saying


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_option_goes_before_the_variable_and_that_before_the_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("SO_TUI_HOME", str(tmp_path / "variable"))
    assert locate(tmp_path / "option") == tmp_path / "option"
    assert locate() == tmp_path / "variable"
    monkeypatch.setenv("SO_TUI_HOME", "")
    assert locate() == tmp_path / "share" / "so-tui"
    assert list(tmp_path.iterdir()) == []


def test_a_relative_name_and_a_tilde_become_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert locate(Path("here")) == tmp_path / "here"
    assert locate(Path("~/there")) == tmp_path / "home" / "there"


def test_what_is_made_is_closed_to_others_whatever_the_umask_is(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = data_dir(tmp_path / "a" / "b")
    finally:
        os.umask(before)
    assert (mode(folder), mode(folder.parent)) == (0o700, 0o700)


def test_an_open_directory_of_ours_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    folder.chmod(0o755)
    assert mode(data_dir(folder)) == 0o700


def test_a_directory_that_is_closed_already_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir()
    folder.chmod(0o2700)  # new files in it belong to its group
    assert mode(data_dir(folder)) == 0o2700


def test_a_directory_with_other_things_in_it_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / "store.json").write_text("{}")
    (folder / "holiday.jpg").write_bytes(b"")
    folder.chmod(0o1777)
    assert data_dir(folder) == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o1777
    (folder / "holiday.jpg").unlink()
    assert mode(data_dir(folder)) == 0o700


BITS = [0o400, 0o200, 0o100]
OTHERS = [*(bit >> 3 for bit in BITS), *(bit >> 6 for bit in BITS)]
"""What lets a group or everybody read, write or go in."""


@pytest.mark.parametrize("bit", OTHERS, ids=oct)
def test_what_is_ours_is_closed_to_a_group_and_to_everybody(tmp_path: Path, bit: int) -> None:
    (tmp_path / "journal").mkdir()
    (tmp_path / "store.json").touch()
    (tmp_path / "store.json").chmod(0o600 | bit)
    (tmp_path / "journal").chmod(0o700)
    assert close_to_others(tmp_path)
    assert mode(tmp_path / "store.json") == 0o600
    (tmp_path / "journal").chmod(0o700 | bit)
    assert close_to_others(tmp_path)
    assert mode(tmp_path / "journal") == 0o700
    assert not close_to_others(tmp_path)


@pytest.mark.parametrize("bit", OTHERS, ids=oct)
@pytest.mark.parametrize("flags", [os.O_WRONLY, os.O_RDWR])
def test_a_file_is_closed_to_others_before_we_write_into_it(
    tmp_path: Path, bit: int, flags: int
) -> None:
    file = tmp_path / "file"
    file.touch()
    file.chmod(0o600 | bit)
    os.close(open_plain(file, os.O_RDONLY))
    assert mode(file) == 0o600 | bit
    os.close(open_plain(file, flags))
    assert mode(file) == 0o600


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreError) as caught:
            data_dir(folder)
        assert caught.value.exit_code == 1
        assert str(folder) in words_of(caught.value).what
    assert (tmp_path / "file").read_text() == "mine"


def test_a_directory_of_another_user_is_refused(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a directory away")
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o755)
    os.chown(folder, 12345, 12345)
    with pytest.raises(StoreError, check=saying("another user")):
        data_dir(folder)
    assert mode(folder) == 0o755
