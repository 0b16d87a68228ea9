"""Asking for what nobody else is to see: on the terminal without echo, or from a descriptor."""

import os
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from so_tui.domain.text import clean
from so_tui.storage.vault import WrongPassphrase
from so_tui.storage.vault_keys import trouble
from so_tui.terminal.decoding import KeyDecoder

_MOST = 4096


class Prompt(Protocol):
    """Where secrets come from.

    Attributes:
        interactive: Whether there is a person who can try again.
    """

    interactive: bool

    def ask(self, text: str, *, visible: bool = False) -> str:
        """Return one line.

        Raises:
            WrongPassphrase: There is none.
        """

    def say(self, text: str) -> None:
        """Tell the person something, if there is one."""


@contextmanager
def asking(descriptor: int | None = None, without: str = "needed") -> Iterator[Prompt]:
    """Ask on the terminal that the process belongs to, or read from a descriptor.

    Args:
        descriptor: One line of it for each question; None for the terminal.
        without: The table of `lock.toml` with what to say where there is no terminal.

    Raises:
        WrongPassphrase: There is no terminal.
    """
    if descriptor is not None:
        yield Lines(descriptor)
        return
    with on_terminal(without) as terminal:
        yield terminal


@contextmanager
def on_terminal(without: str) -> Iterator["Terminal"]:
    """Ask on the terminal that the process belongs to.

    Args:
        without: The table of `lock.toml` with what to say where there is no terminal.

    Raises:
        WrongPassphrase: There is no terminal.
    """
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        raise trouble(WrongPassphrase, without) from None
    try:
        prompt = Terminal(terminal)
        try:
            yield prompt
        finally:
            prompt.restore()
    finally:
        os.close(terminal)


class Lines:
    """A descriptor of which each line answers one question."""

    interactive = False

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._read = bytearray()

    def ask(self, text: str, *, visible: bool = False) -> str:
        """Return the next line without its end.

        Raises:
            WrongPassphrase: There is none, or it cannot be read.
        """
        end = False
        while not end and b"\n" not in self._read and len(self._read) < _MOST:
            try:
                piece = os.read(self._descriptor, 1)  # and nothing of what is for others
            except OSError:
                raise trouble(WrongPassphrase, "no_descriptor", number=self._descriptor) from None
            self._read += piece
            end = not piece
        if not self._read:
            raise trouble(WrongPassphrase, "no_descriptor", number=self._descriptor)
        line, _, rest = bytes(self._read).partition(b"\n")
        self._read = bytearray(rest)
        return _text(line)

    def say(self, text: str) -> None:
        """Say nothing."""


class Terminal:
    """The terminal of a person; it shows nothing of what is typed, unless that is no secret."""

    interactive = True

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._before = termios.tcgetattr(descriptor)
        self._show(visible=False)

    def _show(self, *, visible: bool) -> None:
        now = list(self._before)
        now[3] = now[3] | termios.ICANON | termios.ECHONL
        now[3] = now[3] | termios.ECHO if visible else now[3] & ~termios.ECHO
        termios.tcsetattr(self._descriptor, termios.TCSADRAIN, now)

    def restore(self) -> None:
        """Let the terminal be as it was."""
        with suppress(termios.error):  # it may be gone
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)

    def ask(self, text: str, *, visible: bool = False) -> str:
        """Return what is typed up to Enter.

        Raises:
            KeyboardInterrupt: The line ended instead: by Ctrl and D, or because it dropped.
        """
        self._show(visible=visible)
        self._write(text + " ")
        try:
            line = os.read(self._descriptor, _MOST)
        except OSError:
            raise KeyboardInterrupt from None
        if not line:
            raise KeyboardInterrupt
        self._show(visible=False)
        return _text(line.rstrip(b"\r\n"))

    def say(self, text: str) -> None:
        """Write lines to the terminal."""
        self._write(text.rstrip("\n") + "\n")

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Show what the block says on a screen that goes away again, where the terminal has one."""
        dumb = os.environ.get("TERM", "") in ("", "dumb")
        self._control("" if dumb else "\x1b[?1049h\x1b[2J\x1b[H")
        try:
            yield
        finally:
            self._control("" if dumb else "\x1b[2J\x1b[H\x1b[?1049l")

    def _write(self, text: str) -> None:
        self._control(clean(text))

    def _control(self, text: str) -> None:
        with suppress(OSError):  # the line has dropped, which the next answer will tell
            os.write(self._descriptor, text.encode("utf-8"))


def _text(line: bytes) -> str:
    decoder = KeyDecoder()
    return decoder.feed(line) + decoder.finish()
