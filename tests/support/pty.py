"""Start a program in a pseudo-terminal of its own."""

import fcntl
import os
import shutil
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path


def home_env(home: Path) -> dict[str, str]:
    """Return the variables that keep a program's files below one directory, and its time zone."""
    return {
        **({"TZ": os.environ["TZ"]} if "TZ" in os.environ else {}),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_RUNTIME_DIR": str(home),
        "SO_TUI_HOME": str(home / "so-tui"),
    }


def terminal_env(home: Path) -> dict[str, str]:
    """Return a small, clean environment of a colour terminal, with a home directory."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "TZ", "TMPDIR")}
    fixed = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return {**kept, **fixed, **home_env(home)}


def set_size(terminal: int, columns: int, rows: int) -> None:
    """Give a terminal its size, in character cells."""
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def open_pty(size: tuple[int, int]) -> tuple[int, int]:
    """Return the two sides of a new terminal: ours, which does not block, and the program's."""
    master, slave = os.openpty()
    os.set_blocking(master, False)
    set_size(master, *size)
    return master, slave


def spawn(
    argv: Sequence[str], size: tuple[int, int], env: Mapping[str, str], cwd: Path
) -> tuple[subprocess.Popen[bytes], int]:
    """Start a program as the leader of a new session on a new terminal.

    Args:
        argv: The command; a bare name is looked up in PATH.
        size: Columns and rows.
        env: The whole environment.
        cwd: Where the program runs.

    Returns:
        The process, and the terminal's other side: a descriptor that does not block.
    """
    master, slave = open_pty(size)
    process = subprocess.Popen(
        [shutil.which(argv[0]) or argv[0], *argv[1:]],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=cwd,
        env=env,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(slave)
    return process, master
