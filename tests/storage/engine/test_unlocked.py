"""Reading the notes while a window that was stopped holds their lock."""

import os
import signal
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from so_tui.domain.state import Put
from so_tui.storage.disk.inventory import LOCKING
from so_tui.storage.engine.looking import at_one_moment
from so_tui.storage.errors import StoreInUse
from so_tui.storage.journal.lock import StoreLock
from so_tui.storage.store import Store
from tests.support.every_command import FIRST, READING
from tests.support.pty import home_env
from tests.support.shell import keep_case, run
from tests.support.stored import CASE, note
from tests.support.terminal import so_tui


def _stopped(folder: Path) -> int:
    """Start a process that stops with the lock in its hands; return its id."""
    child = os.fork()
    if child == 0:
        try:
            store = Store.open(folder)
            store.commit([Put(note(1))])
            with StoreLock(folder / "lock").hold():
                os.kill(os.getpid(), signal.SIGSTOP)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    return child


@pytest.fixture
def stopped(data_dir: Path) -> Iterator[Path]:
    """A data directory of which a stopped window holds the lock."""
    keep_case(data_dir)
    for words in FIRST:
        assert run(data_dir, *words).returncode == 0
    child = _stopped(data_dir)
    yield data_dir
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_every_command_that_reads_does_so(stopped: Path) -> None:
    for path, words in READING.items():
        done = run(stopped, *path, *words)
        assert done.returncode == 0, (path, done.stderr)
        assert done.stdout
    assert run(stopped, "task", "add", "pack").returncode == 4
    found = run(stopped, "check")
    assert found.returncode == 7
    assert "does not let go" in found.stdout


def test_what_that_window_had_saved_is_read(data_dir: Path) -> None:
    data_dir.mkdir(0o700)
    with Store.open(data_dir) as store:
        store.commit([Put(CASE)])
    child = _stopped(data_dir)
    try:
        assert set(Store.read(data_dir).entities()) == {CASE, note(1)}
        (data_dir / LOCKING).write_bytes(b"")  # as if it were stopped while it locks the notes
        with pytest.raises(StoreInUse):
            Store.read(data_dir)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_what_changes_meanwhile_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "journal").mkdir()
    reads = 0

    def read() -> int:
        nonlocal reads
        reads += 1
        if reads == 1:
            (tmp_path / "journal" / "a.jsonl").write_bytes(b"line\n")
        elif reads == 2:
            with open(tmp_path / "journal" / "a.jsonl", "ab") as file:
                file.write(b"line\n")
        elif reads == 3:
            (tmp_path / "new").write_bytes(b"x")
            os.replace(tmp_path / "new", tmp_path / "store.json")
        elif reads == 4:
            (tmp_path / "journal" / "a.jsonl").unlink()
            raise FileNotFoundError
        return reads

    assert at_one_moment(tmp_path, read) == 5


def test_what_never_stands_still_is_not_read(tmp_path: Path) -> None:
    reads = count()

    def read() -> None:
        number = next(reads)
        (tmp_path / "store.json").write_bytes(b"x" * number)
        (tmp_path / f"tmp{number}").touch()

    with pytest.raises(StoreInUse):
        at_one_moment(tmp_path, read)


def test_a_reader_that_a_writer_hurries_past_sees_one_moment(data_dir: Path) -> None:
    """The lock is taken by nobody here: the reader goes without it all the time."""
    data_dir.mkdir(0o700)
    with Store.open(data_dir) as store:
        store.commit([Put(CASE)])
    writer = os.fork()
    if writer == 0:
        try:
            for number in range(1, 60):
                with Store.open(data_dir) as store:
                    store.commit([Put(note(number))])
                    store.checkpoint()
            os._exit(0)
        finally:
            os._exit(1)
    seen: list[int] = []

    def read() -> int:
        patch = pytest.MonkeyPatch()
        with patch.context() as inner:
            inner.setattr(StoreLock, "hold", _busy)
            return len(Store.read(data_dir).entities())

    while os.waitpid(writer, os.WNOHANG) == (0, 0):
        try:
            seen.append(read())
        except StoreInUse:
            continue
    seen.append(read())
    assert seen == sorted(seen)
    assert seen[-1] == 60


def _busy(*_: object) -> None:
    raise StoreInUse("storage.busy")


def test_the_shell_can_stop_it_for_real(data_dir: Path) -> None:
    """A command that is stopped at a random moment never keeps a reader out."""
    keep_case(data_dir)
    env = {**home_env(data_dir.parent), "PATH": "/usr/bin:/bin"}
    command = so_tui("note", "add", "-", "--data-dir", str(data_dir))
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
    assert process.stdin is not None
    try:
        process.stdin.write(b"hello\n" * 2000)
        process.stdin.close()
        os.kill(process.pid, signal.SIGSTOP)
        assert run(data_dir, "status").returncode == 0
    finally:
        os.kill(process.pid, signal.SIGCONT)
        process.wait()
