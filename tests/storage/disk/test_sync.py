"""How files are made durable, on systems where fsync is not enough too."""

import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.storage.backup import copies
from so_tui.storage.backup.copy_files import write_copy
from so_tui.storage.disk import files
from so_tui.storage.seals.seal import PLAIN
from so_tui.storage.store import Store
from tests.support.faults import Tell, calls_of, why_not
from tests.support.stored import CASE, note

MACOS = 51
"""F_FULLFSYNC there; here the system knows no such command, as some drives there do not."""

needs_strace = pytest.mark.skipif(bool(why_not()), reason=why_not())


@pytest.fixture
def as_on_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", MACOS, raising=False)


@needs_strace
@pytest.mark.usefixtures("as_on_macos")
def test_each_sync_asks_for_a_full_one_first_and_falls_back(tmp_path: Path) -> None:
    store = Store.open(tmp_path)

    def work(tell: Tell) -> Iterator[None]:
        yield
        store.commit([Put(CASE), Put(note(1))])
        store.drafts.put("half", "a line")
        store.drafts.flush()
        store.checkpoint()
        write_copy(copies.copy_of(store), tmp_path / "copy.json", PLAIN)
        yield
        os._exit(0)

    log = tmp_path / "log"
    calls_of(work, 1, log)
    told = log.read_text().splitlines()
    asked = [at for at, line in enumerate(told) if line.startswith("fcntl(") and hex(MACOS) in line]
    synced = [at for at, line in enumerate(told) if line.startswith("fsync(")]
    assert len(synced) >= 6
    assert [at + 1 for at in asked] == synced
    assert all("EINVAL" in told[at] for at in asked)
    assert not [line for line in told if line.startswith("fdatasync(")]


@pytest.mark.usefixtures("as_on_macos")
def test_a_full_sync_that_works_is_enough_and_one_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[OSError | None] = []
    synced: list[int] = []

    def system(descriptor: int, command: int) -> int:
        assert command == MACOS
        answer = answers.pop(0)
        if answer is not None:
            raise answer
        return 0

    monkeypatch.setattr(fcntl, "fcntl", system)
    monkeypatch.setattr(os, "fsync", synced.append)
    descriptor = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    for sync in (files.sync_file, files.sync_data):
        answers[:] = [None]
        sync(descriptor)
        assert not synced
        for number in (errno.EIO, errno.ENOSPC):
            answers[:] = [OSError(number, os.strerror(number))]
            with pytest.raises(OSError, match=os.strerror(number)):
                sync(descriptor)
            assert not synced
        for number in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
            answers[:] = [OSError(number, os.strerror(number))]
            sync(descriptor)
            assert synced.pop() == descriptor
    os.close(descriptor)
