"""Every system call of a start, a save and a checkpoint may fail, or be the last one."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from so_tui.domain.notes import Note
from so_tui.state import Put
from so_tui.storage.store import Store
from tests.unit.test_storage_store import CASE, note

STRACE = shutil.which("strace") or ""
CALLS = (
    "openat", "write", "pwrite64", "pread64", "read", "fsync", "fdatasync", "ftruncate", "rename",
    "unlink", "mkdir", "flock", "fchmod", "getdents64", "newfstatat",
)  # fmt: skip
FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO", "retval=1")

# Everything is imported before it begins, so that only what the store does can fail. `writev`
# tells what is acknowledged: the store itself never calls it.
WORK = """
import datetime, os, sys
from pathlib import Path
from so_tui.state import Put
from so_tui.storage.errors import StoreError, notice
from so_tui.storage.store import Store
from tests.unit.test_storage_store import CASE, note

notice("migrated")
datetime.datetime.strptime("2026", "%Y")
with Store.open(Path(sys.argv[2])) as store:  # the same once without any fault
    store.commit([Put(CASE)])
os.path.exists("/begin")
def save(number):
    try:
        store.commit([Put(note(number))])
    except StoreError:
        return
    os.writev(1, [b"%d\\n" % number])
try:
    with Store.open(Path(sys.argv[1])) as store:
        save(11)
        save(12)
        try:
            store.checkpoint()
        except StoreError:
            pass
        save(13)
except StoreError:
    pass
os.path.exists("/end")
"""


def base(folder: Path) -> None:
    """Make a store with a snapshot, and the journal of a session that has ended."""
    folder.mkdir()
    with Store.open(folder) as store:
        store.commit([Put(CASE), Put(note(1))])
    script = (
        "import os, sys; from pathlib import Path; from so_tui.state import Put;"
        "from so_tui.storage.store import Store; from tests.unit.test_storage_store import note;"
        "s = Store.open(Path(sys.argv[1])); s.commit([Put(note(2))]); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=True)


def run(folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    spare = folder.with_name(folder.name + "-spare")
    spare.mkdir()
    command = [STRACE, "-f", "-qq", *options]
    done = subprocess.run(
        [*command, sys.executable, "-c", WORK, str(folder), str(spare)],
        capture_output=True,
        text=True,
        check=False,
    )
    shutil.rmtree(spare)
    return done


def span(scratch: Path, call: str) -> range:
    """Return which calls of this name, counted from the first, the store makes."""
    folder = scratch / f"count-{call}"
    shutil.copytree(scratch / "base", folder)
    log = scratch / "log"
    done = run(folder, "-o", str(log), "-e", f"trace={call},newfstatat,stat")
    assert done.stdout.split() == ["11", "12", "13"], done.stderr
    count, begin = 0, 0
    for line in log.read_text().splitlines():
        found = re.match(r"\d+ +(\w+)\((.*)", line)
        if found is None:
            continue
        count += found[1] == call
        if '"/begin"' in found[2]:
            begin = count
        if '"/end"' in found[2]:
            return range(begin + 1, count + (call not in ("newfstatat", "stat")))
    raise AssertionError("the run did not come to its end")


@pytest.mark.skipif(not STRACE, reason="strace is not installed")
@pytest.mark.parametrize("call", CALLS)
def test_every_system_call_may_fail_or_be_the_last(tmp_path: Path, call: str) -> None:
    base(tmp_path / "base")
    reached = span(tmp_path, call)
    faults = [f for f in FAULTS if f != "retval=1" or call in ("write", "pwrite64")]
    # Where there are very many of a kind, each fault takes its turn.
    many = len(reached) * len(faults) > 24
    trials = [
        (nth, fault)
        for index, nth in enumerate(reached)
        for turn, fault in enumerate(faults)
        if not many or index % len(faults) == turn
    ]
    assert trials or call == "ftruncate", f"the store never calls {call}"
    for nth, fault in trials:
        folder = tmp_path / f"{nth}-{fault}"
        shutil.copytree(tmp_path / "base", folder)
        done = run(folder, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={nth}")
        told = f"{call} {nth} {fault}\n{done.stderr[-3000:]}"
        assert "Traceback" not in done.stderr, told
        saved = {note(1), note(2), *(note(int(line)) for line in done.stdout.split())}
        with Store.open(folder) as store:
            kept = {entity for entity in store.entities() if isinstance(entity, Note)}
        assert saved <= kept, told
        assert kept <= {note(n) for n in (1, 2, 11, 12, 13)}, told
        shutil.rmtree(folder)
