"""The real program started many times quickly: forked from a process that has loaded it.

What is loaded is what `so-tui` runs, as the installed package names it, and all that lies beside
it; so nothing here depends on how the program is made.
"""

import atexit
import fcntl
import gc
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import termios
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import IO, NoReturn

from tests.support.pty import open_pty, terminal_env

ROOT = Path(__file__).parents[2]
_MOST = 65536


class Forked:
    """A program that was started; used like a process of `subprocess`."""

    def __init__(self, pid: int, ended: socket.socket) -> None:
        self.pid = pid
        self._ended = ended
        self._code: int | None = None

    def signal(self, number: int) -> None:
        """Send it a signal.

        Raises:
            ProcessLookupError: It has ended.
        """
        os.kill(self.pid, number)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its exit code; minus the signal's number after a signal.

        Raises:
            subprocess.TimeoutExpired: It is still running.
        """
        if self._code is None:
            if not select.select([self._ended], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("so-tui", timeout or 0)
            self._code = int(self._ended.recv(_MOST))
            self._ended.close()
        return self._code


class Forks:
    """Starts the program in forked processes; to be used by any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        env = terminal_env(Path(os.devnull))
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.forks", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                cwd=ROOT,
                env={**env, "TEXTUAL_ANIMATIONS": "none"},
            )
        if self._control.recv(_MOST) != b"ready":
            raise OSError("the program could not be loaded")

    def close(self) -> None:
        """End the process that forks; what it has started goes on."""
        self._control.close()
        self._process.wait()

    def start(
        self,
        argv: Sequence[str],
        files: Sequence[int],
        env: Mapping[str, str],
        cwd: Path,
        *,
        is_terminal: bool = False,
    ) -> Forked:
        """Start the program.

        Args:
            argv: The words after its name.
            files: Descriptors of standard input, output and error.
            env: The whole environment.
            cwd: Where it runs.
            is_terminal: Whether the first file is to be its controlling terminal.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        wish = {"argv": list(argv), "env": dict(env), "cwd": str(cwd), "terminal": is_terminal}
        with theirs, self._lock:
            sent = json.dumps(wish).encode()
            socket.send_fds(self._control, [sent], [*files, theirs.fileno()])
            pid = int(self._control.recv(_MOST))
        return Forked(pid, ours)

    def spawn(
        self, argv: Sequence[str], size: tuple[int, int], env: Mapping[str, str], cwd: Path
    ) -> tuple[Forked, int]:
        """Start the program in a terminal, as `tests.support.pty.spawn` does."""
        master, slave = open_pty(size)
        process = self.start(argv, [slave] * 3, env, cwd, is_terminal=True)
        os.close(slave)
        return process, master


_forks: list[Forks] = []
_making = threading.Lock()


def forks() -> Forks:
    """Return the one that all share; it is made when first asked for."""
    with _making:
        if not _forks:
            _forks.append(Forks())
            atexit.register(_forks[0].close)
        return _forks[0]


def _serve(control: socket.socket) -> None:
    """Start programs as they are wished for, until there is nobody to wish for any."""
    main = _load()
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
            os.read(wake_out, _MOST)
            _collect(running)
        if control.fileno() in ready:
            wish, files, _, _ = socket.recv_fds(control, _MOST, 4)
            if not wish:
                return
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _become(main, json.loads(wish), files[:3])
            for descriptor in files[:3]:
                os.close(descriptor)
            running[pid] = socket.socket(fileno=files[3])
            control.send(str(pid).encode())


def _collect(running: dict[int, socket.socket]) -> None:
    for pid in list(running):
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            with running.pop(pid) as ended:
                ended.send(str(os.waitstatus_to_exitcode(status)).encode())


def _load() -> Callable[[list[str]], object]:
    """Load the program and all modules of its package; return what `so-tui` calls."""
    (entry,) = entry_points(group="console_scripts", name="so-tui")
    main: Callable[[list[str]], object] = entry.load()
    package = import_module(entry.module.partition(".")[0])
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    gc.freeze()
    return main


def _become(
    main: Callable[[list[str]], object], wish: dict[str, object], files: Sequence[int]
) -> NoReturn:
    """Be the program from here on."""
    code: object = 1
    try:
        os.setsid()
        if wish["terminal"]:
            fcntl.ioctl(files[0], termios.TIOCSCTTY, 0)
        for place, name in enumerate(("stdin", "stdout", "stderr")):
            os.dup2(files[place], place)
            stream: IO[str] = os.fdopen(place, "w" if place else "r", closefd=False)
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        os.closerange(3, 1024)
        os.environ.clear()
        os.environ.update({str(k): str(v) for k, v in dict(wish["env"]).items()})  # type: ignore[call-overload]  # a mapping, as `start` sends it
        os.chdir(str(wish["cwd"]))
        argv = list(wish["argv"])  # type: ignore[call-overload]  # a list, as `start` sends it
        sys.argv = ["so-tui", *argv]
        code = main(argv)
    except SystemExit as end:
        code = 0 if end.code is None else end.code
    except BaseException:  # noqa: BLE001 - as Python does at the end of a program
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            _flush(stream)
        os._exit(code if isinstance(code, int) else 1)


def _flush(stream: IO[str]) -> None:
    try:
        stream.flush()
    except (OSError, ValueError):
        return


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
