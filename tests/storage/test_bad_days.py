"""Full, read-only and vanishing disks, clocks that go back: nothing is lost and all is said."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.storage.backup.moving import write_elsewhere
from so_tui.storage.disk.paths import network_file_system
from so_tui.storage.errors import StoreError
from so_tui.storage.store import Store
from tests.support.stored import CASE, note
from tests.support.told import saying, worded


@contextmanager
def mounted(place: Path, *options: str) -> Iterator[None]:
    """Mount a small disk in memory; the test is skipped where that is not allowed."""
    place.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", *options, "tmpfs", str(place)]
    mount = shutil.which("mount")
    if not mount or os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a disk of one's own can be mounted by root alone")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def remount(place: Path, how: str) -> None:
    """Make a mounted disk read-only ('ro') or not ('rw'); it must not be written to just now."""
    subprocess.run(["mount", "-o", f"remount,{how}", str(place)], check=True)


def fill(place: Path) -> Path:
    """Write a file until the disk is full."""
    filler = place / "holiday.mp4"
    with open(filler, "wb", 0) as file:
        try:
            for size in (4096, 1):
                while True:
                    try:
                        file.write(b"x" * size)
                    except OSError:
                        break
        finally:
            file.flush()
    return filler


def test_a_disk_that_is_really_full_loses_nothing_and_goes_on_when_there_is_room(
    tmp_path: Path,
) -> None:
    place = tmp_path / "disk"
    with mounted(place, "-o", "size=1m"):
        folder = place / "notes"
        folder.mkdir()
        with Store.open(folder) as store:
            store.commit([Put(CASE), Put(note(1))])
            store.checkpoint()
            filler = fill(place)
            saved, said = {1}, set[str]()
            for number in range(2, 40):
                try:
                    store.commit([Put(note(number, "x" * 500))])
                    saved = set(range(1, number + 1))
                except StoreError as error:
                    said.add(error.code)
            assert len(saved) < 39
            assert said == {"storage.disk_full"}
            assert store.log.unsaved
            assert len(store.entities()) == 40
            kept = {e.id for e in Store.read(folder).entities()} - {CASE.id}
            assert {f"{number:012x}" for number in saved} <= kept
            store.drafts.put("note", "y" * 5000)
            assert not store.drafts.flush()
            assert store.drafts.all()["note"].text == "y" * 5000
            with pytest.raises(StoreError, check=saying("full")):
                store.checkpoint()
            assert not [*folder.glob("*tmp")]
            with Store.open(folder) as second:
                assert {e.id for e in second.entities()} - {CASE.id} == kept
            filler.unlink()
            store.commit([])
            assert not store.log.unsaved
            assert store.drafts.flush()
        assert len(Store.read(folder).entities()) == 40
        assert Store.read(folder).drafts.all()["note"].text == "y" * 5000


def test_a_disk_that_becomes_read_only_keeps_the_words_in_memory(tmp_path: Path) -> None:
    place = tmp_path / "disk"
    with mounted(place):
        folder = place / "notes"
        folder.mkdir()
        with Store.open(folder) as store:
            store.commit([Put(CASE)])
        remount(place, "ro")
        with Store.open(folder) as store:
            assert store.read_only
            assert "You can read your notes but not change them" in worded(store.notices)[0]
            assert store.entities() == [CASE]
            with pytest.raises(StoreError, check=saying("is read only")):
                store.commit([Put(note(1))])
        assert Store.read(folder).entities() == [CASE]
        remount(place, "rw")
        with Store.open(folder) as store:
            assert (store.read_only, store.notices) == (False, [])
            store.commit([Put(note(1))])
        assert Store.read(folder).entities() == [CASE, note(1)]


def test_a_disk_that_is_pulled_out_and_put_back(tmp_path: Path) -> None:
    place, away = tmp_path / "disk", tmp_path / "away"
    place.mkdir()
    with Store.open(place) as store:
        store.commit([Put(CASE)])
        place.rename(away)
        for number in (1, 2):
            with pytest.raises(StoreError, check=saying("no longer there")):
                store.commit([Put(note(number))])
        with pytest.raises(StoreError, check=saying("no longer there")):
            store.refresh()
        store.drafts.put("note", "half")
        assert not store.drafts.flush()
        assert store.drafts.all()["note"].text == "half"
        with pytest.raises(StoreError, check=saying("no longer there")):
            store.checkpoint()
        spare = tmp_path / "spare"
        spare.mkdir()
        write_elsewhere(store, {}, spare)
        away.rename(place)
        store.commit([])
    assert Store.read(place).entities() == [CASE, note(1), note(2)]
    assert Store.read(spare).entities() == [CASE, note(1), note(2)]


MOUNTS = """\
/dev/vda / ext4 rw 0 0
server:/home /home nfs4 rw,vers=4.2 0 0
tmpfs /home/ada/ram tmpfs rw 0 0
//nas/all /mnt/our\\040notes cifs rw 0 0
ada@far: /mnt/far fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/ada/notes", "nfs4"),
        ("/home", "nfs4"),
        ("/homes", ""),
        ("/home/ada/ram/notes", ""),
        ("/mnt/our notes/so-tui", "cifs"),
        ("/mnt/far", "fuse.sshfs"),
        ("/var/lib", ""),
    ],
)
def test_a_network_home_is_known(tmp_path: Path, folder: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert network_file_system(Path(folder), mounts) == kind
    assert network_file_system(Path(folder), tmp_path / "none") == ""


@pytest.mark.parametrize(
    "kind",
    [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "ncpfs",
        "fuse.sshfs", "fuse.rclone",
    ],
)  # fmt: skip
def test_each_kind_of_network_drive_is_known(tmp_path: Path, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"far /far {kind} rw 0 0\n")
    assert network_file_system(Path("/far/notes"), mounts) == kind
