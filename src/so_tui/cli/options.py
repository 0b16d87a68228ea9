"""The options and errors common to all commands."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from so_tui.domain.dataclass import dataclass


@dataclass(slots=True)
class Options:
    """The options that every command takes.

    Attributes:
        data_dir: The directory named by `--data-dir`, or None.
        no_mouse: Whether the mouse is left to the terminal.
        theme: A theme's name; '' for the last one used.
        case: Words of the case to read, an archived one too; '' for the open one.
        passphrase_fd: The descriptor to read the passphrase from; None to ask for it.
        left_out: Whether the command found saved entries that cannot be shown.
        saved: Whether the command has saved its changes.
    """

    data_dir: Path | None = None
    no_mouse: bool = False
    theme: str = ""
    case: str = ""
    passphrase_fd: int | None = None
    left_out: bool = False
    saved: bool = False


class Request(NamedTuple):
    """One parsed command; its action carries it out, and returns the process's exit code."""

    options: Options
    action: Callable[[Options], int]


class Misunderstood(Exception):
    """The command line is invalid; the text is for the user."""

    exit_code = 2


class NotFound(Exception):
    """The subject of the command does not exist; the text is a sentence for the user."""

    exit_code = 3


class Refused(Exception):
    """The command would do harm, so it did nothing; the text is a sentence for the user."""

    exit_code = 1
