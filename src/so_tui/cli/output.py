"""Output of the commands: written immediately, or the command reports the failure.

All that prints on standard output raises `OutputFailed` if it could not be written.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from so_tui.domain.text import clean

STDIN, STDOUT, STDERR = 0, 1, 2


class OutputFailed(Exception):
    """Printing failed, with this system error."""

    exit_code = 1

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error

    def told(self, *, saved: bool = False) -> int:
        """Report it, and whether the command had `saved` by then; return its exit code."""
        if self.error.errno != errno.EPIPE:  # a reader that has gone away needs no message
            from so_tui.content import text

            said = "cli.output.saved" if saved else "cli.output.failed"
            tell(f"so-tui: {text(said, reason=why(self.error))}")
        return self.exit_code


def why(error: OSError) -> str:
    """Return the system's message for an error, or that a standard file is closed."""
    from so_tui.content import text
    from so_tui.storage.errors import reason_of

    return text("cli.output.closed") if error.errno == errno.EBADF else reason_of(error)


def hold_places() -> None:
    """Open a placeholder for each standard file that the shell has closed.

    Otherwise the next file opened, such as a journal, would take its descriptor.
    """
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(descriptor)
        except OSError:
            # Opened for the wrong direction, so that reading or writing fails as before.
            os.open(os.devnull, os.O_RDONLY if descriptor else os.O_WRONLY)
            stream = open(descriptor, "w" if descriptor else "r", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


@contextmanager
def printing() -> Iterator[None]:
    """Let the block print, and make sure that everything is written."""
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        _let_go(STDOUT)
        raise OutputFailed(error) from None


def put(output: str, end: str = "\n") -> None:
    """Print cleaned text in the terminal's encoding, without control sequences."""
    with printing():
        sys.stdout.write(clean(output) + end)


def echo(lines: str) -> None:
    """Print lines, whether or not the last one is ended."""
    put(lines.rstrip("\n"))


def put_bytes(content: bytes) -> None:
    """Print bytes unchanged."""
    with printing():
        sys.stdout.buffer.write(content)


def put_utf8(lines: str) -> None:
    """Print lines in UTF-8 whatever the locale is; print nothing for ''."""
    if lines:
        put_bytes(clean(f"{lines}\n").encode("utf-8"))


def print_json(value: object) -> None:
    """Print a value as JSON, with entities as documents."""
    import json

    from so_tui.storage.documents.codec import encode

    put_utf8(json.dumps(value, indent=2, ensure_ascii=False, default=encode))


def tell(message: str, end: str = "\n") -> None:
    """Print a message on stderr, and flush. If that is closed or full, nobody can be told."""
    try:
        sys.stderr.write(clean(message) + end)
        sys.stderr.flush()
    except OSError:
        _let_go(STDERR)


def _let_go(descriptor: int) -> None:
    """Redirect a descriptor to nowhere: Python would fail on its buffer again at exit."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
