"""The real program, started many times quickly: forked from a process that has it all imported."""

import fcntl
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import termios
import threading
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

from tests.support.pty import open_pty

ROOT = Path(__file__).parents[2]
MESSAGE = 65536


class Started:
    """A program that was started; used like a process of `subprocess`."""

    def __init__(self, pid: int, ended: socket.socket) -> None:
        self.pid = pid
        self._ended = ended
        self._code: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code; minus the signal's number after a signal.

        Raises:
            subprocess.TimeoutExpired: It is still running.
        """
        if self._code is None:
            if not select.select([self._ended], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("so-tui", timeout or 0)
            self._code = int(self._ended.recv(MESSAGE))
            self._ended.close()
        return self._code


class Preloaded:
    """Starts the program in forked processes; a context manager, to be used by any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.preloaded", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                cwd=ROOT,
            )
        assert self._control.recv(MESSAGE) == b"ready"

    def spawn(
        self, argv: Sequence[str], size: tuple[int, int], env: Mapping[str, str], cwd: Path
    ) -> tuple[Started, int]:
        """Start the program as `pty.spawn` does.

        Args:
            argv: The words after the program's name.
            size: Columns and rows.
            env: The whole environment.
            cwd: Where it runs.
        """
        master, slave = open_pty(size)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        wish = json.dumps({"argv": list(argv), "env": dict(env), "cwd": str(cwd)}).encode()
        with theirs, self._lock:
            socket.send_fds(self._control, [wish], [slave, theirs.fileno()])
            pid = int(self._control.recv(MESSAGE))
        os.close(slave)
        return Started(pid, ours), master

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._control.close()
        self._process.wait()


def _serve(control: socket.socket) -> None:
    """Start programs as they are wished for, until there is nobody to wish for any."""
    _import_all()
    wake_out, wake_in = os.pipe()
    for end in (wake_out, wake_in):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(wake_in)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    control.send(b"ready")
    running: dict[int, socket.socket] = {}
    while True:
        ready = select.select([control.fileno(), wake_out], [], [])[0]
        if wake_out in ready:
            os.read(wake_out, MESSAGE)
            for pid in list(running):
                done, status = os.waitpid(pid, os.WNOHANG)
                if done:
                    with running.pop(pid) as ended:
                        ended.send(str(os.waitstatus_to_exitcode(status)).encode())
        if control.fileno() in ready:
            wish, files, _, _ = socket.recv_fds(control, MESSAGE, 2)
            if not wish:
                return
            slave, ended_fd = files
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _become(json.loads(wish), slave)
            os.close(slave)
            running[pid] = socket.socket(fileno=ended_fd)
            control.send(str(pid).encode())


def _import_all() -> None:
    from so_tui.terminal.environment import prepare

    prepare()
    for path in sorted((ROOT / "src" / "so_tui").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
        if not name.endswith(("__init__", "__main__")):
            import_module(name)
    gc.freeze()


def _become(wish: Mapping[str, Any], slave: int) -> NoReturn:
    """Be the program from here on, in its own terminal."""
    code: object = 1
    try:
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
            os.dup2(slave, descriptor)
            stream = os.fdopen(descriptor, "w" if descriptor else "r", closefd=False)
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        os.closerange(3, 256)
        os.environ.clear()
        os.environ.update(wish["env"])
        os.chdir(wish["cwd"])
        from so_tui.cli import main

        code = main(wish["argv"])
        sys.stdout.flush()
    except SystemExit as end:
        code = end.code
    finally:
        os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
