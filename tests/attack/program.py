"""The program as a person has it: a data folder, commands, and windows on it."""

import os
import re
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.attack.violation import Kind, Violation
from tests.support.forks import Forked, forks
from tests.support.pty import home_env, terminal_env
from tests.support.terminal import Terminal, so_tui

PASSPHRASE = "four words of Zoe"
_ERROR = re.compile(r"^[\w.]+$")
"""The line of a crash file that names the error."""
PATIENCE = 60.0
"""Seconds until a command that has not ended counts as hung."""


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended.

    Attributes:
        words: The command's words.
        code: Its exit code; minus the signal's number when one ended it.
    """

    words: tuple[str, ...]
    code: int
    out: str
    err: str

    @property
    def says(self) -> bool:
        """Whether it says that something is not as it should be: a code and words on stderr."""
        return self.code != 0 and bool(self.err.strip())

    def __str__(self) -> str:
        return f"so-tui {' '.join(self.words)}: exit {self.code}\n{self.err}{self.out[:400]}"


@dataclass(frozen=True, slots=True)
class Running:
    """A command that was started.

    Attributes:
        words: The command's words.
        out: What it prints.
        err: What it says on standard error.
    """

    words: tuple[str, ...]
    process: Forked
    out: IO[bytes]
    err: IO[bytes]


def _read(file: IO[bytes]) -> str:
    with file:
        file.seek(0)
        return file.read().decode(errors="replace")


class Place:
    """A data folder that the program is used on, with a home of its own around it.

    Args:
        home: The home directory; made when missing.
        locked: Whether the notes are locked with `PASSPHRASE`.

    Attributes:
        recovery_key: Opens them as well, when they are locked.
    """

    def __init__(self, home: Path, *, locked: bool = False) -> None:
        self.home = home
        self.folder = home / "notes"
        self.locked = locked
        self.recovery_key = ""
        self._crashes: set[Path] = set()
        home.mkdir(parents=True, exist_ok=True)

    def argv(self, *words: str) -> list[str]:
        """Return the command line of a command on this folder."""
        return so_tui(*words, "--data-dir", str(self.folder))

    @property
    def env(self) -> Mapping[str, str]:
        """The whole environment of the program."""
        return terminal_env(self.home)

    def start(self, *words: str, key: bytes | None = None, typed: bytes = b"") -> Running:
        """Start a command and do not wait for it.

        Args:
            words: The words of the command.
            key: Given as the passphrase when the notes are locked, in place of the right one.
            typed: What it reads from standard input when it reads no passphrase there.
        """
        argv = [*words, "--data-dir", str(self.folder)]
        # They are closed when the command has ended, see `finish`.
        given, out, err = (tempfile.TemporaryFile() for _ in range(3))  # noqa: SIM115
        if self.locked or key is not None:
            argv += ["--passphrase-fd", "0"]
            typed = key or PASSPHRASE.encode() + b"\n"
        given.write(typed)
        given.seek(0)
        files = [given.fileno(), out.fileno(), err.fileno()]
        process = forks().start(argv, files, self.env, self.home)
        given.close()
        return Running(words, process, out, err)

    def finish(self, running: Running) -> Done:
        """Wait for a command that `start` has started.

        Raises:
            Violation: It hung, or ended with a traceback.
        """
        words = running.words
        try:
            code = running.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            running.process.signal(signal.SIGKILL)
            running.process.wait()
            raise Violation(Kind.CRASH, f"{words[0]} hangs", " ".join(words)) from None
        done = Done(words, code, _read(running.out), _read(running.err))
        if "Traceback (most recent" in done.err + done.out:
            raise Violation(Kind.CRASH, f"{words[0]} ends with a traceback", str(done))
        self.has_not_crashed()
        return done

    def run(self, *words: str, key: bytes | None = None) -> Done:
        """Run a command to its end; see `finish`."""
        return self.finish(self.start(*words, key=key))

    def window(self, *words: str, size: tuple[int, int] = (80, 24)) -> Terminal:
        """Open a window of the program, to be used as a context manager."""
        argv = [*words, "--data-dir", str(self.folder)]
        start = forks().spawn
        return Terminal(argv, size=size, env=home_env(self.home), cwd=self.home, start=start)

    def crash_files(self) -> str:
        """Return what stands in the crash files below the home directory, or ''."""
        found = [path for path in self.home.rglob("crash-*") if path.is_file()]
        return "\n".join(path.read_text("utf-8", "replace") for path in sorted(found))

    def has_not_crashed(self) -> None:
        """Check that there is no crash file that was not told of yet.

        Raises:
            Violation: There is one.
        """
        for path in sorted(self.home.rglob("crash-*")):
            if path.is_file() and path not in self._crashes:
                text = path.read_text("utf-8", "replace")
                rows = [row for row in text.splitlines() if _ERROR.match(row)]
                if not rows:
                    continue  # it is just being written
                self._crashes.add(path)
                raise Violation(Kind.CRASH, f"a crash file: {' '.join(rows)}", text)


def files_below(folder: Path) -> list[Path]:
    """Return the plain files below a folder, in order; those that vanish meanwhile are passed."""
    return sorted(
        Path(top) / name
        for top, _, names in os.walk(folder)
        for name in names
        if (Path(top) / name).is_file() and not (Path(top) / name).is_symlink()
    )
