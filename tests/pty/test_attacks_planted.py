"""Something else lies in place of a file or folder of the store: it is not read and not hurt."""

import os
import socket
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from so_tui.domain.people import Doctor
from so_tui.domain.state import Put
from so_tui.domain.text import Clean
from so_tui.session import crash_log
from so_tui.session.wording import sentence_of
from so_tui.storage.backup.copies import export_json
from so_tui.storage.disk.paths import data_dir as make_data_dir
from so_tui.storage.errors import StoreDamaged, StoreError
from so_tui.storage.store import Store
from tests.support.stored import CASE, note
from tests.support.terminal import so_tui
from tests.support.told import saying

Plant = Callable[[Path, Path], None]
LIMIT = 30
"""Seconds for a command that takes less than one: a pipe that is waited for never ends."""


def link(path: Path, victim: Path) -> None:
    path.symlink_to(victim)


def link_to_nothing(path: Path, victim: Path) -> None:
    path.symlink_to(victim.with_name("nowhere"))


def second_name(path: Path, victim: Path) -> None:
    os.link(victim, path)


def pipe(path: Path, victim: Path) -> None:
    os.mkfifo(path)


def folder(path: Path, victim: Path) -> None:
    path.mkdir()
    (path / "inside").write_text("theirs")


def device(path: Path, victim: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a device")
    try:
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, 3))
        path.open("rb").close()
    except PermissionError:
        pytest.skip("no devices can be made or used on this file system")


def listening(path: Path, victim: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


FILES = (
    "store.json",
    "store.json.1",
    "lock",
    "journal/*.jsonl",
    "drafts/*.jsonl",
    "drafts.jsonl",
    "backups/store-*.json",
)
FOLDERS = ("journal", "drafts", "backups", "damaged")
IN_FILES = (link, link_to_nothing, second_name, pipe, folder, device, listening)


def kept(place: Path) -> Path:
    """Make a store with something in each of its files; its session has ended without a word."""
    child = os.fork()
    if child == 0:
        with Store.open(make_data_dir(place)) as store:
            store.commit([Put(CASE)])
        store = Store.open(place)
        store.commit([Put(note(1))])
        store.drafts.put("note", "half a li")
        store.drafts.flush()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    return place


def take_away(place: Path, name: str) -> Path:
    """Take a file out of the store, if there is one of that name, and return where it was."""
    for path in place.glob(name):
        path.unlink()
        return path
    return place / name.replace("*", "0123456789ab")


def traces(path: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return each file's mode, number of names and content."""
    found = {}
    for file in (path, *path.rglob("*")) if path.is_dir() else (path,):
        status = file.lstat()
        plain = stat.S_ISREG(status.st_mode)
        found[str(file)] = (status.st_mode, status.st_nlink, file.read_bytes() if plain else b"")
    return found


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        so_tui(*words), capture_output=True, text=True, timeout=LIMIT, check=False
    )


def use(place: Path) -> str:
    """Open the store, change, snapshot and close it; return what was said against it."""
    try:
        with Store.open(make_data_dir(place)) as store:
            store.commit([Put(note(2))])
            store.checkpoint()
            store.drafts.put("other", "words")
            store.drafts.flush()
            return ""
    except StoreError as error:
        return sentence_of(error)


def look(place: Path) -> str:
    """Only look at the store; return what was said against it."""
    try:
        assert "the victim's words" not in export_json(Store.read(place))
        return ""
    except StoreError as error:
        return sentence_of(error)


@pytest.mark.parametrize("plant", IN_FILES)
@pytest.mark.parametrize("name", FILES)
def test_in_place_of_a_file(tmp_path: Path, name: str, plant: Plant) -> None:
    place, victim = kept(tmp_path / "store"), tmp_path / "victim"
    path = take_away(place, name)
    victim.write_bytes(b"the victim's words")
    victim.chmod(0o644)
    plant(path, victim)
    before = traces(victim)
    nodes = stat.S_IFMT(path.lstat().st_mode)

    said = use(place)

    assert traces(victim) == before
    assert not (tmp_path / "nowhere").exists()
    if said:
        assert path.name in said
        assert stat.S_IFMT(path.lstat().st_mode) == nodes
    else:  # what only holds a copy may be passed by
        assert name in ("store.json.1", "backups/store-*.json")
        assert [n.id for n in Store.read(place).state().notes.values()] == [note(1).id, note(2).id]
    assert bool(look(place)) == bool(said)
    assert traces(victim) == before


@pytest.mark.parametrize("name", FILES)
def test_a_command_says_so_and_does_not_wait(tmp_path: Path, name: str) -> None:
    place = kept(tmp_path / "store")
    path = take_away(place, name)
    os.mkfifo(path)
    done = run("export", "--data-dir", str(place))
    assert "Traceback" not in done.stderr
    if name in ("store.json.1", "backups/store-*.json"):
        assert done.returncode == 0
    else:
        assert done.returncode == 5
        assert f"{path} is a link or not a plain file" in done.stderr


@pytest.mark.parametrize("plant", [link, link_to_nothing, second_name, pipe, device, listening])
@pytest.mark.parametrize("name", FOLDERS)
def test_in_place_of_a_folder(tmp_path: Path, name: str, plant: Plant) -> None:
    place, victim = kept(tmp_path / "store"), tmp_path / "victim"
    if (place / name).exists():
        (place / name).rename(tmp_path / "away")
    if plant is link:
        victim.mkdir(mode=0o755)
        (victim / "0123456789ab.1.jsonl").write_text("the victim's words\n")
    else:
        victim.write_text("the victim's words")
    plant(place / name, victim)
    before = traces(victim)

    assert f"{place / name} is not a plain folder" in use(place)

    assert traces(victim) == before
    assert not (tmp_path / "nowhere").exists()
    assert look(place) == "" or f"{place / name} is not a plain folder" in look(place)
    assert traces(victim) == before


@pytest.mark.parametrize("name", FOLDERS)
def test_a_folder_of_another_user(tmp_path: Path, name: str) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    place = kept(tmp_path / "store")
    (place / name).mkdir(exist_ok=True)
    os.chown(place / name, 12345, 12345)
    assert "is not a plain folder of your own" in use(place)


def test_a_link_to_the_folder_is_followed_if_it_is_ours(tmp_path: Path) -> None:
    place, named = kept(tmp_path / "store"), tmp_path / "named"
    named.symlink_to(place)
    assert use(named) == ""
    if os.geteuid() != 0:
        pytest.skip("only root can give a link away")
    os.lchown(named, 12345, 12345)
    assert "belongs to another user" in use(named)
    assert use(place) == ""


def test_a_folder_exchanged_under_an_open_session_gets_nothing(tmp_path: Path) -> None:
    """Who may rename things in the parent directory can do this, but then has an empty folder."""
    place = kept(tmp_path / "store")
    with Store.open(place) as store:
        store.drafts.put("note", "begun before")
        assert store.drafts.flush()
        place.rename(tmp_path / "moved")
        place.mkdir(mode=0o777)
        (place / "journal").mkdir(mode=0o777)
        with pytest.raises(StoreError, check=saying("no longer there")):
            store.commit([Put(Doctor(id="d" * 12, case_id=CASE.id, name=Clean("Canary")))])
        assert [p.name for p in place.rglob("*")] == ["journal"]


@pytest.mark.parametrize("plant", [link, link_to_nothing, second_name, pipe, folder, device])
def test_in_place_of_a_log(tmp_path: Path, plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name holds the second and the process, but a patient neighbour could plant them all."""
    victim = tmp_path / "victim"
    victim.write_text("the victim's words")
    first = crash_log.CrashLog(tmp_path / "log")
    first.record(ValueError())
    assert first.path is not None
    monkeypatch.setattr(crash_log, "datetime", _Still)
    path = tmp_path / "log" / f"crash-20261123-120000-{os.getpid()}.txt"
    plant(path, victim)
    before = traces(victim)
    second = crash_log.CrashLog(tmp_path / "log")
    second.record(ValueError())
    assert second.path is None
    assert traces(victim) == before


class _Still:
    """A clock that stands still."""

    @staticmethod
    def now() -> "_Still":
        return _Still()

    def __format__(self, form: str) -> str:
        return "20261123-120000"


def test_lock_alone_tells_reading_and_writing_apart(tmp_path: Path) -> None:
    place = kept(tmp_path / "store")
    (place / "lock").unlink()
    os.mkfifo(place / "lock")
    for action in (Store.read, Store.open):
        with pytest.raises(StoreDamaged, check=saying("not a plain file")):
            action(place)
