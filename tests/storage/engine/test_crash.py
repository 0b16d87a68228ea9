"""No crash, kill or failing disk tears the store or loses what was acknowledged."""

import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import so_tui.storage
from so_tui.domain.notes import Note
from so_tui.domain.state import Drop, Put
from so_tui.storage.disk import files
from so_tui.storage.errors import StoreError
from so_tui.storage.journal import journal_writer
from so_tui.storage.store import Store
from tests.support.faults import in_child
from tests.support.lean import lean
from tests.support.stored import CASE, note
from tests.support.told import saying, worded

STORAGE = os.path.dirname(so_tui.storage.__file__)

LONG, SHORT = note(1, "long " * 400), note(1, "short")


def killed_at(line: int, folder: Path, *, start: bool, end: bool) -> bool:
    """Save a change and be killed before the given line of the storage code; False if it ended.

    Args:
        line: The how-manieth line that is run.
        folder: The data directory.
        start: Whether opening the store counts.
        end: Whether closing it is a part of it: that is where snapshots are made.
    """

    def save() -> None:
        left = line

        def trace(frame: FrameType, event: str, argument: object) -> Any:
            nonlocal left
            if not frame.f_code.co_filename.startswith(STORAGE):
                return None
            if event == "line":
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        if start:
            sys.settrace(trace)
        with Store.open(folder) as store:
            sys.settrace(trace)
            store.commit([Put(SHORT), Drop(note(2)), Put(note(3))])
            if not end:
                os._exit(0)

    code = in_child(save)
    assert code in (0, -signal.SIGKILL)
    return code != 0


@pytest.mark.parametrize(
    ("start", "end", "step"), [(False, False, 1), (False, True, 7), (True, True, 61)]
)
@lean
def test_killed_at_any_line_of_a_save_it_is_all_there_or_not_at_all(
    tmp_path: Path, start: bool, end: bool, step: int
) -> None:
    outcomes = []
    base = tmp_path / "base"
    base.mkdir()
    with Store.open(base) as store:
        store.commit([Put(CASE)])
        store.commit([Put(LONG), Put(note(2))])
    line, killed = 1 - step, True
    while killed:
        line += step
        folder = tmp_path / str(line)
        shutil.copytree(base, folder)
        killed = killed_at(line, folder, start=start, end=end)
        with Store.open(folder) as store:
            kept = store.entities()
            assert kept in ([CASE, LONG, note(2)], [CASE, SHORT, note(3)])
            outcomes.append(kept == [CASE, SHORT, note(3)])
            assert all("gone" not in n and "damaged" not in n for n in worded(store.notices))
            store.commit([Put(note(4))])
        assert Store.read(folder).entities() == [*kept, note(4)]
        assert set(os.listdir(folder)) <= {"lock", "store.json", "journal", "drafts", "backups"}
        assert os.listdir(folder / "journal") == []
        shutil.rmtree(folder)
    assert line > 100
    assert outcomes == sorted(outcomes)
    assert outcomes[0] is False
    assert outcomes[-1] is True


SYSTEM_CALLS = ("open", "fsync", "fdatasync", "write", "pwrite", "pread", "ftruncate", "replace",
                "unlink", "stat", "fstat", "listdir", "mkdir")  # fmt: skip


UNUSED = ("ftruncate", "mkdir")
"""Only called after another one has failed, or not in a commit at all."""


@pytest.mark.parametrize("call", SYSTEM_CALLS)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_each_system_call_may_fail_and_the_next_save_makes_up_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    real = getattr(os, call)
    failures = 0
    for nth in range(1, 16):
        folder = tmp_path / str(nth)
        folder.mkdir()
        left = nth

        def failing(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                raise OSError(number, os.strerror(number))
            return real(*args, **kwargs)

        with Store.open(folder) as store:
            store.commit([Put(CASE), Put(LONG)])
            with monkeypatch.context() as patch:
                patch.setattr(os, call, failing)
                patch.setattr(files, "sync_data", os.fdatasync)
                patch.setattr(journal_writer, "sync_data", os.fdatasync)
                for act in (partial(store.commit, [Put(SHORT)]), store.checkpoint):
                    try:
                        act()
                    except StoreError:
                        failures += 1
            on_disk = Store.read(folder).entities()
            assert on_disk in ([CASE, LONG], [CASE, SHORT])
            assert store.log.unsaved or on_disk == [CASE, SHORT]
            store.commit([Put(note(5))])
        assert Store.read(folder).entities() == [CASE, SHORT, note(5)]
    assert failures > 0 or call in UNUSED


def test_a_full_disk_costs_nothing_that_was_saved(tmp_path: Path) -> None:
    def fill() -> None:
        with Store.open(tmp_path) as store:
            store.commit([Put(CASE), Put(LONG)])
            resource.setrlimit(resource.RLIMIT_FSIZE, (3000, resource.RLIM_INFINITY))
            with pytest.raises(StoreError, check=saying("full")):
                store.commit([Put(note(n, "x" * 500)) for n in range(2, 20)])
            assert Store.read(tmp_path).entities() == [CASE, LONG]
            store.drafts.put("note", "y" * 5000)
            assert not store.drafts.flush()
            limits = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            store.commit([])
            assert store.drafts.flush()

    assert in_child(fill) == 0
    store = Store.read(tmp_path)
    assert len(store.entities()) == 20
    assert store.drafts.all()["note"].text == "y" * 5000


WRITE = """
import sys
from datetime import date, datetime
from pathlib import Path
from so_tui.domain.notes import Note
from so_tui.domain.state import Put
from so_tui.storage.store import Store

def note(number, text):
    return Put(Note(id=f"{number:012x}", case_id="0" * 12, visit_id="", author="",
                    at=datetime(2026, 11, 23), text=text))

with Store.open(Path(sys.argv[1])) as store:
    number = max(0, len(store.entities()) - 1)
    while True:
        number += 1
        long = "long " * (number % 7 * 100)
        store.commit([note(1, long), note(number + 1, f"line {number}")])
        print(number, flush=True)
"""


def test_no_acknowledged_note_is_lost_to_kills_at_random_moments(
    tmp_path: Path,
) -> None:
    chance = random.Random(20261123)
    acknowledged = 0
    for _ in range(30):
        command = [sys.executable, "-c", WRITE, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            seen = [process.stdout.readline() for _ in range(chance.randint(1, 25))]
            for _ in range(chance.randint(0, 40_000)):
                pass  # let the kill fall anywhere within a save
            os.kill(process.pid, signal.SIGKILL)
            seen += process.stdout.readlines()
        acknowledged = max(int(line) for line in seen if line.endswith(b"\n"))
        texts = {n.text for n in Store.read(tmp_path).entities() if isinstance(n, Note)}
        assert {f"line {number}" for number in range(1, acknowledged + 1)} <= texts
    assert acknowledged > 100
