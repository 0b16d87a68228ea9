"""What is promised is durable by then: the order of writes, syncs, renames and removals.

The system calls themselves are looked at. A power cut takes from the disk whatever was not synced:
the bytes of a file by a sync of the file, its name by one of the directory that it lies in.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.storage.store import Store
from tests.attack.crash_trace import CALLS, Change, changes
from tests.support.faults import Tell, Work, watched, why_not
from tests.support.stored import CASE, note

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())

RECORD = b'"number":'
"""In each line of a journal that is not about the session itself."""


class Disk:
    """What lies on a disk, and what of it a power cut would leave.

    Args:
        top: The directory whose files count; what was in it before is durable.
    """

    def __init__(self, top: Path) -> None:
        self._top = top
        self._kept: set[Path] = set()
        """The files with something in them that is not to be lost."""
        self._unsynced: set[Path] = set()
        self._unnamed: set[Path] = set()

    def lost_by(self, calls: Sequence[Change]) -> list[str]:
        """Do all calls; return what a power cut at the wrong moment would have lost."""
        found: list[str] = []
        for call in calls:
            path = Path(call.path)
            if call.what == "say":
                found += (f"{call.data.decode().strip()}: {lost}" for lost in self._at_risk())
            elif call.what in ("make", "folder"):
                self._unnamed.add(path)
            elif call.what == "write" and self._counts(path, call.data):
                self._kept.add(path)
                self._unsynced.add(path)
            elif call.what == "sync":
                self._unsynced.discard(path)
                self._unnamed = {name for name in self._unnamed if name.parent != path}
            elif call.what == "rename":
                if path in self._unsynced:
                    found.append(f"{self._short(path)} is renamed before its bytes are synced")
                self._move(path, Path(call.new_path))
            elif call.what == "unlink":
                if path.suffix != ".tmp":
                    found += (f"removal of {self._short(path)}: {lost}" for lost in self._at_risk())
                self._forget(path)
        return found

    def _counts(self, path: Path, data: bytes) -> bool:
        """Return whether what is written is more than a note of one session to another."""
        if path.name == "lock":
            return False
        return RECORD in data if path.parent.name == "journal" else bool(data)

    def _at_risk(self) -> Iterator[str]:
        for path in sorted(self._kept):
            if path.suffix == ".tmp":
                continue
            if path in self._unsynced:
                yield f"bytes of {self._short(path)}"
            for name in (path, *path.parents):
                if name in self._unnamed:
                    yield f"name of {self._short(name)}"

    def _move(self, old: Path, new: Path) -> None:
        for paths in (self._kept, self._unsynced):
            paths.discard(new)
            if old in paths:
                paths.remove(old)
                paths.add(new)
        self._kept.add(new)
        self._unnamed.discard(old)
        self._unnamed.add(new)

    def _forget(self, path: Path) -> None:
        for paths in (self._kept, self._unsynced, self._unnamed):
            paths.discard(path)

    def _short(self, path: Path) -> str:
        return str(path.relative_to(self._top))


def say(what: str) -> None:
    """Tell the user that something is kept: a call among the others."""
    os.write(1, f"{what}\n".encode())


def first_life(folder: Path) -> Work:
    """Return a session from an empty directory to its end."""

    def work(tell: Tell) -> Iterator[None]:
        yield
        with Store.open(folder) as store:
            store.commit([Put(CASE), Put(note(1))])
            say("first save")
            store.drafts.put("half", "a line")
            assert store.drafts.flush()
            say("draft")
            store.checkpoint()
            say("snapshot")
            store.commit([Put(note(2))])
            say("save after it")
        say("close")
        yield

    return work


def traced(work: Work, folder: Path, log: Path) -> list[Change]:
    """Do some work and return what it did to a directory, in order."""
    sizes = {str(path): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    options = ("-f", "-xx", "-y", "-s", "9999999", "-e", f"trace={CALLS}", "-o", str(log))
    outcome = watched(work, 1, *options)
    assert outcome.code == 0, outcome.trouble
    return changes(log, [folder], sizes)


def life_beside_a_dying_one(folder: Path) -> Work:
    """Return a session beside one that is killed over half a line."""

    def work(tell: Tell) -> Iterator[None]:
        wait, go = os.pipe()
        listen, speak = os.pipe()
        child = os.fork()
        if child == 0:
            Store.open(folder).commit([Put(CASE)])
            (journal,) = (folder / "journal").iterdir()
            os.write(speak, b".")
            os.read(wait, 1)
            with open(journal, "ab") as file:
                file.write(b"0123abcd half a li")
            os._exit(0)
        os.read(listen, 1)
        with Store.open(folder) as store:
            os.write(go, b".")
            assert os.waitpid(child, 0)[1] == 0
            yield
            store.commit([Put(note(1))])
            say("save")
            store.checkpoint()
            say("snapshot")
        say("close")
        yield

    return work


def life_after_damage(folder: Path) -> Work:
    """Return a session that finds a damaged snapshot."""

    def work(tell: Tell) -> Iterator[None]:
        with Store.open(folder) as store:
            store.commit([Put(CASE), Put(note(1))])
        (folder / "store.json").write_bytes(b"{")
        yield
        with Store.open(folder) as store:
            say("start")
            store.commit([Put(note(2))])
            say("save")
        say("close")
        yield

    return work


LIVES = {
    "first": (first_life, {"folder journal", "folder drafts", "folder backups"}),
    "beside one that dies": (life_beside_a_dying_one, {"folder damaged"}),
    "after damage": (life_after_damage, {"folder damaged", "rename damaged"}),
}
ALWAYS = {"rename .", "rename backups", "unlink journal"}


def named(call: Change, top: Path) -> str:
    """Return what a call did, and to what or, where names differ by session, in which place."""
    path = Path(call.new_path if call.what == "rename" else call.path).relative_to(top)
    return f"{call.what} {path.parent if call.what in ('rename', 'unlink') else path}"


@pytest.mark.parametrize("name", LIVES)
def test_what_is_promised_outlives_a_power_cut(tmp_path: Path, name: str) -> None:
    life, expected = LIVES[name]
    folder = tmp_path / "store"
    folder.mkdir(mode=0o700)
    calls = traced(life(folder), folder, tmp_path / "log")
    done = {named(each, folder) for each in calls if each.what in ("rename", "unlink", "folder")}
    assert ALWAYS | expected <= done
    assert [each.data for each in calls if each.what == "say"][-1] == b"close\n"
    assert Disk(folder).lost_by(calls) == []


def test_no_sync_could_be_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    folder.mkdir(mode=0o700)
    calls = traced(first_life(folder), folder, tmp_path / "log")
    syncs = [at for at, call in enumerate(calls) if call.what == "sync"]
    needless = [
        named(calls[at], folder)
        for at in syncs
        if not Disk(folder).lost_by([*calls[:at], *calls[at + 1 :]])
    ]
    assert len(syncs) > 12
    assert needless == ["sync lock"], "what the lock says can be found out anew"
