"""The process and its files are for their user alone."""

import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from so_tui.terminal import crash

PRIVATE = "from so_tui.terminal.crash import keep_private; assert keep_private() == ''"

# For root there are no secrets, so that a root who tests becomes another user first; the system
# hides a process that changed its user, until that process asks it not to.
PLAIN_USER = """
import ctypes, os, sys
from so_tui.terminal.crash import keep_private
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
"""
WAIT = """
print("ready", flush=True)
sys.stdin.read()
"""
LOOK = """
try:
    os.close(os.open(f"/proc/{sys.argv[1]}/mem", os.O_RDONLY))
except PermissionError:
    sys.exit(3)
"""

CALLS = "trace=openat,prctl,umask,prlimit64"

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc and the switch")


@contextmanager
def running(first: str) -> Iterator[int]:
    """Run a process of a plain user that does this and then waits; yield its id."""
    argv = [sys.executable, "-c", f"{PLAIN_USER}{first}{WAIT}"]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        yield child.pid
        child.stdin.close()


def look_into(process: int) -> int:
    """Return how it ends when another process of that user opens the memory of one."""
    argv = [sys.executable, "-c", f"{PLAIN_USER}{LOOK}", str(process)]
    return subprocess.run(argv, check=False).returncode


@linux
def test_another_program_of_the_same_user_cannot_read_its_memory() -> None:
    with running("") as process:
        if look_into(process) != 0:
            pytest.skip("this system lets no process look into another one, whatever we do")
    with running("assert keep_private() == ''") as process:
        assert look_into(process) == 3


@linux
@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT])
def test_a_crash_leaves_no_core(number: signal.Signals, tmp_path: Path) -> None:
    pattern = Path("/proc/sys/kernel/core_pattern").read_text().strip()
    if pattern.startswith(("|", "/")):
        pytest.skip(f"cores do not go to the working directory here but to {pattern}")

    def crash(first: str) -> list[str]:
        limits = "resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)"
        code = f"import os, resource; {first.format(limits)}; os.kill(os.getpid(), {number})"
        done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False)
        assert done.returncode == -number
        return os.listdir(tmp_path)

    try:
        left = crash("{}")
    except AssertionError:
        pytest.skip("core files cannot be switched on here")
    if not left:
        pytest.skip("this system writes no core files, whatever we do")
    for path in tmp_path.iterdir():
        path.unlink()
    assert crash(f"{{}}; {PRIVATE}") == []


def test_no_core_is_allowed_and_new_files_are_closed() -> None:
    code = (
        f"import os, resource; os.umask(0); {PRIVATE}\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "(0, 0) 0o77\n"


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_file_made_for_the_output_is_closed(umask: int, tmp_path: Path) -> None:
    code = f"{PRIVATE}; print('x')"
    for name, before, mode in (("new", "", 0o600), ("old", "kept\n", 0o644)):
        path = tmp_path / name
        path.write_text(before)
        path.chmod(0o644)
        with path.open("a") as file:
            argv = [sys.executable, "-c", code]
            subprocess.run(argv, stdout=file, check=True, umask=umask)
        assert path.read_text() == f"{before}x\n"
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_without_an_output_nothing_fails() -> None:
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -c "{PRIVATE}" >&-', sys.executable], check=False
    )
    assert done.returncode == 0


def test_where_there_is_no_switch_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    limits, mask = resource.getrlimit(resource.RLIMIT_CORE), os.umask(0o077)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "platform", "darwin")
            patch.setattr(resource, "setrlimit", lambda *_: None)
            assert "Linux" in crash.keep_private()
    finally:
        os.umask(mask)
    assert resource.getrlimit(resource.RLIMIT_CORE) == limits


def test_every_command_is_private_before_it_reads_the_store(tmp_path: Path) -> None:
    """The order of the system calls tells: the switch is set before a file of the store opens."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    run = [sys.executable, "-m", "so_tui"]
    folder, log = tmp_path / "store", tmp_path / "log"
    subprocess.run([*run, "demo", "--data-dir", str(folder)], check=True, capture_output=True)
    for words in (["status"], ["export"], ["visit"], []):
        # The switch is not really set: a tracer that is not root could read no names after it.
        traced = [strace, "-f", "-o", str(log), "-e", "inject=prctl:retval=0", "-e", CALLS, *run]
        subprocess.run(
            [*traced, *words, "--data-dir", str(folder)], check=True, capture_output=True
        )
        lines = log.read_text().splitlines()
        hidden = next(
            n for n, line in enumerate(lines) if "PR_SET_DUMPABLE, SUID_DUMP_DISABLE" in line
        )
        opened = next(n for n, line in enumerate(lines) if f'"{folder}' in line)
        assert hidden < opened, words
        assert any("umask(077)" in line for line in lines[:opened])
        assert any("RLIMIT_CORE, {rlim_cur=0, rlim_max=0}" in line for line in lines[:opened])
