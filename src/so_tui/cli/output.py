"""The one way out for what commands print: it is written at once, or the command says so."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from so_tui.domain.text import clean

STDIN, STDOUT, STDERR = 0, 1, 2


class OutputFailed(Exception):
    """What was to be printed could not be.

    Attributes:
        gone: Whether there is nobody left to read it, which needs no words.
        error: What the system says.
    """

    exit_code = 1

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.gone = error.errno == errno.EPIPE
        self.error = error

    def told(self, *, saved: bool = False) -> int:
        """Say that it could not be printed, and return the exit code of the process.

        Args:
            saved: Whether the command had done its work by then.
        """
        if not self.gone:
            from so_tui.content import say

            said = "cli.output.saved" if saved else "cli.output.failed"
            tell(f"so-tui: {say(said, reason=why(self.error))}")
        return self.exit_code


def why(error: OSError) -> str:
    """Return what the system says of a standard file."""
    if error.errno == errno.EBADF:
        from so_tui.content import say

        return say("cli.output.closed")
    return error.strerror or type(error).__name__


def hold_places() -> None:
    """Put something that takes and gives nothing where the shell has closed a standard file.

    Else the next file that is opened, such as a journal, would stand in its place.
    """
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(descriptor)
        except OSError:
            # Opened the wrong way round, so that what is read or written fails as it did before.
            os.open(os.devnull, os.O_RDONLY if descriptor else os.O_WRONLY)
            stream = open(descriptor, "w" if descriptor else "r", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def to_terminal() -> bool:
    """Return whether what is printed goes to a terminal."""
    return sys.stdout.isatty()


def from_terminal() -> bool:
    """Return whether a person types what is read."""
    return sys.stdin.isatty()


@contextmanager
def printing() -> Iterator[None]:
    """Let the block print, and make sure that all of it is written.

    Raises:
        OutputFailed: It could not be.
    """
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        _let_go(STDOUT)
        raise OutputFailed(error) from None


def put(text: str, end: str = "\n") -> None:
    """Print text in the letters of the terminal, without anything that could steer it.

    Raises:
        OutputFailed: It could not be written.
    """
    with printing():
        sys.stdout.write(clean(text) + end)


def put_bytes(content: bytes) -> None:
    """Print bytes as they are.

    Raises:
        OutputFailed: They could not be written.
    """
    with printing():
        sys.stdout.buffer.write(content)


def put_utf8(text: str) -> None:
    """Print text in UTF-8 whatever the locale is.

    Raises:
        OutputFailed: It could not be written.
    """
    put_bytes(clean(text).encode("utf-8"))


def tell(text: str, end: str = "\n") -> None:
    """Say something on stderr. When that is closed or full, there is nobody to say it to."""
    try:
        sys.stderr.write(clean(text) + end)
        sys.stderr.flush()
    except OSError:
        _let_go(STDERR)


def ask(text: str) -> None:
    """Say the same, and leave the cursor behind it."""
    tell(text, end="")


def settle() -> None:
    """Write what is left for stderr, or let it go: Python would end with a code of its own."""
    try:
        sys.stderr.flush()
    except OSError:
        _let_go(STDERR)


def _let_go(descriptor: int) -> None:
    """Have what is left in a buffer go nowhere: Python would fail on it again at the end."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)
