"""The program as a person has it: a data folder, commands, and windows on it."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.attack.violation import Kind, Violation
from tests.support.pty import home_env, terminal_env
from tests.support.terminal import Terminal, so_tui

PASSPHRASE = "four words of Zoe"
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


class Place:
    """A data folder that the program is used on, with a home of its own around it.

    Args:
        home: The home directory; made when missing.
        locked: Whether the notes are locked with `PASSPHRASE`.
    """

    def __init__(self, home: Path, *, locked: bool = False) -> None:
        self.home = home
        self.folder = home / "notes"
        self.locked = locked
        home.mkdir(parents=True, exist_ok=True)

    def argv(self, *words: str) -> list[str]:
        """Return the command line of a command on this folder."""
        return so_tui(*words, "--data-dir", str(self.folder))

    @property
    def env(self) -> Mapping[str, str]:
        """The whole environment of the program."""
        return terminal_env(self.home)

    def start(self, *words: str, key: bytes | None = None) -> "subprocess.Popen[bytes]":
        """Start a command and do not wait for it.

        Args:
            words: The words of the command.
            key: Given as the passphrase when the notes are locked, in place of the right one.
        """
        argv = self.argv(*words)
        give = self.locked or key is not None
        if give:
            argv += ["--passphrase-fd", "0"]
        process = subprocess.Popen(
            argv,
            stdin=subprocess.PIPE if give else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.env,
            cwd=self.home,
            start_new_session=True,
        )
        if give:
            assert process.stdin is not None
            process.stdin.write(key or PASSPHRASE.encode() + b"\n")
            process.stdin.close()
            process.stdin = None
        return process

    def finish(self, process: "subprocess.Popen[bytes]", *words: str) -> Done:
        """Wait for a command that `start` has started.

        Raises:
            Violation: It hung, or ended with a traceback.
        """
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Violation(Kind.CRASH, f"{words[0]} hangs", " ".join(words)) from None
        code = process.returncode
        done = Done(words, code, out.decode(errors="replace"), err.decode(errors="replace"))
        if "Traceback (most recent" in done.err + done.out:
            raise Violation(Kind.CRASH, f"{words[0]} ends with a traceback", str(done))
        if crashes := self.crash_files():
            raise Violation(Kind.CRASH, f"{words[0]} leaves a crash file", f"{done}\n{crashes}")
        return done

    def run(self, *words: str, key: bytes | None = None) -> Done:
        """Run a command to its end; see `finish`."""
        return self.finish(self.start(*words, key=key), *words)

    def window(self, *words: str, size: tuple[int, int] = (80, 24)) -> Terminal:
        """Open a window of the program, to be used as a context manager."""
        return Terminal(self.argv(*words), size=size, env=home_env(self.home), cwd=self.home)

    def crash_files(self) -> str:
        """Return what stands in the crash files below the home directory, or ''."""
        found = [path for path in self.home.rglob("crash-*") if path.is_file()]
        return "\n".join(path.read_text("utf-8", "replace") for path in sorted(found))


def files_below(folder: Path) -> list[Path]:
    """Return the plain files below a folder, in order; those that vanish meanwhile are passed."""
    return sorted(
        Path(top) / name
        for top, _, names in os.walk(folder)
        for name in names
        if (Path(top) / name).is_file() and not (Path(top) / name).is_symlink()
    )
