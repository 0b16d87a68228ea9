"""Asking for the passphrase: on the terminal without echo, or from a descriptor.

All that asks raises `WrongPassphrase` if there is nobody to ask, or the answers are wrong.
"""

import os
import termios
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path

from so_tui.content import text
from so_tui.domain.text import clean
from so_tui.storage.seals.seal import PLAIN, Seal
from so_tui.storage.vault import vault
from so_tui.storage.vault.vault import WrongPassphrase
from so_tui.terminal.decoding import STRAY_BYTES

_MOST = 4096


def asking(
    descriptor: int | None = None, without: str = "lock.needed"
) -> "AbstractContextManager[Prompt]":
    """Ask on the controlling terminal of the process, or read from a descriptor.

    Args:
        descriptor: Its lines answer one question each; None for the terminal.
        without: The code of the error if there is no terminal.
    """
    return on_terminal(without) if descriptor is None else nullcontext(DescriptorPrompt(descriptor))


@contextmanager
def on_terminal(without: str) -> Iterator["Terminal"]:
    """Ask on the controlling terminal of the process; see `asking`."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        raise WrongPassphrase(without) from None
    with ExitStack() as ends:
        ends.callback(os.close, terminal)
        prompt = Terminal(terminal)
        ends.callback(prompt.restore)
        yield prompt


class DescriptorPrompt:
    """A descriptor whose lines answer one question each."""

    interactive = False
    """Whether a person can try again."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def ask(self, text: str, *, visible: bool = False) -> str:
        """Return the next line without its newline."""
        line = b""
        try:
            while len(line) < _MOST and not line.endswith(b"\n"):
                if not (letter := os.read(self._descriptor, 1)):  # the rest is for other readers
                    break
                line += letter
        except OSError:
            line = b""
        if not line:
            raise WrongPassphrase("lock.no_descriptor", number=self._descriptor)
        return _text(line.removesuffix(b"\n"))

    def say(self, text: str) -> None:
        """Do nothing."""


class Terminal:
    """A person's terminal, without echo unless the answer is no secret."""

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
        """Restore the terminal's settings."""
        with suppress(termios.error):  # it may be gone
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)

    def ask(self, text: str, *, visible: bool = False) -> str:
        """Return what is typed up to Enter.

        Raises:
            KeyboardInterrupt: Input ended instead: by Ctrl+D, or because the connection dropped.
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
        """Show what the block says on the alternate screen, if the terminal has one."""
        dumb = os.environ.get("TERM", "") in ("", "dumb")
        self._control("" if dumb else "\x1b[?1049h\x1b[2J\x1b[H")
        try:
            yield
        finally:
            self._control("" if dumb else "\x1b[2J\x1b[H\x1b[?1049l")

    def _write(self, text: str) -> None:
        self._control(clean(text))

    def _control(self, text: str) -> None:
        with suppress(OSError):  # the connection has dropped, which the next answer will show
            os.write(self._descriptor, text.encode("utf-8"))


Prompt = DescriptorPrompt | Terminal
"""A source of secrets."""


def _text(line: bytes) -> str:
    return line.decode("utf-8", STRAY_BYTES)


TRIES = 3
_SHORT = 10


def seal_for(
    folder: Path,
    descriptor: int | None = None,
    opened: Callable[[Path, str], Seal] = vault.unlock,
    *,
    to_write: bool = False,
) -> Seal:
    """Return the seal of a store; ask for the passphrase if it is locked.

    Args:
        folder: The data directory.
        descriptor: See `asking`.
        opened: Opens it with a secret; `vault.open_only` changes nothing in the directory.
        to_write: Whether to offer a new passphrase after unlocking with the recovery key.

    Raises:
        StoreError: It cannot be opened; see `opened`.
    """
    if not vault.is_locked(folder):
        return PLAIN
    with asking(descriptor) as prompt:
        seal, secret = unlock_with(folder, prompt, opened)
        if to_write and prompt.interactive and vault.is_recovery_key(secret):
            prompt.say(text("lock.with_key"))
            new = choose(prompt, may_skip=True)
            if new:
                vault.change_passphrase(folder, secret, new)
                prompt.say(text("lock.changed"))
    return seal


def unlock_with(
    folder: Path, prompt: Prompt, opened: Callable[[Path, str], Seal] = vault.unlock
) -> tuple[Seal, str]:
    """Return the seal of the store and the secret that opened it."""
    left = TRIES
    while True:
        secret = prompt.ask(text("lock.ask"))
        left -= 1
        try:
            return opened(folder, secret), secret
        except WrongPassphrase:
            if not left or not prompt.interactive:
                raise
            prompt.say(text("lock.try_again"))


def choose(prompt: Prompt, *, may_skip: bool = False) -> str:
    """Return a new passphrase, typed twice; '' if it may be skipped."""
    for _ in range(TRIES):
        new = prompt.ask(text("lock.ask_new"))
        if not new:
            if may_skip:
                return ""
            prompt.say(text("lock.empty.what"))
        elif not prompt.interactive or prompt.ask(text("lock.ask_twice")) == new:
            if len(new) < _SHORT:
                prompt.say(text("lock.short"))
            return new
        else:
            prompt.say(text("lock.differ"))
        if not prompt.interactive:
            break
    raise WrongPassphrase("lock.not_chosen")
