"""What the user asked for on the command line, whichever command it is for."""

from collections.abc import Callable
from pathlib import Path

from so_tui.domain.dataclass import dataclass


@dataclass(slots=True)
class Options:
    """The options that every command takes.

    Attributes:
        data_dir: The directory that `--data-dir` named, or None.
        no_mouse: Whether the mouse is left to the terminal.
        theme: A theme's name; '' for the one used last.
        passphrase_fd: The descriptor to read the passphrase from; None to ask for it.
        left_out: Whether the command found saved words that cannot be shown.
        saved: Whether the command has saved what it was to save.
    """

    data_dir: Path | None = None
    no_mouse: bool = False
    theme: str = ""
    passphrase_fd: int | None = None
    left_out: bool = False
    saved: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """One command that was understood.

    Attributes:
        action: Does it and returns the exit code of the process.
    """

    options: Options
    action: Callable[[Options], int]

    def carry_out(self) -> int:
        """Do what was asked for and return the exit code of the process."""
        return self.action(self.options)


class Misunderstood(Exception):
    """The words on the command line make no sense; its text is for the user."""

    exit_code = 2


class NotFound(Exception):
    """What the command is about is not there; its text is a sentence for the user."""

    exit_code = 3


class Refused(Exception):
    """The command would do harm, so it did nothing; its text is a sentence for the user."""

    exit_code = 1
